import type { MessageId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { type SealKey, sealText } from '#privacy'
import { messageEdited } from '../events.ts'
import { lockWords, replaceWords } from './mask-earlier.store.ts'

/**
 * Hides in a stored message what a later one showed to be a part of a number. The text as it was is sealed; where something
 * of it was sealed already, that original is the whole one and stays. Nothing is done where the message was changed meanwhile.
 */
export function maskEarlier(
  ctx: Ctx,
  key: SealKey,
  input: { messageId: MessageId; from: string; to: string; kinds: readonly string[] },
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const message = await lockWords(tx, input.messageId)
    if (message === null || message.text !== input.from) return false
    const sealed = message.is_sealed ? null : sealText(key, input.from)
    await replaceWords(tx, {
      id: input.messageId,
      revision: message.revision,
      text: input.to,
      maskedKinds: [...new Set([...message.masked_kinds, ...input.kinds])],
      sealed,
    })
    const { conversation_id: conversationId, request_id: requestId, revision } = message
    const ids = { messageId: input.messageId, conversationId, requestId }
    await publish(tx, ctx, messageEdited, requestId ?? conversationId, { ...ids, revision })
    await audit(tx, ctx, {
      action: 'message.masked',
      subjectKind: 'message',
      subjectId: input.messageId,
      facts: { kinds: input.kinds.join(' ') },
    })
    return true
  })
}
