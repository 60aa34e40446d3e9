/**
 * Sends what is due of an account: a few of many conversations at a time, each conversation in order, as fast as the account's
 * rate allows. One loop per account and process; several processes share the work by the rows they lock.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClaimedDelivery, claimDeliveries, gateOf, resumeAccount } from '#inbox'
import { type ChannelAccountId, secondMs } from '#kernel'
import { type Ctx, tellRoot } from '#platform'
import type { Channel, ChannelRegistry } from '../channel.ts'
import { type AccountLimits, createAccountLimits } from './account-limits.ts'
import { createPace, type Pace, until } from './pace.ts'
import type { Recorder } from './recorder.ts'
import { sendOne } from './send-one.ts'

/** Sent at once over one account: bounded so that a broadcast does not open a thousand connections. */
const atOnce = 48
/** With much to do, hands are filled again by the handful: a claim costs as much for one as for ten. */
const handful = 12
/** Then it stops, so that a process that is asked to end does end; the hint that follows goes on. */
const longestRunMs = 5 * secondMs
const rateWaitMs = 50

export type Dispatcher = {
  /** Sends what is due. `more`: there was more than the time allowed. */
  run(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<'done' | 'more'>
}

/** What is in the air of one account. */
class Flight {
  private readonly under = new Set<Promise<void>>()
  get size(): number {
    return this.under.size
  }
  add(work: Promise<void>): void {
    const watched = work.finally(() => this.under.delete(watched))
    this.under.add(watched)
  }
  one(): Promise<void> {
    return Promise.race(this.under)
  }
  /** Waits until no more than so many are left. */
  async room(most: number): Promise<void> {
    while (this.under.size > most) await this.one()
  }
}

type Deps = { readonly channels: ChannelRegistry; readonly recorder: Recorder; readonly limits: AccountLimits }

/** The loop of one account: alive while there is something to send. */
class AccountLoop {
  private readonly deps: Deps
  private readonly id: ChannelAccountId
  private readonly channel: Channel | undefined
  private readonly pace: Pace
  private readonly flight = new Flight()
  private again = false
  private wake: () => void = () => undefined

  constructor(deps: Deps, id: ChannelAccountId, channel: Channel | undefined, pace: Pace) {
    this.deps = deps
    this.id = id
    this.channel = channel
    this.pace = pace
  }

  /** Something new is due. */
  hint(): void {
    this.again = true
    this.wake()
  }

  async run(ctx: Ctx): Promise<'done' | 'more'> {
    const gate = await gateOf(ctx, this.id)
    if (gate === 'closed') return 'done'
    return gate === 'trial' ? this.tryOnce(ctx) : this.sendAll(ctx)
  }

  /** Its token was refused: one reply, to see whether it is good again. */
  private async tryOnce(ctx: Ctx): Promise<'done' | 'more'> {
    await this.fill(ctx, true)
    await this.flight.room(0)
    return (await gateOf(ctx, this.id)) === 'open' ? 'more' : 'done'
  }

  private async sendAll(ctx: Ctx): Promise<'done' | 'more'> {
    const endsAt = performance.now() + longestRunMs
    let isFull = true
    do {
      this.again = false
      const hinted = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      isFull = await this.fill(ctx, false)
      if (!isFull && this.flight.size === 0) break
      await this.rest(isFull, hinted)
    } while (performance.now() < endsAt)
    await this.flight.room(0)
    return isFull || this.again ? 'more' : 'done'
  }

  /** Waits for a free hand, a handful of them while there is plenty to do; else for the first that is free, or for news. */
  private async rest(isFull: boolean, hinted: Promise<void>): Promise<void> {
    if (isFull) await this.flight.room(atOnce - handful)
    else if (!this.again) await Promise.race([this.flight.one(), hinted])
  }

  /** Claims and starts; whether there may be more. */
  private async fill(ctx: Ctx, isTrial: boolean): Promise<boolean> {
    const moments = await this.pace.take(ctx, isTrial ? 1 : atOnce - this.flight.size)
    if (moments.length === 0) {
      await sleep(rateWaitMs)
      return true
    }
    const claimed = await claimDeliveries(ctx, { channelAccountId: this.id, limit: moments.length, isTrial })
    this.pace.giveBack(moments.slice(claimed.length))
    for (const [index, one] of claimed.entries()) {
      const work = this.deliver(ctx, one, moments[index] ?? 0, isTrial)
      // What could not be written down stays half-sent in the table and becomes unconfirmed there.
      this.flight.add(work.catch((error: unknown) => ctx.log.error({ error }, 'what became of a reply was not written down')))
    }
    return claimed.length === moments.length
  }

  private async deliver(ctx: Ctx, claimed: ClaimedDelivery, moment: number, isTrial: boolean): Promise<void> {
    const { channels, recorder, limits } = this.deps
    const { channel: kind, channelAccountId, deliveryId } = claimed
    await until(moment)
    const startedAt = performance.now()
    const pace = { next: () => this.pace.next(ctx) }
    const startedAtMs = Date.now()
    const result = await sendOne(ctx, { channel: this.channel, limits, pace, all: channels.all }, claimed)
    const told = {
      kind: 'client',
      attributes: { channel: kind, state: result.state },
      isFailed: result.state === 'failed',
    } as const
    tellRoot('delivery', deliveryId, { startedAtMs }, told)
    ctx.metrics.count('delivery', { channel: kind, state: result.state })
    ctx.metrics.observe('delivery_seconds', (performance.now() - startedAt) / secondMs, { channel: kind })
    if (result.state === 'retry') ctx.metrics.count('delivery_waits', { channel: kind })
    if (isTrial && result.state !== 'retry') await resumeAccount(ctx, channelAccountId)
    await recorder.record(ctx, { deliveryId, result })
  }
}

export function createDispatcher(channels: ChannelRegistry, recorder: Recorder): Dispatcher {
  const deps: Deps = { channels, recorder, limits: createAccountLimits() }
  const loops = new Map<ChannelAccountId, AccountLoop>()
  const paces = new Map<ChannelAccountId, { channel: Channel | undefined; pace: Pace }>()

  /** The pace outlives the loops: what was leased and not used is used next time. */
  function paceOf(id: ChannelAccountId): { channel: Channel | undefined; pace: Pace } {
    const channel = channels.of(id)
    const known = paces.get(id)
    if (known !== undefined && known.channel === channel) return known
    const made = { channel, pace: createPace(id, channel?.limits.sendsPerSecond ?? null) }
    paces.set(id, made)
    return made
  }

  return {
    async run(ctx, id) {
      const running = loops.get(id)
      if (running !== undefined) {
        running.hint()
        return 'done'
      }
      const { channel, pace } = paceOf(id)
      const loop = new AccountLoop(deps, id, channel, pace)
      loops.set(id, loop)
      try {
        return await loop.run(ctx)
      } finally {
        loops.delete(id)
      }
    },
  }
}
