/** Requests that say again what an earlier one of the same contact said. */
import type { RepeatReport, RequestStatus } from '#contracts'
import type { RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

/** Nothing in particular is no topic to come back to. */
const noTopic = 'general'

export type Repeat = { readonly requestId: RequestId; readonly repeatOfId: RequestId }

/**
 * Of these requests the open ones not marked yet that repeat an earlier one, with the latest it repeats: same contact, same
 * topic, closed with an answer (or its term expired) at most so many days before this one began.
 */
export function selectRepeats(db: Db, ids: readonly RequestId[], days: number): Promise<Repeat[]> {
  return db.query<Repeat>({
    name: 'repeats-among',
    text: `SELECT r.id AS "requestId", e.id AS "repeatOfId" FROM request r
      CROSS JOIN LATERAL (
        SELECT p.id FROM request p
        WHERE p.contact_id = r.contact_id AND p.opened_at < r.opened_at AND p.id <> r.id AND p.topic = r.topic
          AND p.type NOT IN ('other', 'unsorted')
          AND ((p.closed_at <= r.opened_at AND p.closed_at >= r.opened_at - $2::int * interval '1 day'
              AND p.outcome NOT IN ('spam', 'duplicate', 'no_reply_needed'))
            OR EXISTS (SELECT 1 FROM sla_clock k WHERE k.request_id = p.id AND k.kind = 'statutory' AND k.state = 'breached'
              AND k.breached_at <= r.opened_at AND k.breached_at >= r.opened_at - $2::int * interval '1 day'))
        ORDER BY p.opened_at DESC LIMIT 1) e
      WHERE r.id = ANY ($1::uuid[]) AND r.status <> 'closed' AND r.repeat_of_id IS NULL AND r.topic <> '${noTopic}'
        AND r.type NOT IN ('other', 'unsorted')`,
    values: [ids, days],
  })
}

/** False where it is marked already. */
export async function updateRepeat(tx: Tx, { requestId, repeatOfId }: Repeat, at: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE request SET repeat_of_id = ${repeatOfId}::uuid, updated_at = ${at}
    WHERE id = ${requestId}::uuid AND repeat_of_id IS NULL`
  return changed === 1
}

export type RepeatOf = { requestId: string; number: string; status: RequestStatus; closedAt: Date | null }

export async function selectRepeatOf(db: Db, requestId: RequestId): Promise<RepeatOf | null> {
  const rows = await db.query<RepeatOf>({
    name: 'repeat-of',
    text: `SELECT p.id AS "requestId", p.number, p.status, p.closed_at AS "closedAt"
      FROM request r JOIN request p ON p.id = r.repeat_of_id WHERE r.id = $1`,
    values: [requestId],
  })
  return rows[0] ?? null
}

/** Requests opened in [from, to) by topic, without those in which there was no matter. */
export function selectRepeatCounts(db: Db, from: Date, to: Date): Promise<RepeatReport['byTopic']> {
  return db.query({
    name: 'repeat-counts',
    text: `SELECT topic, count(*)::int AS opened, count(repeat_of_id)::int AS repeats FROM request
      WHERE opened_at >= $1 AND opened_at < $2 AND type <> 'other' GROUP BY topic ORDER BY count(repeat_of_id) DESC, topic`,
    values: [from, to],
  })
}
