import type { ConversationId, DepartmentId, MessageId, OperatorId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type PublicReplyState = 'waiting' | 'approved' | 'refused' | 'withdrawn'
export type PublicReply = {
  readonly id: string
  readonly requestId: RequestId
  readonly number: string
  readonly departmentId: DepartmentId
  readonly holderOperatorId: OperatorId | null
  readonly conversationId: ConversationId
  readonly text: string
  readonly replyKey: string
  readonly seenClientSeq: number | null
  readonly askedById: OperatorId
  readonly askedAt: Date
  readonly state: PublicReplyState
  readonly decidedById: OperatorId | null
  readonly decidedAt: Date | null
  readonly reason: string | null
  readonly messageId: MessageId | null
}

const columns = `p.id, p.request_id AS "requestId", r.number, r.department_id AS "departmentId",
  r.holder_operator_id AS "holderOperatorId", p.conversation_id AS "conversationId", p.text, p.reply_key AS "replyKey",
  p.seen_client_seq AS "seenClientSeq", p.asked_by_id AS "askedById", p.asked_at AS "askedAt", p.state,
  p.decided_by_id AS "decidedById", p.decided_at AS "decidedAt", p.reason, p.message_id AS "messageId"
  FROM public_reply p JOIN request r ON r.id = p.request_id`

/** The same key twice is one question: the second gets the first's id. */
export async function insertPublicReply(
  tx: Tx,
  asked: Pick<
    PublicReply,
    'id' | 'requestId' | 'conversationId' | 'text' | 'replyKey' | 'seenClientSeq' | 'askedById' | 'askedAt'
  >,
): Promise<{ id: string; isNew: boolean }> {
  const made = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO public_reply (id, request_id, conversation_id, text, reply_key, seen_client_seq, asked_by_id, asked_at)
    VALUES (${asked.id}::uuid, ${asked.requestId}::uuid, ${asked.conversationId}::uuid, ${asked.text}, ${asked.replyKey},
      ${asked.seenClientSeq}, ${asked.askedById}::uuid, ${asked.askedAt})
    ON CONFLICT (reply_key) DO NOTHING RETURNING id`
  if (made[0]) return { id: made[0].id, isNew: true }
  const known = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM public_reply WHERE reply_key = ${asked.replyKey}`
  return { id: known[0]?.id ?? asked.id, isNew: false }
}

export async function selectPublicReply(db: Db, id: string): Promise<PublicReply | null> {
  const rows = await db.query<PublicReply>({ name: 'public-reply', text: `SELECT ${columns} WHERE p.id = $1`, values: [id] })
  return rows[0] ?? null
}

/** Waiting ones longest waiting first; with a request all of it, newest first. */
export function selectPublicReplies(db: Db, requestId: RequestId | null): Promise<PublicReply[]> {
  return requestId === null
    ? db.query({ name: 'public-replies', text: `SELECT ${columns} WHERE p.state = 'waiting' ORDER BY p.asked_at LIMIT 200` })
    : db.query({
        name: 'public-replies-of',
        text: `SELECT ${columns} WHERE p.request_id = $1 ORDER BY p.asked_at DESC LIMIT 50`,
        values: [requestId],
      })
}

/** Of two who decide at once one does. */
export async function writeDecision(
  tx: Tx,
  id: string,
  decided: { state: PublicReplyState; byId: OperatorId; at: Date; reason: string | null },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE public_reply SET state = ${decided.state}, decided_by_id = ${decided.byId}::uuid, decided_at = ${decided.at},
      reason = ${decided.reason}
    WHERE id = ${id}::uuid AND state = 'waiting'`
  return changed > 0
}

export async function writeSaid(tx: Tx, id: string, messageId: MessageId): Promise<void> {
  await tx.$executeRaw`UPDATE public_reply SET message_id = ${messageId}::uuid WHERE id = ${id}::uuid`
}

export async function emptyPublicReplies(tx: Tx, requestIds: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`UPDATE public_reply SET text = '', reason = NULL WHERE request_id = ANY(${[...requestIds]}::uuid[])`
}
