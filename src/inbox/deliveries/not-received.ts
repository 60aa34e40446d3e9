/** What the client has not received: replies that failed or whose fate nobody knows, until a person has dealt with each. */
import {
  AppError,
  type AttachmentId,
  type ConversationId,
  type DeliveryId,
  type MessageId,
  newId,
  type OperatorId,
  type RequestId,
} from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { deliveryHandled } from '../events.ts'
import {
  copyFiles,
  isOfContact,
  linkConversation,
  type NotReceivedRow,
  type NotReceivedScope,
  type OpenEnd,
  selectNotReceived,
  selectOpenEnd,
  writeHandled,
} from './not-received.store.ts'
import { type QueuedReply, queueReply } from './queue-reply.ts'

export type NotReceived = NotReceivedRow
export type HandledHow = 'sent_elsewhere' | 'told_otherwise' | 'arrived' | 'given_up'

/** Newest first, with where else each client can be written to. */
export function listNotReceived(ctx: Ctx, scope: NotReceivedScope): Promise<NotReceived[]> {
  return selectNotReceived(ctx.db, scope)
}

/** The delivery with its request. @throws delivery.not_found also where it belongs to no request */
export async function getOpenEnd(tx: Tx, deliveryId: DeliveryId): Promise<OpenEnd & { requestId: RequestId }> {
  const found = await selectOpenEnd(tx, deliveryId)
  if (found === null || found.requestId === null) throw new AppError('delivery.not_found', { deliveryId })
  return { ...found, requestId: found.requestId }
}

/**
 * The same words and files once more in another conversation of the client, by the ordinary path and with its guards; the old
 * delivery is dealt with by that.
 * @throws delivery.not_found, delivery.already_handled, conversation.not_found and what `queueReply` throws
 */
export async function resendElsewhere(
  ctx: Ctx,
  tx: Tx,
  input: { deliveryId: DeliveryId; conversationId: ConversationId; operatorId: OperatorId; replyKey: string },
): Promise<QueuedReply> {
  const { deliveryId, conversationId, operatorId, replyKey } = input
  const old = await getOpenEnd(tx, deliveryId)
  const { requestId } = old
  if (!(await isOfContact(tx, requestId, conversationId))) throw new AppError('conversation.not_found', { conversationId })
  await linkConversation(tx, requestId, conversationId)
  const owner = `operator:${operatorId}`
  const attachmentIds = await copyFiles(tx, old.messageId, owner, () => newId<AttachmentId>())
  const reply = await queueReply(ctx, tx, {
    requestId,
    conversationId,
    author: { kind: 'operator', id: operatorId },
    text: old.text,
    replyKey,
    ...(attachmentIds.length === 0 ? {} : { attachmentIds }),
    ...(old.templateVersionId === null
      ? {}
      : { templateVersionId: old.templateVersionId, isTemplateEdited: old.isTemplateEdited }),
  })
  await handleDelivery(ctx, tx, { deliveryId, operatorId, how: 'sent_elsewhere', resentMessageId: reply.messageId })
  return reply
}

/** Notes what a person did about it. @throws delivery.not_found, delivery.already_handled */
export async function handleDelivery(
  ctx: Ctx,
  tx: Tx,
  input: { deliveryId: DeliveryId; operatorId: OperatorId; how: HandledHow; resentMessageId?: MessageId },
): Promise<void> {
  const { deliveryId, operatorId, how, resentMessageId = null } = input
  const { requestId, messageId, conversationId } = await getOpenEnd(tx, deliveryId)
  const handled = { at: ctx.clock.now(), byId: operatorId, how, resentMessageId }
  if (!(await writeHandled(tx, deliveryId, handled))) throw new AppError('delivery.already_handled', { deliveryId })
  const ids = { messageId, deliveryId, conversationId, requestId }
  await publish(tx, ctx, deliveryHandled, requestId, { ...ids, how, resentMessageId })
  await audit(tx, ctx, { action: 'delivery.handled', subjectKind: 'delivery', subjectId: deliveryId, facts: { how } })
}
