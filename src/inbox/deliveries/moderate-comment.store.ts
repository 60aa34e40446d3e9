import type { ChannelAccountId, ConversationId, MessageId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type PublicMessage = {
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly channelAccountId: ChannelAccountId
  readonly requestId: RequestId | null
  /** The vendor's id; null for one of ours that did not go out. */
  readonly externalId: string | null
  readonly isOwn: boolean
}
export type Moderation = 'hidden' | 'shown' | 'deleted'

export async function selectPublicMessage(db: Db, messageId: MessageId): Promise<PublicMessage | null> {
  const rows = await db.query<PublicMessage>({
    name: 'public-message',
    text: `SELECT m.id AS "messageId", m.conversation_id AS "conversationId", m.channel_account_id AS "channelAccountId",
        m.request_id AS "requestId", m.author_kind <> 'client' AS "isOwn",
        CASE WHEN m.author_kind = 'client' OR m.content ->> 'writtenIn' = 'vendor_app' THEN m.external_id ELSE d.external_id END AS "externalId"
      FROM message m JOIN conversation c ON c.id = m.conversation_id LEFT JOIN delivery d ON d.message_id = m.id
      WHERE m.id = $1 AND c.visibility = 'public' AND m.deleted_at IS NULL`,
    values: [messageId],
  })
  return rows[0] ?? null
}

export async function writeModerated(tx: Tx, messageId: MessageId, what: Moderation, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET
      hidden_at = CASE ${what} WHEN 'hidden' THEN coalesce(hidden_at, ${at}) WHEN 'shown' THEN NULL ELSE hidden_at END,
      deleted_at = CASE WHEN ${what} = 'deleted' THEN coalesce(deleted_at, ${at}) ELSE deleted_at END
    WHERE id = ${messageId}::uuid`
}
