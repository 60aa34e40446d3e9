/**
 * Out to the clients: in order within a conversation, beside each other otherwise, never two senders for one conversation.
 * The inbox says what is due (a row lock makes the claim exclusive over processes); this is the loop around it.
 */

import { z } from 'zod'
import {
  type ClaimedDelivery,
  claimNextDelivery,
  type DeliveryOutcome,
  listDueConversations,
  recordDelivery,
  settleAbandonedDeliveries,
} from '#inbox'
import type { ConversationId } from '#kernel'
import { type Ctx, defineJob, defineSubscriber, defineSweep, type JobDefinition, type Subscriber, type Sweep } from '#platform'
import type { ChannelRegistry } from '../channel.ts'
import { conversationIdOf } from '../fact-data.ts'

const DeliverJob = z.object({ conversationId: z.string() })

/** Longer than the slowest honest call (20 s) with its split parts; then a crash is the only explanation. */
const abandonedAfterMs = 180_000
const sweepBatch = 200
/** Conversations sent to at once in one process: bounded so that a broadcast does not open a thousand connections. */
const atOnce = 32

export type Delivering = { subscriber: Subscriber; jobs: readonly JobDefinition<unknown>[]; sweeps: readonly Sweep[] }

async function outcomeOf(ctx: Ctx, channels: ChannelRegistry, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  const channel = channels.of(claimed.channelAccountId)
  if (channel === undefined) return { state: 'failed', reason: 'channel_not_configured' }
  try {
    return await channel.deliver(ctx, claimed)
  } catch (error) {
    // A channel translates its vendor's errors itself; whatever escapes is a bug, and then nobody knows what was sent.
    ctx.log.error({ error, deliveryId: claimed.deliveryId }, 'a channel failed while delivering')
    return { state: 'unconfirmed' }
  }
}

/** Sends everything due in one conversation, oldest first. Stops at the first that has to wait: order is kept. */
async function deliverConversation(ctx: Ctx, channels: ChannelRegistry, conversationId: ConversationId): Promise<void> {
  for (;;) {
    const claimed = await claimNextDelivery(ctx, conversationId)
    if (claimed === null) return
    const startedAt = performance.now()
    const result = await outcomeOf(ctx, channels, claimed)
    ctx.metrics.count('delivery', { channel: claimed.channel, state: result.state })
    ctx.metrics.observe('delivery_seconds', (performance.now() - startedAt) / 1000, { channel: claimed.channel })
    await recordDelivery(ctx, { deliveryId: claimed.deliveryId, result })
    if (result.state === 'retry') {
      ctx.metrics.count('delivery_waits', { channel: claimed.channel })
      return
    }
  }
}

/** The subscriber, job and sweeps of delivery over these channels. */
export function createDelivering(channels: ChannelRegistry): Delivering {
  const deliver = defineJob({
    name: 'bots.deliver-conversation',
    data: DeliverJob,
    concurrency: atOnce,
    run: (ctx, { conversationId }) => deliverConversation(ctx, channels, conversationId as ConversationId),
  })
  const hurry = (ctx: Ctx, conversationId: string) =>
    ctx.queue.add(deliver, { conversationId }, { key: `deliver:${conversationId}` })
  return {
    subscriber: defineSubscriber({
      name: 'bots.deliver',
      events: ['reply.queued'],
      handle: async (ctx, facts) => {
        const conversations = new Set(facts.map(conversationIdOf).filter((id) => id !== null))
        await Promise.all([...conversations].map((id) => hurry(ctx, id)))
      },
    }),
    jobs: [deliver as JobDefinition<unknown>],
    sweeps: [
      defineSweep({
        name: 'bots.due-deliveries',
        everyMs: 1000,
        run: async (ctx) => {
          const due = await listDueConversations(ctx, sweepBatch)
          await Promise.all(due.map(({ conversationId }) => hurry(ctx, conversationId)))
        },
      }),
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
