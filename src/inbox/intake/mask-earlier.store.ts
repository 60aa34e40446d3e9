import type { ConversationId, MessageId, RequestId } from '#kernel'
import type { Tx } from '#platform'
import type { SealedParts } from '#privacy'

type WordsRow = {
  conversation_id: ConversationId
  request_id: RequestId | null
  text: string
  masked_kinds: string[]
  revision: number
  is_sealed: boolean
}

export async function lockWords(tx: Tx, id: MessageId): Promise<WordsRow | null> {
  const rows = await tx.$queryRaw<WordsRow[]>`
    SELECT m.conversation_id, m.request_id, m.text, m.masked_kinds, m.revision,
      EXISTS (SELECT FROM sealed_text s WHERE s.message_id = m.id AND s.revision = m.revision) AS is_sealed
    FROM message m WHERE m.id = ${id}::uuid FOR NO KEY UPDATE OF m`
  return rows[0] ?? null
}

/** Also where the text is kept as a revision. */
export async function replaceWords(
  tx: Tx,
  to: { id: MessageId; revision: number; text: string; maskedKinds: string[]; sealed: SealedParts | null },
): Promise<void> {
  const { id: messageId, revision, text, maskedKinds, sealed } = to
  await tx.message.update({ where: { id: messageId }, data: { text, maskedKinds } })
  await tx.messageRevision.updateMany({ where: { messageId, revision }, data: { text, maskedKinds } })
  if (sealed === null) return
  await tx.sealedText.create({
    data: {
      messageId,
      revision,
      keyId: sealed.keyId,
      nonce: new Uint8Array(sealed.nonce),
      ciphertext: new Uint8Array(sealed.ciphertext),
    },
  })
}
