import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarRules, WorkInterval } from './calendar-rules.ts'
import { CalendarNeverOpensError, compileCalendar } from './working-time.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const bankHours: WorkInterval[] = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]
const bank: CalendarRules = {
  timeZone: 'Asia/Tashkent',
  week: [bankHours, bankHours, bankHours, bankHours, bankHours, [], []],
  yearlyDaysOff: ['01-01', '03-08', '09-01', '12-08'],
  daysOff: ['2026-05-28'],
  specialDays: { '2026-12-12': [{ from: '09:00', to: '13:00' }] },
  eveShorterMinutes: 60,
}
const at = (text: string) => Date.parse(text)
const tashkent = (text: string) => Date.parse(`${text}+05:00`)

/**
 * The independent counter: asks, minute by minute, what the wall clock shows and whether the rules call that worked.
 * It shares no code with the calendar; the wall clock comes from toLocaleString, not from offsets.
 */
function countMinutes(rules: CalendarRules, fromMs: number, toMs: number): number {
  let minutes = 0
  for (let ms = fromMs; ms < toMs; ms += minuteMs) if (isWorkedMinute(rules, ms)) minutes++
  return minutes
}
const wallFormats = new Map<string, Intl.DateTimeFormat>()
function isWorkedMinute(rules: CalendarRules, ms: number): boolean {
  let format = wallFormats.get(rules.timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: rules.timeZone, dateStyle: 'short', timeStyle: 'short' })
    wallFormats.set(rules.timeZone, format)
  }
  const [date = '', time = ''] = format.format(ms).split(' ')
  return intervalsOf(rules, date).some(({ from, to }) => from <= time && time < to)
}
function intervalsOf(rules: CalendarRules, date: string): WorkInterval[] {
  const special = rules.specialDays[date]
  if (special !== undefined) return special
  if (rules.daysOff.includes(date) || rules.yearlyDaysOff.includes(date.slice(5))) return []
  const noon = new Date(`${date}T12:00:00Z`)
  const intervals = rules.week[(noon.getUTCDay() + 6) % 7] ?? []
  noon.setUTCDate(noon.getUTCDate() + 1)
  const isEve = rules.eveShorterMinutes > 0 && rules.yearlyDaysOff.includes(noon.toISOString().slice(5, 10))
  if (!isEve) return intervals
  const [hours = 0, minutes = 0] = (
    intervals
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '00:00'
  )
    .split(':')
    .map(Number)
  const end = Math.max(0, hours * 60 + minutes - rules.eveShorterMinutes)
  const endText = `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
  return intervals.map(({ from, to }) => ({ from, to: to < endText ? to : endText })).filter(({ from, to }) => from < to)
}

const zones = [
  'Asia/Tashkent',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'UTC',
]
const wallTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const arbitraryIntervals = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 }).map((points) => {
  const sorted = points.sort((a, b) => a - b)
  const intervals: WorkInterval[] = []
  for (let i = 0; i + 1 < sorted.length; i += 2) {
    intervals.push({ from: wallTime(sorted[i] ?? 0), to: wallTime(sorted[i + 1] ?? 0) })
  }
  return intervals
})
const arbitraryDate = fc
  .integer({ min: 0, max: 400 })
  .map((day) => new Date(at('2018-01-01T00:00:00Z') + day * 24 * hourMs).toISOString().slice(0, 10))
const arbitraryRules: fc.Arbitrary<CalendarRules> = fc.record({
  timeZone: fc.constantFrom(...zones),
  week: fc.array(arbitraryIntervals, { minLength: 7, maxLength: 7 }),
  yearlyDaysOff: fc.array(
    arbitraryDate.map((date) => date.slice(5)),
    { maxLength: 8 },
  ),
  daysOff: fc.array(arbitraryDate, { maxLength: 8 }),
  specialDays: fc.dictionary(arbitraryDate, arbitraryIntervals, { maxKeys: 6 }),
  eveShorterMinutes: fc.constantFrom(0, 30, 60, 240),
})
const arbitraryMinute = fc
  .integer({ min: 0, max: 400 * 24 * 60 })
  .map((minute) => at('2018-01-01T00:00:00Z') + minute * minuteMs)

describe('the working calendar', () => {
  it('counts what a minute-by-minute look at the wall clock counts, over random calendars and zones', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryMinute, fc.integer({ min: 0, max: 6 * 24 * 60 }), (rules, fromMs, minutes) => {
        const toMs = fromMs + minutes * minuteMs
        expect(compileCalendar(rules).workingMsBetween(fromMs, toMs)).toBe(countMinutes(rules, fromMs, toMs) * minuteMs)
      }),
      { numRuns: 150 },
    )
  })

  it('gives the earliest moment at which the working time has passed, to the millisecond', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        arbitraryMinute,
        fc.integer({ min: 0, max: 90_000_000 }),
        fc.nat(59_999),
        (rules, minute, ms, odd) => {
          const calendar = compileCalendar({ ...rules, week: [[{ from: '10:00', to: '10:45' }], ...rules.week.slice(1)] })
          const dueMs = calendar.addWorkingMs(minute + odd, ms)
          expect(calendar.workingMsBetween(minute + odd, dueMs)).toBe(ms)
          if (ms > 0) expect(calendar.workingMsBetween(minute + odd, dueMs - 1)).toBe(ms - 1)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('splits at any moment without gaining or losing a millisecond, pauses included', () => {
    fc.assert(
      fc.property(
        arbitraryRules,
        arbitraryMinute,
        fc.array(fc.nat(200_000_000), { minLength: 1, maxLength: 5 }),
        (rules, fromMs, steps) => {
          const calendar = compileCalendar(rules)
          let parts = 0
          let atMs = fromMs
          for (const step of steps) {
            parts += calendar.workingMsBetween(atMs, atMs + step)
            atMs += step
          }
          expect(parts).toBe(calendar.workingMsBetween(fromMs, atMs))
          const listed = calendar.intervalsBetween(fromMs, atMs).reduce((sum, open) => sum + open.toMs - open.fromMs, 0)
          expect(listed).toBe(parts)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('says open exactly where it counts', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryMinute, (rules, ms) => {
        const calendar = compileCalendar({ ...rules, week: [[{ from: '10:00', to: '10:45' }], ...rules.week.slice(1)] })
        expect(calendar.isOpenAt(ms)).toBe(calendar.workingMsBetween(ms, ms + 1) === 1)
        const opensMs = calendar.nextOpeningAt(ms)
        expect(calendar.isOpenAt(opensMs)).toBe(true)
        expect(calendar.workingMsBetween(ms, opensMs)).toBe(0)
      }),
      { numRuns: 200 },
    )
  })
})

describe("a bank's calendar", () => {
  const calendar = compileCalendar(bank)
  it('carries an evening message over the night, the lunch and the weekend', () => {
    expect(calendar.addWorkingMs(tashkent('2026-11-20T17:50:00'), 15 * minuteMs)).toBe(tashkent('2026-11-23T09:05:00'))
    expect(calendar.addWorkingMs(tashkent('2026-11-23T12:50:00'), 15 * minuteMs)).toBe(tashkent('2026-11-23T14:05:00'))
  })
  it('is due at closing time when the time runs out exactly then', () => {
    expect(calendar.addWorkingMs(tashkent('2026-11-23T17:00:00'), hourMs)).toBe(tashkent('2026-11-23T18:00:00'))
  })
  it('closes an hour earlier on the eve of a holiday', () => {
    expect(calendar.isOpenAt(tashkent('2026-12-07T16:59:59.999'))).toBe(true)
    expect(calendar.isOpenAt(tashkent('2026-12-07T17:00:00'))).toBe(false)
    expect(calendar.nextOpeningAt(tashkent('2026-12-07T17:00:00'))).toBe(tashkent('2026-12-09T09:00:00'))
  })
  it('works a moved Saturday by its own hours and rests on a decreed day off', () => {
    expect(calendar.isOpenAt(tashkent('2026-12-12T10:00:00'))).toBe(true)
    expect(calendar.isOpenAt(tashkent('2026-12-12T15:00:00'))).toBe(false)
    expect(calendar.isOpenAt(tashkent('2026-05-28T10:00:00'))).toBe(false)
  })
  it('never closes at midnight when it works to 24:00 and from 00:00', () => {
    const always = compileCalendar({
      ...bank,
      week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
      yearlyDaysOff: [],
      daysOff: [],
      specialDays: {},
    })
    expect(always.workingMsBetween(tashkent('2026-11-20T00:00:00'), tashkent('2026-11-23T00:00:00'))).toBe(72 * hourMs)
    expect(always.intervalsBetween(tashkent('2026-11-20T12:00:00'), tashkent('2026-11-22T12:00:00'))).toHaveLength(1)
  })
  it('works a repeated hour twice and a skipped hour not at all', () => {
    const berlin = compileCalendar({
      ...bank,
      timeZone: 'Europe/Berlin',
      week: Array.from({ length: 7 }, () => [{ from: '01:00', to: '04:00' }]),
      yearlyDaysOff: [],
    })
    expect(berlin.workingMsBetween(at('2026-10-25T00:00:00+02:00'), at('2026-10-25T12:00:00+01:00'))).toBe(4 * hourMs)
    expect(berlin.workingMsBetween(at('2026-03-29T00:00:00+01:00'), at('2026-03-29T12:00:00+02:00'))).toBe(2 * hourMs)
  })
  it('says so when it never opens', () => {
    const shut = compileCalendar({ ...bank, week: [[], [], [], [], [], [], []], specialDays: {} })
    expect(() => shut.addWorkingMs(0, 1)).toThrow(CalendarNeverOpensError)
    expect(() => shut.nextOpeningAt(0)).toThrow(CalendarNeverOpensError)
    expect(shut.workingMsBetween(0, 1e12)).toBe(0)
  })
  it('refuses an interval that ends before it begins and a zone nobody knows', () => {
    expect(() => compileCalendar({ ...bank, week: [[{ from: '18:00', to: '09:00' }], [], [], [], [], [], []] })).toThrow(
      RangeError,
    )
    expect(() => compileCalendar({ ...bank, timeZone: 'Mars/Olympus' })).toThrow(RangeError)
  })
})
