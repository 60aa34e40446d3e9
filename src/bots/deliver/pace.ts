/**
 * The rate of one account, spread evenly and shared by all processes: moments are leased from the account's row a handful at a
 * time and given out here. Vendors publish no exact limits ("about 30 messages a second"); what they answer is obeyed beside.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { leaseSlots } from '#inbox'
import { type ChannelAccountId, secondMs, systemClock } from '#kernel'
import type { Ctx } from '#platform'

export type Pace = {
  /** Moments (ms since the epoch) at which so many replies may go out, soonest first; perhaps fewer, perhaps none yet. */
  take(ctx: Ctx, wanted: number): Promise<number[]>
  /** Those that were not used. */
  giveBack(moments: readonly number[]): void
  /** Waits for one moment: for a further part of a reply. */
  next(ctx: Ctx): Promise<void>
}

/** A lease is a quarter of a second of the rate: what a process that dies takes with it is not missed. */
const leaseMs = 250
/** An unused moment older than this is gone: saved up, they would become a burst. */
const staleMs = 200
const unpaced: Pace = {
  take: async (_ctx, wanted) => Array.from({ length: wanted }, () => 0),
  giveBack: () => undefined,
  next: async () => undefined,
}

/** The vendor's clock runs whatever time a story is told in, so a rate is kept by the wall's. */
const wallMs = () => systemClock.now().getTime()

/** Waits until a moment of the wall; at once where it has passed. */
export async function until(moment: number): Promise<void> {
  const waitMs = moment - wallMs()
  if (waitMs > 0) await sleep(waitMs)
}

/** @param perSecond null: the channel bears whatever comes. */
export function createPace(channelAccountId: ChannelAccountId, perSecond: number | null): Pace {
  if (perSecond === null) return unpaced
  const leaseSize = Math.max(1, Math.floor((perSecond * leaseMs) / secondMs))
  let free: number[] = []
  const pace: Pace = {
    async take(ctx, wanted) {
      const nowMs = wallMs()
      free = free.filter((moment) => moment > nowMs - staleMs)
      if (free.length === 0)
        free = await leaseSlots(ctx, { channelAccountId, wanted: leaseSize, perSecond, now: new Date(nowMs) })
      return free.splice(0, wanted)
    },
    giveBack(moments) {
      free = [...free, ...moments].sort((a, b) => a - b)
    },
    async next(ctx) {
      for (;;) {
        const [moment] = await pace.take(ctx, 1)
        if (moment !== undefined) return until(moment)
        await sleep(leaseMs / 2)
      }
    },
  }
  return pace
}
