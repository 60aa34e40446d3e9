import { invariant } from '#kernel'
import type { Ctx } from '../ctx.ts'
import { selectFactsAfter, selectLastFeedNo } from './events.store.ts'
import type { Fact } from './fact.ts'

const mostFacts = 5_000

/**
 * Facts with a number greater than `after`, in order, without gaps; what a screen missed.
 * @param limit 1 to 5,000.
 */
export async function readFeed(ctx: Ctx, after: number, limit: number): Promise<Fact[]> {
  invariant(Number.isSafeInteger(after) && limit >= 1, 'the feed is read from a number on')
  return selectFactsAfter(ctx.db, after, Math.min(limit, mostFacts))
}

/** The number of the newest fact; 0 where there is none. */
export async function lastFeedNo(ctx: Ctx): Promise<number> {
  return selectLastFeedNo(ctx.db)
}
