import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { ClockView, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { type Due, dueOfClock } from '../inbox/due.ts'
import { useNow } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import { Card } from './card.tsx'
import { ExplainDrawer } from './explain-drawer.tsx'

/** Every clock of the request with its progress; "why?" opens the ledger behind it. */
export function ClocksCard({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const [asked, setAsked] = useState<ClockView | null>(null)
  if (request.clocks.length === 0) return null
  return (
    <Card title={t.facts.clocks}>
      {request.clocks.map((clock) => (
        <ClockLine key={clock.id} clock={clock} request={request} ask={() => setAsked(clock)} />
      ))}
      <ExplainDrawer requestId={request.id} clock={asked} close={() => setAsked(null)} />
    </Card>
  )
}

function ClockLine({ clock, request, ask }: { clock: ClockView; request: RequestSummary; ask: () => void }) {
  const { t, format } = useI18n()
  const { workingTime } = useConsole()
  const now = useNow()
  const due = dueOfClock(clock, now, workingTime(request.departmentId))
  const level = clock.state === 'met' ? 'met' : due.level
  const when = clock.metAt ?? clock.dueAt
  return (
    <div className="clock-line" data-level={level}>
      <div className="clock-line-top">
        <b>{t.words.clocks[clock.kind]}</b>
        <span className="tabular clock-figure">{useFigure(clock, due)}</span>
      </div>
      <div className="clock-track" aria-hidden>
        <span style={{ width: `${clock.state === 'met' ? 100 : Math.round(due.share * 100)}%` }} />
      </div>
      <div className="clock-line-foot">
        <span className="soft">
          {clock.state === 'paused' && request.pauseReason
            ? t.words.pauseReasons[request.pauseReason]
            : [level === 'over' ? t.board.pastDue : t.words.clockStates[clock.state], when ? format.moment(when, now) : '']
                .filter(Boolean)
                .join(' · ')}
        </span>
        <UnstyledButton className="why" onClick={ask} aria-label={`${t.words.clocks[clock.kind]}: ${t.facts.why}`}>
          {t.facts.why}
        </UnstyledButton>
      </div>
    </div>
  )
}

function useFigure(clock: ClockView, due: Due): string {
  const { t, format } = useI18n()
  if (clock.state === 'met' || clock.state === 'cancelled') return t.words.clockStates[clock.state]
  if (due.level === 'paused') return t.due.paused
  if (due.level === 'none') return t.words.clockStates[clock.state]
  return due.level === 'over' ? t.due.over(format.ticking(due.leftMs)) : t.due.left(format.ticking(due.leftMs))
}
