import { expect, test } from 'vitest'
import { type ClockView, compileCalendar } from '#contracts'
import { aRequest } from '../live/fixtures.ts'
import { dueOf, dueOfClock, nextClock } from './due.ts'

const hours = [{ from: '09:00', to: '18:00' }]
const working = compileCalendar({
  timeZone: 'Asia/Tashkent',
  week: [hours, hours, hours, hours, hours, [], []],
  yearlyDaysOff: [],
  daysOff: [],
  specialDays: {},
  eveShorterMinutes: 0,
})
const hour = 3_600_000

function aClock(given: Partial<ClockView>): ClockView {
  return {
    id: 'k1',
    kind: 'first_response',
    state: 'running',
    startedAt: '2026-11-20T04:00:00.000Z',
    targetMs: hour,
    dueAt: '2026-11-20T05:00:00.000Z',
    warnAt: null,
    warnedAt: null,
    pausedAt: null,
    metAt: null,
    breachedAt: null,
    ...given,
  }
}

test('the nearer the due moment, the warmer the clock', () => {
  const at = (minutes: number) => dueOfClock(aClock({}), Date.parse('2026-11-20T04:00:00Z') + minutes * 60_000, working).level
  expect([at(5), at(35), at(50), at(60), at(90)]).toEqual(['calm', 'soon', 'near', 'over', 'over'])
})

test('a night and a weekend do not count: on Friday evening an hour is left until Monday', () => {
  const clock = aClock({ dueAt: '2026-11-23T05:00:00.000Z' })
  const due = dueOfClock(clock, Date.parse('2026-11-20T15:00:00Z'), working)
  expect(due).toMatchObject({ leftMs: hour, isCounting: false })
})

test('the statutory term runs through nights and weekends', () => {
  const clock = aClock({ kind: 'statutory', dueAt: '2026-11-22T15:00:00.000Z', targetMs: 15 * 24 * hour })
  expect(dueOfClock(clock, Date.parse('2026-11-20T15:00:00Z'), working)).toMatchObject({ leftMs: 48 * hour, isCounting: true })
})

test('lateness is counted in working time too', () => {
  const clock = aClock({ dueAt: '2026-11-20T12:30:00.000Z', state: 'breached', breachedAt: '2026-11-20T12:30:00.000Z' })
  expect(dueOfClock(clock, Date.parse('2026-11-23T04:30:00Z'), working)).toMatchObject({ level: 'over', leftMs: -hour })
})

test('of several clocks the one due first decides, and a clock that was met does not', () => {
  const met = aClock({ id: 'met', dueAt: '2026-11-20T04:30:00.000Z', state: 'met', metAt: '2026-11-20T04:10:00.000Z' })
  const far = aClock({ id: 'far', kind: 'resolution', dueAt: '2026-11-21T05:00:00.000Z' })
  const near = aClock({ id: 'near', kind: 'next_response', dueAt: '2026-11-20T06:00:00.000Z' })
  expect(nextClock([met, far, near])?.id).toBe('near')
})

test('a paused request is neither calm nor late', () => {
  const paused = aClock({ state: 'paused', dueAt: null, pausedAt: '2026-11-20T04:20:00.000Z' })
  expect(dueOf(aRequest({ id: 'a', status: 'waiting_client', clocks: [paused] }), 0, working).level).toBe('paused')
})

test('a closed request has no clock to watch', () => {
  expect(dueOf(aRequest({ id: 'a', status: 'closed', clocks: [aClock({})] }), 0, working).level).toBe('none')
})
