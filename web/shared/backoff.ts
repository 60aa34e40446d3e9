/**
 * How long to wait before connecting again. Each screen waits a random share of a growing limit ("full jitter"), so that
 * five hundred screens do not come back in the same second after a restart.
 * @param attempt 0 for the first try after a loss.
 * @param random a number in [0, 1), handed in so that a test can choose it.
 * @returns milliseconds, from 250 up to 15 000.
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const limitMs = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.max(250, Math.round(limitMs * random))
}
