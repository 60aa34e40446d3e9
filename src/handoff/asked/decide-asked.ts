/** A second person lets a waiting reply go out, in other words if they must, or gives it back. */
import type { Permission } from '#contracts'
import { getRequest, moveToPrivate, type QueuedReply } from '#inbox'
import { AppError, type AttachmentId, type MessageId, type OperatorId, type RequestId, type TemplateVersionId } from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { actingOperator } from '../acting/acting-operator.ts'
import { recomposeWords, writeReply } from '../acting/reply-words.ts'
import { compareWords } from '../templates/template-edit.ts'
import type { ReplyWords } from '../templates/template-use.ts'
import type { AskedReply } from './asked-reply.store.ts'
import { getAskedReply, settleAsked } from './asked-reply.ts'
import { askedWordsOf } from './asked-words.ts'

/**
 * Whose turn it is: in public anybody's who may approve; of a newcomer the mentor's and at any time a supervisor's, and once the
 * mentor's time has passed everybody's who may approve. Never whoever wrote it.
 */
export function mayDecideAsked(
  asked: Pick<AskedReply, 'why' | 'askedById' | 'mentorId' | 'escalatedAt'>,
  by: { readonly operatorId: string; readonly permissions: ReadonlySet<Permission> },
): boolean {
  if (asked.askedById === by.operatorId || !by.permissions.has('reply.approve')) return false
  if (asked.why === 'public' || asked.escalatedAt !== null) return true
  return asked.mentorId === by.operatorId || by.permissions.has('request.assign_others')
}

export type DecideAsked = {
  readonly askedReplyId: string
  readonly decision: 'approved' | 'refused'
  /** For whoever wrote it. */
  readonly reason?: string
  /** The words to be said instead; whoever wrote the reply is shown the difference. */
  readonly text?: string
  /** Newest client message the decider has seen: what came after the reply was written was read too. */
  readonly seenClientSeq?: number
}

/**
 * Said, it is the reply of whoever wrote it, who must still hold the request; the client gets it once.
 * @throws asked_reply.not_found, asked_reply.already_decided, asked_reply.same_person, asked_reply.not_your_turn,
 * permission.missing and what `writeReply` throws
 */
export async function decideAskedReply(ctx: Ctx, input: DecideAsked): Promise<void> {
  const { id: byId, permissions } = actingOperator(ctx, 'reply.approve')
  const asked = await getAskedReply(ctx, input.askedReplyId)
  if (asked.askedById === byId) throw new AppError('asked_reply.same_person', { askedReplyId: asked.id })
  if (!mayDecideAsked(asked, { operatorId: byId, permissions }))
    throw new AppError('asked_reply.not_your_turn', { askedReplyId: asked.id })
  const decided = { byId, at: ctx.clock.now(), ...(input.reason !== undefined && { reason: input.reason }) }
  if (input.decision === 'refused')
    return inTransaction(ctx, (tx) => settleAsked(ctx, tx, asked, { ...decided, state: 'refused' }))
  const text = input.text?.trim() || asked.text
  const seenClientSeq = Math.max(asked.seenClientSeq ?? 0, input.seenClientSeq ?? 0)
  const isSeen = asked.seenClientSeq !== null || input.seenClientSeq !== undefined
  const said = text === asked.text ? null : { text, share: compareWords(asked.text, text).share }
  await sayAsked(ctx, asked, { text, ...(isSeen && { seenClientSeq }), consentBy: byId }, (tx, { messageId }) =>
    settleAsked(ctx, tx, asked, { ...decided, state: 'approved', said: { messageId, text: null, share: null, ...said } }),
  )
}

type Saying = { text: string; seenClientSeq?: number; consentBy?: OperatorId }

/** The reply first: it locks the conversation and the request, as everybody does before anything else; then `settle`. */
export async function sayAsked(
  ctx: Ctx,
  asked: AskedReply,
  saying: Saying,
  settle: (tx: Tx, said: Pick<QueuedReply, 'messageId'>) => Promise<void>,
): Promise<void> {
  const { requestId, conversationId, askedById, replyKey } = asked
  const kept = askedWordsOf(asked.words)
  if (kept.commentMessageId !== undefined) {
    const move = { requestId, commentMessageId: kept.commentMessageId as MessageId, operatorId: askedById, replyKey }
    await inTransaction(ctx, async (tx) => settle(tx, await moveToPrivate(ctx, tx, { ...move, text: saying.text })))
    return
  }
  const words = await wordsToSay(ctx, asked, saying.text)
  const { attachmentIds, offered, inserted } = kept
  await writeReply(
    ctx,
    {
      ...{ requestId, conversationId, authorId: askedById, replyKey, words },
      ...(attachmentIds && { attachmentIds: attachmentIds as AttachmentId[] }),
      ...(offered && { offered }),
      ...(inserted && { inserted }),
      ...(saying.seenClientSeq !== undefined && { seenClientSeq: saying.seenClientSeq }),
      ...(saying.consentBy && { consentBy: saying.consentBy }),
    },
    settle,
  )
}

async function wordsToSay(ctx: Ctx, asked: AskedReply, text: string): Promise<ReplyWords> {
  // Words of one's own in public are what the second person is there for, whatever the composer's mode.
  if (asked.why === 'public') return { text, from: null }
  const { from = null } = askedWordsOf(asked.words)
  const request = await getRequest(ctx, asked.requestId satisfies RequestId)
  if (request === null) throw new AppError('request.not_found', { requestId: asked.requestId })
  const template = from && { ...from, templateVersionId: from.templateVersionId as TemplateVersionId }
  return recomposeWords(ctx, { request, conversationId: asked.conversationId, text }, template)
}
