import { Button } from '@mantine/core'
import { IconHourglassLow, IconLockCancel } from '@tabler/icons-react'
import type { PlaceView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { type ReplyWindow, useReplyWindow, windowAt } from './use-reply-window.ts'

const minuteMs = 60_000

/** How long the channel still takes a reply; louder when that is not long. */
export function WindowLine({ window }: { window: ReplyWindow }) {
  const { t, format } = useI18n()
  const now = useMinute()
  if (window.leftMs === null || window.state === 'closed') return null
  const left = format.duration(Math.max(minuteMs, window.leftMs - (window.leftMs % minuteMs)))
  return (
    <span className="window-line" data-closing={window.isClosing || undefined}>
      <IconHourglassLow size={15} aria-hidden />
      {window.isClosing ? t.replyWindow.closing(left) : t.replyWindow.until(left, format.moment(now + window.leftMs, now))}
      {window.state === 'person' && <small>{t.replyWindow.person}</small>}
    </span>
  )
}

type ShutProps = { place: PlaceView | null; places: readonly PlaceView[]; choose: (conversationId: string) => void }

/** The channel takes no reply any more, or the client is not to be reached: why, and where else to write. */
export function WindowShut({ place, places, choose }: ShutProps) {
  const { t } = useI18n()
  const now = useMinute()
  const { state, awaitsClient } = useReplyWindow(place)
  if (place === null || (state !== 'closed' && place.isReachable)) return null
  const others = places.filter(
    (one) =>
      one.conversationId !== place.conversationId &&
      one.visibility === 'private' &&
      one.isReachable &&
      windowAt(one, now).state !== 'closed',
  )
  const closedWords = awaitsClient ? t.replyWindow.closedFirst : t.replyWindow.closedHint
  return (
    <div className="meanwhile window-shut" role="alert">
      <IconLockCancel size={20} aria-hidden />
      <div>
        {state === 'closed' && !awaitsClient && <b>{t.replyWindow.closedTitle}</b>}
        <span>{state === 'closed' ? closedWords : t.replyWindow.unreachable}</span>
      </div>
      {others.map((one) => (
        <Button key={one.conversationId} size="xs" variant="default" onClick={() => choose(one.conversationId)}>
          {t.replyWindow.writeIn(t.words.channels[one.channel])}
        </Button>
      ))}
    </div>
  )
}
