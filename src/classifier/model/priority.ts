import type { ClassificationContext, ClassificationReason, OpinionType, Priority } from '#contracts'
import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import { dangersOf, isCutOff } from './danger-rules.ts'
import type { Reading } from './reading.ts'

type Place = { readonly start: number; readonly end: number }

/** Whether a reading holds a cue of the group. */
export function hasCue(reading: Reading, group: CueGroup): boolean {
  return reading.cues.has(groupNumberOf(group))
}

const order: readonly Priority[] = ['low', 'normal', 'high', 'urgent']

/** The more pressing of two priorities: ambiguity resolves upward. */
function morePressing(a: Priority, b: Priority): Priority {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

function placeOf({ cues, starts, stops }: Reading, cue: number): Place | null {
  return cue < 0 ? null : { start: starts[cues.firstAt(cue)] ?? 0, end: stops[cues.lastAt(cue)] ?? 0 }
}

function placeOfCue(reading: Reading, group: CueGroup): Place | null {
  return placeOf(reading, reading.cues.indexOf(groupNumberOf(group)))
}

function reason(
  kind: ClassificationReason['kind'],
  label: string,
  supports: Priority,
  place: Place | null,
): ClassificationReason {
  return { kind, label, supports, weight: 1, start: place?.start ?? null, end: place?.end ?? null }
}

/** What the type and the model say before any rule: suggestions and texts without a matter wait, the rest is at least normal. */
function usualPriority(type: OpinionType, modelled: Priority): Priority {
  if (modelled === 'urgent') return 'urgent'
  if (type === 'other' || type === 'suggestion') return 'low'
  if (type === 'complaint') return morePressing('normal', modelled)
  return 'normal'
}

function dangerReasons(reading: Reading): ClassificationReason[] {
  return dangersOf(reading).map(({ code, cue }) => reason('danger', code, 'urgent', placeOf(reading, cue)))
}

const repeatedContactsMin = 2

function isRepeated(type: OpinionType, context: ClassificationContext): boolean {
  return type !== 'other' && (context.repeatedContacts ?? 0) >= repeatedContactsMin
}

/**
 * Priority by transparent rules over what the model saw: danger is never below urgent; who is cut off from their own card or account and
 * hints at no danger is high, whatever the model thinks; a threat of court or Central Bank makes a
 * complaint at least high; repeated contact raises by one step up to high. Every rule that decided is named in `reasons`.
 * @param modelled the model's own opinion of the priority
 */
export function priorityOf(
  reading: Reading,
  type: OpinionType,
  modelled: Priority,
  context: ClassificationContext,
): { priority: Priority; reasons: ClassificationReason[] } {
  const reasons = dangerReasons(reading)
  const cutOff = type !== 'other' && isCutOff(reading)
  let priority = reasons.length > 0 ? 'urgent' : cutOff ? 'high' : usualPriority(type, modelled)
  if (cutOff) reasons.push(reason('rule', 'access_blocked', 'high', placeOfCue(reading, 'accessBlocked')))
  else if (modelled === 'urgent') reasons.push(reason('rule', 'model_urgent', 'urgent', null))
  if (type === 'complaint' && hasCue(reading, 'statutory')) {
    priority = morePressing(priority, 'high')
    reasons.push(reason('statutory', 'statutory_threat', 'high', placeOfCue(reading, 'statutory')))
  }
  if (isRepeated(type, context)) {
    priority = morePressing(priority, priority === 'low' ? 'normal' : 'high')
    reasons.push(reason('repeat', 'repeated_contact', priority, null))
  }
  return { priority, reasons }
}
