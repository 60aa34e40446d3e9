import type { ChannelKind, MessageContent, MessageKind, Visibility } from '#contracts'
import type { ChannelAccountId, ConversationId, DeliveryId, MessageId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

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
  /** By the vendor's clock and without the channel's own signs: what the reply window counts from. */
  clientWroteAt: Date | null
  hasFiles: boolean
}

export type ClaimQuery = {
  channelAccountId: ChannelAccountId
  /** Only of this conversation. */
  conversationId: ConversationId | null
  now: Date
  limit: number
  /** Also while the account is silent: one that is sent to see whether it may speak again. */
  isTrial: boolean
}

/**
 * Takes the heads of the conversations' lines that are due, what a person wrote before the bot's, the longest waiting first. A
 * head that is on its way holds its conversation up: whoever cannot see it as pending cannot take the second either.
 */
export function claimHeads(
  db: Db,
  { channelAccountId, conversationId, now, limit, isTrial }: ClaimQuery,
): Promise<ClaimedRow[]> {
  return db.query<ClaimedRow>({
    name: conversationId === null ? 'delivery-claim' : 'delivery-claim-of',
    text: `WITH due AS (
        SELECT d.id FROM delivery d
        WHERE d.state = 'pending' AND d.channel_account_id = $1 AND d.next_attempt_at <= $2
          ${conversationId === null ? 'AND $5::uuid IS NULL' : 'AND d.conversation_id = $5::uuid'}
          AND ($4 OR NOT EXISTS (SELECT 1 FROM channel_state s WHERE s.channel_account_id = $1 AND s.paused_until > $2))
          AND NOT EXISTS (SELECT 1 FROM delivery b
            WHERE b.conversation_id = d.conversation_id AND b.seq < d.seq AND b.state IN ('pending', 'sending'))
        ORDER BY d.rank, d.next_attempt_at, d.seq LIMIT $3 FOR UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE delivery d SET state = 'sending', claimed_at = $2, attempts = attempts + 1 FROM due WHERE d.id = due.id
        RETURNING d.*)
      SELECT d.id AS "deliveryId", d.message_id AS "messageId", d.request_id AS "requestId",
        d.conversation_id AS "conversationId", c.external_id AS "conversationExternalId",
        d.channel_account_id AS "channelAccountId", a.kind AS channel, c.visibility, i.external_id AS "identityExternalId",
        i.is_reachable AS "isReachable", d.seq, m.author_kind AS "authorKind", m.kind, m.text, m.content, d.attempts,
        coalesce(d.sent_parts, '{}') AS "sentParts", l.external_id AS "lastClientMessageExternalId",
        l.received_at AS "lastClientMessageAt",
        (SELECT max(w.sent_at) FROM message w WHERE w.conversation_id = c.id AND w.author_kind = 'client' AND w.kind <> 'service'
          AND a.kind NOT IN ('telegram', 'webchat')) AS "clientWroteAt",
        EXISTS (SELECT 1 FROM attachment f WHERE f.message_id = m.id) AS "hasFiles"
      FROM taken d
      JOIN message m ON m.id = d.message_id
      JOIN conversation c ON c.id = d.conversation_id
      JOIN channel_account a ON a.id = d.channel_account_id
      JOIN identity i ON i.id = c.identity_id
      LEFT JOIN LATERAL (SELECT x.external_id, x.received_at FROM message x
        WHERE x.conversation_id = c.id AND x.author_kind = 'client' ORDER BY x.seq DESC LIMIT 1) l ON true
      ORDER BY d.rank, d.next_attempt_at, d.seq`,
    values: [channelAccountId, now, limit, isTrial, conversationId],
  })
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

/**
 * Those the vendor accepted, many at once. The next of each conversation lines up behind what waits already: round and round,
 * so that one with fifty replies keeps nobody waiting for all of them.
 */
export function updateSentMany(
  tx: Tx,
  sent: readonly { id: DeliveryId; externalId: string }[],
  at: Date,
): Promise<DeliveryRow[]> {
  return tx.$queryRaw<DeliveryRow[]>`
    WITH told AS (SELECT t.id, t."externalId" FROM jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) AS t(id uuid, "externalId" text)),
    done AS (
      UPDATE delivery d SET state = 'sent', external_id = t."externalId", sent_at = ${at}, failure_reason = NULL FROM told t
      WHERE d.id = t.id AND d.state IN ('sending', 'unconfirmed')
      RETURNING d.id, d.message_id, d.conversation_id, d.request_id, d.seq),
    lined AS (
      UPDATE delivery n SET next_attempt_at = ${at} FROM done s
      WHERE n.conversation_id = s.conversation_id AND n.state = 'pending' AND n.seq > s.seq AND n.next_attempt_at < ${at}
        AND n.seq = (SELECT min(x.seq) FROM delivery x WHERE x.conversation_id = s.conversation_id AND x.state = 'pending'))
    SELECT id, message_id AS "messageId", conversation_id AS "conversationId", request_id AS "requestId" FROM done`
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

/** Back to the head of the line; null where its tries are used up. One the account was too busy for is no try. */
export async function updateRetry(
  tx: Tx,
  id: DeliveryId,
  at: Date,
  { mostAttempts, isNoTry }: { mostAttempts: number; isNoTry: boolean },
): Promise<DeliveryRow | null> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    UPDATE delivery SET state = 'pending', next_attempt_at = ${at}, claimed_at = NULL,
      attempts = attempts - CASE WHEN ${isNoTry} THEN 1 ELSE 0 END
    WHERE id = ${id}::uuid AND state = 'sending' AND (${isNoTry} OR attempts < ${mostAttempts}) ${returning}`
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

/** Accounts with a reply that is due and that may speak. */
export async function selectDueAccounts(db: Db, now: Date): Promise<ChannelAccountId[]> {
  const rows = await db.query<{ id: ChannelAccountId }>({
    name: 'delivery-accounts-due',
    text: `SELECT a.id FROM channel_account a LEFT JOIN channel_state s ON s.channel_account_id = a.id
      WHERE (s.paused_until IS NULL OR s.paused_until <= $1) AND EXISTS (
        SELECT 1 FROM delivery d WHERE d.state = 'pending' AND d.channel_account_id = a.id AND d.next_attempt_at <= $1)`,
    values: [now],
  })
  return rows.map(({ id }) => id)
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
  // One still on its way is only locked: whoever writes it down as sent waits, and then finds these marks.
  await tx.$queryRaw`
    SELECT 1 FROM delivery WHERE conversation_id = ${conversationId}::uuid AND seq <= ${seen.deliveredSeq} AND state = 'sending'
    FOR UPDATE`
  await tx.$executeRaw`
    UPDATE delivery SET delivered_at = coalesce(delivered_at, ${at}),
      read_at = CASE WHEN seq <= ${seen.readSeq} THEN coalesce(read_at, ${at}) END,
      state = CASE WHEN seq <= ${seen.readSeq} THEN 'read' ELSE 'delivered' END
    WHERE conversation_id = ${conversationId}::uuid AND seq <= ${seen.deliveredSeq}
      AND (state = 'sent' OR (state = 'delivered' AND seq <= ${seen.readSeq}))`
  return seen
}

/**
 * Lets what was just written down as sent catch up with the client's marks: the website shows a reply, and the visitor reads
 * it, before the sending is on record. A statement of its own, so that it sees marks committed while the other waited.
 */
export async function updateSentAsSeen(tx: Tx, ids: readonly DeliveryId[], at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery d SET delivered_at = coalesce(d.delivered_at, ${at}),
      read_at = CASE WHEN d.seq <= c.client_read_seq THEN coalesce(d.read_at, ${at}) END,
      state = CASE WHEN d.seq <= c.client_read_seq THEN 'read' ELSE 'delivered' END
    FROM conversation c
    WHERE d.id = ANY(${ids}::uuid[]) AND d.state = 'sent' AND c.id = d.conversation_id AND d.seq <= c.client_delivered_seq`
}
