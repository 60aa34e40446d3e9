/** The order of what a timeline shows: messages of all conversations, notes and system lines by time, with days between. */
import type { HistoryEntry, MessageView, NoteView } from '#contracts'
import { localDate } from '../i18n/format.ts'

export type TimelineItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly at: string
      readonly message: MessageView
      readonly isFirst: boolean
    }
  | { readonly kind: 'note'; readonly key: string; readonly at: string; readonly note: NoteView }
  | { readonly kind: 'history'; readonly key: string; readonly at: string; readonly entry: HistoryEntry }

type Dated = Exclude<TimelineItem, { kind: 'day' }>

/** Facts a reader of the conversation needs; deliveries and notes show themselves, clocks are in their own pane. */
const told = new Set([
  'request.opened',
  'request.closed',
  'request.reopened',
  'request.paused',
  'request.resumed',
  'request.reclassified',
  'holder.changed',
  'clock.breached',
  'contact.unreachable',
  'contact.reachable',
  'identity.linked',
  'request.moved_to_private',
  'comment.moderated',
])
const rank = { history: 0, message: 1, note: 2 } as const
/** Messages of one author this near each other are one group, under one name. */
const groupMs = 5 * 60_000

function inOrder(a: Dated, b: Dated): number {
  const byTime = Date.parse(a.at) - Date.parse(b.at)
  if (byTime !== 0) return byTime
  if (a.kind === 'message' && b.kind === 'message') return a.message.seq - b.message.seq || (a.key < b.key ? -1 : 1)
  return rank[a.kind] - rank[b.kind]
}

/** @param from facts older than the oldest message shown wait until their page is read. */
export function timelineItems(
  messages: readonly MessageView[],
  notes: readonly NoteView[],
  history: readonly HistoryEntry[],
  hasEarlier: boolean,
): TimelineItem[] {
  const dated: Dated[] = [
    ...messages.map((message): Dated => ({ kind: 'message', key: message.id, at: message.sentAt, message, isFirst: true })),
    ...notes.map((note): Dated => ({ kind: 'note', key: note.id, at: note.at, note })),
    ...history
      .filter((entry) => told.has(entry.name))
      .map((entry, index): Dated => ({ kind: 'history', key: `${entry.feedNo ?? 'new'}-${index}`, at: entry.at, entry })),
  ]
  const sorted = dated.sort(inOrder)
  const oldest = hasEarlier ? sorted.find((item) => item.kind === 'message')?.at : undefined
  const shown = oldest === undefined ? sorted : sorted.filter((item) => item.at >= oldest)
  return withDays(shown)
}

function withDays(dated: readonly Dated[]): TimelineItem[] {
  const items: TimelineItem[] = []
  let day = ''
  for (const [index, item] of dated.entries()) {
    const itsDay = localDate(Date.parse(item.at))
    const isNewDay = itsDay !== day
    if (isNewDay) items.push({ kind: 'day', key: `day-${itsDay}`, at: item.at })
    day = itsDay
    items.push(item.kind === 'message' ? { ...item, isFirst: isNewDay || startsGroup(item, dated[index - 1]) } : item)
  }
  return items
}

function startsGroup(item: Dated & { kind: 'message' }, before: Dated | undefined): boolean {
  if (before?.kind !== 'message') return true
  const [a, b] = [before.message, item.message]
  const isSameAuthor = a.authorKind === b.authorKind && a.authorId === b.authorId && a.conversationId === b.conversationId
  return !isSameAuthor || Date.parse(item.at) - Date.parse(before.at) > groupMs
}
