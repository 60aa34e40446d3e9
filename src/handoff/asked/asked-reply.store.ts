/** Replies that wait for a second person. The table bears the name of the first kind there was. */
import type { ConversationId, DepartmentId, MessageId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'
import type { AskedWords } from './asked-words.ts'

export type AskedReplyState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'dropped' | 'sent_late'
export type AskedReply = {
  readonly id: string
  readonly requestId: RequestId
  readonly number: string
  readonly departmentId: DepartmentId
  readonly holderOperatorId: OperatorId | null
  readonly conversationId: ConversationId
  /** As whoever asked wrote it. */
  readonly text: string
  readonly replyKey: string
  readonly seenClientSeq: number | null
  readonly askedById: OperatorId
  readonly askedAt: Date
  /** `public`: words of one's own where everybody reads. `probation`: anything a newcomer sends. */
  readonly why: 'public' | 'probation'
  readonly state: AskedReplyState
  readonly decidedById: OperatorId | null
  readonly decidedAt: Date | null
  readonly reason: string | null
  readonly messageId: MessageId | null
  readonly words: unknown
  /** What went out, where whoever approved changed it; the share of changed words, 0..1. */
  readonly saidText: string | null
  readonly saidShare: number | null
  readonly mentorId: OperatorId | null
  readonly escalateAt: Date | null
  readonly escalatedAt: Date | null
  readonly lastAt: Date | null
  /** Why it was dropped: `taken_over`, `closed`, `late`, or the code of what refused it. */
  readonly cause: string | null
}

const columns = `p.id, p.request_id AS "requestId", r.number, r.department_id AS "departmentId",
  r.holder_operator_id AS "holderOperatorId", p.conversation_id AS "conversationId", p.text, p.reply_key AS "replyKey",
  p.seen_client_seq AS "seenClientSeq", p.asked_by_id AS "askedById", p.asked_at AS "askedAt", p.why, p.state,
  p.decided_by_id AS "decidedById", p.decided_at AS "decidedAt", p.reason, p.message_id AS "messageId", p.words,
  p.said_text AS "saidText", p.said_share AS "saidShare", p.mentor_id AS "mentorId", p.escalate_at AS "escalateAt",
  p.escalated_at AS "escalatedAt", p.last_at AS "lastAt", p.cause`
const tables = 'FROM public_reply p JOIN request r ON r.id = p.request_id'

export type NewAskedReply = Pick<
  AskedReply,
  | 'id'
  | 'requestId'
  | 'conversationId'
  | 'text'
  | 'replyKey'
  | 'seenClientSeq'
  | 'askedById'
  | 'askedAt'
  | 'why'
  | 'mentorId'
  | 'escalateAt'
  | 'escalatedAt'
  | 'lastAt'
> & { readonly words: AskedWords | null }

/** The same key twice is one question: the second gets the first's id. */
export async function insertAskedReply(tx: Tx, asked: NewAskedReply): Promise<{ id: string; isNew: boolean }> {
  const words = asked.words === null ? null : JSON.stringify(asked.words)
  const made = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO public_reply (id, request_id, conversation_id, text, reply_key, seen_client_seq, asked_by_id, asked_at, why,
      words, mentor_id, escalate_at, escalated_at, last_at)
    VALUES (${asked.id}::uuid, ${asked.requestId}::uuid, ${asked.conversationId}::uuid, ${asked.text}, ${asked.replyKey},
      ${asked.seenClientSeq}, ${asked.askedById}::uuid, ${asked.askedAt}, ${asked.why}, ${words}::jsonb,
      ${asked.mentorId}::uuid, ${asked.escalateAt}, ${asked.escalatedAt}, ${asked.lastAt})
    ON CONFLICT (reply_key) DO NOTHING RETURNING id`
  if (made[0]) return { id: made[0].id, isNew: true }
  return { id: (await selectIdByKey(tx, asked.replyKey)) ?? asked.id, isNew: false }
}

export async function selectIdByKey(tx: Tx, replyKey: string): Promise<string | null> {
  const known = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM public_reply WHERE reply_key = ${replyKey}`
  return known[0]?.id ?? null
}

export async function selectAskedReply(db: Db, id: string): Promise<AskedReply | null> {
  const rows = await db.query<AskedReply>({
    name: 'asked-reply',
    text: `SELECT ${columns} ${tables} WHERE p.id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

/** Waiting ones longest waiting first; with a request all of it, newest first. */
export function selectAskedReplies(db: Db, requestId: RequestId | null): Promise<AskedReply[]> {
  return requestId === null
    ? db.query({
        name: 'asked-replies',
        text: `SELECT ${columns} ${tables} WHERE p.state = 'waiting' ORDER BY p.asked_at LIMIT 200`,
      })
    : db.query({
        name: 'asked-replies-of',
        text: `SELECT ${columns} ${tables} WHERE p.request_id = $1 ORDER BY p.asked_at DESC LIMIT 50`,
        values: [requestId],
      })
}

/** The request whose waiting reply carries this file, if any does. */
export async function selectRequestOfFile(db: Db, attachmentId: string): Promise<RequestId | null> {
  const rows = await db.query<{ requestId: RequestId }>({
    name: 'asked-reply-of-file',
    text: `SELECT request_id AS "requestId" FROM public_reply
      WHERE state = 'waiting' AND words -> 'attachmentIds' ? $1 LIMIT 1`,
    values: [attachmentId],
  })
  return rows[0]?.requestId ?? null
}

export type WaitingReply = AskedReply & {
  readonly holderVersion: number
  readonly isClosed: boolean
  /** When the client's nearest clock for an answer is due. */
  readonly dueAt: Date | null
}

/** What waits, for the round that looks after it; longest waiting first. */
export function selectWaitingReplies(db: Db, limit: number): Promise<WaitingReply[]> {
  return db.query({
    name: 'asked-replies-to-tend',
    text: `SELECT ${columns}, r.holder_version AS "holderVersion", r.status = 'closed' AS "isClosed", ${dueOf('p.request_id')} AS "dueAt" ${tables}
      WHERE p.state = 'waiting' ORDER BY p.asked_at LIMIT $1`,
    values: [limit],
  })
}

const dueOf = (requestId: string) => `(SELECT min(k.due_at) FROM sla_clock k WHERE k.request_id = ${requestId}
  AND k.state = 'running' AND k.kind IN ('first_response', 'next_response'))`

export async function selectAnswerDue(tx: Tx, requestId: RequestId): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ dueAt: Date | null }[]>(
    Prisma.sql`SELECT ${Prisma.raw(dueOf('r.id'))} AS "dueAt" FROM request r WHERE r.id = ${requestId}::uuid`,
  )
  return rows[0]?.dueAt ?? null
}

/** Whether it was still waiting. */
export async function writeTerms(
  tx: Tx,
  id: string,
  terms: { escalateAt: Date; escalatedAt: Date | null; lastAt: Date },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE public_reply SET escalate_at = ${terms.escalateAt}, escalated_at = ${terms.escalatedAt}, last_at = ${terms.lastAt}
    WHERE id = ${id}::uuid AND state = 'waiting'`
  return changed > 0
}

export type AskedDecision = {
  readonly state: Exclude<AskedReplyState, 'waiting'>
  /** Null: the program, by rule. */
  readonly byId: OperatorId | null
  readonly at: Date
  readonly reason?: string
  readonly cause?: string
  readonly said?: { readonly messageId: MessageId; readonly text: string | null; readonly share: number | null }
}

/** Of two who decide at once one does. */
export async function writeDecision(tx: Tx, id: string, decided: AskedDecision): Promise<boolean> {
  const { state, byId, at, reason = null, cause = null, said } = decided
  const changed = await tx.$executeRaw`
    UPDATE public_reply SET state = ${state}, decided_by_id = ${byId}::uuid, decided_at = ${at}, reason = ${reason},
      cause = ${cause}, message_id = ${said?.messageId ?? null}::uuid, said_text = ${said?.text ?? null},
      said_share = ${said?.share ?? null}
    WHERE id = ${id}::uuid AND state = 'waiting'`
  return changed > 0
}

export async function emptyAskedReplies(tx: Tx, requestIds: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE public_reply SET text = '', reason = NULL, said_text = NULL, words = NULL
    WHERE request_id = ANY(${[...requestIds]}::uuid[])`
}
