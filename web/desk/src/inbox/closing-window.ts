import { type RequestSummary, windowWarningMs } from '#contracts'

type Given = Pick<RequestSummary, 'status' | 'waitingSince' | 'windowUntil'>
const minuteMs = 60_000

/**
 * How long a channel still takes the reply that is awaited: whole minutes, not less than one while it is open; zero once it is shut.
 * @returns null where nothing need be said: no window, none that ends soon, or nobody waits for a reply.
 */
export function windowStanding({ status, waitingSince, windowUntil }: Given, nowMs: number): { leftMs: number } | null {
  if (windowUntil === null || waitingSince === null || status === 'closed') return null
  const leftMs = Date.parse(windowUntil) - nowMs
  if (leftMs > windowWarningMs) return null
  return { leftMs: leftMs <= 0 ? 0 : Math.max(minuteMs, leftMs - (leftMs % minuteMs)) }
}
