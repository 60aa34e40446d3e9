import { AppError, type MessageId } from '#kernel'
import { audit, type Ctx, inTransaction } from '#platform'
import { openSealed, type SealKey } from '#privacy'
import { selectSealed } from '../message.store.ts'

/**
 * The original of a masked text, every revision of it. The caller has checked the right; that it was read, by whom and why,
 * is on record before anything is shown. The reason is a closed word, because a free text here would be one more place for
 * personal data.
 * Throws `message.not_found` where nothing was sealed.
 */
export async function revealText(
  ctx: Ctx,
  sealKey: SealKey,
  input: { messageId: MessageId; reason: string },
): Promise<{ revision: number; text: string }[]> {
  const sealed = await inTransaction(ctx, async (tx) => {
    const rows = await selectSealed(tx, input.messageId)
    if (rows.length === 0) throw new AppError('message.not_found', { messageId: input.messageId })
    await audit(tx, ctx, {
      action: 'message.revealed',
      subjectKind: 'message',
      subjectId: input.messageId,
      facts: { reason: input.reason },
    })
    return rows
  })
  return sealed.map((row) => ({
    revision: row.revision,
    text: openSealed(sealKey, {
      keyId: row.key_id,
      nonce: Buffer.from(row.nonce),
      ciphertext: Buffer.from(row.ciphertext),
    }),
  }))
}
