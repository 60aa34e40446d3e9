import { expect, test } from 'vitest'
import { windowStanding } from './closing-window.ts'

const now = Date.parse('2026-11-20T10:00:00.000Z')
const waiting = { status: 'open', waitingSince: '2026-11-19T11:00:00.000Z' } as const
const until = (minutes: number) => new Date(now + minutes * 60_000 + 30_000).toISOString()

test('the list warns of a window within two hours of its end, and says when it is shut', () => {
  expect(windowStanding({ ...waiting, windowUntil: until(121) }, now)).toBeNull()
  expect(windowStanding({ ...waiting, windowUntil: until(45) }, now)).toEqual({ leftMs: 45 * 60_000 })
  expect(windowStanding({ ...waiting, windowUntil: until(0) }, now)).toEqual({ leftMs: 60_000 })
  expect(windowStanding({ ...waiting, windowUntil: until(-5) }, now)).toEqual({ leftMs: 0 })
})

test('nothing is said where nobody waits for a reply or the channel has no window', () => {
  expect(windowStanding({ ...waiting, windowUntil: null }, now)).toBeNull()
  expect(windowStanding({ ...waiting, waitingSince: null, windowUntil: until(5) }, now)).toBeNull()
  expect(windowStanding({ ...waiting, status: 'closed', windowUntil: until(5) }, now)).toBeNull()
})
