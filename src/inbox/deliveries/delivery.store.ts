import type { ChannelKind, MessageContent, MessageKind, Visibility } from '#contracts'
import type { ChannelAccountId, ConversationId, DeliveryId, MessageId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

/**
 * Takes the head of the conversation's line if it is due. The head is waited for, not skipped: taking the second while the
 * first is in another hand would turn the conversation round.
 */
export async function claimHead(db: Db, conversationId: ConversationId, now: Date): Promise<DeliveryId | null> {
  const rows = await db.query<{ id: DeliveryId }>({
    name: 'delivery-claim',
    text: `WITH head AS (
        SELECT id FROM delivery WHERE conversation_id = $1 AND state IN ('pending', 'sending') ORDER BY seq LIMIT 1 FOR UPDATE)
      UPDATE delivery d SET state = 'sending', claimed_at = $2, attempts = attempts + 1 FROM head
      WHERE d.id = head.id AND d.state = 'pending' AND d.next_attempt_at <= $2 RETURNING d.id`,
    values: [conversationId, now],
  })
  return rows[0]?.id ?? null
}

export type ClaimedRow = {
  deliveryId: DeliveryId
  messageId: MessageId
  requestId: RequestId | null
  conversationId: ConversationId
  conversationExternalId: string
  channelAccountId: ChannelAccountId
  channel: ChannelKind
  visibility: Visibility
  identityExternalId: string
  isReachable: boolean
  seq: number
  authorKind: 'bot' | 'operator' | 'system'
  kind: MessageKind
  text: string
  content: MessageContent
  attempts: number
  sentParts: string[]
  lastClientMessageExternalId: string | null
  lastClientMessageAt: Date | null
}

export async function selectClaimed(db: Db, id: DeliveryId): Promise<ClaimedRow | null> {
  const rows = await db.query<ClaimedRow>({
    name: 'delivery-claimed',
    text: `SELECT d.id AS "deliveryId", d.message_id AS "messageId", d.request_id AS "requestId",
        d.conversation_id AS "conversationId", c.external_id AS "conversationExternalId",
        d.channel_account_id AS "channelAccountId", a.kind AS channel, c.visibility, i.external_id AS "identityExternalId",
        i.is_reachable AS "isReachable", d.seq, m.author_kind AS "authorKind", m.kind, m.text, m.content, d.attempts,
        coalesce(d.sent_parts, '{}') AS "sentParts", l.external_id AS "lastClientMessageExternalId",
        l.received_at AS "lastClientMessageAt"
      FROM delivery d
      JOIN message m ON m.id = d.message_id
      JOIN conversation c ON c.id = d.conversation_id
      JOIN channel_account a ON a.id = d.channel_account_id
      JOIN identity i ON i.id = c.identity_id
      LEFT JOIN LATERAL (SELECT x.external_id, x.received_at FROM message x
        WHERE x.conversation_id = c.id AND x.author_kind = 'client' ORDER BY x.seq DESC LIMIT 1) l ON true
      WHERE d.id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

export type DeliveryRow = { id: DeliveryId; messageId: MessageId; conversationId: ConversationId; requestId: RequestId | null }
const returning = Prisma.sql`RETURNING id, message_id AS "messageId", conversation_id AS "conversationId", request_id AS "requestId"`

/** An unconfirmed one may still turn out sent, by the vendor's echo or by a person who looked. */
export async function updateSent(tx: Tx, id: DeliveryId, externalId: string, at: Date): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'sent', external_id = ${externalId}, sent_at = ${at}, failure_reason = NULL
    WHERE id = ${id}::uuid AND state IN ('sending', 'unconfirmed') ${returning}`
  return rows[0] ?? null
}

export async function updateFailed(
  tx: Tx,
  id: DeliveryId,
  reason: string,
  vendorCode: string | null,
): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'failed', failure_reason = ${reason}, vendor_code = ${vendorCode}
    WHERE id = ${id}::uuid AND state IN ('sending', 'unconfirmed') ${returning}`
  return rows[0] ?? null
}

/** Also of one that was sent: only the client's own receipt is stronger than the vendor's word. */
export async function updateFailedLate(
  tx: Tx,
  id: DeliveryId,
  reason: string,
  vendorCode: string,
): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'failed', failure_reason = ${reason}, vendor_code = ${vendorCode}
    WHERE id = ${id}::uuid AND state IN ('sending', 'unconfirmed', 'sent') ${returning}`
  return rows[0] ?? null
}

export async function updateUnconfirmed(tx: Tx, id: DeliveryId): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'unconfirmed' WHERE id = ${id}::uuid AND state = 'sending' ${returning}`
  return rows[0] ?? null
}

/** Back to the head of the line; null where its tries are used up. */
export async function updateRetry(tx: Tx, id: DeliveryId, at: Date, mostAttempts: number): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'pending', next_attempt_at = ${at}, claimed_at = NULL
    WHERE id = ${id}::uuid AND state = 'sending' AND attempts < ${mostAttempts} ${returning}`
  return rows[0] ?? null
}

export async function appendPart(db: Db, id: DeliveryId, externalId: string): Promise<void> {
  await db.query({
    name: 'delivery-part',
    text: `UPDATE delivery SET sent_parts = coalesce(sent_parts, '{}') || $2::text WHERE id = $1 AND state = 'sending'`,
    values: [id, externalId],
  })
}

/** Half-sent and abandoned: whether the vendor took them, nobody here can know. */
export function updateAbandoned(tx: Tx, claimedBefore: Date): Promise<DeliveryRow[]> {
  return tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'unconfirmed' WHERE id IN (
      SELECT id FROM delivery WHERE state = 'sending' AND claimed_at < ${claimedBefore} ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED)
    ${returning}`
}

export function selectDueConversations(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ conversationId: ConversationId; channel: ChannelKind }[]> {
  return db.query({
    name: 'deliveries-due',
    text: `SELECT d.conversation_id AS "conversationId", a.kind AS channel FROM (
        SELECT conversation_id, channel_account_id, min(next_attempt_at) AS due FROM (
          SELECT conversation_id, channel_account_id, next_attempt_at FROM delivery
          WHERE state = 'pending' AND next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $2 * 4) x
        GROUP BY 1, 2 ORDER BY 3 LIMIT $2) d
      JOIN channel_account a ON a.id = d.channel_account_id ORDER BY d.due`,
    values: [now, limit],
  })
}

export type SeenRow = { requestId: RequestId | null; deliveredSeq: number; readSeq: number }

/** Marks only ever rise. Null where nothing new was seen. */
export async function updateSeen(
  tx: Tx,
  conversationId: ConversationId,
  deliveredSeq: number,
  readSeq: number,
  at: Date,
): Promise<SeenRow | null> {
  const rows = await tx.$queryRaw<SeenRow[]>`
    UPDATE conversation SET client_read_seq = least(last_seq, greatest(client_read_seq, ${readSeq}::int)),
      client_delivered_seq = least(last_seq, greatest(client_delivered_seq, ${deliveredSeq}::int, ${readSeq}::int))
    WHERE id = ${conversationId}::uuid AND (
      client_read_seq < least(last_seq, ${readSeq}::int) OR client_delivered_seq < least(last_seq, greatest(${deliveredSeq}::int, ${readSeq}::int)))
    RETURNING coalesce(open_request_id, last_request_id) AS "requestId", client_delivered_seq AS "deliveredSeq",
      client_read_seq AS "readSeq"`
  const seen = rows[0]
  if (!seen) return null
  await tx.$executeRaw`
    UPDATE delivery SET delivered_at = coalesce(delivered_at, ${at}),
      read_at = CASE WHEN seq <= ${seen.readSeq} THEN coalesce(read_at, ${at}) END,
      state = CASE WHEN seq <= ${seen.readSeq} THEN 'read' ELSE 'delivered' END
    WHERE conversation_id = ${conversationId}::uuid AND seq <= ${seen.deliveredSeq}
      AND (state = 'sent' OR (state = 'delivered' AND seq <= ${seen.readSeq}))`
  return seen
}
