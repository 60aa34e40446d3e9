import type { ChannelAccountId, MessageId } from '#kernel'
import type { Ctx } from '#platform'

/** Our message behind the vendor's number: the client's own, or one of ours that was delivered. Reads the inbox's tables. */
export async function findMessageByExternalId(
  ctx: Ctx,
  channelAccountId: ChannelAccountId,
  externalId: string,
): Promise<MessageId | null> {
  const rows = await ctx.db.query<{ id: MessageId }>({
    name: 'find_message_by_external_id',
    text: `SELECT id FROM message WHERE channel_account_id = $1 AND external_id = $2
           UNION ALL
           SELECT message_id FROM delivery WHERE channel_account_id = $1 AND external_id = $2 LIMIT 1`,
    values: [channelAccountId, externalId],
  })
  return rows[0]?.id ?? null
}

/** The vendor's id of a client's message; null where it has none. */
export async function externalIdOf(ctx: Ctx, messageId: MessageId): Promise<string | null> {
  const rows = await ctx.db.query<{ externalId: string | null }>({
    name: 'external_id_of_message',
    text: `SELECT external_id AS "externalId" FROM message WHERE id = $1 AND author_kind = 'client'`,
    values: [messageId],
  })
  return rows[0]?.externalId ?? null
}
