import { IconArrowDown, IconRobot, IconStack2, IconUser } from '@tabler/icons-react'
import type { HistoryEntry } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { Card } from './card.tsx'

const icons = { bot: IconRobot, queue: IconStack2, operator: IconUser } as const
type HolderKind = keyof typeof icons
const shownEdges = 12

const textOf = (entry: HistoryEntry, key: string) => {
  const value = entry.data[key]
  return typeof value === 'string' ? value : ''
}

/** From hand to hand: every holder the request has had, and why it came to each. */
export function EdgesCard({ history }: { history: readonly HistoryEntry[] }) {
  const { t } = useI18n()
  const edges = history
    .filter((entry) => entry.name === 'holder.changed' && textOf(entry, 'to') in icons)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, shownEdges)
  if (edges.length < 2) return null
  return (
    <Card title={t.edges.title}>
      <ol className="edges">
        {edges.map((entry) => (
          <Edge key={`${entry.feedNo}-${entry.at}`} entry={entry} />
        ))}
      </ol>
    </Card>
  )
}

function Edge({ entry }: { entry: HistoryEntry }) {
  const { t, format } = useI18n()
  const { departmentName } = useConsole()
  const operators = useOperators()
  const now = useMinute()
  const to = textOf(entry, 'to') as HolderKind
  const Icon = icons[to]
  const nameOf: Record<HolderKind, () => string> = {
    bot: () => t.edges.bot,
    queue: () => t.edges.queue(departmentName(textOf(entry, 'departmentId'))),
    operator: () => operators.find((one) => one.id === textOf(entry, 'operatorId'))?.displayName ?? t.words.holders.operator,
  }
  const why = t.edges.reasons[textOf(entry, 'reason')]
  return (
    <li>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span className="edge-text">
        {nameOf[to]()}
        <small className="soft">{[why, format.moment(entry.at, now), entry.actorName].filter(Boolean).join(' · ')}</small>
      </span>
      <IconArrowDown size={13} stroke={1.7} aria-hidden className="edge-arrow" />
    </li>
  )
}
