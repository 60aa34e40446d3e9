/** What the supervisor's board knows about the matters themselves: what many clients write about, and how well it is read. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { RequestType, TopicCode } from './vocabulary.ts'

export const FrequentProblem = z.object({
  topic: TopicCode,
  /** The request whose words name the problem best. */
  example: z.object({ requestId: z.string(), number: z.string(), text: z.string() }),
  requestIds: z.array(z.string()),
  count: z.number().int(),
  /** What the same stretch of an earlier day usually brings; null where no earlier day is known. */
  usual: z.number().nullable(),
  /** count over usual (at least one). */
  growth: z.number(),
})
export type FrequentProblem = z.infer<typeof FrequentProblem>

export const FaqCandidate = z.object({
  topic: TopicCode,
  example: z.object({ requestId: z.string(), number: z.string(), text: z.string() }),
  count: z.number().int(),
  /** Similarity to the nearest approved template, 0..1. */
  known: z.number(),
})
export type FaqCandidate = z.infer<typeof FaqCandidate>

export const FrequentProblems = z.object({
  asOf: Instant,
  windowMs: z.number(),
  problems: z.array(FrequentProblem),
  faqCandidates: z.array(FaqCandidate),
})
export type FrequentProblems = z.infer<typeof FrequentProblems>

/** One week (Monday to Sunday, the bank's zone) of the classifier's opinions at opening. */
export const ClassifierWeek = z.object({
  weekOf: z.iso.date(),
  opinions: z.number().int(),
  abstained: z.number().int(),
  /** Opinions a person judged, and of those how many they changed in type, priority or topic. */
  judged: z.number().int(),
  corrected: z.number().int(),
  byType: z.array(z.object({ type: RequestType, count: z.number().int() })),
})
export type ClassifierWeek = z.infer<typeof ClassifierWeek>

export const ClassifierState = z.object({
  inUse: z.string(),
  versions: z.array(z.string()),
  weeks: z.array(ClassifierWeek),
})
export type ClassifierState = z.infer<typeof ClassifierState>

export const SwitchClassifierInput = z.object({ version: z.string().regex(/^[\w.-]{1,60}$/) })

/** Why somebody must read the original of a masked text: a closed word, kept with who and when. */
export const revealReasons = ['identify_client', 'fraud_check', 'quality_check', 'lawful_demand'] as const
export const RevealInput = z.object({ reason: z.enum(revealReasons) })
export const RevealAnswer = z.object({ revisions: z.array(z.object({ revision: z.number().int(), text: z.string() })) })
