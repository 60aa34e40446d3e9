/** Requests the house opens itself, to follow a low mark up. */
import type { FollowUpOf } from '#contracts'
import type { RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type NewFollowUp = {
  readonly id: RequestId
  readonly of: RequestId
  readonly conversationId: string
  readonly priority: string
  readonly departmentId: string
  readonly at: Date
}

/**
 * A request like the one it follows, held by its department's queue, in the conversation the mark was given in. Of type `other`:
 * the client has said nothing, so it is in no count of complaints or questions until they do.
 */
export async function insertFollowUp(tx: Tx, row: NewFollowUp): Promise<void> {
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO request (id, number, contact_id, channel_kind, visibility, type, priority, topic, language, department_id,
        holder_kind, holder_since, opened_at, previous_request_id, follow_up_of_id, updated_at)
      SELECT ${row.id}::uuid, to_char(${row.at}::timestamptz AT TIME ZONE 'Asia/Tashkent', 'YYYY-')
          || lpad(n::text, greatest(6, length(n::text)), '0'),
        r.contact_id, r.channel_kind, r.visibility, 'other', ${row.priority}, r.topic, r.language, ${row.departmentId}::uuid,
        'queue', ${row.at}, ${row.at}, r.id, r.id, ${row.at}
      FROM request r CROSS JOIN nextval('request_number_seq') AS n WHERE r.id = ${row.of}::uuid
      RETURNING id),
    joined AS (
      INSERT INTO request_conversation (request_id, conversation_id) SELECT id, ${row.conversationId}::uuid FROM made RETURNING 1)
    UPDATE conversation SET open_request_id = ${row.id}::uuid, last_request_id = ${row.id}::uuid
    WHERE id = ${row.conversationId}::uuid AND EXISTS (SELECT FROM joined)`
}

/** Whether this request is followed up already. */
export async function isFollowedUp(tx: Tx, requestId: RequestId): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ is: boolean }[]>`
    SELECT EXISTS (SELECT FROM request f JOIN request r ON r.id = ${requestId}::uuid AND r.contact_id = f.contact_id
      WHERE f.follow_up_of_id = r.id) AS is`
  return row?.is ?? false
}

/** How many were opened since then, and how many of them are open. */
export async function countFollowUps(db: Db | Tx, since: Date): Promise<{ raised: number; open: number }> {
  const text = `SELECT count(*)::int AS raised, (count(*) FILTER (WHERE status <> 'closed'))::int AS open
    FROM request WHERE opened_at >= $1 AND follow_up_of_id IS NOT NULL`
  const rows: { raised: number; open: number }[] =
    'query' in db ? await db.query({ text, values: [since] }) : await db.$queryRawUnsafe(text, since)
  return rows[0] ?? { raised: 0, open: 0 }
}

/** The request this one follows up and the mark that was given on it; null where it is no follow-up. */
export async function selectFollowUpOf(db: Db, requestId: RequestId): Promise<FollowUpOf | null> {
  const rows = await db.query<FollowUpOf>({
    name: 'follow-up-of',
    text: `SELECT p.id AS "requestId", p.number, (SELECT s.score FROM satisfaction s
        WHERE s.request_id = p.id AND s.kind = 'nps' AND s.score IS NOT NULL ORDER BY s.at DESC LIMIT 1) AS score
      FROM request r JOIN request p ON p.id = r.follow_up_of_id WHERE r.id = $1`,
    values: [requestId],
  })
  return rows[0] ?? null
}
