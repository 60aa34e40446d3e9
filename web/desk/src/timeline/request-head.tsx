import { IconChevronLeft, IconEye } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon, PriorityBadge, PublicMark, TypeBadge } from '../inbox/badges.tsx'
import { DueClock } from '../inbox/due-clock.tsx'
import { useLive } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { formatRoute, useRoute } from '../shell/route.ts'

/** Who writes and about what, the clock, and which colleagues look at the same request. */
export function RequestHead({ request }: { request: RequestSummary }) {
  const { topicName } = useConsole()
  return (
    <header className="request-head">
      <BackToList />
      <div className="request-head-names">
        <h2>
          <ChannelIcon channel={request.channel} size={18} />
          {request.contactName}
        </h2>
        <span className="request-head-about">
          <span className="soft tabular">{request.number}</span>
          <TypeBadge type={request.type} />
          <PriorityBadge priority={request.priority} isQuiet />
          {request.visibility === 'public' && <PublicMark />}
          <span className="soft ellipsis">{topicName(request.topic)}</span>
        </span>
      </div>
      <Colleagues requestId={request.id} />
      <span className="request-head-due">{request.status !== 'closed' && <DueClock request={request} />}</span>
    </header>
  )
}

/** On a phone one pane fills the screen: the way back to the list. */
function BackToList() {
  const { t } = useI18n()
  const route = useRoute()
  if (route.page !== 'inbox') return null
  return (
    <a className="back-to-list" href={formatRoute({ ...route, requestId: null })} aria-label={t.tabs.back}>
      <IconChevronLeft size={22} aria-hidden />
    </a>
  )
}

/** Which colleagues look at the same request, or write in it. */
function Colleagues({ requestId }: { requestId: string }) {
  const { t } = useI18n()
  const { me } = useConsole()
  const present = useLive((state) => state.colleagues.get(requestId))
  const others = (present ?? []).filter((one) => one.operatorId !== me.operatorId)
  const names = (what: 'viewing' | 'typing') =>
    others
      .filter((one) => one.what === what)
      .map((one) => one.name)
      .join(', ')
  const [typing, viewing] = [names('typing'), names('viewing')]
  return (
    <div className="colleagues" aria-live="polite">
      {typing && <span className="colleague-typing">{t.people.typing(typing)}</span>}
      {viewing && (
        <Hint label={t.people.viewing(viewing)}>
          <span>
            <IconEye size={14} aria-hidden />
            {viewing}
          </span>
        </Hint>
      )}
    </div>
  )
}
