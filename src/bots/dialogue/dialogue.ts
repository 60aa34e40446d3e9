/** The bot's dialogue as the house sees it: what it hears, the turns it takes, and the sweeps that let nobody wait for it. */

import { z } from 'zod'
import { closeRequest } from '#inbox'
import { hourMs, type RequestId, secondMs } from '#kernel'
import {
  type Ctx,
  defineJob,
  defineSubscriber,
  defineSweep,
  inTransaction,
  type JobDefinition,
  type Subscriber,
  type Sweep,
  withActor,
} from '#platform'
import type { HandoverReason } from '../dialogue-texts.ts'
import { requestIdOf, textOf } from '../fact-data.ts'
import { listConcerned, listLetLie, listNeglected } from './dialogue.store.ts'
import { giveToPerson } from './give-to-person.ts'
import { createTurnDesk, type DialogueKnowledge, type TurnDeps, takeTurn, turnTimeoutMs } from './take-turn.ts'

export type Dialogue = { subscriber: Subscriber; jobs: readonly JobDefinition<unknown>[]; sweeps: readonly Sweep[] }
export type DialogueOptions = {
  /** How long the client must have been quiet before they are answered. */
  burstMs?: number
  /** A request the bot holds without having answered for so long goes to the queue. */
  neglectedAfterMs?: number
  /** An answered or asked client who says nothing for so long is done. */
  letLieAfterMs?: number
  /** After so long a turn is given up and a person gets the request. */
  turnTimeoutMs?: number
  /** Since when this process hears clients; what waited before waited because the bot was away. Now, unless given. */
  startedAt?: Date
}

const TurnJob = z.object({ requestId: z.string() })
/** They read and write together, so many cost little more than one; each has a connection only for what it does alone. */
const turnsAtOnce = 48
const sweepBatch = 100
/** Turns waiting beyond this say that the bot is behind, not that one hint was lost. */
const overloadedFrom = 100

class TurnTooLong extends Error {}

const asBot = (ctx: Ctx) => withActor(ctx, { kind: 'bot' })

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TurnTooLong('the turn took too long')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Why the bot did not answer in time; a guess good enough for the note the operator finds. */
async function whyNeglected(ctx: Ctx, jobName: string, startedAt: Date, waitsSince: Date): Promise<HandoverReason> {
  if (waitsSince < startedAt) return 'bot_shutdown'
  const depth = await ctx.queue.depth().catch(() => ({}) as Record<string, number>)
  return (depth[jobName] ?? 0) >= overloadedFrom ? 'bot_overload' : 'bot_silent'
}

/** The subscriber, job and sweeps of the dialogue. */
export function createDialogue(
  knowledge: DialogueKnowledge,
  options: DialogueOptions = {},
  showTyping?: TurnDeps['showTyping'],
): Dialogue {
  const timeoutMs = options.turnTimeoutMs ?? turnTimeoutMs
  const startedAt = options.startedAt ?? new Date()
  const desk = createTurnDesk()
  const deps: TurnDeps = { ...desk, knowledge, burstMs: options.burstMs ?? 3 * secondMs, ...(showTyping && { showTyping }) }
  const neglectedAfterMs = options.neglectedAfterMs ?? 20 * secondMs
  const letLieAfterMs = options.letLieAfterMs ?? 24 * hourMs

  const turnJob: JobDefinition<z.infer<typeof TurnJob>> = defineJob({
    name: 'bots.take-turn',
    data: TurnJob,
    concurrency: turnsAtOnce,
    attempts: 3,
    run: async (ctx, data) => {
      const requestId = data.requestId as RequestId
      try {
        const result = await withTimeout(takeTurn(asBot(ctx), deps, requestId), timeoutMs)
        ctx.metrics.count('bot_turn', { result: result.kind })
        if (result.kind === 'wait') await come(ctx, requestId, result.afterMs)
      } catch (error) {
        // Whatever it was, the client must not wait for a bot: a person has it now. If even that fails, the sweep does it.
        ctx.log.error({ error, requestId }, 'the bot failed and the request goes to a person')
        const isLate = error instanceof TurnTooLong
        ctx.metrics.count('bot_turn', { result: isLate ? 'timeout' : 'failed' })
        await giveToPerson(asBot(ctx), knowledge, requestId, isLate ? 'bot_timeout' : 'bot_error')
      }
    },
  })
  const come = (ctx: Ctx, requestId: RequestId, delayMs: number) =>
    ctx.queue.add(turnJob, { requestId }, { key: `turn:${requestId}:${delayMs > 0 ? 'later' : 'now'}`, delayMs })

  return {
    subscriber: defineSubscriber({
      name: 'bots.dialogue',
      events: [
        'request.opened',
        'request.reopened',
        'request.reclassified',
        'message.received',
        'reply.written_elsewhere',
        'holder.changed',
      ],
      handle: async (ctx, facts) => {
        const mine = facts.filter((fact) => fact.name !== 'holder.changed' || textOf(fact, 'to') === 'bot')
        const ids = [...new Set(mine.map(requestIdOf).filter((id) => id !== null))]
        const concerned = ids.length === 0 ? [] : await listConcerned(ctx, ids)
        await Promise.all(concerned.map((id) => come(ctx, id, 0)))
      },
    }),
    jobs: [turnJob as JobDefinition<unknown>],
    sweeps: [
      defineSweep({
        name: 'bots.neglected-dialogues',
        everyMs: 5 * secondMs,
        run: async (ctx) => {
          for (const { id, waitsSince } of await listNeglected(ctx, neglectedAfterMs, sweepBatch)) {
            const reason = await whyNeglected(ctx, turnJob.name, startedAt, waitsSince)
            await giveToPerson(asBot(ctx), knowledge, id, reason)
          }
        },
      }),
      defineSweep({
        name: 'bots.let-lie-dialogues',
        everyMs: 60 * secondMs,
        run: async (ctx) => {
          for (const { id, step } of await listLetLie(ctx, letLieAfterMs, sweepBatch)) {
            const outcome = step === 'offered' ? 'answered' : 'client_silent'
            await inTransaction(asBot(ctx), (tx) => closeRequest(asBot(ctx), tx, { requestId: id, outcome }))
          }
        },
      }),
    ],
  }
}
