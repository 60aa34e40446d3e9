import type { Ctx } from '../ctx.ts'
import type { Fact } from './fact.ts'
import { selectFactsAbout } from './history.store.ts'

const mostFacts = 1_000

/** The published facts about one thing (a request, mostly), oldest first; the newest `limit` of them, at most 1,000. */
export async function readHistory(ctx: Ctx, subjectId: string, limit: number): Promise<Fact[]> {
  const facts = await selectFactsAbout(ctx.db, subjectId, Math.min(limit, mostFacts))
  return facts.reverse()
}
