/** How long a reply may wait for its reader. Pure. */
import type { ReviewRule, WorkingTime } from '#contracts'
import { minuteMs } from '#kernel'

export type ReviewTerms = {
  /** The mentor's time ends: supervisors are called. */
  readonly escalateAtMs: number
  /** Everybody's time ends: the rule says what becomes of the reply. */
  readonly lastAtMs: number
}

/**
 * The minutes of the rule in working time, but never so many that the review breaks a promise: of the time the client's clock
 * leaves the mentor has at most half, and all readers together at most three quarters. The rest is for whoever must answer
 * instead. A mentor who is not there, and a clock that has run out, leave the mentor nothing.
 * @param dueAtMs when the client's nearest clock for an answer is due; null: none runs.
 */
export function reviewTerms(
  time: WorkingTime,
  given: { askedAtMs: number; dueAtMs: number | null; isMentorHere: boolean },
  rule: ReviewRule,
): ReviewTerms {
  const { askedAtMs, dueAtMs, isMentorHere } = given
  const mentorMs = rule.mentorMinutes * minuteMs
  const wholeMs = mentorMs + rule.supervisorMinutes * minuteMs
  const isLate = dueAtMs !== null && dueAtMs <= askedAtMs
  const leftMs = dueAtMs === null || isLate ? Number.POSITIVE_INFINITY : time.workingMsBetween(askedAtMs, dueAtMs)
  const forMentorMs = isMentorHere && !isLate ? Math.min(mentorMs, leftMs / 2) : 0
  return {
    escalateAtMs: forMentorMs === 0 ? askedAtMs : Math.ceil(time.addWorkingMs(askedAtMs, forMentorMs)),
    lastAtMs: Math.ceil(time.addWorkingMs(askedAtMs, Math.min(wholeMs, (leftMs * 3) / 4))),
  }
}
