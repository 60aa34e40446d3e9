import { IconChecks } from '@tabler/icons-react'
import { useApprovals } from '../deliveries/arrivals-queries.ts'
import { CardSkeletons } from '../deliveries/not-received-list.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { formatRoute } from '../shell/route.ts'
import { AskedReplyCard } from './asked-reply-card.tsx'

/** Words for everybody to read that wait for a second person, longest waiting first. */
export function ApprovalsList() {
  const { t } = useI18n()
  const waiting = useApprovals()
  if (waiting.isError && !waiting.data) return <FaultScreen error={waiting.error} retry={() => waiting.refetch()} />
  if (!waiting.data) return <CardSkeletons />
  if (waiting.data.length === 0) {
    return (
      <div className="nothing panel">
        <IconChecks size={44} stroke={1.2} aria-hidden />
        <b>{t.publicWords.none}</b>
        <span>{t.publicWords.noneHint}</span>
      </div>
    )
  }
  return (
    <ul className="arrival-list" aria-label={t.arrivals.tabs.approvals}>
      {waiting.data.map((asked) => (
        <li key={asked.id}>
          <AskedReplyCard asked={asked} link={formatRoute({ page: 'inbox', view: 'all_open', requestId: asked.requestId })} />
        </li>
      ))}
    </ul>
  )
}
