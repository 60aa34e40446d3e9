import { Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ClockExplanation, ClockView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { policiesQuery } from '../policy/policies-query.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { LedgerList } from './ledger-list.tsx'

/** Why a clock is due when it is: every counted and uncounted stretch, and the ledger it is derived from. */
export function ExplainDrawer(props: { requestId: string; clock: ClockView | null; close: () => void }) {
  const { t } = useI18n()
  const { requestId, clock, close } = props
  return (
    <Drawer
      opened={clock !== null}
      onClose={close}
      position="right"
      size={460}
      title={clock && <b>{t.explain.title(t.words.clocks[clock.kind])}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {clock && <Explanation requestId={requestId} clockId={clock.id} />}
    </Drawer>
  )
}

function Explanation({ requestId, clockId }: { requestId: string; clockId: string }) {
  const { t, format } = useI18n()
  const asked = useQuery({
    queryKey: ['clock', clockId],
    queryFn: () => getJson<ClockExplanation>(`/api/requests/${requestId}/clocks/${clockId}`),
    staleTime: 0,
  })
  if (asked.isError) return <FaultScreen error={asked.error} retry={() => asked.refetch()} />
  if (!asked.data) return <Skeleton height={220} />
  const { clock, policyVersion, calendarName, intervals, entries, steps } = asked.data
  const countedMs = intervals.reduce((sum, one) => sum + one.countedMs, 0)
  return (
    <div className="explain">
      <dl className="explain-figures">
        <Figure name={t.explain.target}>{clock.targetMs === null ? t.common.none : format.duration(clock.targetMs)}</Figure>
        <Figure name={t.explain.counted}>{format.duration(countedMs)}</Figure>
        <Figure name={t.explain.due}>{clock.dueAt ? format.full(clock.dueAt) : t.common.none}</Figure>
      </dl>
      <p className="soft">
        {[
          policyVersion === null ? '' : t.explain.policy(policyVersion),
          calendarName === null ? '' : t.explain.calendar(calendarName),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <h4>{t.explain.intervals}</h4>
      {intervals.length === 0 && <p className="soft">{t.explain.empty}</p>}
      <Intervals intervals={intervals} />
      <StepsAhead steps={steps ?? []} />
      <h4>{t.explain.ledger}</h4>
      <LedgerList entries={entries} />
    </div>
  )
}

/** Steps of escalation whose moment has not come; the ones done are in the ledger. */
function StepsAhead({ steps }: { steps: NonNullable<ClockExplanation['steps']> }) {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const policies = useQuery({ ...policiesQuery, enabled: may('board.read') && steps.length > 0 })
  if (steps.length === 0) return null
  const kindOf = (code: string) => policies.data?.flatMap(({ targets }) => targets.escalation).find((one) => one.code === code)
  return (
    <>
      <h4>{t.ledger.stepsAhead}</h4>
      <ol className="ledger">
        {steps.map((step) => {
          const kind = kindOf(step.code)?.action.kind
          return (
            <li key={step.code}>
              <time className="soft tabular">{format.full(step.at)}</time>
              {kind === undefined ? t.steps.title : t.steps.kinds[kind]}
            </li>
          )
        })}
      </ol>
    </>
  )
}

function Figure({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Intervals({ intervals }: Pick<ClockExplanation, 'intervals'>) {
  const { t, format } = useI18n()
  const now = useMinute()
  return (
    <ol className="intervals">
      {intervals.map((one) => (
        <li key={one.from} data-why={one.why}>
          <span className="tabular">{[format.moment(one.from, now), format.moment(one.to, now)].join(' – ')}</span>
          <span>{t.explain.why[one.why]}</span>
          <b className="tabular">{one.countedMs > 0 ? `+${format.duration(one.countedMs)}` : '0'}</b>
        </li>
      ))}
    </ol>
  )
}
