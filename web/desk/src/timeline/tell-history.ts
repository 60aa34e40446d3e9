/** A fact of the feed as a sentence in the language of the screen; null for facts no screen tells. */
import type { ClockKind, HistoryEntry, OperatorView, Outcome, PauseReason, Priority, RequestType } from '#contracts'
import type { Dictionary } from '../i18n/uz-latn.ts'

export type Names = {
  readonly operators: readonly OperatorView[]
  departmentName(id: string): string
  topicName(code: string): string
}

type Tell = (entry: HistoryEntry, t: Dictionary, names: Names) => string

const textOf = (entry: HistoryEntry, key: string): string => {
  const value = entry.data[key]
  return typeof value === 'string' ? value : ''
}
const clockOf = (entry: HistoryEntry, t: Dictionary) => t.words.clocks[textOf(entry, 'kind') as ClockKind] ?? ''

function tellHolder(entry: HistoryEntry, t: Dictionary, names: Names): string {
  const to = textOf(entry, 'to')
  if (to === 'bot') return t.history['holder.bot']
  if (to === 'queue') return t.history['holder.queue'](names.departmentName(textOf(entry, 'departmentId')))
  const id = textOf(entry, 'operatorId')
  return t.history['holder.operator'](names.operators.find((one) => one.id === id)?.displayName ?? t.words.holders.operator)
}

function tellChange(entry: HistoryEntry, t: Dictionary, names: Names): string {
  const pairs: [string, string][] = [
    [
      t.words.types[textOf(entry, 'previousType') as RequestType] ?? '',
      t.words.types[textOf(entry, 'type') as RequestType] ?? '',
    ],
    [
      t.words.priorities[textOf(entry, 'previousPriority') as Priority] ?? '',
      t.words.priorities[textOf(entry, 'priority') as Priority] ?? '',
    ],
    [names.topicName(textOf(entry, 'previousTopic')), names.topicName(textOf(entry, 'topic'))],
  ]
  const changed = pairs.filter(([before, after]) => before !== after).map(([before, after]) => `${before} → ${after}`)
  return t.history['request.reclassified'](changed.join(', ') || (t.words.types[textOf(entry, 'type') as RequestType] ?? ''))
}

const tellers: Record<string, Tell> = {
  'request.opened': (_, t) => t.history['request.opened'],
  'request.closed': (entry, t) => t.history['request.closed'](t.words.outcomes[textOf(entry, 'outcome') as Outcome] ?? ''),
  'request.reopened': (_, t) => t.history['request.reopened'],
  'request.paused': (entry, t) =>
    t.history['request.paused'](t.words.pauseReasons[textOf(entry, 'reason') as PauseReason] ?? ''),
  'request.resumed': (entry, t) =>
    textOf(entry, 'because') === 'client_wrote' ? t.history['request.resumed.client'] : t.history['request.resumed'],
  'request.reclassified': tellChange,
  'holder.changed': tellHolder,
  'clock.warned': (entry, t) => t.history['clock.warned'](clockOf(entry, t)),
  'clock.breached': (entry, t) => t.history['clock.breached'](clockOf(entry, t)),
  'clock.met': (entry, t) => t.history['clock.met'](clockOf(entry, t)),
  'contact.unreachable': (_, t) => t.history['contact.unreachable'],
  'contact.reachable': (_, t) => t.history['contact.reachable'],
  'identity.linked': (_, t) => t.history['identity.linked'],
  'request.moved_to_private': (_, t) => t.publicWords.history.moved,
  'comment.moderated': (entry, t) => t.publicWords.history[textOf(entry, 'what') as 'hidden' | 'shown' | 'deleted'] ?? '',
}

export function tellHistory(entry: HistoryEntry, t: Dictionary, names: Names): string | null {
  return tellers[entry.name]?.(entry, t, names) ?? null
}
