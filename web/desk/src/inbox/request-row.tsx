import { IconSearch } from '@tabler/icons-react'
import { memo } from 'react'
import type { QueueMatch, QueueView, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { ChannelIcon, HolderMark, PriorityBadge, PublicMark, TypeBadge } from './badges.tsx'
import { DueClock, useDueLevel } from './due-clock.tsx'
import { aroundFound, foundPieces } from './fold-words.ts'
import { useMinute } from './use-now.ts'
import { WindowChip } from './window-chip.tsx'

/** One request of the list: who, what, how urgent, how long yet, and who holds it. */
type RowProps = {
  request: RequestSummary
  view: QueueView
  isOpen: boolean
  /** Where the words looked for stand; null where the row is not a find, or one by name or number. */
  match: QueueMatch | null
  typed: string
}

export const RequestRow = memo(function RequestRow(props: RowProps) {
  const { request, view, isOpen, match, typed } = props
  const { topicName } = useConsole()
  const level = useDueLevel(request)
  return (
    <a
      className="row"
      href={formatRoute({ page: 'inbox', view, requestId: request.id })}
      data-open={isOpen || undefined}
      data-level={level}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="row-line">
        <ChannelIcon channel={request.channel} />
        <b className="row-name">{request.contactName}</b>
        {request.visibility === 'public' && <PublicMark />}
        {request.status === 'closed' ? <ClosedAt request={request} /> : <DueClock request={request} />}
      </span>
      {match ? <FoundSnippet match={match} typed={typed} /> : <RowSnippet request={request} />}
      <span className="row-line">
        <PriorityBadge priority={request.priority} isQuiet />
        <TypeBadge type={request.type} />
        <WindowChip request={request} />
        <span className="row-topic">{topicName(request.topic)}</span>
        {view !== 'mine' && <HolderMark request={request} />}
      </span>
    </a>
  )
})

function ClosedAt({ request }: { request: RequestSummary }) {
  const { format } = useI18n()
  const now = useMinute()
  return <span className="row-closed tabular">{request.closedAt && format.moment(request.closedAt, now)}</span>
}

/** The message that was found, with its words marked, in place of the newest one. */
function FoundSnippet({ match, typed }: { match: QueueMatch; typed: string }) {
  const { t } = useI18n()
  const from = t.list.from[match.authorKind]
  let at = 0
  return (
    <span className="row-snippet row-found" title={t.find.foundIn}>
      <IconSearch size={12} aria-hidden />
      {from && <span className="row-from">{`${from}: `}</span>}
      {foundPieces(aroundFound(match.text, typed, 60), typed).map((piece) => {
        at += piece.text.length
        return piece.isFound ? <mark key={at}>{piece.text}</mark> : piece.text
      })}
    </span>
  )
}

function RowSnippet({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const isTyping = useLive((state) => state.typingClients.has(request.id))
  const { lastMessage } = request
  if (isTyping) return <span className="row-snippet row-typing">{t.timeline.typing}</span>
  if (!lastMessage) return <span className="row-snippet">{t.list.noMessage}</span>
  const from = t.list.from[lastMessage.authorKind]
  return (
    <span className="row-snippet">
      {from && <span className="row-from">{`${from}: `}</span>}
      {lastMessage.text.replace(/\*{3,}/g, '••• ')}
    </span>
  )
}
