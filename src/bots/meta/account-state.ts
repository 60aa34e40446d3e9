/** How one account of Meta's is: whether it needs a person, and whether it must be silent for a while. */
import type { ChannelKind } from '#contracts'
import type { Ctx } from '#platform'
import type { ChannelHealth } from '../channel.ts'
import type { AlarmReason } from './map-failure.ts'

export type AccountState = {
  health(): ChannelHealth
  alarm(reason: AlarmReason | 'subscription_missing'): void
  healthy(): void
  /** Nothing goes out for so long. */
  pause(forMs: number): void
  /** How long the pause still is, in milliseconds; 0 where there is none. */
  pausedMs(): number
}

/** @param now of the wall; a pause is over when it says so. */
export function createAccountState(channel: ChannelKind, makeCtx: () => Ctx, now: () => number = Date.now): AccountState {
  let health: ChannelHealth = { state: 'starting', reason: null }
  let pausedUntil = 0
  return {
    health: () => health,
    alarm(reason) {
      const ctx = makeCtx()
      if (health.reason !== reason) ctx.log.error({ channel, reason }, 'the channel needs a person')
      ctx.metrics.gauge('channel_alarm', 1, { channel })
      health = { state: 'alarm', reason }
    },
    healthy() {
      pausedUntil = 0
      if (health.state === 'ok') return
      makeCtx().metrics.gauge('channel_alarm', 0, { channel })
      health = { state: 'ok', reason: null }
    },
    pause(forMs) {
      pausedUntil = Math.max(pausedUntil, now() + forMs)
    },
    pausedMs: () => Math.max(0, pausedUntil - now()),
  }
}
