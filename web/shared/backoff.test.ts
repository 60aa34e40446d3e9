import { expect, test } from 'vitest'
import { reconnectDelayMs } from './backoff.ts'

test('the wait before connecting again grows with every loss and never passes fifteen seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => reconnectDelayMs(attempt, 0.999999))
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
})

test('two screens that lost the hub together come back apart, and none at once', () => {
  expect(reconnectDelayMs(3, 0)).toBe(250)
  expect(reconnectDelayMs(3, 0.25)).not.toBe(reconnectDelayMs(3, 0.75))
})
