/** Whose limit it was: a vendor that tells several conversations to wait within seconds means the whole account. */
import type { ClaimedDelivery, DeliveryOutcome } from '#inbox'
import { type ChannelAccountId, secondMs, systemClock } from '#kernel'

export type AccountLimits = {
  /** The outcome as it concerns the account: a limit of one client may turn out to be everybody's. */
  weigh(claimed: Pick<ClaimedDelivery, 'channelAccountId' | 'conversationId'>, outcome: DeliveryOutcome): DeliveryOutcome
}

const withinMs = 10 * secondMs
const conversationsThatTell = 3

type Told = { readonly conversationId: string; readonly at: number }

/** @param now in milliseconds of the wall. */
export function createAccountLimits(now: () => number = () => systemClock.now().getTime()): AccountLimits {
  const told = new Map<ChannelAccountId, readonly Told[]>()
  return {
    weigh({ channelAccountId, conversationId }, outcome) {
      if (outcome.state !== 'retry' || outcome.because !== 'client_limited') return outcome
      const at = now()
      const others = (told.get(channelAccountId) ?? []).filter(
        (one) => at - one.at < withinMs && one.conversationId !== conversationId,
      )
      const all = [...others, { conversationId, at }]
      told.set(channelAccountId, all)
      return all.length >= conversationsThatTell ? { ...outcome, because: 'account_limited' } : outcome
    },
  }
}
