/**
 * Words of one's own where everybody reads wait for a second person. What is refused in public anyway (personal data, asking for
 * a secret, confirming that the author is a client) is refused when it is asked, and again when it is said.
 */
import { getConversation, queueReply } from '#inbox'
import { AppError, type ConversationId, newId, type RequestId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { guardOutgoing } from '#privacy'
import { actingOperator, heldRequest } from '../acting/acting-operator.ts'
import { publicReplyChanged } from '../events.ts'
import {
  insertPublicReply,
  type PublicReply,
  type PublicReplyState,
  selectPublicReplies,
  selectPublicReply,
  writeDecision,
  writeSaid,
} from './public-reply.store.ts'

export type { PublicReply }

/** Those that wait, longest waiting first; with a request all of it. */
export function listPublicReplies(ctx: Ctx, requestId: RequestId | null = null): Promise<PublicReply[]> {
  return selectPublicReplies(ctx.db, requestId)
}

/** @throws public_reply.not_found */
export async function getPublicReply(ctx: Ctx, id: string): Promise<PublicReply> {
  const found = await selectPublicReply(ctx.db, id)
  if (found === null) throw new AppError('public_reply.not_found', { publicReplyId: id })
  return found
}

export type AskPublicReply = {
  requestId: RequestId
  conversationId: ConversationId
  text: string
  /** Made by the console; the same id twice is one question. */
  clientReplyId: string
  seenClientSeq?: number
}

/**
 * @throws request.not_found, request.closed, request.not_held_by_you, conversation.not_found, message.empty, reply.guarded,
 * permission.missing
 */
export async function askPublicReply(ctx: Ctx, input: AskPublicReply): Promise<{ publicReplyId: string }> {
  const { id: askedById } = actingOperator(ctx, 'request.reply')
  const text = input.text.trim()
  if (text === '') throw new AppError('message.empty')
  const guarded = guardOutgoing(text, 'public')
  if (!guarded.ok) throw new AppError('reply.guarded', { kinds: [...new Set(guarded.finds.map(({ kind }) => kind))].join(' ') })
  const conversation = await getConversation(ctx, input.conversationId)
  return inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, input.requestId, 'request.reply')
    const isHere = conversation?.visibility === 'public' && request.conversationIds.includes(conversation.id)
    if (!isHere) throw new AppError('conversation.not_found', { conversationId: input.conversationId })
    const { requestId, conversationId, clientReplyId: replyKey, seenClientSeq = null } = input
    const asked = { id: newId(), requestId, conversationId, text, replyKey, seenClientSeq, askedById, askedAt: ctx.clock.now() }
    const { id, isNew } = await insertPublicReply(tx, asked)
    if (isNew) await tell(ctx, tx, { id, requestId }, 'waiting')
    return { publicReplyId: id }
  })
}

/**
 * A second person lets the words be said or not. Said, they are the reply of whoever wrote them, who must still hold the request.
 * @throws public_reply.not_found, public_reply.already_decided, public_reply.same_person, permission.missing and what
 * `queueReply` throws
 */
export async function decidePublicReply(
  ctx: Ctx,
  input: { publicReplyId: string; decision: 'approved' | 'refused'; reason?: string },
): Promise<void> {
  const { id: byId } = actingOperator(ctx, 'public_reply.approve')
  const asked = await getPublicReply(ctx, input.publicReplyId)
  if (asked.askedById === byId) throw new AppError('public_reply.same_person', { publicReplyId: asked.id })
  await inTransaction(ctx, async (tx) => {
    // The reply first: it locks the conversation and the request, as everybody does before anything else.
    const said =
      input.decision === 'refused'
        ? null
        : await queueReply(ctx, tx, {
            requestId: asked.requestId,
            conversationId: asked.conversationId,
            author: { kind: 'operator', id: asked.askedById },
            text: asked.text,
            consentBy: byId,
            replyKey: asked.replyKey,
            ...(asked.seenClientSeq === null ? {} : { seenClientSeq: asked.seenClientSeq }),
          })
    const decided = { state: input.decision, byId, at: ctx.clock.now(), reason: input.reason ?? null }
    await decide(tx, asked.id, decided)
    if (said !== null) await writeSaid(tx, asked.id, said.messageId)
    await tell(ctx, tx, asked, input.decision)
  })
}

/** Taken back by whoever asked. @throws public_reply.not_found, public_reply.already_decided, permission.missing */
export async function withdrawPublicReply(ctx: Ctx, publicReplyId: string): Promise<void> {
  const { id: byId } = actingOperator(ctx, 'request.reply')
  const asked = await getPublicReply(ctx, publicReplyId)
  if (asked.askedById !== byId) throw new AppError('permission.missing', { permission: 'request.reply' })
  await inTransaction(ctx, async (tx) => {
    await decide(tx, asked.id, { state: 'withdrawn', byId, at: ctx.clock.now(), reason: null })
    await tell(ctx, tx, asked, 'withdrawn')
  })
}

async function decide(tx: Tx, id: string, decided: Parameters<typeof writeDecision>[2]): Promise<void> {
  if (!(await writeDecision(tx, id, decided))) throw new AppError('public_reply.already_decided', { publicReplyId: id })
}

async function tell(
  ctx: Ctx,
  tx: Tx,
  { id, requestId }: Pick<PublicReply, 'id' | 'requestId'>,
  state: PublicReplyState,
): Promise<void> {
  await publish(tx, ctx, publicReplyChanged, requestId, { publicReplyId: id, requestId, state })
  await audit(tx, ctx, {
    action: `public_reply.${state}`,
    subjectKind: 'request',
    subjectId: requestId,
    facts: { publicReplyId: id },
  })
}
