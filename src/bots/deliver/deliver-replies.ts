/**
 * Out to the clients: in order within a conversation, beside each other otherwise, never two senders for one conversation.
 * The inbox says what is due (row locks make a claim exclusive over processes); this is what hurries along and what looks after.
 */
import { z } from 'zod'
import { listDueAccounts, settleAbandonedDeliveries } from '#inbox'
import type { ChannelAccountId } from '#kernel'
import { type Ctx, defineJob, defineSubscriber, defineSweep, type JobDefinition, type Subscriber, type Sweep } from '#platform'
import type { ChannelRegistry } from '../channel.ts'
import { textOf } from '../fact-data.ts'
import { createDispatcher } from './dispatcher.ts'
import { createRecorder } from './recorder.ts'

const DeliverJob = z.object({ channelAccountId: z.string() })

/** Longer than the slowest honest call (20 s) with its split parts; then a crash is the only explanation. */
const abandonedAfterMs = 180_000
/** Accounts served at once in one process. */
const accountsAtOnce = 16

export type Delivering = { subscriber: Subscriber; jobs: readonly JobDefinition<unknown>[]; sweeps: readonly Sweep[] }

/** The subscriber, job and sweeps of delivery over these channels. */
export function createDelivering(channels: ChannelRegistry): Delivering {
  const dispatcher = createDispatcher(channels, createRecorder())
  const deliver = defineJob({
    name: 'bots.deliver-account',
    data: DeliverJob,
    concurrency: accountsAtOnce,
    isPrompt: true,
    run: async (ctx, { channelAccountId }) => {
      const ended = await dispatcher.run(ctx, channelAccountId as ChannelAccountId)
      if (ended === 'more') await hurry(ctx, channelAccountId)
    },
  })
  const hurry = (ctx: Ctx, channelAccountId: string): Promise<void> =>
    ctx.queue.add(deliver, { channelAccountId }, { key: `deliver:${channelAccountId}` })
  const hurryDue = async (ctx: Ctx) => {
    for (const id of await listDueAccounts(ctx)) await hurry(ctx, id)
  }
  return {
    subscriber: defineSubscriber({
      name: 'bots.deliver',
      pace: 'prompt',
      events: ['reply.queued', 'channel.resumed'],
      handle: async (ctx, facts) => {
        const accounts = new Set(facts.map((fact) => textOf(fact, 'channelAccountId')).filter((id) => id !== null))
        for (const id of accounts) await hurry(ctx, id)
      },
    }),
    jobs: [deliver as JobDefinition<unknown>],
    sweeps: [
      defineSweep({ name: 'bots.due-deliveries', everyMs: 1000, run: hurryDue }),
      defineSweep({
        name: 'bots.abandoned-deliveries',
        everyMs: 15_000,
        run: async (ctx) => {
          const settled = await settleAbandonedDeliveries(ctx, abandonedAfterMs)
          if (settled > 0) ctx.log.warn({ settled }, 'deliveries were found half-sent and are unconfirmed')
        },
      }),
    ],
  }
}
