import { type ReactNode, useDeferredValue } from 'react'
import { ActionBar } from '../actions/action-bar.tsx'
import { Composer } from '../composer/composer.tsx'
import { OutboxProvider } from '../composer/outbox.tsx'
import { useLive } from '../live/use-live.tsx'
import { later } from '../shell/later.tsx'
import { Previews } from './previews.tsx'
import { RequestHead } from './request-head.tsx'
import { Timeline } from './timeline.tsx'

const noFacts = <aside className="pane facts-pane" aria-busy="true" />
const FactsPane = later(
  async () => (await import('../facts/facts-pane.tsx')).FactsPane,
  () => noFacts,
)
void FactsPane.ahead()

/**
 * The request once it has been read: its timeline first, and in the picture after what one writes in and what is known beside.
 * @param props.none shown where it went away.
 */
export function LoadedRequest({ requestId, none }: { requestId: string; none: ReactNode }) {
  const request = useLive((state) => state.requests.get(requestId)?.value)
  const timeline = useLive((state) => state.timelines.get(requestId))
  const isRead = useDeferredValue(true, false)
  if (!request || !timeline?.facts) return none
  return (
    <OutboxProvider request={request}>
      <main id="main" tabIndex={-1} className="pane centre-pane" data-public={request.visibility === 'public' || undefined}>
        <RequestHead request={request} />
        <ActionBar />
        <Previews messages={timeline.messages}>
          <Timeline request={request} timeline={timeline} />
        </Previews>
        {isRead ? <Composer request={request} timeline={timeline} /> : <section className="composer" aria-busy="true" />}
      </main>
      {isRead ? <FactsPane request={request} facts={timeline.facts.value} /> : noFacts}
    </OutboxProvider>
  )
}
