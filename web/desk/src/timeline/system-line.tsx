import { memo } from 'react'
import type { HistoryEntry } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { tellHistory } from './tell-history.ts'

/** A fact between the messages: who took it, why the clock stands, what was corrected. */
export const SystemLine = memo(function SystemLine({ entry }: { entry: HistoryEntry }) {
  const { t, format } = useI18n()
  const { departmentName, topicName } = useConsole()
  const operators = useOperators()
  const told = tellHistory(entry, t, { operators, departmentName, topicName })
  if (told === null) return null
  const isBad = entry.name === 'clock.breached' || entry.name === 'contact.unreachable'
  const actor = entry.actorName !== null && !told.includes(entry.actorName) ? entry.actorName : null
  return (
    <div className="system-line" data-bad={isBad || undefined}>
      <span>
        {told}
        {actor && <span className="soft">{` · ${actor}`}</span>}
        <time className="soft tabular" dateTime={entry.at} title={format.full(entry.at)}>
          {format.time(entry.at)}
        </time>
      </span>
    </div>
  )
})
