/** How long what is kept, what may not be taken out, and what a client may ask for. */
import { z } from 'zod'

/**
 * Each category has a term of its own. `appeals` are complaints and suggestions, which have a legal term; `requests` are the
 * others. Both have a floor: the law keeps a case and what belongs to it for three years.
 */
export const retentionCategories = ['appeals', 'requests', 'staged_uploads', 'unknown_updates', 'sessions'] as const
export type RetentionCategory = (typeof retentionCategories)[number]

/** Three years, the leap day in. */
export const threeYearsDays = 1_096
export const floorDaysOf: Record<RetentionCategory, number> = {
  appeals: threeYearsDays,
  requests: threeYearsDays,
  staged_uploads: 1,
  unknown_updates: 1,
  sessions: 1,
}
export const longestDays = 36_500

/** Days after which it goes; null: kept for good. */
export const RetentionTerms = z.object({
  appeals: z.number().int().min(1).max(longestDays).nullable(),
  requests: z.number().int().min(1).max(longestDays).nullable(),
  staged_uploads: z.number().int().min(1).max(longestDays).nullable(),
  unknown_updates: z.number().int().min(1).max(longestDays).nullable(),
  sessions: z.number().int().min(1).max(longestDays).nullable(),
})
export type RetentionTerms = z.infer<typeof RetentionTerms>
/** Five years for what is written; nothing of it is old enough on the day of an installation. */
export const firstTerms: RetentionTerms = {
  appeals: 1_827,
  requests: 1_827,
  staged_uploads: 2,
  unknown_updates: 90,
  sessions: 90,
}

export const RetentionPreview = z.array(
  z.object({
    category: z.enum(retentionCategories),
    /** What would go now by the terms given, counted up to a bound. */
    count: z.number().int(),
    isCut: z.boolean(),
    /** Held back by a legal hold. */
    held: z.number().int(),
    oldestAt: z.string().nullable(),
  }),
)
export type RetentionPreview = z.infer<typeof RetentionPreview>

export const RetentionState = z.object({
  terms: RetentionTerms,
  floors: z.record(z.enum(retentionCategories), z.number().int()),
  lastRunAt: z.string().nullable(),
})
export type RetentionState = z.infer<typeof RetentionState>

export const holdReasons = ['court', 'supervisor', 'dispute', 'inquiry'] as const
export const HoldReason = z.enum(holdReasons)
export const LegalHoldInput = z.object({
  /** A request's number, or `request:<id>` or `contact:<id>`. */
  subject: z
    .string()
    .trim()
    .max(120)
    .regex(/^[\w:-]+$/),
  reason: HoldReason,
  /** Number of the case or letter. */
  reference: z
    .string()
    .trim()
    .max(60)
    .regex(/^[\p{L}\p{N} №./_-]*$/u)
    .optional(),
})
export const LegalHoldView = z.object({
  id: z.string(),
  subjectKind: z.enum(['request', 'contact']),
  subjectId: z.string(),
  subjectName: z.string().nullable(),
  reason: HoldReason,
  reference: z.string().nullable(),
  placedByName: z.string().nullable(),
  placedAt: z.string(),
})
export type LegalHoldView = z.infer<typeof LegalHoldView>

export const erasureReasons = ['client_asked', 'no_longer_needed', 'taken_in_error'] as const
export const ErasureInput = z.object({ reason: z.enum(erasureReasons) })
export const ErasureView = z.object({
  contactId: z.string(),
  reason: z.enum(erasureReasons),
  askedAt: z.string(),
  doneAt: z.string().nullable(),
  /** Requests the law or a hold still keeps. */
  waiting: z.number().int(),
  /** When the last of those may go; null where one is still open or held. */
  doneFrom: z.string().nullable(),
})
export type ErasureView = z.infer<typeof ErasureView>
