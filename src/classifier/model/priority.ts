import type { ClassificationContext, ClassificationReason, OpinionType, Priority } from '#contracts'
import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import type { Reading } from './reading.ts'

/** Whether a reading holds a cue of the group. */
function has(reading: Reading, group: CueGroup): boolean {
  const number = groupNumberOf(group)
  return reading.cues.some((cue) => cue.group === number)
}

const cardWord = /^(?:kart|plastik|telefon|phone|card|hamyon|wallet|purse|koshel|sumk|sim|akkaunt|akaunt|account|profil)/

type DangerRule = { readonly code: string; readonly group: CueGroup; readonly holds: (reading: Reading) => boolean }

/** Money or safety in danger now. Each rule alone makes a request urgent, whatever the model thinks. */
const dangerRules: readonly DangerRule[] = [
  {
    code: 'code_told',
    group: 'codeTold',
    holds: (r) => has(r, 'codeTold') && (has(r, 'past') || has(r, 'moneyHarm') || has(r, 'fraud')),
  },
  {
    code: 'card_lost',
    group: 'lost',
    holds: (r) => has(r, 'lost') && r.words.some((word) => cardWord.test(word.folded)) && !has(r, 'praise'),
  },
  {
    code: 'fraud',
    group: 'fraud',
    holds: (r) => has(r, 'fraud') && (has(r, 'moneyHarm') || has(r, 'now') || has(r, 'blockNow') || has(r, 'mine')),
  },
  {
    code: 'stop_now',
    group: 'blockNow',
    holds: (r) => has(r, 'blockNow') && (has(r, 'now') || has(r, 'fraud') || has(r, 'lost')),
  },
]

const order: readonly Priority[] = ['low', 'normal', 'high', 'urgent']

/** The more pressing of two priorities: ambiguity resolves upward. */
export function morePressing(a: Priority, b: Priority): Priority {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

function placeOfCue(reading: Reading, group: CueGroup): { start: number; end: number } | null {
  const number = groupNumberOf(group)
  const cue = reading.cues.find((hit) => hit.group === number)
  const first = cue === undefined ? undefined : reading.places[cue.first]
  const last = cue === undefined ? undefined : reading.places[cue.last]
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end }
}

function reason(
  kind: ClassificationReason['kind'],
  label: string,
  supports: Priority,
  place: { start: number; end: number } | null,
): ClassificationReason {
  return { kind, label, supports, weight: 1, start: place?.start ?? null, end: place?.end ?? null }
}

const typeFloor: Readonly<Record<OpinionType, Priority>> = {
  complaint: 'normal',
  question: 'normal',
  information_request: 'normal',
  suggestion: 'low',
  other: 'low',
}
const repeatedContactsMin = 2

/**
 * Priority by transparent rules over what the model saw: danger is never below urgent, a threat of court or Central Bank and
 * repeated contact raise by at least one step, doubt resolves upward. Every rule that decided is named in `reasons`.
 * @param modelled the model's own opinion of the priority
 */
export function priorityOf(
  reading: Reading,
  type: OpinionType,
  modelled: Priority,
  context: ClassificationContext,
): { priority: Priority; reasons: ClassificationReason[] } {
  const reasons: ClassificationReason[] = []
  let priority = type === 'other' && modelled !== 'urgent' ? 'low' : morePressing(typeFloor[type], modelled)
  if (type === 'suggestion' && priority !== 'urgent') priority = 'low'
  if (modelled === 'urgent') reasons.push(reason('rule', 'model_urgent', 'urgent', null))
  for (const rule of dangerRules) {
    if (!rule.holds(reading)) continue
    priority = 'urgent'
    reasons.push(reason('danger', rule.code, 'urgent', placeOfCue(reading, rule.group)))
  }
  if (type === 'complaint' && has(reading, 'statutory') && priority !== 'urgent') {
    priority = 'high'
    reasons.push(reason('statutory', 'statutory_threat', 'high', placeOfCue(reading, 'statutory')))
  }
  if ((context.repeatedContacts ?? 0) >= repeatedContactsMin && type !== 'other') {
    const raised = order[Math.min(order.indexOf(priority) + 1, order.indexOf('high'))] ?? 'high'
    priority = morePressing(priority, raised)
    reasons.push(reason('repeat', 'repeated_contact', priority, null))
  }
  return { priority, reasons }
}
