/** From a comment into private, and what did not arrive once more elsewhere: by whoever holds the request. */
import { getOpenEnd, getPublicMessage, type HandledHow, handleDelivery, moveToPrivate, resendElsewhere } from '#inbox'
import { AppError, type ConversationId, type DeliveryId, type MessageId, type RequestId } from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { probationOf } from '#staff'
import { actingOperator, heldRequest } from '../acting/acting-operator.ts'
import { askMentorToMove } from '../asked/ask-mentor.ts'
import { composerModeFor } from '../templates/locked-composer.ts'

/**
 * Sends the single private reply to a comment. Words of one's own, where the private side of the channel allows them; of
 * somebody on probation they wait for the mentor.
 * @throws reply.template_required, request.not_held_by_you, permission.missing and what `moveToPrivate` throws
 */
export async function moveToPrivateAsOperator(
  ctx: Ctx,
  input: { requestId: RequestId; commentMessageId: MessageId; text: string; clientReplyId: string },
): Promise<{ messageId: MessageId; conversationId: ConversationId; seq: number } | { askedReplyId: string }> {
  const { id: operatorId } = actingOperator(ctx, 'request.reply')
  const { requestId, commentMessageId, text, clientReplyId: replyKey } = input
  const checkHeld = async (tx: Tx) => {
    const request = await heldRequest(ctx, tx, requestId, 'request.reply')
    const mode = await composerModeFor(ctx, { channel: request.channel, topic: request.topic, visibility: 'private' })
    if (mode === 'locked') throw new AppError('reply.template_required', { mode })
  }
  const probation = await probationOf(ctx, operatorId)
  if (probation !== null) {
    await inTransaction(ctx, checkHeld)
    const { conversationId: publicConversationId } = await getPublicMessage(ctx, commentMessageId)
    const move = { requestId, commentMessageId, operatorId, text: text.trim(), replyKey, publicConversationId }
    return askMentorToMove(ctx, probation, move)
  }
  return inTransaction(ctx, async (tx) => {
    await checkHeld(tx)
    const sent = await moveToPrivate(ctx, tx, { requestId, commentMessageId, operatorId, text, replyKey })
    return { messageId: sent.messageId, conversationId: sent.conversationId, seq: sent.seq }
  })
}

/** @throws request.not_held_by_you, permission.missing and what `resendElsewhere` throws */
export async function resendAsOperator(
  ctx: Ctx,
  input: { deliveryId: DeliveryId; conversationId: ConversationId; clientReplyId: string },
): Promise<{ messageId: MessageId; seq: number }> {
  const { id: operatorId } = actingOperator(ctx, 'request.reply')
  const { deliveryId, conversationId, clientReplyId: replyKey } = input
  return inTransaction(ctx, async (tx) => {
    const { messageId, seq } = await resendElsewhere(ctx, tx, { deliveryId, conversationId, operatorId, replyKey })
    return { messageId, seq }
  })
}

/** @throws delivery.not_found, delivery.already_handled, request.not_held_by_you, permission.missing */
export async function handleAsOperator(
  ctx: Ctx,
  input: { deliveryId: DeliveryId; how: Exclude<HandledHow, 'sent_elsewhere'> },
): Promise<void> {
  const { id: operatorId, permissions } = actingOperator(ctx, 'request.reply')
  await inTransaction(ctx, async (tx) => {
    const { requestId } = await getOpenEnd(tx, input.deliveryId)
    // A closed request has nobody's hands on it, and its last word may still not have arrived.
    const isFree = permissions.has('request.assign_others')
    if (!isFree) await heldRequest(ctx, tx, requestId, 'request.reply')
    await handleDelivery(ctx, tx, { ...input, operatorId })
  })
}
