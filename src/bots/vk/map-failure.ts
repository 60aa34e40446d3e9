/** What a failed call means for the delivery: pure. Codes of VK's own list (errors.json of github.com/VKCOM/vk-api-schema). */
import type { DeliveryOutcome } from '#inbox'
import { minuteMs, secondMs } from '#kernel'
import type { FailureReason } from '../channel.ts'
import type { AlarmReason } from '../vendor/account-state.ts'
import type { VkFailure } from './vk-api.ts'

export type FailureMeaning = {
  outcome: DeliveryOutcome
  /** The client cannot be reached here any more. */
  unreachable?: true
  /** Somebody must look at the channel. */
  alarm?: AlarmReason
}

/** The user's, the community's and the application's authorization failed: the token is dead. */
const tokenCodes = new Set([5, 27, 28])
/** VK's own trouble, "try again". */
const passingCodes = new Set([1, 10, 32, 36])

const reasons: Readonly<Record<number, FailureReason>> = {
  // The token lacks a right, or the community may not.
  7: 'permission_missing',
  15: 'permission_missing',
  20: 'permission_missing',
  18: 'client_deactivated',
  37: 'client_deactivated',
  // "Without permission" and "due to their privacy settings": they never wrote, or have forbidden it since.
  901: 'blocked_by_client',
  902: 'blocked_by_client',
  936: 'chat_not_found',
  910: 'text_refused',
  914: 'text_refused',
  222: 'text_refused',
  950: 'window_closed',
}
const unreachable = new Set<FailureReason>(['blocked_by_client', 'client_deactivated'])

type Wait = { afterMs: number; because: 'account_limited' | 'client_limited'; alarm?: AlarmReason }
const waits: Readonly<Record<number, Wait>> = {
  // Twenty calls a second: the next second has twenty more.
  6: { afterMs: secondMs, because: 'account_limited' },
  // Too much of the same to one client, or under one post.
  9: { afterMs: 30 * secondMs, because: 'client_limited' },
  223: { afterMs: minuteMs, because: 'client_limited' },
  29: { afterMs: minuteMs, because: 'account_limited' },
  // A picture with letters: only a person can answer it.
  14: { afterMs: minuteMs, because: 'account_limited', alarm: 'account_restricted' },
}

/** Why VK will never take it. */
const reasonOf = (code: number): FailureReason => reasons[code] ?? 'refused_by_channel'

function meaningOfRefusal(code: number): FailureMeaning {
  const wait = waits[code]
  if (wait !== undefined) {
    const { alarm, ...rest } = wait
    return { outcome: { state: 'retry', ...rest }, ...(alarm === undefined ? {} : { alarm }) }
  }
  // A dead token is the bank's fault and not the client's: replies wait until it is renewed.
  if (tokenCodes.has(code)) {
    return { outcome: { state: 'retry', afterMs: minuteMs, because: 'token_refused' }, alarm: 'token_refused' }
  }
  if (passingCodes.has(code)) return { outcome: { state: 'retry', afterMs: 3 * secondMs } }
  const reason = reasonOf(code)
  const outcome: DeliveryOutcome = { state: 'failed', reason, vendorCode: String(code) }
  if (reason === 'permission_missing') return { outcome, alarm: 'permission_missing' }
  return unreachable.has(reason) ? { outcome, unreachable: true } : { outcome }
}

/** Limits wait, a dead token alarms and loses nothing, a client who may not be written to ends. */
export function meaningOf(failure: VkFailure): FailureMeaning {
  switch (failure.kind) {
    case 'refused':
      return meaningOfRefusal(failure.code)
    case 'not_sent':
      return { outcome: { state: 'retry', afterMs: 3 * secondMs } }
    case 'unknown':
      return { outcome: { state: 'unconfirmed' } }
  }
}
