import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalendarRules, compileCalendar, type WorkInterval } from '#contracts'
import { dayMs, minuteMs } from '#kernel'
import { countedMs, dueMoment, type RunStretch, serviceSteps } from './clock-terms.ts'

/**
 * The whole promise against a counter that shares no code with it: minute by minute it asks what the wall clock of the zone
 * shows, whether the rules call that minute worked and whether the clock ran in it.
 */
class MinuteCounter {
  private readonly rules: CalendarRules
  private readonly wall: Intl.DateTimeFormat

  constructor(rules: CalendarRules) {
    this.rules = rules
    const { timeZone } = rules
    this.wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  }

  isWorked(ms: number): boolean {
    const [date = '', time = ''] = this.wall.format(ms).split(' ')
    return this.hoursOf(date).some(({ from, to }) => from <= time && time < to)
  }

  private hoursOf(date: string): readonly WorkInterval[] {
    const { specialDays, daysOff, yearlyDaysOff, week, eveShorterMinutes } = this.rules
    const own = specialDays[date]
    if (own !== undefined) return own
    if (daysOff.includes(date) || yearlyDaysOff.includes(date.slice(5))) return []
    const noon = Date.parse(`${date}T12:00:00Z`)
    const hours = week[(new Date(noon).getUTCDay() + 6) % 7] ?? []
    const tomorrow = new Date(noon + dayMs).toISOString().slice(5, 10)
    if (eveShorterMinutes === 0 || !yearlyDaysOff.includes(tomorrow)) return hours
    const last = hours.map(({ to }) => minutesOf(to)).reduce((a, b) => Math.max(a, b), 0) - eveShorterMinutes
    return hours
      .map(({ from, to }) => ({ from, to: minutesOf(to) < last ? to : wallTime(Math.max(0, last)) }))
      .filter(({ from, to }) => from < to)
  }
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const wallTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const epoch = Date.parse('2018-01-01T00:00:00Z')
const intervals = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 }).map((points) => {
  const sorted = points.sort((a, b) => a - b)
  return sorted.flatMap((from, i): WorkInterval[] => {
    const to = sorted[i + 1]
    return i % 2 === 0 && to !== undefined ? [{ from: wallTime(from), to: wallTime(to) }] : []
  })
})
const dates = fc.integer({ min: 0, max: 400 }).map((day) => new Date(epoch + day * dayMs).toISOString().slice(0, 10))
const calendars: fc.Arbitrary<CalendarRules> = fc.record({
  timeZone: fc.constantFrom('Asia/Tashkent', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca'),
  week: fc.array(intervals, { minLength: 7, maxLength: 7 }),
  yearlyDaysOff: fc.array(
    dates.map((date) => date.slice(5)),
    { maxLength: 8 },
  ),
  daysOff: fc.array(dates, { maxLength: 8 }),
  specialDays: fc.dictionary(dates, intervals, { maxKeys: 6 }),
  eveShorterMinutes: fc.constantFrom(0, 30, 60, 240),
})
const starts = fc.integer({ min: 0, max: 390 * 24 * 60 }).map((minute) => epoch + minute * minuteMs)
/** Minutes after the start at which the clock is stopped, started, stopped … and, being even in number, left running. */
const switches = fc
  .uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 8 })
  .map((points) => points.sort((a, b) => a - b).slice(points.length % 2))

function stretchesOf(startMs: number, points: readonly number[]): RunStretch[] {
  const edges = [0, ...points].map((minute) => startMs + minute * minuteMs)
  return edges.flatMap((fromMs, i) => (i % 2 === 0 ? [{ fromMs, toMs: edges[i + 1] ?? null }] : []))
}
const isPaused = (startMs: number, points: readonly number[], ms: number) => {
  const minute = (ms - startMs) / minuteMs
  return points.filter((point) => point <= minute).length % 2 === 1
}

describe('a clock over random calendars, zones and pauses', () => {
  it('is due, and its steps come, where a minute-by-minute counter says', () => {
    fc.assert(
      fc.property(calendars, starts, switches, fc.integer({ min: 2, max: 1_200 }), (rules, startMs, points, minutes) => {
        const counter = new MinuteCounter(rules)
        const moments = new Map<number, number>()
        for (let ms = startMs, counted = 0; counted < minutes; ms += minuteMs) {
          if (isPaused(startMs, points, ms) || !counter.isWorked(ms)) continue
          counted++
          moments.set(counted, ms + minuteMs)
        }
        const calendar = compileCalendar(rules)
        const stretches = stretchesOf(startMs, points)
        expect(dueMoment(calendar, stretches, minutes * minuteMs)).toBe(moments.get(minutes))
        const half = Math.floor(minutes / 2)
        const step = { code: 'half', clock: 'resolution', share: half / minutes, action: { kind: 'notify' } } as const
        const [planned] = serviceSteps(calendar, stretches, minutes * minuteMs, [step])
        // The share of the target is cut to the millisecond, so the step may come one before the minute is full.
        const atMs = Date.parse(planned?.at ?? '')
        expect(Math.ceil(atMs / minuteMs) * minuteMs).toBe(moments.get(half))
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('has counted at any moment what the counter has', () => {
    fc.assert(
      fc.property(calendars, starts, switches, fc.integer({ min: 0, max: 6_000 }), (rules, startMs, points, minutes) => {
        const counter = new MinuteCounter(rules)
        let counted = 0
        for (let ms = startMs; ms < startMs + minutes * minuteMs; ms += minuteMs)
          if (!isPaused(startMs, points, ms) && counter.isWorked(ms)) counted++
        const untilMs = startMs + minutes * minuteMs
        const began = stretchesOf(startMs, points).filter(({ fromMs }) => fromMs < untilMs)
        expect(countedMs(compileCalendar(rules), began, untilMs)).toBe(counted * minuteMs)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
