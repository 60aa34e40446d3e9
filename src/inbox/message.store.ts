/** Messages, their revisions and sealed originals. */
import type { MessageContent, MessageKind, Visibility } from '#contracts'
import type {
  AttachmentId,
  ChannelAccountId,
  ConversationId,
  DeliveryId,
  MessageId,
  RequestId,
  TemplateVersionId,
} from '#kernel'
import { Prisma, type Tx } from '#platform'
import type { SealedParts } from '#privacy'

export type InboundMessageRow = {
  id: MessageId
  conversation_id: ConversationId
  request_id: RequestId | null
  author_id: string
  text: string
  masked_kinds: string[]
  revision: number
  sent_at: Date
  edited_at: Date | null
  deleted_at: Date | null
  visibility: Visibility
}

/** By the vendor's id, of the message or of one part of its album. */
export async function lockInboundMessage(
  tx: Tx,
  account: ChannelAccountId,
  externalId: string,
): Promise<InboundMessageRow | null> {
  const rows = await tx.$queryRaw<InboundMessageRow[]>`
    SELECT m.id, m.conversation_id, m.request_id, m.author_id, m.text, m.masked_kinds, m.revision, m.sent_at, m.edited_at,
      m.deleted_at, c.visibility
    FROM message m JOIN conversation c ON c.id = m.conversation_id
    WHERE m.author_kind = 'client' AND m.id = coalesce(
      (SELECT x.id FROM message x WHERE x.channel_account_id = ${account}::uuid AND x.external_id = ${externalId}),
      (SELECT p.message_id FROM message_part p WHERE p.channel_account_id = ${account}::uuid AND p.external_id = ${externalId}))
    FOR NO KEY UPDATE OF m`
  return rows[0] ?? null
}

export type Revision = { id: MessageId; revision: number; text: string; maskedKinds: string[]; editedAt: Date }

export async function insertRevision(tx: Tx, revision: Revision): Promise<void> {
  await tx.messageRevision.create({
    data: {
      messageId: revision.id,
      revision: revision.revision,
      text: revision.text,
      maskedKinds: revision.maskedKinds,
      editedAt: revision.editedAt,
    },
  })
}

export async function reviseMessage(tx: Tx, to: Revision & { sealed: SealedParts | null }): Promise<void> {
  await tx.message.update({
    where: { id: to.id },
    data: { text: to.text, maskedKinds: to.maskedKinds, editedAt: to.editedAt, revision: to.revision },
  })
  if (to.sealed === null) return
  await tx.sealedText.create({
    data: {
      messageId: to.id,
      revision: to.revision,
      keyId: to.sealed.keyId,
      nonce: new Uint8Array(to.sealed.nonce),
      ciphertext: new Uint8Array(to.sealed.ciphertext),
    },
  })
}

export async function markDeleted(tx: Tx, id: MessageId, deletedAt: Date): Promise<void> {
  await tx.message.update({ where: { id }, data: { deletedAt } })
}

export type NewReply = {
  messageId: MessageId
  deliveryId: DeliveryId
  conversationId: ConversationId
  channelAccountId: ChannelAccountId
  requestId: RequestId
  seq: number
  replyKey: string | null
  authorKind: 'operator' | 'bot' | 'system'
  authorId: string | null
  kind: MessageKind
  text: string
  content: MessageContent
  templateVersionId: TemplateVersionId | null
  isTemplateEdited: boolean
  /** Who goes first in the account's line: 0 a person, 1 the bot, 2 what is written to many. */
  rank: 0 | 1 | 2
  at: Date
}

/**
 * The message, its delivery, the conversation's new head and the request's last change in one round trip. What waits before it in the conversation is
 * lifted to its rank: a person's word must not wait behind the bot's.
 */
export async function insertReply(tx: Tx, reply: NewReply): Promise<void> {
  await tx.$executeRaw`
    WITH said AS (
      INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, author_id, kind,
        text, content, masked_kinds, template_version_id, is_template_edited, sent_at, received_at)
      VALUES (${reply.messageId}::uuid, ${reply.conversationId}::uuid, ${reply.channelAccountId}::uuid,
        ${reply.requestId}::uuid, ${reply.seq}, ${reply.replyKey}, ${reply.authorKind}, ${reply.authorId}::uuid, ${reply.kind},
        ${reply.text}, ${JSON.stringify(reply.content)}::jsonb, '{}', ${reply.templateVersionId}::uuid,
        ${reply.isTemplateEdited}, ${reply.at}, ${reply.at})
    ), heads AS (
      UPDATE conversation SET last_seq = ${reply.seq}, last_message_at = ${reply.at} WHERE id = ${reply.conversationId}::uuid
    ), touched AS (
      UPDATE request SET updated_at = ${reply.at} WHERE id = ${reply.requestId}::uuid
    ), lifted AS (
      UPDATE delivery SET rank = ${reply.rank}
      WHERE conversation_id = ${reply.conversationId}::uuid AND state = 'pending' AND rank > ${reply.rank}
    )
    INSERT INTO delivery (id, message_id, conversation_id, request_id, channel_account_id, seq, rank, next_attempt_at, queued_at,
      sent_parts)
    VALUES (${reply.deliveryId}::uuid, ${reply.messageId}::uuid, ${reply.conversationId}::uuid, ${reply.requestId}::uuid,
      ${reply.channelAccountId}::uuid, ${reply.seq}, ${reply.rank}, ${reply.at}, ${reply.at}, '{}')`
}

export type RepeatedReply = { messageId: MessageId; deliveryId: DeliveryId; seq: number }

export async function findReplyByKey(tx: Tx, account: ChannelAccountId, key: string): Promise<RepeatedReply | null> {
  const rows = await tx.$queryRaw<RepeatedReply[]>`
    SELECT m.id AS "messageId", d.id AS "deliveryId", m.seq FROM message m JOIN delivery d ON d.message_id = m.id
    WHERE m.channel_account_id = ${account}::uuid AND m.external_id = ${key}`
  return rows[0] ?? null
}

export type SealedRow = { revision: number; key_id: string; nonce: Buffer; ciphertext: Buffer }

export function selectSealed(tx: Tx, messageId: MessageId): Promise<SealedRow[]> {
  return tx.$queryRaw<SealedRow[]>(Prisma.sql`
    SELECT revision, key_id, nonce, ciphertext FROM sealed_text WHERE message_id = ${messageId}::uuid ORDER BY revision`)
}

export type TakenFile = { readonly kind: MessageKind; readonly sizeBytes: number }

/** Gives staged files to their message and returns their kinds. Only those staged by `owner` count. */
export function attachStaged(tx: Tx, messageId: MessageId, ids: readonly AttachmentId[], owner: string): Promise<TakenFile[]> {
  return tx.$queryRaw<TakenFile[]>`
    UPDATE attachment SET message_id = ${messageId}::uuid
    WHERE id = ANY (${[...ids]}::uuid[]) AND message_id IS NULL AND staged_by = ${owner} AND state = 'stored'
    RETURNING kind, size_bytes::int AS "sizeBytes"`
}
