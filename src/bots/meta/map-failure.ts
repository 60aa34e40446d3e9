/**
 * What a failed call means for the delivery: pure. Codes of the Graph API
 * (https://developers.facebook.com/docs/graph-api/guides/error-handling), of the Send API of Messenger and Instagram, and of
 * WhatsApp (https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
 */
import type { DeliveryOutcome } from '#inbox'
import { minuteMs, secondMs } from '#kernel'
import type { FailureReason } from '../channel.ts'
import type { AlarmReason } from '../vendor/account-state.ts'
import type { GraphFailure } from './graph-api.ts'

export type FailureMeaning = {
  outcome: DeliveryOutcome
  /** The client cannot be reached here any more. */
  unreachable?: true
  /** Somebody must look at the channel. */
  alarm?: AlarmReason
}

/** Application, user, page and custom limits, and WhatsApp's own (80007 account, 130429 number, 131056 one client). */
const rateCodes = new Set([4, 17, 32, 613, 80001, 80002, 80006, 80007, 80008, 130429, 131048, 131056, 133016])
/** Limits that concern one client only: the account goes on. */
const clientRateCodes = new Set([131056])
/** Meta's and WhatsApp's "try again". */
const transientCodes = new Set([2, 131000, 131016])
const permissionCodes = new Set([3, 10, 200, 294, 299, 131005])
const restrictedSubcodes = new Set([1893063])
/** "This message is sent outside of allowed window": Messenger, Instagram, WhatsApp. */
const windowSubcodes = new Set([2018278, 2534022])
const windowCodes = new Set([131047])
/** A person who is not there: blocked, gone or never was; Meta does not say which. */
const unreachableCodes = new Set([551, 131026, 131030])
const unreachableSubcodes = new Set([1545041, 2018001, 2018108, 2534014])

const rateWaitMs = 30 * secondMs
const transientWaitMs = 5 * secondMs

type Refusal = Extract<GraphFailure, { kind: 'refused' }>

/** Why Meta will never take it, from its codes alone; the same for an answer and for a later status. */
export function reasonOf(code: number, subcode = 0): FailureReason {
  if (windowCodes.has(code) || windowSubcodes.has(subcode)) return 'window_closed'
  if (unreachableCodes.has(code) || unreachableSubcodes.has(subcode)) return 'blocked_by_client'
  if (permissionCodes.has(code)) return 'permission_missing'
  if (code === 10900) return 'already_replied'
  if (code === 10901) return 'window_closed'
  return 'refused_by_channel'
}

/** Whether that reason says that this client cannot be reached here. */
export const isUnreachable = (reason: FailureReason) => reason === 'blocked_by_client'

function meaningOfLimit({ code, retryAfterMs }: Refusal): FailureMeaning {
  const because = clientRateCodes.has(code) ? 'client_limited' : 'account_limited'
  return { outcome: { state: 'retry', afterMs: retryAfterMs ?? rateWaitMs, because } }
}

/** A dead token is the bank's fault and not the client's: replies wait until it is renewed. */
const deadToken: FailureMeaning = {
  outcome: { state: 'retry', afterMs: minuteMs, because: 'token_refused' },
  alarm: 'token_refused',
}

function meaningOfEnd({ code, subcode }: Refusal): FailureMeaning {
  const reason = reasonOf(code, subcode)
  const vendorCode = subcode === 0 ? String(code) : `${code}/${subcode}`
  const outcome: DeliveryOutcome = { state: 'failed', reason, vendorCode }
  if (restrictedSubcodes.has(subcode)) return { outcome, alarm: 'account_restricted' }
  if (reason === 'permission_missing') return { outcome, alarm: 'permission_missing' }
  return isUnreachable(reason) ? { outcome, unreachable: true } : { outcome }
}

const isTokenDead = ({ code, status }: Refusal) => code === 190 || code === 102 || (status === 401 && code === 0)
const isPassing = ({ code, isTransient }: Refusal) => transientCodes.has(code) || (isTransient && code > 1)
/** "An unknown error occurred" and a bare 5xx do not say whether the message went. */
const isUnclear = ({ code, status }: Refusal) => code === 1 || (code === 0 && status >= 500)

function meaningOfRefusal(failure: Refusal): FailureMeaning {
  if (rateCodes.has(failure.code) || failure.status === 429) return meaningOfLimit(failure)
  if (isTokenDead(failure)) return deadToken
  if (isPassing(failure)) return { outcome: { state: 'retry', afterMs: transientWaitMs } }
  return isUnclear(failure) ? { outcome: { state: 'unconfirmed' } } : meaningOfEnd(failure)
}

/**
 * Limits wait, a dead token alarms and loses nothing, a closed window and a client who is gone end; a lost connection is
 * `unconfirmed` unless it was never made.
 */
export function meaningOf(failure: GraphFailure): FailureMeaning {
  switch (failure.kind) {
    case 'refused':
      return meaningOfRefusal(failure)
    case 'not_sent':
      return { outcome: { state: 'retry', afterMs: 3 * secondMs } }
    case 'unknown':
      return { outcome: { state: 'unconfirmed' } }
  }
}
