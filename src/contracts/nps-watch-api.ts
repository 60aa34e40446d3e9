/** Who is told when the will to recommend falls, and what follows a low mark. Routes: src/desk/nps-watch.routes.ts. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { Language, Priority } from './vocabulary.ts'

/** NPS in points, -100..100. Two windows of `windowDays` days are compared: the one that ends today and the one before it. */
export const NpsRule = z.object({
  isOn: z.boolean(),
  windowDays: z.number().int().min(1).max(90),
  /** By how many points it must fall. */
  fallPoints: z.number().int().min(1).max(200),
  /** It must not stand below this; null: only a fall counts. */
  floor: z.number().int().min(-100).max(100).nullable(),
  /** Fewer answers than this in a window say nothing. */
  leastAnswers: z.number().int().min(3).max(10_000),
  /** One department, or the bank, is not told of again sooner than this. */
  quietDays: z.number().int().min(1).max(90),
  /** Who gets a letter, and which chat of the staff a message, beside the consoles. */
  addresses: z.array(z.email().max(200)).max(20),
  telegram: z.object({ channelAccountId: z.string().max(64), chatId: z.string().regex(/^-?\d{1,20}$/) }).nullable(),
  language: Language,
})
export type NpsRule = z.infer<typeof NpsRule>

/** After a mark of 0..6 somebody of the department writes to the client: as a request of its own, with clocks. */
export const FollowUpRule = z.object({
  isOn: z.boolean(),
  priority: Priority,
  /** More than this a day are noted on their requests only: a flood of marks is an incident, not a queue. */
  mostPerDay: z.number().int().min(1).max(10_000),
})
export type FollowUpRule = z.infer<typeof FollowUpRule>

export const npsAlertReasons = ['fell', 'low'] as const
export const NpsAlert = z.object({
  id: z.string(),
  /** Null: of the whole bank. */
  departmentId: z.string().nullable(),
  reason: z.enum(npsAlertReasons),
  points: z.number().int(),
  /** In the window before; null where too few answered then. */
  pointsBefore: z.number().int().nullable(),
  answered: z.number().int(),
  asked: z.number().int(),
  detractors: z.number().int(),
  /** The window, both days inclusive. */
  from: z.iso.date(),
  to: z.iso.date(),
  raisedAt: Instant,
  /** It recovered, or the window has gone by. */
  endedAt: Instant.nullable(),
  seenAt: Instant.nullable(),
  seenByName: z.string().nullable(),
  /** Why the letter or the message did not go out; null: it did, or nobody was to get one. */
  lastFault: z.string().nullable(),
})
export type NpsAlert = z.infer<typeof NpsAlert>

/** How one department, or the bank, stands by the rule now. */
export const NpsStanding = z.object({
  departmentId: z.string().nullable(),
  points: z.number().int().nullable(),
  pointsBefore: z.number().int().nullable(),
  answered: z.number().int(),
  asked: z.number().int(),
  responseRate: z.number().nullable(),
  detractors: z.number().int(),
})
export type NpsStanding = z.infer<typeof NpsStanding>

export const NpsWatch = z.object({
  rule: NpsRule,
  followUp: FollowUpRule,
  window: z.object({ from: z.iso.date(), to: z.iso.date() }),
  /** The bank first, then departments by how many answered. */
  standings: z.array(NpsStanding),
  /** Newest first; those that are over too. */
  alerts: z.array(NpsAlert),
  /** Of the window: raised, and of those still open. */
  followUps: z.object({ raised: z.number().int(), open: z.number().int() }),
})
export type NpsWatch = z.infer<typeof NpsWatch>

/** On a request that was opened to follow a low mark up. */
export const FollowUpOf = z.object({ requestId: z.string(), number: z.string(), score: z.number().int().nullable() })
export type FollowUpOf = z.infer<typeof FollowUpOf>
