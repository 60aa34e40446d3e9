/**
 * Looks after the replies that wait: those whose matter went on without them are dropped, supervisors are called when the
 * mentor's time is over, and at the end of everybody's the bank's rule is done, so that no clock is broken by a review.
 */
import type { ReviewRule } from '#contracts'
import { changeHolder } from '#inbox'
import { isAppError, type OperatorId, secondMs } from '#kernel'
import { type Ctx, defineSweep, inTransaction, withActor } from '#platform'
import { loadPromises, type Promises } from '../clocks/promises.ts'
import { endAssignments } from '../routing/assignment.store.ts'
import { mayReadNow } from './ask-mentor.ts'
import { type AskedDecision, selectWaitingReplies, type WaitingReply, writeTerms } from './asked-reply.store.ts'
import { settleAsked, tellAsked } from './asked-reply.ts'
import { sayAsked } from './decide-asked.ts'
import { readReviewRule } from './review-rule.ts'
import { type ReviewTerms, reviewTerms } from './review-terms.ts'

/** More than wait at once in any bank; what is left is looked at in the next round. */
const mostInRound = 500
/** Read by staff of the bank, so in the language of the console's default. */
const lateNote =
  'Stajyorning javobini hech kim o‘z vaqtida ko‘rib chiqmadi: mijoz kutib qolmasligi uchun murojaat navbatga qaytarildi.'

/** One round; how many replies it did something to. */
export async function tendAskedReplies(ctx: Ctx): Promise<number> {
  const waiting = await selectWaitingReplies(ctx.db, mostInRound)
  if (waiting.length === 0) return 0
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  const [rule, promises] = await Promise.all([readReviewRule(ctx), loadPromises(ctx)])
  const here = new Map<OperatorId, boolean>()
  let done = 0
  for (const asked of waiting) {
    const { mentorId } = asked
    if (mentorId !== null && !here.has(mentorId)) here.set(mentorId, await mayReadNow(ctx, mentorId))
    const isMentorHere = mentorId !== null && here.get(mentorId) === true
    if (await tend(acting, { rule, promises, isMentorHere }, asked)) done++
  }
  return done
}

type Round = { readonly rule: ReviewRule; readonly promises: Promises; readonly isMentorHere: boolean }

async function tend(ctx: Ctx, round: Round, asked: WaitingReply): Promise<boolean> {
  const overtaken = overtakenBy(asked)
  if (overtaken !== null) return settle(ctx, asked, dropped(ctx, overtaken))
  if (asked.why !== 'probation') return false
  const { terms, isCalled } = termsNow(ctx, round, asked)
  if (terms.lastAtMs > ctx.clock.now().getTime()) return keepTerms(ctx, asked, terms, isCalled)
  return round.rule.onLate === 'send' ? sayLate(ctx, asked) : giveBack(ctx, asked, 'late')
}

/** The matter went on without it: nothing may be said any more in the name of whoever wrote it. */
function overtakenBy(asked: WaitingReply): 'closed' | 'taken_over' | null {
  if (asked.isClosed) return 'closed'
  return asked.holderOperatorId === asked.askedById ? null : 'taken_over'
}

const dropped = (ctx: Ctx, cause: string): AskedDecision => ({ state: 'dropped', byId: null, at: ctx.clock.now(), cause })

/** Counted anew each round: the priority, the rule or the mentor's presence may have changed while it waited. */
function termsNow(ctx: Ctx, round: Round, asked: WaitingReply): { terms: ReviewTerms; isCalled: boolean } {
  const time = round.promises.calendarOf(asked.departmentId).time
  const given = { askedAtMs: asked.askedAt.getTime(), dueAtMs: asked.dueAt?.getTime() ?? null, isMentorHere: true }
  const terms = reviewTerms(time, given, round.rule)
  const isOver = !round.isMentorHere || terms.escalateAtMs <= ctx.clock.now().getTime()
  return { terms, isCalled: asked.escalatedAt !== null || isOver }
}

/** Calls the supervisors once, and keeps what the screens show true. */
async function keepTerms(ctx: Ctx, asked: WaitingReply, terms: ReviewTerms, isCalled: boolean): Promise<boolean> {
  const isNewsFor = isCalled && asked.escalatedAt === null
  const isSame = asked.lastAt?.getTime() === terms.lastAtMs && (isCalled || asked.escalateAt?.getTime() === terms.escalateAtMs)
  if (isSame && !isNewsFor) return false
  const escalatedAt = isCalled ? (asked.escalatedAt ?? ctx.clock.now()) : null
  const escalateAt = escalatedAt ?? new Date(terms.escalateAtMs)
  await inTransaction(ctx, async (tx) => {
    const isKept = await writeTerms(tx, asked.id, { escalateAt, escalatedAt, lastAt: new Date(terms.lastAtMs) })
    if (isKept && isNewsFor) await tellAsked(ctx, tx, asked, 'escalated', { mentorId: asked.mentorId })
  })
  return true
}

/** Goes out unread, as the bank's rule says; where a rule of replies refuses it, it goes back instead. */
async function sayLate(ctx: Ctx, asked: WaitingReply): Promise<boolean> {
  const { text, seenClientSeq } = asked
  try {
    await sayAsked(ctx, asked, { text, ...(seenClientSeq !== null && { seenClientSeq }) }, (tx, { messageId }) =>
      settleAsked(ctx, tx, asked, {
        state: 'sent_late',
        byId: null,
        at: ctx.clock.now(),
        said: { messageId, text: null, share: null },
      }),
    )
    return true
  } catch (error) {
    if (!isAppError(error) || error.kind === 'unavailable') throw error
    if (error.code === 'asked_reply.already_decided') return false
    return giveBack(ctx, asked, error.code)
  }
}

/** The words go back to whoever wrote them, and the request to the queue, for somebody who may answer at once. */
function giveBack(ctx: Ctx, asked: WaitingReply, cause: string): Promise<boolean> {
  const { requestId, departmentId, holderVersion: expectedVersion } = asked
  return settle(ctx, asked, dropped(ctx, cause), async (tx) => {
    const to = { kind: 'queue', departmentId } as const
    await changeHolder(ctx, tx, { requestId, to, expectedVersion, reason: 'review_late', note: lateNote })
    await endAssignments(tx, requestId, ctx.clock.now(), 'returned')
  })
}

const overtakenCodes: ReadonlySet<string> = new Set([
  'asked_reply.already_decided',
  'request.closed',
  'request.held_by_other',
  'request.changed_meanwhile',
])

/** False where somebody decided, took over or closed in this very second: the next round sees what became of it. */
async function settle(
  ctx: Ctx,
  asked: WaitingReply,
  decided: AskedDecision,
  also: (tx: Parameters<typeof settleAsked>[1]) => Promise<void> = async () => undefined,
): Promise<boolean> {
  try {
    await inTransaction(ctx, async (tx) => {
      await also(tx)
      await settleAsked(ctx, tx, asked, decided)
    })
    return true
  } catch (error) {
    if (isAppError(error) && overtakenCodes.has(error.code)) return false
    throw error
  }
}

export const reviewSweep = defineSweep({
  name: 'handoff.reviews',
  everyMs: 10 * secondMs,
  async run(ctx) {
    await tendAskedReplies(ctx)
  },
})
