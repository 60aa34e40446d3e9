import type { MessageId } from '#kernel'
import type { Tx } from '#platform'
import type { SealedParts } from '#privacy'

type SealedRow = { message_id: MessageId; revision: number; key_id: string; nonce: Buffer; ciphertext: Buffer }

/** Some of what another key sealed, held until the transaction ends. */
export function lockSealedByOthers(tx: Tx, keyId: string, most: number): Promise<SealedRow[]> {
  return tx.$queryRaw<SealedRow[]>`
    SELECT message_id, revision, key_id, nonce, ciphertext FROM sealed_text WHERE key_id <> ${keyId}
    ORDER BY message_id, revision LIMIT ${most} FOR UPDATE`
}

export async function replaceSealed(
  tx: Tx,
  { message_id: messageId, revision }: Pick<SealedRow, 'message_id' | 'revision'>,
  sealed: SealedParts,
): Promise<void> {
  await tx.sealedText.update({
    where: { messageId_revision: { messageId, revision } },
    data: {
      keyId: sealed.keyId,
      nonce: new Uint8Array(sealed.nonce),
      ciphertext: new Uint8Array(sealed.ciphertext),
    },
  })
}
