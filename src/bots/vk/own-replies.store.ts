/** Replies of ours whose fate is open, for VK's echo to be matched with. Reads the inbox's tables. */
import type { MessageContent } from '#contracts'
import type { ChannelAccountId, DeliveryId } from '#kernel'
import type { Ctx } from '#platform'

const mostOpen = 200

/** Those of one conversation that are on their way or unconfirmed, oldest first. */
export function openDeliveriesOf(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  conversationExternalId: string,
): Promise<{ deliveryId: DeliveryId }[]> {
  return ctx.db.query<{ deliveryId: DeliveryId }>({
    name: 'vk-open-deliveries',
    text: `SELECT d.id AS "deliveryId" FROM delivery d JOIN conversation c ON c.id = d.conversation_id
      WHERE c.channel_account_id = $1 AND c.external_id = $2 AND d.state IN ('sending', 'unconfirmed')
      ORDER BY d.seq LIMIT ${mostOpen}`,
    values: [channelAccountId, conversationExternalId],
  })
}

export type UnconfirmedReply = {
  deliveryId: DeliveryId
  conversationExternalId: string
  visibility: 'private' | 'public'
  text: string
  content: MessageContent
  sentParts: string[]
  lastClientMessageExternalId: string | null
}

/**
 * Unconfirmed replies begun after a moment, of words only, that nobody has dealt with and after which nothing else was said to
 * the client: then a repeat comes neither late nor beside a person's own.
 */
export function repeatableRepliesOf(ctx: Ctx, channelAccountId: ChannelAccountId, since: Date): Promise<UnconfirmedReply[]> {
  return ctx.db.query<UnconfirmedReply>({
    name: 'vk-repeatable-replies',
    text: `SELECT d.id AS "deliveryId", c.external_id AS "conversationExternalId", c.visibility, m.text, m.content,
        coalesce(d.sent_parts, '{}') AS "sentParts",
        (SELECT x.external_id FROM message x WHERE x.conversation_id = c.id AND x.author_kind = 'client'
          AND x.seq < m.seq ORDER BY x.seq DESC LIMIT 1) AS "lastClientMessageExternalId"
      FROM delivery d JOIN message m ON m.id = d.message_id JOIN conversation c ON c.id = d.conversation_id
      WHERE d.channel_account_id = $1 AND d.state = 'unconfirmed' AND d.claimed_at > $2 AND d.handled_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM attachment f WHERE f.message_id = m.id)
        AND NOT EXISTS (SELECT 1 FROM delivery later WHERE later.conversation_id = d.conversation_id AND later.seq > d.seq)
      ORDER BY d.claimed_at LIMIT 50`,
    values: [channelAccountId, since],
  })
}
