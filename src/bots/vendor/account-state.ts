/** How one account of Meta's is: whether it needs a person. */
import type { Ctx } from '#platform'
import { accountLabel } from '../account-label.ts'
import type { ChannelAccount, ChannelHealth } from '../channel.ts'

/** Why an account needs a person. */
export type AlarmReason = 'token_refused' | 'permission_missing' | 'account_restricted'

export type AccountState = {
  health(): ChannelHealth
  alarm(reason: AlarmReason | 'subscription_missing'): void
  healthy(): void
}

/** @param of whose state it is: two accounts of one kind never stand for each other. */
export function createAccountState(of: Pick<ChannelAccount, 'id' | 'kind'>, makeCtx: () => Ctx): AccountState {
  const labels = { channel: of.kind, account: accountLabel(of.id) }
  let health: ChannelHealth = { state: 'starting', reason: null }
  return {
    health: () => health,
    alarm(reason) {
      const ctx = makeCtx()
      if (health.reason !== reason) ctx.log.error({ ...labels, reason }, 'the channel needs a person')
      ctx.metrics.gauge('channel_alarm', 1, labels)
      health = { state: 'alarm', reason }
    },
    healthy() {
      if (health.state === 'ok') return
      makeCtx().metrics.gauge('channel_alarm', 0, labels)
      health = { state: 'ok', reason: null }
    },
  }
}
