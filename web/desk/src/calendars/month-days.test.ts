import { expect, test } from 'vitest'
import type { CalendarRules } from '#contracts'
import { areRulesSound, areSound, monthBeside, monthDays, withDay } from './month-days.ts'

const full = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]
const bank: CalendarRules = {
  timeZone: 'Asia/Tashkent',
  week: [full, full, full, full, full, [], []],
  yearlyDaysOff: ['12-08'],
  daysOff: ['2026-12-31'],
  specialDays: { '2026-12-12': full },
  eveShorterMinutes: 60,
}
const dayOf = (rules: CalendarRules, date: string) => monthDays(rules, date.slice(0, 7)).find((one) => one.date === date)

test('a month shows every day with its hours and why it has them', () => {
  const days = monthDays(bank, '2026-12')
  expect(days).toHaveLength(31)
  expect(dayOf(bank, '2026-12-01')).toEqual({
    date: '2026-12-01',
    weekday: 1,
    kind: 'week',
    intervals: full,
    workingMinutes: 480,
  })
  expect(dayOf(bank, '2026-12-08')).toMatchObject({ kind: 'yearly_day_off', intervals: [] })
  expect(dayOf(bank, '2026-12-12')).toMatchObject({ kind: 'special', workingMinutes: 480 })
  expect(dayOf(bank, '2026-12-31')).toMatchObject({ kind: 'day_off', workingMinutes: 0 })
})

test('the eve of a yearly holiday is shorter, a day off before one is not', () => {
  expect(dayOf(bank, '2026-12-07')).toMatchObject({ kind: 'eve', workingMinutes: 420 })
  const sunday = { ...bank, yearlyDaysOff: ['12-14'] }
  expect(dayOf(sunday, '2026-12-13')).toMatchObject({ kind: 'week', workingMinutes: 0 })
})

test('a day becomes one thing only, and going back to the week forgets what it was', () => {
  const off = withDay(bank, '2026-12-12', 'day_off')
  expect(dayOf(off, '2026-12-12')).toMatchObject({ kind: 'day_off' })
  const own = withDay(off, '2026-12-12', 'special', [{ from: '10:00', to: '12:00' }])
  expect(own.daysOff).not.toContain('2026-12-12')
  expect(dayOf(own, '2026-12-12')).toMatchObject({ kind: 'special', workingMinutes: 120 })
  expect(dayOf(withDay(own, '2026-12-12', 'week'), '2026-12-12')).toMatchObject({ kind: 'week' })
})

test('own hours on a yearly holiday concern that year alone', () => {
  const worked = withDay(bank, '2026-12-08', 'special', full)
  expect(dayOf(worked, '2026-12-08')?.kind).toBe('special')
  expect(dayOf(worked, '2027-12-08')?.kind).toBe('yearly_day_off')
})

test('hours out of order or over each other cannot be saved, nor a calendar that never opens', () => {
  expect(areSound([{ from: '14:00', to: '13:00' }])).toBe(false)
  expect(
    areSound([
      { from: '09:00', to: '13:00' },
      { from: '12:00', to: '18:00' },
    ]),
  ).toBe(false)
  expect(areSound([{ from: '00:00', to: '24:00' }])).toBe(true)
  expect(areRulesSound({ ...bank, week: bank.week.map(() => []), specialDays: {} })).toBe(false)
})

test('months go round the year', () => {
  expect(monthBeside('2026-12', 1)).toBe('2027-01')
  expect(monthBeside('2026-01', -1)).toBe('2025-12')
})
