import type { NpsFigures, NpsRule } from '#contracts'

export type Judgement = { readonly reason: 'fell' | 'low'; readonly points: number; readonly pointsBefore: number | null }

/** NPS as people say it: -100..100; null where nobody answered. */
export const pointsOf = ({ nps }: NpsFigures): number | null => (nps === null ? null : Math.round(nps * 100))

/**
 * What a window says by the rule: `null` where nothing is wrong, `'unknown'` where too few answered to say. A fall is told before
 * a low level: it says more.
 */
export function judgeNps(rule: NpsRule, now: NpsFigures, before: NpsFigures): Judgement | null | 'unknown' {
  const points = pointsOf(now)
  if (points === null || now.answered < rule.leastAnswers) return 'unknown'
  const pointsBefore = before.answered < rule.leastAnswers ? null : pointsOf(before)
  if (pointsBefore !== null && pointsBefore - points >= rule.fallPoints) return { reason: 'fell', points, pointsBefore }
  if (rule.floor !== null && points < rule.floor) return { reason: 'low', points, pointsBefore }
  return null
}
