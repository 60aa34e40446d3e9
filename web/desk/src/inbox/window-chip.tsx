import { IconHourglassLow } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'
import { windowStanding } from './closing-window.ts'
import { useMinute } from './use-now.ts'

/** A channel that soon takes no reply any more, where one is awaited: said in the list, before anybody opens the request. */
export function WindowChip({ request }: { request: RequestSummary }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const standing = windowStanding(request, now)
  if (standing === null) return null
  const isClosed = standing.leftMs <= 0
  const explain = () => {
    const until = format.moment(request.windowUntil ?? '', now)
    return isClosed ? t.replyWindow.rowClosedHint(until) : t.replyWindow.rowHint(until)
  }
  return (
    <Hint label={explain}>
      <span className="window-chip" data-closed={isClosed || undefined}>
        <IconHourglassLow size={13} stroke={2} aria-hidden />
        {isClosed ? t.replyWindow.rowClosed : t.replyWindow.row(format.duration(standing.leftMs))}
      </span>
    </Hint>
  )
}
