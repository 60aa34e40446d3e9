import type { HistoryEntry } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { tellHistory } from '../timeline/tell-history.ts'
import { Card } from './card.tsx'

/** What happened to the request, newest first. */
export function HistoryCard({ history }: { history: readonly HistoryEntry[] }) {
  const { t, format } = useI18n()
  const { departmentName, topicName } = useConsole()
  const operators = useOperators()
  const now = useMinute()
  const told = history
    .map((entry, index) => ({ entry, index, text: tellHistory(entry, t, { operators, departmentName, topicName }) }))
    .filter((one) => one.text !== null)
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at))
  return (
    <Card title={t.history.title}>
      <ol className="history">
        {told.map(({ entry, index, text }) => (
          <li key={`${entry.feedNo}-${index}`}>
            <span>{text}</span>
            <small className="soft">
              <time title={format.full(entry.at)}>{format.moment(entry.at, now)}</time>
              {entry.actorName && ` · ${entry.actorName}`}
            </small>
          </li>
        ))}
      </ol>
    </Card>
  )
}
