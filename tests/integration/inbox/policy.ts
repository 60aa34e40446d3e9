/** The test house's policy: a classifier that listens to plain words, plans by the minute. */
import type { Classification, OpinionType, Priority, RequestType } from '#contracts'
import type { IntakePolicy } from '#inbox'
import { type CalendarId, type DepartmentId, minuteMs, newId, type OperatorId } from '#kernel'
import { sealKeyFrom } from '#privacy'

export const sealKey = sealKeyFrom('the seal of the test house')
export const cards = newId<DepartmentId>()
export const general = newId<DepartmentId>()
export const calendar = newId<CalendarId>()
export const ana = newId<OperatorId>()
export const botir = newId<OperatorId>()

const matters: [RegExp, RequestType, Priority, string][] = [
  [/fraud|kodni aytib/, 'complaint', 'urgent', 'fraud'],
  [/blok|yechildi/, 'complaint', 'high', 'card_block'],
  [/qanday|\?/, 'question', 'normal', 'general'],
  [/taklif/, 'suggestion', 'normal', 'service'],
  [/noaniq/, 'unsorted', 'normal', 'general'],
]

/** The first word that is known decides; a text without one is a greeting or thanks. */
export function classify(text: string): Classification {
  const [, type, priority, topic] = matters.find(([word]) => word.test(text)) ?? [null, 'other', 'low', 'general']
  const probabilities: Record<OpinionType, number> = {
    complaint: 0,
    question: 0,
    information_request: 0,
    suggestion: 0,
    other: 0,
  }
  if (type !== 'unsorted') probabilities[type as OpinionType] = 1
  return {
    type: type as RequestType,
    secondType: null,
    probabilities,
    priority: priority as Priority,
    topic,
    language: 'uz-Latn',
    script: 'latin',
    needsIdentity: topic === 'card_block',
    confidence: 0.9,
    abstained: type === 'unsorted',
    reasons: [{ kind: 'word', label: 'so‘z', supports: 'topic', weight: 0.5, start: 0, end: 1 }],
    modelVersion: 'house',
  }
}

export const policy: IntakePolicy = {
  classify,
  planOpening: ({ openedAt, priority, topic }) => ({
    departmentId: topic === 'card_block' || topic === 'fraud' ? cards : general,
    clocks: [
      { kind: 'first_response' as const, minutes: priority === 'urgent' ? 1 : 10 },
      { kind: 'resolution' as const, minutes: 60 },
    ].map(({ kind, minutes }) => ({
      kind,
      targetMs: minutes * minuteMs,
      dueAt: new Date(openedAt.getTime() + minutes * minuteMs),
      warnAt: new Date(openedAt.getTime() + minutes * minuteMs * 0.8),
      calendarId: calendar,
      policyVersion: 1,
    })),
  }),
}
