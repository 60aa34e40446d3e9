/**
 * Requests and their places in conversations. Locks are taken conversations first (in the order of ids), then the request,
 * then its clocks: the intake does the same, so that nobody waits in a circle.
 */
import type {
  ChannelKind,
  HolderKind,
  Outcome,
  PauseReason,
  Priority,
  RequestStatus,
  RequestType,
  Visibility,
} from '#contracts'
import {
  AppError,
  type ChannelAccountId,
  type ConversationId,
  type DepartmentId,
  type NoteId,
  type OperatorId,
  type RequestId,
} from '#kernel'
import { Prisma, type Tx } from '#platform'

export type RequestRow = {
  id: RequestId
  contactId: string
  channelKind: ChannelKind
  status: RequestStatus
  type: RequestType
  secondType: string | null
  priority: Priority
  topic: string
  departmentId: DepartmentId
  holderKind: HolderKind
  holderOperatorId: OperatorId | null
  holderVersion: number
  confirmedById: string | null
  classificationId: string | null
  reopenCount: number
  firstResponseAt: Date | null
  waitingSince: Date | null
}

const columns = Prisma.sql`id, contact_id AS "contactId", channel_kind AS "channelKind", status, type, second_type AS "secondType",
  priority, topic, department_id AS "departmentId", holder_kind AS "holderKind", holder_operator_id AS "holderOperatorId",
  holder_version AS "holderVersion", confirmed_by_id AS "confirmedById", classification_id AS "classificationId",
  reopen_count AS "reopenCount", first_response_at AS "firstResponseAt", waiting_since AS "waitingSince"`

/** Locks the request until the transaction ends. Throws `request.not_found`. */
export async function lockRequest(tx: Tx, id: RequestId): Promise<RequestRow> {
  const rows = await tx.$queryRaw<RequestRow[]>`SELECT ${columns} FROM request WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const row = rows[0]
  if (!row) throw new AppError('request.not_found', { requestId: id })
  return row
}

export type LockedConversation = { id: ConversationId; openRequestId: RequestId | null }

/** All conversations of a request, locked in the order every transaction locks them. */
export function lockConversationsOf(tx: Tx, requestId: RequestId): Promise<LockedConversation[]> {
  return tx.$queryRaw<LockedConversation[]>`
    SELECT c.id, c.open_request_id AS "openRequestId" FROM conversation c
    WHERE c.id IN (SELECT conversation_id FROM request_conversation WHERE request_id = ${requestId}::uuid)
    ORDER BY c.id FOR NO KEY UPDATE`
}

/** Several requests with their conversations, in the order every transaction locks them. Those that do not exist are left out. */
export async function lockWithConversations(tx: Tx, requestIds: readonly RequestId[]): Promise<void> {
  const ids = [...requestIds]
  await Promise.all([
    tx.$queryRaw`
      SELECT 1 FROM conversation WHERE id IN (
        SELECT conversation_id FROM request_conversation WHERE request_id = ANY (${ids}::uuid[]))
      ORDER BY id FOR NO KEY UPDATE`,
    tx.$queryRaw`SELECT 1 FROM request WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
  ])
}

export type ReplyConversation = {
  id: ConversationId
  channelAccountId: ChannelAccountId
  channel: ChannelKind
  visibility: Visibility
  lastSeq: number
  isReachable: boolean
  openRequestId: RequestId | null
  lastClientSeq: number
  /** By the vendor's clock and without the channel's own signs. */
  clientWroteAt: Date | null
  /** A colleague has answered the client's last message in the vendor's own app. */
  isAnsweredElsewhere: boolean
}

/** The conversation to answer in, locked: the one asked for, else the one the client wrote in last. */
export async function lockReplyConversation(
  tx: Tx,
  requestId: RequestId,
  conversationId: ConversationId | undefined,
): Promise<ReplyConversation | null> {
  // Where it is named, both questions go out together; the second is still read after the lock was granted.
  const locking = lockConversation(tx, requestId, conversationId)
  const reading = conversationId === undefined ? undefined : readClientHead(tx, conversationId)
  const [row, head] = await Promise.all([locking, reading])
  if (!row) return null
  const { seq, wroteAt, elsewhere } = head ?? (await readClientHead(tx, row.id))
  return { ...row, lastClientSeq: seq, clientWroteAt: wroteAt, isAnsweredElsewhere: elsewhere }
}

async function lockConversation(
  tx: Tx,
  requestId: RequestId,
  conversationId: ConversationId | undefined,
): Promise<ReplyConversation | undefined> {
  const rows = await tx.$queryRaw<ReplyConversation[]>`
    SELECT c.id, c.channel_account_id AS "channelAccountId", a.kind AS channel, c.visibility, c.last_seq AS "lastSeq",
      i.is_reachable AS "isReachable", c.open_request_id AS "openRequestId", 0 AS "lastClientSeq",
      NULL::timestamptz AS "clientWroteAt", false AS "isAnsweredElsewhere"
    FROM conversation c JOIN identity i ON i.id = c.identity_id JOIN channel_account a ON a.id = c.channel_account_id
    WHERE c.id = (
      SELECT rc.conversation_id FROM request_conversation rc JOIN conversation x ON x.id = rc.conversation_id
      WHERE rc.request_id = ${requestId}::uuid AND (${conversationId ?? null}::uuid IS NULL OR x.id = ${conversationId ?? null}::uuid)
      ORDER BY x.last_message_at DESC NULLS LAST LIMIT 1)
    FOR NO KEY UPDATE OF c`
  return rows[0]
}

type ClientHead = { readonly seq: number; readonly wroteAt: Date | null; readonly elsewhere: boolean }

/** The client's last message. A statement of its own, so that what another transaction committed while the lock was waited for counts. */
async function readClientHead(tx: Tx, conversationId: ConversationId): Promise<ClientHead> {
  const [head] = await tx.$queryRaw<ClientHead[]>`
    SELECT m.seq, CASE WHEN m.kind <> 'service' THEN m.sent_at ELSE
        (SELECT max(w.sent_at) FROM message w
          WHERE w.conversation_id = ${conversationId}::uuid AND w.author_kind = 'client' AND w.kind <> 'service') END AS "wroteAt",
      EXISTS (SELECT 1 FROM message o WHERE o.conversation_id = ${conversationId}::uuid AND o.seq > m.seq
        AND o.content ->> 'writtenIn' = 'vendor_app' AND o.sent_at >= m.sent_at) AS elsewhere
    FROM message m WHERE m.conversation_id = ${conversationId}::uuid AND m.author_kind = 'client' ORDER BY m.seq DESC LIMIT 1`
  return head ?? { seq: 0, wroteAt: null, elsewhere: false }
}

export type HolderColumns = { kind: HolderKind; operatorId: OperatorId | null; departmentId: DepartmentId; version: number }

/** Used by changeHolder alone. */
export async function writeHolder(tx: Tx, requestId: RequestId, holder: HolderColumns, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE request SET holder_kind = ${holder.kind}, holder_operator_id = ${holder.operatorId}::uuid,
      department_id = ${holder.departmentId}::uuid, holder_version = ${holder.version}, holder_since = ${at}, updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

/** A person has answered: nobody waits any more. */
export async function writeAnswered(tx: Tx, requestId: RequestId, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE request SET first_response_at = coalesce(first_response_at, ${at}), waiting_since = NULL, updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

/** Nobody waits for an answer, although none was given. */
export async function writeNoneWaits(tx: Tx, requestId: RequestId, at: Date): Promise<void> {
  await tx.$executeRaw`UPDATE request SET waiting_since = NULL, updated_at = ${at} WHERE id = ${requestId}::uuid`
}

export async function writePause(tx: Tx, requestId: RequestId, reason: PauseReason | null, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE request SET status = ${reason === null ? 'open' : 'waiting_client'}, pause_reason = ${reason}, updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

/** Closes the request and frees its conversations for the next matter. */
export async function writeClosed(tx: Tx, requestId: RequestId, outcome: Outcome, at: Date): Promise<void> {
  await tx.$executeRaw`
    WITH freed AS (
      UPDATE conversation SET open_request_id = NULL WHERE open_request_id = ${requestId}::uuid
        AND id IN (SELECT conversation_id FROM request_conversation WHERE request_id = ${requestId}::uuid)
    )
    UPDATE request SET status = 'closed', closed_at = ${at}, outcome = ${outcome}, pause_reason = NULL, waiting_since = NULL,
      updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

export async function writeReopened(tx: Tx, requestId: RequestId, at: Date): Promise<void> {
  await tx.$executeRaw`
    WITH taken AS (
      UPDATE conversation SET open_request_id = ${requestId}::uuid, last_request_id = ${requestId}::uuid
      WHERE open_request_id IS NULL
        AND id IN (SELECT conversation_id FROM request_conversation WHERE request_id = ${requestId}::uuid)
    )
    UPDATE request SET status = 'open', closed_at = NULL, outcome = NULL, reopen_count = reopen_count + 1, updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

export type JudgementColumns = {
  type: RequestType
  priority: Priority
  topic: string
  departmentId: DepartmentId
  confirmedById: OperatorId | null
  classificationId: string | null
}

export async function writeJudgement(tx: Tx, requestId: RequestId, to: JudgementColumns, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE request SET type = ${to.type}, priority = ${to.priority}, topic = ${to.topic}, department_id = ${to.departmentId}::uuid,
      confirmed_by_id = ${to.confirmedById}::uuid, classification_id = ${to.classificationId}::uuid, updated_at = ${at}
    WHERE id = ${requestId}::uuid`
}

export async function insertNote(
  tx: Tx,
  note: { id: NoteId; requestId: RequestId; authorId: OperatorId | null; text: string; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH touched AS (UPDATE request SET updated_at = ${note.at} WHERE id = ${note.requestId}::uuid)
    INSERT INTO note (id, request_id, author_id, text, at)
    VALUES (${note.id}::uuid, ${note.requestId}::uuid, ${note.authorId}::uuid, ${note.text}, ${note.at})`
}
