/**
 * From a comment into private: the vendor grants one private reply to each comment, within seven days of it. It opens a
 * conversation of its own that belongs to the same request, and the two never become one.
 */
import { privateReplyMs } from '#contracts'
import {
  AppError,
  type ConversationId,
  type IdentityId,
  type MessageId,
  newId,
  type OperatorId,
  type RequestId,
  type TemplateVersionId,
} from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { leadIn } from '../contacts/continuation.store.ts'
import { requestMovedToPrivate } from '../events.ts'
import { lockConversationsOf } from '../requests/request.store.ts'
import {
  type CommentRow,
  followThere,
  insertOpening,
  insertPrivateReply,
  lockOpening,
  nameOpening,
  selectComment,
  selectPrivateAccount,
  selectRights,
} from './private-reply.store.ts'
import { type QueuedReply, queueReply } from './queue-reply.ts'

export type PrivateReplyRight = {
  readonly commentMessageId: MessageId
  readonly conversationId: ConversationId
  /** Until when the one reply may be sent. */
  readonly until: Date
  readonly state: 'free' | 'used' | 'expired'
  readonly privateConversationId: ConversationId | null
}

/** The comments of a request that could be answered in private, newest first. */
export async function privateReplyRights(ctx: Ctx, requestId: RequestId): Promise<PrivateReplyRight[]> {
  const now = ctx.clock.now().getTime()
  const rows = await selectRights(ctx.db, requestId)
  return rows.flatMap((row) => {
    const lengthMs = privateReplyMs[row.channel]
    if (lengthMs === null) return []
    const { commentMessageId, conversationId, privateConversationId } = row
    const until = new Date(row.sentAt.getTime() + lengthMs)
    const isUsed = row.usedAt !== null && row.deliveryState !== 'failed'
    const state = isUsed ? 'used' : until.getTime() > now ? 'free' : 'expired'
    return [{ commentMessageId, conversationId, until, state, privateConversationId } as const]
  })
}

export type MoveToPrivate = {
  readonly requestId: RequestId
  readonly commentMessageId: MessageId
  readonly operatorId: OperatorId
  readonly text: string
  readonly templateVersionId?: TemplateVersionId
  readonly isTemplateEdited?: boolean
  /** The same key twice is one reply. */
  readonly replyKey: string
}

/**
 * Writes the one private reply down, in a conversation of its own that the request is led into. Between the check and the
 * vendor the right may run out: then the delivery fails with its reason and the right stays free.
 * @throws message.not_found, private_reply.not_possible, private_reply.already_sent, reply.window_closed and what `queueReply` throws
 */
export async function moveToPrivate(
  ctx: Ctx,
  tx: Tx,
  input: MoveToPrivate,
): Promise<QueuedReply & { conversationId: ConversationId }> {
  const { requestId, commentMessageId, operatorId, ...words } = input
  const comment = await selectComment(ctx.db, requestId, commentMessageId)
  if (comment === null) throw new AppError('message.not_found', { messageId: commentMessageId })
  checkRight(ctx, comment)
  const at = ctx.clock.now()
  const channelAccountId = await selectPrivateAccount(ctx.db, comment)
  // Every conversation before the request, as everybody locks them.
  await lockConversationsOf(tx, requestId)
  const opening = { conversationId: newId<ConversationId>(), identityId: newId<IdentityId>(), channelAccountId, comment, at }
  const conversationId = await insertOpening(tx, { ...opening, externalId: `comment:${comment.externalId}` })
  await leadIn(tx, { requestId, conversationId, isOpen: true })
  const reply = await queueReply(ctx, tx, {
    requestId,
    conversationId,
    author: { kind: 'operator', id: operatorId },
    content: { privateReplyTo: comment.externalId },
    ...words,
  })
  const used = { commentMessageId, requestId, publicConversationId: comment.conversationId, askedById: operatorId, at }
  const ids = { privateConversationId: conversationId, messageId: reply.messageId }
  if (!(await insertPrivateReply(tx, { ...used, ...ids })))
    throw new AppError('private_reply.already_sent', { commentMessageId })
  const facts = {
    publicConversationId: comment.conversationId,
    privateConversationId: conversationId,
    messageId: reply.messageId,
  }
  await publish(tx, ctx, requestMovedToPrivate, requestId, { requestId, ...facts })
  await audit(tx, ctx, { action: 'request.moved_to_private', subjectKind: 'request', subjectId: requestId, facts })
  return { ...reply, conversationId }
}

function checkRight(ctx: Ctx, comment: CommentRow): void {
  const lengthMs = privateReplyMs[comment.channel]
  if (lengthMs === null || comment.visibility !== 'public' || comment.isDeleted)
    throw new AppError('private_reply.not_possible', { messageId: comment.messageId })
  if (ctx.clock.now().getTime() >= comment.sentAt.getTime() + lengthMs)
    throw new AppError('reply.window_closed', { messageId: comment.messageId, channel: comment.channel })
}

/**
 * The vendor has told under which name the client will answer: the conversation bears it from now on, so that the answer comes
 * to the same request. Where the client had written there before, that conversation follows the request instead.
 */
export async function openPrivateConversation(
  ctx: Ctx,
  input: { conversationId: ConversationId; conversationExternalId: string; identityExternalId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const opened = await lockOpening(tx, input.conversationId)
    if (opened === null) return
    const isNamed = await nameOpening(tx, { ...input, opened, newIdentityId: newId<IdentityId>(), at: ctx.clock.now() })
    if (isNamed) return
    const { channelAccountId } = opened
    await followThere(tx, {
      channelAccountId,
      externalId: input.conversationExternalId,
      fromConversationId: input.conversationId,
    })
  })
}
