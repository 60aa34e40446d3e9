/** How one account of Meta's is: whether it needs a person. */
import type { ChannelKind } from '#contracts'
import type { Ctx } from '#platform'
import type { ChannelHealth } from '../channel.ts'
import type { AlarmReason } from './map-failure.ts'

export type AccountState = {
  health(): ChannelHealth
  alarm(reason: AlarmReason | 'subscription_missing'): void
  healthy(): void
}

export function createAccountState(channel: ChannelKind, makeCtx: () => Ctx): AccountState {
  let health: ChannelHealth = { state: 'starting', reason: null }
  return {
    health: () => health,
    alarm(reason) {
      const ctx = makeCtx()
      if (health.reason !== reason) ctx.log.error({ channel, reason }, 'the channel needs a person')
      ctx.metrics.gauge('channel_alarm', 1, { channel })
      health = { state: 'alarm', reason }
    },
    healthy() {
      if (health.state === 'ok') return
      makeCtx().metrics.gauge('channel_alarm', 0, { channel })
      health = { state: 'ok', reason: null }
    },
  }
}
