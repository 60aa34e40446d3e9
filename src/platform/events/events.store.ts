/** The tables of the feed: event and handled_event. */
import type { EventId } from '#kernel'
import type { Db, Tx } from '../db/db.ts'
import type { Fact } from './fact.ts'

export async function insertHandledEvent(tx: Tx, subscriber: string, eventId: EventId): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO handled_event (subscriber, event_id) VALUES (${subscriber}, ${eventId}::uuid) ON CONFLICT DO NOTHING`
  return inserted === 1
}

export type FactRow = {
  id: EventId
  feed_no: number
  name: string
  version: number
  occurred_at: Date
  subject_id: string
  actor: string
  trace: string | null
  data: unknown
}
export const factColumns = 'id, feed_no, name, version, occurred_at, subject_id, actor, trace, data'

export const toFact = (row: FactRow): Fact => ({
  id: row.id,
  feedNo: row.feed_no,
  name: row.name,
  version: row.version,
  occurredAt: row.occurred_at,
  subjectId: row.subject_id,
  actor: row.actor,
  trace: row.trace,
  data: row.data,
})

export async function selectFactsAfter(db: Db, after: number, limit: number): Promise<Fact[]> {
  const rows = await db.query<FactRow>({
    name: 'feed-after',
    text: `SELECT ${factColumns} FROM event WHERE feed_no > $1 ORDER BY feed_no LIMIT $2`,
    values: [after, limit],
  })
  return rows.map(toFact)
}

export async function selectLastFeedNo(db: Db): Promise<number> {
  const rows = await db.query<{ last_feed_no: number }>({
    name: 'feed-last',
    text: 'SELECT last_feed_no FROM feed_state WHERE id = 1',
  })
  return rows[0]?.last_feed_no ?? 0
}
