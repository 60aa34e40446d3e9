import type { Classification, Classify, OpinionType } from '#contracts'

/** A classifier that always thinks the same, for tests about something else. */
export function openingOf(type: OpinionType, topic: string, more: Partial<Classification> = {}): Classify {
  const probabilities = { complaint: 0, question: 0, information_request: 0, suggestion: 0, other: 0, [type]: 1 }
  return () => ({
    type,
    secondType: null,
    probabilities,
    priority: 'normal',
    topic,
    language: 'uz-Latn',
    script: 'latin',
    needsIdentity: false,
    confidence: 1,
    abstained: false,
    reasons: [],
    modelVersion: 'test',
    ...more,
  })
}
