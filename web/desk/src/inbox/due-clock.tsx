import { Tooltip } from '@mantine/core'
import { IconClockPause, IconMoon } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { type Due, dueOf } from './due.ts'
import { useNow } from './use-now.ts'

/** The clock's colour alone, for where its figure has no room. */
export function DueDot({ request }: { request: RequestSummary }) {
  const { level } = useDue(request)
  return <i className="due-dot" data-level={level} aria-hidden />
}

export function useDue(request: RequestSummary): Due {
  const now = useNow()
  const { workingTime } = useConsole()
  return dueOf(request, now, workingTime(request.departmentId))
}

/** A live clock counting to the due moment, with its colour and a word of why it stands still. */
export function DueClock({ request }: { request: RequestSummary }) {
  const due = useDue(request)
  return <DueFigure due={due} request={request} />
}

function DueFigure({ due, request }: { due: Due; request: RequestSummary }) {
  const { t, format } = useI18n()
  const now = useNow()
  if (due.level === 'none')
    return (
      <span className="due" data-level="none">
        {t.due.answered}
      </span>
    )
  if (due.level === 'paused') {
    return (
      <Tooltip label={t.due.paused}>
        <span className="due" data-level="paused">
          <IconClockPause size={14} stroke={1.9} aria-hidden />
          <span className="ellipsis">{request.pauseReason ? t.words.pauseReasons[request.pauseReason] : t.due.paused}</span>
        </span>
      </Tooltip>
    )
  }
  const { clock } = due
  const dueAt = clock?.dueAt ?? null
  const unit = clock?.kind === 'statutory' ? t.due.calendarTime : t.due.workingTime
  const label = [
    clock ? t.words.clocks[clock.kind] : '',
    dueAt ? t.due.dueAt(format.moment(dueAt, now)) : '',
    due.isCounting ? unit : t.due.closedHours,
  ].join(' · ')
  return (
    <Tooltip label={label}>
      <span className="due tabular" data-level={due.level}>
        {!due.isCounting && <IconMoon size={13} stroke={1.9} aria-label={t.due.closedHours} />}
        {due.level === 'over' ? `+${format.ticking(due.leftMs)}` : format.ticking(due.leftMs)}
      </span>
    </Tooltip>
  )
}
