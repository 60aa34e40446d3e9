/** After a closing the client is asked for one tap; the tap is written down and never becomes a matter. */
import { z } from 'zod'
import type { Outcome } from '#contracts'
import {
  askSatisfaction,
  getRequest,
  isRating,
  messageViews,
  type Question,
  type RequestView,
  readRating,
  recordSatisfaction,
} from '#inbox'
import { type ConversationId, hourMs, isAppError, type MessageId, type RequestId } from '#kernel'
import { type Ctx, defineSubscriber, type Fact, inTransaction, readSetting, type Subscriber, withActor } from '#platform'
import { fieldOf, requestIdOf, textOf } from '../fact-data.ts'
import { readDialogue } from './dialogue.store.ts'
import { conversationsOf, languageOf } from './read-burst.ts'
import { lowMarkNote, satisfactionTexts } from './satisfaction-texts.ts'

/** Where something was done for the client; who never answered, and what never was a matter, is not asked about. */
const askedOutcomes: readonly Outcome[] = ['resolved', 'answered', 'redirected', 'refused']
/** A question long after the closing is about nothing the client remembers. */
const askedWithinMs = 24 * hourMs
const off = { csat: 'satisfaction.csat', nps: 'satisfaction.nps' } as const

const isOn = async (ctx: Ctx, kind: Question['kind']) => (await readSetting(ctx, off[kind], z.boolean())) !== false
const asBot = (ctx: Ctx) => withActor(ctx, { kind: 'bot' })

async function textsFor(ctx: Ctx, request: RequestView) {
  const conversation = (await conversationsOf(ctx, request)).at(-1)
  return conversation === undefined ? null : satisfactionTexts[languageOf(request, conversation)]
}

/** Asks and swallows only that the client cannot be reached: then nobody is asked. */
async function ask(ctx: Ctx, question: Question): Promise<void> {
  try {
    const isAsked = await inTransaction(ctx, (tx) => askSatisfaction(ctx, tx, question))
    if (isAsked) ctx.metrics.count('satisfaction_asked', { kind: question.kind })
  } catch (error) {
    if (!isAppError(error, 'channel.unreachable')) throw error
  }
}

/** A person closed it, or the bot did after the client said that it helped; silence is not an answer to rate. */
async function isToBeRated(ctx: Ctx, fact: Fact, request: RequestView): Promise<boolean> {
  if (request.status !== 'closed' || request.closedAt === null || request.outcome === null) return false
  // Whoever was written to because of a mark is not asked for another one.
  if (request.followUpOfId !== null) return false
  if (ctx.clock.now().getTime() - request.closedAt.getTime() > askedWithinMs) return false
  if (!askedOutcomes.includes(request.outcome)) return false
  if (fact.actor.startsWith('operator:')) return true
  if (fact.actor !== 'bot' || request.outcome !== 'answered') return false
  return (await readDialogue(ctx, request.id)).step === 'closed'
}

async function hearClosed(ctx: Ctx, fact: Fact): Promise<void> {
  const requestId = requestIdOf(fact)
  const request = requestId === null ? null : await getRequest(ctx, requestId)
  if (request === null || !(await isToBeRated(ctx, fact, request)) || !(await isOn(ctx, 'csat'))) return
  const texts = await textsFor(ctx, request)
  if (texts === null) return
  const choices = texts.marks.map((word, index) => [{ score: 5 - index, label: `${5 - index} · ${word}` }])
  await ask(ctx, { requestId: request.id, kind: 'csat', text: texts.csat(request.number), choices })
}

const npsRows = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [8, 9, 10],
]

/** Who answered one question may be asked the other, once a quarter. */
async function askNps(ctx: Ctx, requestId: RequestId): Promise<void> {
  const request = await getRequest(ctx, requestId)
  const texts = request === null ? null : await textsFor(ctx, request)
  if (texts === null || !(await isOn(ctx, 'nps'))) return
  const choices = npsRows.map((row) => row.map((score) => ({ score, label: String(score) })))
  await ask(ctx, { requestId, kind: 'nps', text: texts.nps, choices })
}

type Press = { id: MessageId; requestId: string | null; conversationId: string; pressed: string }

async function pressesAmong(ctx: Ctx, facts: readonly Fact[]): Promise<Press[]> {
  const ids = facts.map((fact) => textOf(fact, 'messageId')).filter((id) => id !== null)
  const messages = await messageViews(ctx, ids as MessageId[])
  return messages
    .filter((message) => message.authorKind === 'client' && isRating(message.content.pressed))
    .map(({ id, requestId, conversationId, content }) => ({
      id: id as MessageId,
      requestId,
      conversationId,
      pressed: content.pressed ?? '',
    }))
}

async function hearPress(ctx: Ctx, press: Press): Promise<void> {
  const rating = readRating(press.pressed)
  if (rating === null) return
  const conversationId = press.conversationId as ConversationId
  const request = press.requestId === null ? null : await getRequest(ctx, press.requestId as RequestId)
  const texts = (request === null ? null : await textsFor(ctx, request)) ?? satisfactionTexts['uz-Latn']
  const given = await inTransaction(ctx, (tx) =>
    recordSatisfaction(ctx, tx, {
      ...rating,
      conversationId,
      thanks: ({ isLow }) => (isLow ? texts.thanksLow : texts.thanks),
      lowNote: lowMarkNote,
    }),
  )
  if (given === null) return
  ctx.metrics.count('satisfaction_given', { kind: given.kind, score: String(given.score) })
  if (given.kind === 'csat') await askNps(ctx, given.requestId)
}

/** Settings `satisfaction.csat` and `satisfaction.nps` (true unless set to false) switch the questions. */
export const askingSatisfaction: Subscriber = defineSubscriber({
  name: 'bots.satisfaction',
  events: ['request.closed', 'message.received'],
  wants: (fact) => fact.name !== 'message.received' || fieldOf(fact, 'isQuiet') !== false,
  handle: async (ctx, facts) => {
    const bot = asBot(ctx)
    const presses = await pressesAmong(
      bot,
      facts.filter((fact) => fact.name === 'message.received'),
    )
    for (const fact of facts) if (fact.name === 'request.closed') await hearClosed(bot, fact)
    for (const press of presses) await hearPress(bot, press)
  },
})
