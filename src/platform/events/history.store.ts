import type { Db } from '../db/db.ts'
import { type FactRow, factColumns, toFact } from './events.store.ts'
import type { Fact } from './fact.ts'

/** Newest first, so that the limit cuts off the oldest. */
export async function selectFactsAbout(db: Db, subjectId: string, limit: number): Promise<Fact[]> {
  const rows = await db.query<FactRow>({
    name: 'facts-about',
    text: `SELECT ${factColumns} FROM event WHERE subject_id = $1::uuid AND feed_no IS NOT NULL ORDER BY ord DESC LIMIT $2`,
    values: [subjectId, limit],
  })
  return rows.map(toFact)
}
