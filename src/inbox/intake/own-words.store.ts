import type { MessageContent } from '#contracts'
import type { ChannelAccountId, ConversationId, MessageId, RequestId } from '#kernel'
import type { Tx } from '#platform'
import type { SealedParts } from '#privacy'

export type OwnWordsPlace = {
  conversationId: ConversationId
  lastSeq: number
  openRequestId: RequestId | null
  lastRequestId: RequestId | null
}

/** The conversation, by its own vendor's id or by that of a message in it, locked until the transaction ends. */
export async function lockPlace(
  tx: Tx,
  account: ChannelAccountId,
  by: { conversationExternalId: string | null; answersExternalId: string | null },
): Promise<OwnWordsPlace | null> {
  const rows = await tx.$queryRaw<OwnWordsPlace[]>`
    SELECT c.id AS "conversationId", c.last_seq AS "lastSeq", c.open_request_id AS "openRequestId",
      c.last_request_id AS "lastRequestId"
    FROM conversation c
    WHERE c.id = coalesce(
      (SELECT x.id FROM conversation x
        WHERE x.channel_account_id = ${account}::uuid AND x.external_id = ${by.conversationExternalId}),
      (SELECT m.conversation_id FROM message m
        WHERE m.channel_account_id = ${account}::uuid AND m.external_id = ${by.answersExternalId}))
    FOR NO KEY UPDATE`
  return rows[0] ?? null
}

/** Whether the vendor's id is that of a message in the tables, or of one of our replies in this conversation or a part of it. */
export async function isKnownHere(
  tx: Tx,
  account: ChannelAccountId,
  conversationId: ConversationId,
  externalId: string,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM message WHERE channel_account_id = ${account}::uuid AND external_id = ${externalId})
      OR EXISTS (SELECT 1 FROM delivery WHERE conversation_id = ${conversationId}::uuid
        AND (external_id = ${externalId} OR ${externalId} = ANY (sent_parts))) AS known`
  return rows[0]?.known === true
}

export type OwnWordsRow = {
  messageId: MessageId
  conversationId: ConversationId
  channelAccountId: ChannelAccountId
  requestId: RequestId | null
  seq: number
  externalId: string
  text: string
  content: MessageContent
  masked: readonly string[]
  sealed: SealedParts | null
  sentAt: Date
  receivedAt: Date
}

/** The message of staff without a delivery, and the conversation's new head. */
export async function insertOwnWords(tx: Tx, row: OwnWordsRow): Promise<void> {
  await tx.$executeRaw`
    WITH head AS (
      UPDATE conversation SET last_seq = ${row.seq}, last_message_at = ${row.receivedAt} WHERE id = ${row.conversationId}::uuid
    )
    INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, author_id, kind,
      text, content, masked_kinds, is_template_edited, sent_at, received_at)
    VALUES (${row.messageId}::uuid, ${row.conversationId}::uuid, ${row.channelAccountId}::uuid, ${row.requestId}::uuid, ${row.seq},
      ${row.externalId}, 'operator', NULL, 'text', ${row.text}, ${JSON.stringify(row.content)}::jsonb, ${[...row.masked]}::text[],
      false, ${row.sentAt}, ${row.receivedAt})`
  if (row.sealed === null) return
  await tx.sealedText.create({
    data: {
      messageId: row.messageId,
      revision: 0,
      keyId: row.sealed.keyId,
      nonce: new Uint8Array(row.sealed.nonce),
      ciphertext: new Uint8Array(row.sealed.ciphertext),
    },
  })
}
