import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalendarRules, compileCalendar } from '#contracts'
import { hourMs, minuteMs } from '#kernel'
import { countedMs, dueMoment, type RunStretch, serviceTerm, statutoryTerm } from './clock-terms.ts'
import { explainStretches } from './explain-clock.ts'

const day = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]
const rules: CalendarRules = {
  timeZone: 'Asia/Tashkent',
  week: [day, day, day, day, day, [], []],
  yearlyDaysOff: ['12-08'],
  daysOff: [],
  specialDays: {},
  eveShorterMinutes: 60,
}
const calendar = compileCalendar(rules)
const at = (text: string) => Date.parse(`${text}+05:00`)
const iso = (moment: Date | undefined) => moment?.toISOString()
const instant = (text: string) => new Date(at(text)).toISOString()

/** A minute-by-minute counter that knows nothing of stretches or compiled days: paused minutes are given as a set. */
function dueByCounting(startMs: number, targetMinutes: number, isPaused: (ms: number) => boolean): number {
  let left = targetMinutes
  for (let ms = startMs; ; ms += minuteMs) {
    if (!isPaused(ms) && calendar.isOpenAt(ms)) left--
    if (left === 0) return ms + minuteMs
  }
}

const startMs = at('2026-11-20T10:00:00')
const arbitraryPauses = fc
  .uniqueArray(fc.integer({ min: 1, max: 6_000 }), { maxLength: 8 })
  .map((points) => points.sort((a, b) => a - b))
/** Pauses [p0,p1), [p2,p3)… in minutes from the start; an odd last point is a pause that has not ended. */
function stretchesFrom(points: readonly number[]): RunStretch[] {
  const stretches: RunStretch[] = []
  let fromMs: number | null = startMs
  for (const point of points) {
    const atMs = startMs + point * minuteMs
    if (fromMs === null) fromMs = atMs
    else {
      stretches.push({ fromMs, toMs: atMs })
      fromMs = null
    }
  }
  if (fromMs !== null) stretches.push({ fromMs, toMs: null })
  return stretches
}

describe('the due moment of a service clock', () => {
  it('is where a minute-by-minute counter stops, over random pauses', () => {
    fc.assert(
      fc.property(arbitraryPauses, fc.integer({ min: 1, max: 2_400 }), (points, targetMinutes) => {
        const even = points.length % 2 === 0 ? points : points.slice(1)
        const isPaused = (ms: number) => {
          const minute = (ms - startMs) / minuteMs
          return even.some((from, i) => i % 2 === 0 && from <= minute && minute < (even[i + 1] ?? 0))
        }
        expect(dueMoment(calendar, stretchesFrom(even), targetMinutes * minuteMs)).toBe(
          dueByCounting(startMs, targetMinutes, isPaused),
        )
      }),
      { numRuns: 200 },
    )
  })
  it('does not exist while the clock stands still short of its target', () => {
    const paused = [{ fromMs: startMs, toMs: startMs + 20 * minuteMs }]
    expect(dueMoment(calendar, paused, 21 * minuteMs)).toBeNull()
    expect(dueMoment(calendar, paused, 20 * minuteMs)).toBe(startMs + 20 * minuteMs)
  })
  it('comes with a warning at the set share of the target', () => {
    const term = serviceTerm(calendar, [{ fromMs: at('2026-11-20T17:00:00'), toMs: null }], 4 * hourMs, 0.75)
    expect(iso(term?.warnAt)).toBe(instant('2026-11-23T11:00:00'))
    expect(iso(term?.dueAt)).toBe(instant('2026-11-23T12:00:00'))
  })
})

describe('the explanation of a clock', () => {
  it('leaves no millisecond out and counts what the calendar counts, over random pauses', () => {
    fc.assert(
      fc.property(arbitraryPauses, fc.integer({ min: 0, max: 10_000 }), (points, minutes) => {
        const untilMs = startMs + minutes * minuteMs
        const stretches = stretchesFrom(points)
        const intervals = explainStretches(stretches, untilMs, calendar.intervalsBetween)
        let reached = startMs
        for (const { from, to } of intervals) {
          expect(Date.parse(from)).toBe(reached)
          reached = Date.parse(to)
        }
        expect(reached).toBe(intervals.length === 0 ? startMs : untilMs)
        const counted = intervals.reduce((sum, interval) => sum + interval.countedMs, 0)
        expect(counted).toBe(countedMs(calendar, stretches, untilMs))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the legal term', () => {
  const law = { warnDays: 3, endsOnWorkingDay: true, registersInWorkingTime: true }
  it('counts fifteen calendar days from the day of registration and ends with its last day', () => {
    const term = statutoryTerm(calendar, at('2026-11-02T11:00:00'), 15, law)
    expect(iso(term.dueAt)).toBe(instant('2026-11-18T00:00:00'))
    expect(iso(term.warnAt)).toBe(instant('2026-11-16T09:00:00'))
  })
  it('begins on the next working day for what came after closing', () => {
    const evening = statutoryTerm(calendar, at('2026-11-06T18:30:00'), 15, law)
    const monday = statutoryTerm(calendar, at('2026-11-09T09:00:00'), 15, law)
    expect(evening.dueAt).toEqual(monday.dueAt)
    const lunch = statutoryTerm(calendar, at('2026-11-06T13:30:00'), 15, law)
    expect(iso(lunch.dueAt)).toBe(instant('2026-11-24T00:00:00'))
  })
  it('that ends on a day off ends on the next working day, unless the bank reads the law otherwise', () => {
    const holiday = statutoryTerm(calendar, at('2026-11-23T11:00:00'), 15, law)
    expect(iso(holiday.dueAt)).toBe(instant('2026-12-10T00:00:00'))
    const strict = statutoryTerm(calendar, at('2026-11-23T11:00:00'), 15, { ...law, endsOnWorkingDay: false })
    expect(iso(strict.dueAt)).toBe(instant('2026-12-09T00:00:00'))
  })
})
