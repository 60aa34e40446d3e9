import { expect, test } from 'vitest'
import { dateOfDay, dayNumber } from '#contracts'
import { nextDueDay, periodBefore, quarterOf } from './due-day.ts'

const next = (rhythm: Parameters<typeof nextDueDay>[0], date: string) => dateOfDay(nextDueDay(rhythm, dayNumber(date)))
const before = (rhythm: Parameters<typeof nextDueDay>[0], date: string) => periodBefore(rhythm, dayNumber(date))

test('a report is due on the first day after a whole day, week, month or quarter', () => {
  expect(next('day', '2026-11-30')).toBe('2026-12-01')
  expect(next('week', '2026-11-30')).toBe('2026-12-07')
  expect(next('month', '2026-11-30')).toBe('2026-12-01')
  expect(next('quarter', '2026-11-30')).toBe('2027-01-01')
  expect(next('quarter', '2027-01-01')).toBe('2027-04-01')
})

test('and is about that period, whatever its length', () => {
  expect(before('day', '2026-12-01')).toEqual({ from: '2026-11-30', to: '2026-11-30' })
  expect(before('week', '2026-12-07')).toEqual({ from: '2026-11-30', to: '2026-12-06' })
  expect(before('month', '2028-03-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(before('quarter', '2027-01-01')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
  expect(quarterOf('2026-12-31')).toEqual({ year: 2026, quarter: 4 })
})
