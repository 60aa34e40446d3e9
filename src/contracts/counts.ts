import { z } from 'zod'

const Count = z.int().min(0)

/** How much there is to do, counted by the database: never a page's length. What the caller may not see is not in it. */
export const QueueCounts = z.object({
  at: z.iso.datetime(),
  mine: Count,
  queue: Count,
  all_open: Count,
  waiting_client: Count,
  /** Open requests with a running clock past its due moment. */
  pastDue: Count,
  /** Since when the client has waited who has waited longest in a queue. */
  oldestWaitingAt: z.iso.datetime().nullable(),
  departments: z.array(z.object({ departmentId: z.string(), open: Count, queued: Count, pastDue: Count })),
})
export type QueueCounts = z.infer<typeof QueueCounts>
