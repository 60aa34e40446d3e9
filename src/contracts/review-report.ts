/** What became of the replies that waited for a mentor. Route: src/desk/statistics.routes.ts. */
import { z } from 'zod'
import { Instant } from './messages.ts'

/** Local dates of the bank's time zone, both inclusive. */
export const ReviewReportQuery = z.object({ from: z.iso.date(), to: z.iso.date() })
export type ReviewReportQuery = z.infer<typeof ReviewReportQuery>

const Counts = z.object({
  /** Sent to be read in the period. */
  asked: z.number().int(),
  /** By a person: approved and given back. */
  decided: z.number().int(),
  returned: z.number().int(),
  /** returned / decided; null where nothing was decided. */
  returnedShare: z.number().nullable(),
  /** Approved in other words. */
  changed: z.number().int(),
  /** changed / approved; null where nothing was approved. */
  changedShare: z.number().nullable(),
  /** Nobody read it in time, whatever the bank's rule did then. */
  late: z.number().int(),
  /** Calendar time from asking to the decision, of those a person decided. Nearest rank. */
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
})
export const ReviewReportRow = Counts.extend({ operatorId: z.string() })
export type ReviewReportRow = z.infer<typeof ReviewReportRow>
export const ReviewReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  all: Counts,
  /** By whoever wrote the replies, most first. */
  rows: z.array(ReviewReportRow),
})
export type ReviewReport = z.infer<typeof ReviewReport>
