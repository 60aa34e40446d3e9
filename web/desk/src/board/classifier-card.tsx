import { Modal, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ClassifierState, ClassifierWeek } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { BehindNumbers, CountedNumber } from '../statistics/behind.tsx'
import { Definition } from '../statistics/definition.tsx'

const shownWeeks = 6
const counted = ['opinions', 'abstained', 'corrected'] as const
const noFilter = {}

/** The model in use and its drift: how often it abstained and was corrected, week by week. */
export function ClassifierCard() {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const state = useQuery({ queryKey: ['classifier'], queryFn: () => getJson<ClassifierState>('/api/classifier') })
  if (state.isError) {
    return (
      <section className="panel">
        <h2>{t.insights.classifier}</h2>
        <p className="soft panel-empty">{explain(state.error)}</p>
      </section>
    )
  }
  const weeks = [...(state.data?.weeks ?? [])].sort((a, b) => b.weekOf.localeCompare(a.weekOf)).slice(0, shownWeeks)
  return (
    <section className="panel classifier-card" aria-busy={state.isPending}>
      <h2>
        {t.insights.classifier}
        <Definition
          text={[...counted, 'mix' as const].map((what) => `${t.insights[what]}: ${t.numbers.classifier[what]}`).join('\n\n')}
        />
      </h2>
      {state.data && (
        <p className="model-line">
          <span className="soft">{t.insights.model}</span>
          <b>{state.data.inUse}</b>
          {may('classifier.switch') && <SwitchVersion state={state.data} />}
        </p>
      )}
      {state.isSuccess && weeks.length === 0 && <p className="soft panel-empty">{t.insights.noWeeks}</p>}
      {weeks.length > 0 && (
        <BehindNumbers query={noFilter}>
          <Weeks weeks={weeks} />
        </BehindNumbers>
      )}
    </section>
  )
}

/** Monday to Sunday. */
function daysOf({ weekOf }: ClassifierWeek) {
  const last = new Date(`${weekOf}T00:00:00Z`)
  last.setUTCDate(last.getUTCDate() + 6)
  return { from: weekOf, to: last.toISOString().slice(0, 10) }
}

function WeekNumber({ week, what }: { week: ClassifierWeek; what: 'opinions' | 'abstained' | 'corrected' }) {
  const { t, format } = useI18n()
  const whole = { opinions: null, abstained: week.opinions, corrected: week.judged }[what]
  const value = week[what]
  return (
    <CountedNumber
      name={`${format.date(week.weekOf)}: ${t.insights[what]}`}
      measure={`classifier.${what}`}
      narrow={daysOf(week)}
      value={value}
    >
      {whole === null ? format.number(value) : whole === 0 ? t.common.none : format.percent(value / whole)}
    </CountedNumber>
  )
}

function Weeks({ weeks }: { weeks: readonly ClassifierWeek[] }) {
  const { t, format } = useI18n()
  return (
    <TablePlace label={t.insights.classifier}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.insights.week}</th>
            {counted.map((what) => (
              <th key={what} scope="col">
                {t.insights[what]}
              </th>
            ))}
            <th scope="col" className="left">
              {t.insights.mix}
            </th>
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.weekOf}>
              <th scope="row">{format.date(week.weekOf)}</th>
              {counted.map((what) => (
                <td key={what}>
                  <WeekNumber week={week} what={what} />
                </td>
              ))}
              <td className="left">
                <TypeMix week={week} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePlace>
  )
}

/** One stacked bar; its words are said to whoever does not see it. */
function TypeMix({ week }: { week: ClassifierWeek }) {
  const { t, format } = useI18n()
  const whole = week.byType.reduce((sum, one) => sum + one.count, 0)
  if (whole === 0) return t.common.none
  const parts = week.byType.filter((one) => one.count > 0)
  const words = parts.map((one) => t.insights.mixPart(t.words.types[one.type], format.percent(one.count / whole))).join(', ')
  return (
    <span className="type-mix" role="img" aria-label={words} title={words}>
      {parts.map((one) => (
        <i key={one.type} data-type={one.type} style={{ flexGrow: one.count }} />
      ))}
    </span>
  )
}

function SwitchVersion({ state }: { state: ClassifierState }) {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  const [version, setVersion] = useState<string | null>(null)
  const close = () => setVersion(null)
  const { isBusy, submit } = useSubmit(close, async () => {
    if (version === null) return false
    try {
      await sendJson('POST', '/api/classifier/version', { version })
      notifications.show({ color: 'green', message: t.insights.switched(version) })
      await client.invalidateQueries({ queryKey: ['classifier'] })
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
      return false
    }
  })
  const others = state.versions.filter((one) => one !== state.inUse)
  if (others.length === 0) return null
  return (
    <>
      <Select
        size="xs"
        w={190}
        ml="auto"
        aria-label={t.insights.switchTo}
        placeholder={t.insights.switchTo}
        data={others}
        value={version}
        onChange={setVersion}
      />
      <Modal
        opened={version !== null}
        onClose={close}
        title={<b>{t.insights.switchTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        <form onSubmit={submit}>
          <Text fz="sm">{t.insights.switchAsk(state.inUse, version ?? '')}</Text>
          <FormButtons close={close} submit={t.insights.switchSubmit} isReady={version !== null} isBusy={isBusy} />
        </form>
      </Modal>
    </>
  )
}
