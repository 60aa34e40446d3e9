import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Incidents } from './incidents.tsx'
import { TopicTable } from './topic-table.tsx'
import { TryMessage } from './try-message.tsx'

/** Where requests go and why: topics and their departments, incidents that lead elsewhere, and a message to try. */
export function RoutingPage() {
  const { t } = useI18n()
  const { may } = useConsole()
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <header className="page-head">
        <div>
          <h1>{t.routing.title}</h1>
          <p className="soft">{t.routing.lead}</p>
        </div>
      </header>
      <div className="board-columns">
        <div className="board-side">
          <TryMessage />
          {may('queue.read') && <Incidents />}
        </div>
        <TopicTable />
      </div>
    </main>
  )
}
