/**
 * Replies that wait for a second person: words of one's own where everybody reads, and whatever somebody on probation sends.
 * What is refused anyway (personal data, asking for a secret, a window that is closed) is refused when it is asked, and again
 * when it is said.
 */
import { getConversation } from '#inbox'
import { AppError, type AttachmentId, type ConversationId, newId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { guardOutgoing } from '#privacy'
import { actingOperator, heldRequest } from '../acting/acting-operator.ts'
import { askedReplyChanged } from '../events.ts'
import {
  type AskedDecision,
  type AskedReply,
  type AskedReplyState,
  insertAskedReply,
  type NewAskedReply,
  selectAskedReplies,
  selectAskedReply,
  selectRequestOfFile,
  writeDecision,
} from './asked-reply.store.ts'
import { askedWordsOf } from './asked-words.ts'

export type { AskedReply }

/** Those that wait, longest waiting first; with a request all of it. */
export function listAskedReplies(ctx: Ctx, requestId: RequestId | null = null): Promise<AskedReply[]> {
  return selectAskedReplies(ctx.db, requestId)
}

/** @throws asked_reply.not_found */
export async function getAskedReply(ctx: Ctx, id: string): Promise<AskedReply> {
  const found = await selectAskedReply(ctx.db, id)
  if (found === null) throw new AppError('asked_reply.not_found', { askedReplyId: id })
  return found
}

/** Files that go out with it, as their writer staged them. */
export function filesOfAsked({ words }: Pick<AskedReply, 'words'>): AttachmentId[] {
  return (askedWordsOf(words).attachmentIds ?? []) as AttachmentId[]
}

/** The request of the waiting reply that carries this file: who may read the one may read the other. */
export function requestOfAskedFile(ctx: Ctx, id: AttachmentId): Promise<RequestId | null> {
  return selectRequestOfFile(ctx.db, id)
}

export type AskConsent = {
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
export async function askConsent(ctx: Ctx, input: AskConsent): Promise<{ askedReplyId: string }> {
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
    const asked = { requestId, conversationId, text, replyKey, seenClientSeq, askedById }
    const nobody = { mentorId: null, escalateAt: null, escalatedAt: null, lastAt: null }
    return keepAsked(ctx, tx, { ...asked, ...nobody, why: 'public', words: null })
  })
}

/** Puts a reply among those that wait; the same key twice is one. */
export async function keepAsked(
  ctx: Ctx,
  tx: Tx,
  asked: Omit<NewAskedReply, 'id' | 'askedAt'>,
): Promise<{ askedReplyId: string }> {
  const { id, isNew } = await insertAskedReply(tx, { ...asked, id: newId(), askedAt: ctx.clock.now() })
  if (isNew) await tellAsked(ctx, tx, { ...asked, id }, 'waiting')
  return { askedReplyId: id }
}

/** Taken back by whoever asked. @throws asked_reply.not_found, asked_reply.already_decided, permission.missing */
export async function withdrawAskedReply(ctx: Ctx, askedReplyId: string): Promise<void> {
  const { id: byId } = actingOperator(ctx, 'request.reply')
  const asked = await getAskedReply(ctx, askedReplyId)
  if (asked.askedById !== byId) throw new AppError('permission.missing', { permission: 'request.reply' })
  await inTransaction(ctx, (tx) => settleAsked(ctx, tx, asked, { state: 'withdrawn', byId, at: ctx.clock.now() }))
}

/** Writes the decision down and tells of it. @throws asked_reply.already_decided */
export async function settleAsked(ctx: Ctx, tx: Tx, asked: AskedReply, decided: AskedDecision): Promise<void> {
  if (!(await writeDecision(tx, asked.id, decided)))
    throw new AppError('asked_reply.already_decided', { askedReplyId: asked.id })
  const waitedMs = decided.at.getTime() - asked.askedAt.getTime()
  const share = decided.said?.share ?? null
  await tellAsked(ctx, tx, asked, decided.state, { waitedMs, cause: decided.cause ?? null, changedShare: share })
}

type Told = Pick<AskedReply, 'id' | 'requestId' | 'why' | 'askedById'>

/** `escalated`: it still waits, and supervisors are called. */
export async function tellAsked(
  ctx: Ctx,
  tx: Tx,
  { id, requestId, why, askedById }: Told,
  state: AskedReplyState | 'escalated',
  more: Readonly<Record<string, string | number | null>> = {},
): Promise<void> {
  await publish(tx, ctx, askedReplyChanged, requestId, { askedReplyId: id, requestId, state })
  await audit(tx, ctx, {
    action: `asked_reply.${state}`,
    subjectKind: 'request',
    subjectId: requestId,
    facts: { askedReplyId: id, why, askedById: askedById satisfies OperatorId, ...more },
  })
}
