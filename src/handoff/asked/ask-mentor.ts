/** What somebody on probation sends passes every rule of a reply, and then waits for their mentor. */
import { type MoveToPrivate, moveToPrivate } from '#inbox'
import type { ConversationId, OperatorId, RequestId } from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { getOperator, listPresent, type Operator, type Probation, permissionsOf } from '#staff'
import { requestForWork } from '../acting/acting-operator.ts'
import { type ComposedReply, writeReply } from '../acting/reply-words.ts'
import { loadPromises } from '../clocks/promises.ts'
import { selectAnswerDue, selectIdByKey } from './asked-reply.store.ts'
import { keepAsked } from './asked-reply.ts'
import type { AskedWords } from './asked-words.ts'
import { readReviewRule } from './review-rule.ts'
import { reviewTerms } from './review-terms.ts'

/** @throws what `writeReply` throws, as if it went out now */
export async function askMentor(ctx: Ctx, probation: Probation, reply: ComposedReply): Promise<{ askedReplyId: string }> {
  const known = await inTransaction(ctx, (tx) => selectIdByKey(tx, reply.replyKey))
  if (known !== null) return { askedReplyId: known }
  await rehearse((end) => writeReply(ctx, { ...reply, consentBy: probation.mentorId }, end))
  const { words, attachmentIds, offered, inserted } = reply
  const from = words.from && {
    templateVersionId: words.from.template.versionId,
    language: words.from.language,
    rendered: words.from.rendered,
  }
  const kept: AskedWords = {
    ...(from && { from }),
    ...(attachmentIds && { attachmentIds: [...attachmentIds] }),
    ...(offered && { offered: [...offered] }),
    ...(inserted && { inserted: [...inserted] }),
  }
  const { requestId, conversationId, replyKey, seenClientSeq = null, authorId: askedById } = reply
  const asked = { requestId, conversationId, text: words.text, replyKey, seenClientSeq, askedById }
  return inTransaction(ctx, (tx) => keepForMentor(ctx, tx, probation, { ...asked, words: kept }))
}

/** The one private reply to a comment, asked for in the same way. @throws what `moveToPrivate` throws */
export async function askMentorToMove(
  ctx: Ctx,
  probation: Probation,
  move: MoveToPrivate & { readonly publicConversationId: ConversationId },
): Promise<{ askedReplyId: string }> {
  const known = await inTransaction(ctx, (tx) => selectIdByKey(tx, move.replyKey))
  if (known !== null) return { askedReplyId: known }
  await rehearse((end) => inTransaction(ctx, async (tx) => moveToPrivate(ctx, tx, move).then(end)))
  const { requestId, publicConversationId: conversationId, text, replyKey, operatorId: askedById, commentMessageId } = move
  const asked = { requestId, conversationId, text, replyKey, seenClientSeq: null, askedById }
  return inTransaction(ctx, (tx) => keepForMentor(ctx, tx, probation, { ...asked, words: { commentMessageId } }))
}

class RehearsedError extends Error {}

/** Does the whole work under its own rules and takes it back at the end: what would be refused is refused now. */
async function rehearse(work: (end: () => Promise<never>) => Promise<unknown>): Promise<void> {
  try {
    await work(() => Promise.reject(new RehearsedError()))
  } catch (error) {
    if (!(error instanceof RehearsedError)) throw error
  }
}

type ForMentor = {
  requestId: RequestId
  conversationId: ConversationId
  text: string
  replyKey: string
  seenClientSeq: number | null
  askedById: OperatorId
  words: AskedWords
}

async function keepForMentor(ctx: Ctx, tx: Tx, { mentorId }: Probation, asked: ForMentor): Promise<{ askedReplyId: string }> {
  const now = ctx.clock.now()
  const [request, dueAt, isMentorHere, rule, promises] = await Promise.all([
    requestForWork(ctx, tx, asked.requestId),
    selectAnswerDue(tx, asked.requestId),
    mayReadNow(ctx, mentorId),
    readReviewRule(ctx),
    loadPromises(ctx),
  ])
  const time = promises.calendarOf(request.departmentId).time
  const given = { askedAtMs: now.getTime(), dueAtMs: dueAt?.getTime() ?? null, isMentorHere }
  const { escalateAtMs, lastAtMs } = reviewTerms(time, given, rule)
  const terms = { escalateAt: new Date(escalateAtMs), lastAt: new Date(lastAtMs) }
  const escalatedAt = escalateAtMs <= now.getTime() ? now : null
  return keepAsked(ctx, tx, { ...asked, ...terms, why: 'probation', mentorId, escalatedAt })
}

/** At the desk, and still somebody who may approve. */
export async function mayReadNow(ctx: Ctx, mentorId: OperatorId): Promise<boolean> {
  const [present, mentor] = await Promise.all([listPresent(ctx), getOperator(ctx, mentorId)])
  return isReading(mentor) && present.some(({ operatorId, state }) => operatorId === mentorId && state === 'online')
}

const isReading = ({ isActive, roles }: Operator) => isActive && permissionsOf(roles).has('reply.approve')
