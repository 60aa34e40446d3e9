import { Select, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { CalendarRules, CalendarUse } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { localDate } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { useConsole } from '../shell/console-context.tsx'
import { DayPanel } from './day-panel.tsx'
import { ImportPanel } from './import-panel.tsx'
import { areRulesSound } from './month-days.ts'
import { MonthGrid } from './month-grid.tsx'
import { MovesPanel } from './moves-panel.tsx'
import { WeekPanel } from './week-panel.tsx'

/** One calendar: a month of it, one day, the week, what an import brings, and which running clocks would move. */
export function CalendarEditor({ calendar }: { calendar: CalendarUse }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const stored = useMemo(() => ({ name: calendar.name, rules: calendar.rules }), [calendar])
  const draft = useSettingsDraft(stored)
  const [month, setMonth] = useState(() => localDate(Date.now()).slice(0, 7))
  const [date, setDate] = useState<string | null>(null)
  const { name, rules } = draft.value ?? stored
  const mayEdit = may('settings.edit')
  const set = (next: CalendarRules) => draft.put({ rules: next })
  const isSound = areRulesSound(rules) && name.trim() !== ''
  const save = () =>
    send({
      path: `/api/calendars/${calendar.id}`,
      body: { name: name.trim(), rules, expectedVersion: calendar.version },
      done: t.settings.saved,
      stale: ['calendars', 'directory', 'clock'],
    })
  return (
    <div className="calendar-editor">
      <CalendarHead calendar={calendar} name={name} rules={rules} isReadOnly={!mayEdit} put={draft.put} />
      <div className="calendar-columns">
        <div className="board-side">
          <MonthGrid rules={rules} month={month} setMonth={setMonth} chosen={date} choose={setDate} />
          <WeekPanel rules={rules} set={set} isReadOnly={!mayEdit} />
        </div>
        <div className="board-side">
          <DayPanel date={date} rules={rules} set={set} isReadOnly={!mayEdit} />
          <MovesPanel calendarId={calendar.id} rules={rules} />
          {mayEdit && <ImportPanel calendarId={calendar.id} rules={rules} set={set} />}
        </div>
      </div>
      {!areRulesSound(rules) && <p className="field-fault">{t.calendars.neverOpens}</p>}
      <SaveBar isDirty={draft.isDirty} mayEdit={mayEdit} isSound={isSound} save={save} revert={draft.revert} />
    </div>
  )
}

type HeadProps = {
  calendar: CalendarUse
  name: string
  rules: CalendarRules
  isReadOnly: boolean
  put: (part: { name?: string; rules?: CalendarRules }) => void
}

function CalendarHead({ calendar, name, rules, isReadOnly, put }: HeadProps) {
  const { t } = useI18n()
  const { departmentName } = useConsole()
  const zones = useMemo(() => [...new Set([rules.timeZone, ...Intl.supportedValuesOf('timeZone')])].sort(), [rules.timeZone])
  const users = calendar.departmentIds.map(departmentName).join(', ') || t.calendars.noUse
  return (
    <section className="panel calendar-head">
      <TextInput
        label={t.calendars.name}
        maxLength={100}
        readOnly={isReadOnly}
        value={name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <Select
        label={t.calendars.zone}
        searchable
        allowDeselect={false}
        limit={60}
        readOnly={isReadOnly}
        nothingFoundMessage={t.actions.nothingFound}
        data={zones}
        value={rules.timeZone}
        onChange={(timeZone) => timeZone && put({ rules: { ...rules, timeZone } })}
      />
      <p>
        <span className="soft">{t.calendars.usedBy}</span>
        <b>{users}</b>
        <span className="soft">
          {`${t.settings.version(calendar.version)} · ${t.calendars.running(calendar.runningClocks)}`}
        </span>
      </p>
    </section>
  )
}
