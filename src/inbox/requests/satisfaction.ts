/**
 * How satisfied a client is: asked in the conversation the matter was settled in, at most once per closing, answered by one
 * press. A press stands beside the matter (see the intake): it opens, reopens and delays nothing.
 */

import type { MessageButton } from '#contracts'
import { type ConversationId, dayMs, newId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { queueReply } from '../deliveries/queue-reply.ts'
import { satisfactionAsked, satisfactionGiven, satisfactionLow } from '../events.ts'
import { selectRequest } from '../views/views.store.ts'
import { addNote } from './add-note.ts'
import { lockReplyConversation, lockRequest } from './request.store.ts'
import {
  insertSatisfaction,
  lockSatisfaction,
  type SatisfactionId,
  type SatisfactionKind,
  selectSatisfaction,
  wasAskedSince,
  writeScore,
} from './satisfaction.store.ts'

/** A press whose data begins so is a rating. `inbox_decide` knows the same letters. */
const ratingPrefix = 'rate:'
const npsEveryMs = 90 * dayMs
const highest: Readonly<Record<SatisfactionKind, number>> = { csat: 5, nps: 10 }
const lowest: Readonly<Record<SatisfactionKind, number>> = { csat: 1, nps: 0 }
/** 1 and 2 of 5: somebody should read why. NPS is about the bank and tells nothing of this request. */
const lowCsat = 2

export const isRating = (pressed: string | null | undefined): boolean => pressed?.startsWith(ratingPrefix) === true

/** The data of one answer's button; with the id of the question, so that it counts for that closing whenever it is pressed. */
const ratingData = (id: SatisfactionId, score: number) => `${ratingPrefix}${id}:${score}`

/** The question and its score out of a pressed button; null where it is not a rating. */
export function readRating(pressed: string): { id: SatisfactionId; score: number } | null {
  const match = /^rate:([0-9a-f-]{36}):(\d{1,2})$/.exec(pressed)
  return match?.[1] === undefined ? null : { id: match[1] as SatisfactionId, score: Number(match[2]) }
}

export type Question = {
  readonly requestId: RequestId
  readonly kind: SatisfactionKind
  readonly text: string
  /** Rows of scores with their words. */
  readonly choices: readonly (readonly { readonly score: number; readonly label: string }[])[]
}

/**
 * Asks, unless there is a reason not to; true where it did. Reasons: the request is not closed (any more), was asked about at
 * this closing, is public, the client began another matter in that conversation, or (NPS) was asked in the last 90 days.
 * Throws `channel.unreachable` where the client cannot be reached, `request.not_found`.
 */
export async function askSatisfaction(ctx: Ctx, tx: Tx, question: Question): Promise<boolean> {
  const { requestId, kind } = question
  const conversation = await lockReplyConversation(tx, requestId, undefined)
  await lockRequest(tx, requestId)
  const request = await selectRequest(ctx.db, requestId, tx)
  if (conversation === null || conversation.visibility === 'public' || conversation.openRequestId !== null) return false
  if (request === null || request.visibility === 'public' || request.status !== 'closed' || request.closedAt === null)
    return false
  const askedAt = ctx.clock.now()
  if (kind === 'nps' && (await wasAskedSince(tx, requestId, kind, new Date(askedAt.getTime() - npsEveryMs)))) return false
  const id = newId<SatisfactionId>()
  const row = { id, requestId, conversationId: conversation.id, kind, closedAt: request.closedAt, askedAt }
  if (!(await insertSatisfaction(tx, row))) return false
  const buttons = question.choices.map((line): MessageButton[] =>
    line.map(({ score, label }) => ({ label, data: ratingData(id, score) })),
  )
  await queueReply(ctx, tx, {
    requestId,
    conversationId: conversation.id,
    author: { kind: 'system' },
    text: question.text,
    content: { buttons },
  })
  await publish(tx, ctx, satisfactionAsked, requestId, { requestId, kind })
  return true
}

export type Given = { requestId: RequestId; kind: SatisfactionKind; score: number; isLow: boolean }

/**
 * Writes down what was pressed and says thanks; null where the question is unknown, was asked elsewhere, has no such score or
 * is answered already: the first press counts, so a repeat changes nothing. A low mark leaves a note and a fact.
 * @param input.thanks the words to say.
 */
export async function recordSatisfaction(
  ctx: Ctx,
  tx: Tx,
  input: {
    id: SatisfactionId
    score: number
    conversationId: ConversationId
    thanks: (given: Given) => string
    lowNote: (score: number) => string
  },
): Promise<Given | null> {
  const question = await lockSatisfaction(tx, input.id, input.conversationId)
  if (question === null || question.score !== null) return null
  const { requestId, kind } = question
  if (input.score > highest[kind] || input.score < lowest[kind]) return null
  const isLow = kind === 'csat' && input.score <= lowCsat
  const given = { requestId, kind, score: input.score, isLow }
  await thank(ctx, tx, input.conversationId, given, input.thanks(given))
  await writeScore(tx, question.id, input.score, ctx.clock.now())
  const facts = { kind, score: input.score }
  await publish(tx, ctx, satisfactionGiven, requestId, { requestId, ...facts })
  await audit(tx, ctx, { action: 'satisfaction.given', subjectKind: 'request', subjectId: requestId, facts })
  if (isLow) {
    await publish(tx, ctx, satisfactionLow, requestId, { requestId, ...facts })
    await addNote(ctx, tx, { requestId, text: input.lowNote(input.score) })
  }
  return given
}

/** Whoever left after pressing has still rated: what cannot be said is not said. */
async function thank(ctx: Ctx, tx: Tx, conversationId: ConversationId, given: Given, text: string): Promise<void> {
  const conversation = await lockReplyConversation(tx, given.requestId, conversationId)
  if (!conversation?.isReachable) return
  await queueReply(ctx, tx, { requestId: given.requestId, conversationId, author: { kind: 'system' }, text })
}

/** What a request's client was asked and gave, oldest first. */
export function satisfactionOf(ctx: Ctx, requestId: RequestId) {
  return selectSatisfaction(ctx.db, requestId)
}
