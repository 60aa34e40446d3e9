import type { QueueView } from '#contracts'
import { RequestTabs } from '../shell/request-tabs.tsx'
import { RequestView } from '../timeline/request-view.tsx'
import { RequestList } from './request-list.tsx'

/** Three panes: the list, the open request, and what is known about it. */
export function InboxPage({ view, requestId }: { view: QueueView; requestId: string | null }) {
  return (
    <div className="inbox">
      <RequestList view={view} openId={requestId} />
      <RequestTabs view={view} openId={requestId} />
      <RequestView requestId={requestId} key={requestId} />
    </div>
  )
}
