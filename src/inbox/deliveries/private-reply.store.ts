import type { ChannelKind, Visibility } from '#contracts'
import type { ChannelAccountId, ContactId, ConversationId, IdentityId, MessageId, OperatorId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type CommentRow = {
  messageId: MessageId
  externalId: string
  conversationId: ConversationId
  channelAccountId: ChannelAccountId
  accountExternalId: string
  channel: ChannelKind
  visibility: Visibility
  identityId: IdentityId
  contactId: ContactId
  displayName: string
  sentAt: Date
  isDeleted: boolean
}

const commentColumns = `m.id AS "messageId", m.external_id AS "externalId", m.conversation_id AS "conversationId",
  m.channel_account_id AS "channelAccountId", a.external_id AS "accountExternalId", a.kind AS channel, c.visibility,
  i.id AS "identityId", i.contact_id AS "contactId", i.display_name AS "displayName", m.sent_at AS "sentAt",
  m.deleted_at IS NOT NULL AS "isDeleted"
  FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN channel_account a ON a.id = m.channel_account_id
  JOIN identity i ON i.id = c.identity_id`

export async function selectComment(db: Db, requestId: RequestId, messageId: MessageId): Promise<CommentRow | null> {
  const rows = await db.query<CommentRow>({
    name: 'private-reply-comment',
    text: `SELECT ${commentColumns} WHERE m.id = $2 AND m.request_id = $1 AND m.author_kind = 'client' AND m.external_id IS NOT NULL`,
    values: [requestId, messageId],
  })
  return rows[0] ?? null
}

export type RightRow = {
  commentMessageId: MessageId
  conversationId: ConversationId
  channel: ChannelKind
  sentAt: Date
  usedAt: Date | null
  privateConversationId: ConversationId | null
  deliveryState: string | null
}

/** Every comment of a request with what became of its one private reply, newest first. */
export function selectRights(db: Db, requestId: RequestId): Promise<RightRow[]> {
  return db.query<RightRow>({
    name: 'private-reply-rights',
    text: `SELECT m.id AS "commentMessageId", m.conversation_id AS "conversationId", a.kind AS channel, m.sent_at AS "sentAt",
        p.at AS "usedAt", p.private_conversation_id AS "privateConversationId", d.state AS "deliveryState"
      FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN channel_account a ON a.id = m.channel_account_id
      LEFT JOIN private_reply p ON p.comment_message_id = m.id LEFT JOIN delivery d ON d.message_id = p.message_id
      WHERE m.request_id = $1 AND m.author_kind = 'client' AND c.visibility = 'public' AND m.deleted_at IS NULL
      ORDER BY m.seq DESC LIMIT 50`,
    values: [requestId],
  })
}

/** The account that answers in private: Messenger for a page's comments, else the same account. */
export async function selectPrivateAccount(db: Db, comment: CommentRow): Promise<ChannelAccountId> {
  if (comment.channel !== 'facebook') return comment.channelAccountId
  const rows = await db.query<{ id: ChannelAccountId }>({
    name: 'private-reply-account',
    text: `SELECT id FROM channel_account WHERE kind = 'messenger' AND external_id = $1 AND is_enabled`,
    values: [comment.accountExternalId],
  })
  return rows[0]?.id ?? comment.channelAccountId
}

export type Opening = {
  conversationId: ConversationId
  identityId: IdentityId
  channelAccountId: ChannelAccountId
  externalId: string
  comment: CommentRow
  at: Date
}

/** A private conversation that has no name at the vendor yet; the same one where it was begun before. */
export async function insertOpening(tx: Tx, opening: Opening): Promise<ConversationId> {
  const { comment } = opening
  const isSameAccount = opening.channelAccountId === comment.channelAccountId
  if (!isSameAccount) {
    await tx.$executeRaw`
      INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, assurance, created_at)
      VALUES (${opening.identityId}::uuid, ${comment.contactId}::uuid, ${opening.channelAccountId}::uuid, ${opening.externalId},
        ${comment.displayName}, 'channel', ${opening.at}) ON CONFLICT (channel_account_id, external_id) DO NOTHING`
  }
  await tx.$executeRaw`
    INSERT INTO conversation (id, identity_id, channel_account_id, external_id, visibility, created_at)
    SELECT ${opening.conversationId}::uuid, i.id, ${opening.channelAccountId}::uuid, ${opening.externalId}, 'private', ${opening.at}
    FROM identity i WHERE CASE WHEN ${isSameAccount} THEN i.id = ${comment.identityId}::uuid
      ELSE i.channel_account_id = ${opening.channelAccountId}::uuid AND i.external_id = ${opening.externalId} END
    ON CONFLICT (channel_account_id, external_id) DO NOTHING`
  const rows = await tx.$queryRaw<{ id: ConversationId }[]>`SELECT id FROM conversation
    WHERE channel_account_id = ${opening.channelAccountId}::uuid AND external_id = ${opening.externalId}`
  return rows[0]?.id ?? opening.conversationId
}

/** The right is used up; one whose reply the vendor refused may be used again. False where it was used. */
export async function insertPrivateReply(
  tx: Tx,
  used: {
    commentMessageId: MessageId
    requestId: RequestId
    publicConversationId: ConversationId
    privateConversationId: ConversationId
    messageId: MessageId
    askedById: OperatorId
    at: Date
  },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO private_reply AS p (comment_message_id, request_id, public_conversation_id, private_conversation_id, message_id,
      asked_by_id, at)
    VALUES (${used.commentMessageId}::uuid, ${used.requestId}::uuid, ${used.publicConversationId}::uuid,
      ${used.privateConversationId}::uuid, ${used.messageId}::uuid, ${used.askedById}::uuid, ${used.at})
    ON CONFLICT (comment_message_id) DO UPDATE SET message_id = excluded.message_id, asked_by_id = excluded.asked_by_id, at = excluded.at
      WHERE p.message_id = excluded.message_id OR EXISTS (
        SELECT 1 FROM delivery d WHERE d.message_id = p.message_id AND d.state = 'failed' AND d.failure_reason <> 'already_replied')
    RETURNING comment_message_id AS id`
  return rows.length > 0
}

export type OpenedRow = {
  channelAccountId: ChannelAccountId
  identityId: IdentityId
  contactId: ContactId
  displayName: string
}

export async function lockOpening(tx: Tx, conversationId: ConversationId): Promise<OpenedRow | null> {
  const rows = await tx.$queryRaw<OpenedRow[]>`
    SELECT c.channel_account_id AS "channelAccountId", i.id AS "identityId", i.contact_id AS "contactId",
      i.display_name AS "displayName"
    FROM conversation c JOIN identity i ON i.id = c.identity_id
    WHERE c.id = ${conversationId}::uuid AND c.external_id LIKE 'comment:%' FOR NO KEY UPDATE OF c`
  return rows[0] ?? null
}

/** The conversation gets the vendor's name and who answers in it. False where the client has one under that name already. */
export async function nameOpening(
  tx: Tx,
  named: {
    conversationId: ConversationId
    conversationExternalId: string
    identityExternalId: string
    newIdentityId: IdentityId
    opened: OpenedRow
    at: Date
  },
): Promise<boolean> {
  const { opened, conversationId } = named
  await tx.$executeRaw`
    INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, assurance, created_at)
    VALUES (${named.newIdentityId}::uuid, ${opened.contactId}::uuid, ${opened.channelAccountId}::uuid,
      ${named.identityExternalId}, ${opened.displayName}, 'channel', ${named.at})
    ON CONFLICT (channel_account_id, external_id) DO NOTHING`
  const renamed = await tx.$executeRaw`
    UPDATE conversation c SET external_id = ${named.conversationExternalId},
      identity_id = (SELECT i.id FROM identity i WHERE i.channel_account_id = ${opened.channelAccountId}::uuid
        AND i.external_id = ${named.identityExternalId})
    WHERE c.id = ${conversationId}::uuid AND NOT EXISTS (SELECT 1 FROM conversation x
      WHERE x.channel_account_id = ${opened.channelAccountId}::uuid AND x.external_id = ${named.conversationExternalId})`
  return renamed > 0
}

/** A conversation the client had already follows the request too, where no other matter is open in it. */
export async function followThere(
  tx: Tx,
  led: { channelAccountId: ChannelAccountId; externalId: string; fromConversationId: ConversationId },
): Promise<void> {
  await tx.$executeRaw`
    WITH matter AS (SELECT open_request_id AS id FROM conversation WHERE id = ${led.fromConversationId}::uuid),
    led AS (
      UPDATE conversation c SET open_request_id = m.id, last_request_id = m.id FROM matter m
      WHERE c.channel_account_id = ${led.channelAccountId}::uuid AND c.external_id = ${led.externalId}
        AND c.open_request_id IS NULL AND m.id IS NOT NULL RETURNING c.id, m.id AS request_id)
    INSERT INTO request_conversation (request_id, conversation_id) SELECT request_id, id FROM led ON CONFLICT DO NOTHING`
}
