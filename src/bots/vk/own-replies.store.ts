/** Replies of ours whose fate is open, for VK's echo to be matched with. Reads the inbox's tables. */
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
