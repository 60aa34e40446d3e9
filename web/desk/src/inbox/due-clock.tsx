import { IconClockPause, IconMoon } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { type DueLevel, dueOf } from './due.ts'
import { useAtNow, useNow } from './use-now.ts'

/** The clock's colour alone, for where its figure has no room. */
export function DueDot({ request }: { request: RequestSummary }) {
  const level = useDueLevel(request)
  return <i className="due-dot" data-level={level} aria-hidden />
}

/** Looked at every second; whoever asks is drawn again only when it is another. */
export function useDueLevel(request: RequestSummary): DueLevel {
  const { workingTime } = useConsole()
  return useAtNow((now) => dueOf(request, now, workingTime(request.departmentId)).level)
}

/** A live clock counting to the due moment, with its colour and a word of why it stands still. */
export function DueClock({ request }: { request: RequestSummary }) {
  const { t, format } = useI18n()
  const { workingTime } = useConsole()
  const now = useNow()
  const due = dueOf(request, now, workingTime(request.departmentId))
  if (due.level === 'none')
    return (
      <span className="due" data-level="none">
        {t.due.answered}
      </span>
    )
  if (due.level === 'paused') {
    return (
      <Hint label={t.due.paused}>
        <span className="due" data-level="paused">
          <IconClockPause size={14} stroke={1.9} aria-hidden />
          <span className="ellipsis">{request.pauseReason ? t.words.pauseReasons[request.pauseReason] : t.due.paused}</span>
        </span>
      </Hint>
    )
  }
  const { clock } = due
  const explain = () => {
    const unit = clock?.kind === 'statutory' ? t.due.calendarTime : t.due.workingTime
    return [
      clock ? t.words.clocks[clock.kind] : '',
      clock?.dueAt ? t.due.dueAt(format.moment(clock.dueAt, now)) : '',
      due.isCounting ? unit : t.due.closedHours,
    ].join(' · ')
  }
  return (
    <Hint label={explain}>
      <span className="due tabular" data-level={due.level}>
        {!due.isCounting && <IconMoon size={13} stroke={1.9} aria-label={t.due.closedHours} />}
        {due.level === 'over' ? `+${format.ticking(due.leftMs)}` : format.ticking(due.leftMs)}
      </span>
    </Hint>
  )
}
