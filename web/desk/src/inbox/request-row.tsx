import { memo } from 'react'
import type { QueueView, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { ChannelIcon, HolderMark, PriorityBadge, PublicMark, TypeBadge } from './badges.tsx'
import { DueClock, useDue } from './due-clock.tsx'
import { useMinute } from './use-now.ts'

/** One request of the list: who, what, how urgent, how long yet, and who holds it. */
export const RequestRow = memo(function RequestRow(props: { request: RequestSummary; view: QueueView; isOpen: boolean }) {
  const { request, view, isOpen } = props
  const { topicName } = useConsole()
  const due = useDue(request)
  return (
    <a
      className="row"
      href={formatRoute({ page: 'inbox', view, requestId: request.id })}
      data-open={isOpen || undefined}
      data-level={due.level}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="row-line">
        <ChannelIcon channel={request.channel} />
        <b className="row-name">{request.contactName}</b>
        {request.visibility === 'public' && <PublicMark />}
        {request.status === 'closed' ? <ClosedAt request={request} /> : <DueClock request={request} />}
      </span>
      <RowSnippet request={request} />
      <span className="row-line">
        <PriorityBadge priority={request.priority} isQuiet />
        <TypeBadge type={request.type} />
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
