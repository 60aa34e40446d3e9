/** What of ours the vendor speaks about. Reads the inbox's tables. */
import { type ChannelAccountId, type ConversationId, type DeliveryId, isId } from '#kernel'
import type { Ctx } from '#platform'

export type OwnDelivery = {
  readonly deliveryId: DeliveryId
  readonly conversationId: ConversationId
  readonly seq: number
  readonly state: string
}
const columns = `d.id AS "deliveryId", d.conversation_id AS "conversationId", d.seq, d.state`

/** By what we gave along with it, or else by the vendor's id of it or of one of its parts. */
export async function findOwnDelivery(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  by: { deliveryId: string | null; externalId: string },
): Promise<OwnDelivery | null> {
  const deliveryId = by.deliveryId !== null && isId(by.deliveryId) ? by.deliveryId : null
  const rows = await ctx.db.query<OwnDelivery>({
    name: 'meta-own-delivery',
    text: `SELECT ${columns} FROM delivery d WHERE d.channel_account_id = $1 AND d.id = $2::uuid
           UNION ALL SELECT ${columns} FROM delivery d WHERE d.channel_account_id = $1 AND d.external_id = $3
           UNION ALL SELECT ${columns} FROM delivery d WHERE d.channel_account_id = $1
             AND d.state IN ('sending', 'unconfirmed', 'failed') AND $3 = ANY (d.sent_parts)
           LIMIT 1`,
    values: [channelAccountId, deliveryId, by.externalId],
  })
  return rows[0] ?? null
}

/**
 * A delivery on its way with these words in it. `isWhole`: they are all of its words, so that its echo proves it sent.
 * @param conversationExternalId null looks in every conversation of the account.
 */
export async function findDeliveryUnderWay(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  conversationExternalId: string | null,
  text: string,
): Promise<(OwnDelivery & { readonly isWhole: boolean }) | null> {
  const rows = await ctx.db.query<OwnDelivery & { isWhole: boolean }>({
    name: 'meta-delivery-under-way',
    text: `SELECT ${columns}, m.text = $3 AS "isWhole" FROM delivery d
      JOIN message m ON m.id = d.message_id JOIN conversation c ON c.id = d.conversation_id
      WHERE d.channel_account_id = $1 AND d.state IN ('sending', 'unconfirmed')
        AND ($2::text IS NULL OR c.external_id = $2) AND strpos(m.text, $3) > 0 ORDER BY m.text = $3 DESC, d.seq LIMIT 1`,
    values: [channelAccountId, conversationExternalId, text],
  })
  return rows[0] ?? null
}

/**
 * The highest of our sequences among these vendor ids, or begun to be sent by a moment. The beginning is compared because the
 * vendor's moment lies between it and our note of the end.
 */
export async function lastOwnSeq(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  conversationExternalId: string,
  of: { externalIds: readonly string[]; upTo: Date | null },
): Promise<{ conversationId: ConversationId; seq: number } | null> {
  const rows = await ctx.db.query<{ conversationId: ConversationId; seq: number | null }>({
    name: 'meta-last-own-seq',
    text: `SELECT c.id AS "conversationId", max(d.seq) AS seq FROM conversation c JOIN delivery d ON d.conversation_id = c.id
      WHERE c.channel_account_id = $1 AND c.external_id = $2 AND d.state IN ('sent', 'delivered', 'read')
        AND (d.external_id = ANY ($3::text[]) OR d.claimed_at <= $4) GROUP BY c.id`,
    values: [channelAccountId, conversationExternalId, [...of.externalIds], of.upTo],
  })
  const row = rows[0]
  return row?.seq == null ? null : { conversationId: row.conversationId, seq: row.seq }
}

/** The name this client bears in the tables, null for a new one. */
export async function knownName(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  externalId: string,
): Promise<{ displayName: string; username?: string } | null> {
  const rows = await ctx.db.query<{ displayName: string; username: string | null }>({
    name: 'meta-known-name',
    text: `SELECT display_name AS "displayName", username FROM identity WHERE channel_account_id = $1 AND external_id = $2`,
    values: [channelAccountId, externalId],
  })
  const row = rows[0]
  if (row === undefined) return null
  return { displayName: row.displayName, ...(row.username === null ? {} : { username: row.username }) }
}
