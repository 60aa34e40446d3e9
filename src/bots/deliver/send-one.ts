/** One claimed reply to its channel, and what its outcome means for the account and for the next try. */
import { type ChannelKind, windowStateAt } from '#contracts'
import { type ClaimedDelivery, type DeliveryOutcome, pauseAccount } from '#inbox'
import { minuteMs } from '#kernel'
import type { Ctx } from '#platform'
import type { Channel, SendPace } from '../channel.ts'
import type { AccountLimits } from './account-limits.ts'
import { sendPrivateReply } from './send-private-reply.ts'

const longestWaitMs = 5 * minuteMs

/** Ever longer after every try in vain, up to five minutes, and not all at the same moment. */
function backoffMs(firstMs: number, attempts: number, random: number = Math.random()): number {
  const grown = Math.min(firstMs * 2 ** Math.max(0, attempts - 1), Math.max(longestWaitMs, firstMs))
  return Math.round(grown * (0.8 + 0.4 * random))
}

/** Adapters that only raise their alarm are understood too: a refused token is no try of the reply's. */
function understood(channel: Channel, outcome: DeliveryOutcome): DeliveryOutcome {
  if (outcome.state !== 'retry' || outcome.because !== undefined) return outcome
  const { state, reason } = channel.health()
  return state === 'alarm' && reason === 'token_refused' ? { ...outcome, because: 'token_refused' } : outcome
}

/** The clock runs on while a reply waits: what was in time when it was written may be late now. */
function isLate(ctx: Ctx, claimed: ClaimedDelivery): boolean {
  const { channel, visibility, authorKind, clientWroteAt } = claimed
  const place = { channel: channel as ChannelKind, visibility, clientWroteAtMs: clientWroteAt?.getTime() ?? null }
  const state = windowStateAt(place, ctx.clock.now().getTime())
  return state === 'closed' || (state === 'person' && authorKind !== 'operator')
}

async function handOver(
  ctx: Ctx,
  channel: Channel,
  claimed: ClaimedDelivery,
  { pace, all }: Pick<Sending, 'pace' | 'all'>,
): Promise<DeliveryOutcome> {
  if (claimed.content.privateReplyTo !== undefined) return sendPrivateReply(ctx, channel, claimed, all())
  if (isLate(ctx, claimed)) return { state: 'failed', reason: 'window_closed' }
  return channel.deliver(ctx, claimed, pace)
}

/** Silences the account where the vendor said so. */
async function heed(ctx: Ctx, claimed: ClaimedDelivery, outcome: DeliveryOutcome): Promise<void> {
  if (outcome.state !== 'retry') return
  const { channelAccountId } = claimed
  if (outcome.because === 'token_refused') await pauseAccount(ctx, { channelAccountId, reason: 'token_refused' })
  if (outcome.because === 'account_limited')
    await pauseAccount(ctx, { channelAccountId, reason: 'rate_limited', forMs: outcome.afterMs })
}

function nextTry(claimed: ClaimedDelivery, outcome: DeliveryOutcome): DeliveryOutcome {
  if (outcome.state !== 'retry') return outcome
  if (outcome.because === undefined) return { ...outcome, afterMs: backoffMs(outcome.afterMs, claimed.attempts) }
  // The account's own row says when; the reply itself is due at once then.
  return outcome.because === 'client_limited' ? outcome : { ...outcome, afterMs: 0 }
}

export type Sending = {
  readonly channel: Channel | undefined
  readonly limits: AccountLimits
  readonly pace: SendPace
  readonly all: () => readonly Channel[]
}

/** Never throws: what escapes a channel is a bug, and then nobody knows what was sent. */
export async function sendOne(ctx: Ctx, sending: Sending, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  const { channel, limits } = sending
  if (channel === undefined) return { state: 'failed', reason: 'channel_not_configured' }
  try {
    const outcome = limits.weigh(claimed, understood(channel, await handOver(ctx, channel, claimed, sending)))
    await heed(ctx, claimed, outcome)
    return nextTry(claimed, outcome)
  } catch (error) {
    ctx.log.error({ error, deliveryId: claimed.deliveryId }, 'a channel failed while delivering')
    return { state: 'unconfirmed' }
  }
}
