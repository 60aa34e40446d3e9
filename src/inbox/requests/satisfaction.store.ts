/** What clients were asked about their satisfaction and what they pressed. */
import type { ConversationId, Id, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type SatisfactionId = Id<'satisfaction'>
export const satisfactionKinds = ['csat', 'nps'] as const
export type SatisfactionKind = (typeof satisfactionKinds)[number]

export type SatisfactionRow = {
  id: SatisfactionId
  requestId: RequestId
  conversationId: ConversationId
  kind: SatisfactionKind
  closedAt: Date
  score: number | null
}

/** False where this closing was asked about already. */
export async function insertSatisfaction(tx: Tx, row: Omit<SatisfactionRow, 'score'> & { askedAt: Date }): Promise<boolean> {
  const made = await tx.$executeRaw`
    INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at)
    VALUES (${row.id}::uuid, ${row.requestId}::uuid, ${row.conversationId}::uuid, ${row.kind}, ${row.closedAt}, ${row.askedAt})
    ON CONFLICT (request_id, kind, closed_at) DO NOTHING`
  return made === 1
}

/** Locks the question until the transaction ends; null where there is none, or it was asked in another conversation. */
export async function lockSatisfaction(
  tx: Tx,
  id: SatisfactionId,
  conversationId: ConversationId,
): Promise<SatisfactionRow | null> {
  const rows = await tx.$queryRaw<SatisfactionRow[]>`
    SELECT id, request_id AS "requestId", conversation_id AS "conversationId", kind, closed_at AS "closedAt", score
    FROM satisfaction WHERE id = ${id}::uuid AND conversation_id = ${conversationId}::uuid FOR UPDATE`
  return rows[0] ?? null
}

export async function writeScore(tx: Tx, id: SatisfactionId, score: number, at: Date): Promise<void> {
  await tx.$executeRaw`UPDATE satisfaction SET score = ${score}, at = ${at} WHERE id = ${id}::uuid`
}

/** Whether this client, by any of their requests, was asked this since then. Their contact is locked first: one asks at a time. */
export async function wasAskedSince(tx: Tx, requestId: RequestId, kind: SatisfactionKind, since: Date): Promise<boolean> {
  const contacts = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM contact WHERE id = (SELECT contact_id FROM request WHERE id = ${requestId}::uuid) FOR NO KEY UPDATE`
  const rows = await tx.$queryRaw<{ asked: boolean }[]>`
    SELECT EXISTS (SELECT FROM request r JOIN satisfaction s ON s.request_id = r.id
      WHERE r.contact_id = ${contacts[0]?.id ?? null}::uuid AND s.kind = ${kind} AND s.asked_at > ${since}) AS asked`
  return rows[0]?.asked ?? false
}

/** Oldest first; of one request. */
export function selectSatisfaction(
  db: Db,
  requestId: RequestId,
): Promise<{ kind: SatisfactionKind; score: number | null; askedAt: Date; at: Date | null }[]> {
  return db.query({
    name: 'satisfaction-of-request',
    text: `SELECT kind, score, asked_at AS "askedAt", at FROM satisfaction WHERE request_id = $1 ORDER BY asked_at, id`,
    values: [requestId],
  })
}
