import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { DetailFacts } from '../live/live-state.ts'
import { AssignmentCard } from './assignment-card.tsx'
import { ClassificationCard } from './classification-card.tsx'
import { ClientCard } from './client-card.tsx'
import { ClocksCard } from './clocks-card.tsx'
import { EdgesCard } from './edges-card.tsx'
import { FollowUpCard } from './follow-up-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { LegalCard } from './legal-card.tsx'
import { MarksCard } from './marks-card.tsx'
import { MergesCard } from './merges-card.tsx'
import { RequestCard } from './request-card.tsx'
import { EscalationCard, WaitsCard } from './time-cards.tsx'

/** What is known beside the conversation: client, request, opinion, clocks, holder, history. */
export function FactsPane({ request, facts }: { request: RequestSummary; facts: DetailFacts }) {
  const { t } = useI18n()
  return (
    <aside className="pane facts-pane scroll" aria-label={t.facts.label}>
      <ClientCard contact={facts.contact} request={request} />
      {facts.time?.followUpOf && <FollowUpCard followUpOf={facts.time.followUpOf} />}
      <RequestCard request={request} />
      <ClocksCard request={request} />
      {facts.time && <LegalCard request={request} legal={facts.time.legal} />}
      {facts.time && <WaitsCard request={request} waits={facts.time.innerWaits} />}
      <ClassificationCard request={request} classification={facts.classification} />
      <AssignmentCard request={request} assignment={facts.assignment} />
      <EdgesCard history={facts.history} />
      {facts.time && <EscalationCard steps={facts.time.escalations} />}
      <MarksCard request={request} />
      <MergesCard contactId={request.contactId} requestId={request.id} />
      <HistoryCard history={facts.history} />
    </aside>
  )
}
