import { Select, Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { priorities, requestTypes, type SlaTargets } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { NumberCell } from '../settings/fields.tsx'
import { useConsole } from '../shell/console-context.tsx'
import type { PolicyPartProps } from './policy-part.ts'

type Statutory = SlaTargets['statutory']

/** The term of the law: days by type, the extension, whose days off count. Every number is a setting. */
export function LegalPanel({ targets, put }: PolicyPartProps) {
  const { t } = useI18n()
  const { statutory } = targets
  const set = (part: Partial<Statutory>) => put({ statutory: { ...statutory, ...part } })
  const setTerm = (type: (typeof requestTypes)[number], days: number | null) => {
    const { [type]: _, ...rest } = statutory.termDays
    set({ termDays: days === null ? rest : { ...rest, [type]: days } })
  }
  return (
    <section className="panel">
      <h2>{t.policy.termDays}</h2>
      <p className="soft form-hint">{t.policy.termHint}</p>
      <dl className="setting-lines">
        {requestTypes
          .filter((type) => type !== 'unsorted')
          .map((type) => (
            <Line key={type} name={t.words.types[type]}>
              <NumberCell
                label={`${t.policy.termDays}: ${t.words.types[type]}`}
                value={statutory.termDays[type]}
                placeholder={t.common.none}
                min={1}
                max={366}
                isWhole
                set={(days) => setTerm(type, days)}
              />
            </Line>
          ))}
      </dl>
      <LegalNumbers statutory={statutory} set={set} />
      <LegalSwitches statutory={statutory} set={set} />
    </section>
  )
}

function Line({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        {name}
        {hint && <small className="soft">{hint}</small>}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

type LegalProps = { statutory: Statutory; set: (part: Partial<Statutory>) => void }

function LegalNumbers({ statutory, set }: LegalProps) {
  const { t } = useI18n()
  const lines = [
    { key: 'appealTermDays', name: t.policy.appealTermDays, min: 1, max: 366 },
    { key: 'mostExtendedDays', name: t.policy.mostExtendedDays, min: 1, max: 366 },
    { key: 'warnDays', name: t.policy.warnDays, min: 0, max: 60 },
  ] as const
  return (
    <dl className="setting-lines">
      {lines.map(({ key, name, min, max }) => (
        <Line key={key} name={name}>
          <NumberCell
            label={name}
            value={statutory[key]}
            min={min}
            max={max}
            isWhole
            set={(days) => set({ [key]: days ?? min })}
          />
        </Line>
      ))}
    </dl>
  )
}

function LegalSwitches({ statutory, set }: LegalProps) {
  const { t } = useI18n()
  const { directory } = useConsole()
  return (
    <div className="setting-switches">
      <Switch
        label={t.policy.endsOnWorkingDay}
        checked={statutory.endsOnWorkingDay}
        onChange={(event) => set({ endsOnWorkingDay: event.currentTarget.checked })}
      />
      <Switch
        label={t.policy.registersInWorkingTime}
        checked={statutory.registersInWorkingTime}
        onChange={(event) => set({ registersInWorkingTime: event.currentTarget.checked })}
      />
      <Select
        label={t.policy.legalCalendar}
        placeholder={t.policy.ownCalendar}
        clearable
        data={directory.calendars.map(({ id, name }) => ({ value: id, label: name }))}
        value={statutory.calendarId}
        onChange={(calendarId) => set({ calendarId })}
      />
    </div>
  )
}

/** How soon another department owes its answer, and within how many days the same matter is a repeat. */
export function OtherPanel({ targets, put }: PolicyPartProps) {
  const { t } = useI18n()
  return (
    <section className="panel">
      <h2>{t.policy.innerWait}</h2>
      <dl className="setting-lines">
        {priorities.map((priority) => (
          <Line key={priority} name={t.words.priorities[priority]}>
            <NumberCell
              label={`${t.policy.innerWait}: ${t.words.priorities[priority]}`}
              value={targets.innerWaitMinutes[priority]}
              min={1}
              set={(minutes) => put({ innerWaitMinutes: { ...targets.innerWaitMinutes, [priority]: minutes ?? 1 } })}
            />
          </Line>
        ))}
        <Line name={t.policy.repeatDays} hint={t.policy.repeatHint}>
          <NumberCell
            label={t.policy.repeatDays}
            value={targets.repeatDays}
            max={366}
            isWhole
            set={(days) => put({ repeatDays: days ?? 0 })}
          />
        </Line>
      </dl>
    </section>
  )
}
