/** What the law asks beside the counts: official registrations and extended terms, and how appeals were closed. */
import type { Db } from '#platform'

/** By type of request: appeals registered, and legal terms extended, between the two instants. */
export async function selectLegal(db: Db, from: Date, to: Date): Promise<Map<string, { official: number; extended: number }>> {
  const rows = await db.query<{ type: string; official: number; extended: number }>({
    name: 'appeals-legal',
    text: `SELECT r.type, count(DISTINCT a.id)::int AS official, count(DISTINCT e.id)::int AS extended
      FROM (SELECT id, request_id FROM appeal WHERE registered_at >= $1 AND registered_at < $2 AND withdrawn_at IS NULL) a
      FULL JOIN (SELECT id, request_id FROM term_extension WHERE at >= $1 AND at < $2) e USING (request_id)
      JOIN stat_request r USING (request_id) GROUP BY r.type`,
    values: [from, to],
  })
  return new Map(rows.map(({ type, official, extended }) => [type, { official, extended }]))
}

export async function selectClosedOutcomes(
  db: Db,
  from: Date,
  to: Date,
  types: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ outcome: string; count: number }>({
    name: 'appeals-outcomes',
    text: `SELECT c.outcome, count(*)::int AS count FROM stat_closing c JOIN stat_request r USING (request_id)
      WHERE c.at >= $1 AND c.at < $2 AND r.type = ANY ($3::text[]) GROUP BY c.outcome`,
    values: [from, to, types],
  })
  return new Map(rows.map(({ outcome, count }) => [outcome, count]))
}
