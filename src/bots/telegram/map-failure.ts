/** What a failed call means for the delivery: pure. Descriptions as tdlib/telegram-bot-api writes them (Client.cpp). */

import type { DeliveryOutcome } from '#inbox'
import { minuteMs, secondMs } from '#kernel'
import type { FailureReason } from '../channel.ts'
import type { ApiFailure } from './telegram-api.ts'

export type FailureMeaning = {
  outcome: DeliveryOutcome
  /** The client cannot be reached here any more. */
  unreachable?: boolean
  /** Somebody must look at the channel: its token is dead. */
  alarm?: boolean
}

const failed = (reason: FailureReason, code: number): DeliveryOutcome => ({ state: 'failed', reason, vendorCode: String(code) })

const ofDescription: readonly [RegExp, FailureReason, { unreachable?: true }][] = [
  [/blocked by the user|bot was kicked/i, 'blocked_by_client', { unreachable: true }],
  [/user is deactivated/i, 'client_deactivated', { unreachable: true }],
  [
    /chat not found|bot can't initiate conversation|PEER_ID_INVALID|upgraded to a supergroup/i,
    'chat_not_found',
    { unreachable: true },
  ],
  [/message is too long|message text is empty|caption is too long|text must be/i, 'text_refused', {}],
  [
    /file is too big|wrong file|PHOTO_INVALID|IMAGE_PROCESS_FAILED|wrong type of the web page content|Request Entity Too Large/i,
    'attachment_refused',
    {},
  ],
]

function meaningOfRefusal(failure: Extract<ApiFailure, { kind: 'refused' }>): FailureMeaning {
  const { code, description } = failure
  if (code === 429) {
    const afterMs = failure.retryAfterMs ?? 5 * secondMs
    return { outcome: { state: 'retry', afterMs, because: 'client_limited' } }
  }
  // A dead token is the bank's fault and not the client's: replies wait until it is renewed. 404 is a malformed token.
  if (code === 401 || code === 404)
    return { outcome: { state: 'retry', afterMs: minuteMs, because: 'token_refused' }, alarm: true }
  if (code >= 500) {
    // A restarting server says so before it does anything; behind any other 5xx the message may have been sent.
    return /restart/i.test(description)
      ? { outcome: { state: 'retry', afterMs: 5 * secondMs } }
      : { outcome: { state: 'unconfirmed' } }
  }
  for (const [pattern, reason, more] of ofDescription) {
    if (pattern.test(description)) return { outcome: failed(reason, code), ...more }
  }
  return { outcome: failed('refused_by_channel', code) }
}

/** 429 waits, 403 ends, 401 alarms; a lost connection is `unconfirmed` unless it was never made. */
export function meaningOf(failure: ApiFailure): FailureMeaning {
  switch (failure.kind) {
    case 'refused':
      return meaningOfRefusal(failure)
    case 'not_sent':
      return { outcome: { state: 'retry', afterMs: 3 * secondMs } }
    case 'unknown':
      return { outcome: { state: 'unconfirmed' } }
  }
}
