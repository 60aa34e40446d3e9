import { describe, expect, it } from 'vitest'
import { compileCalendar } from '#contracts'
import { minuteMs } from '#kernel'
import { reviewTerms } from './review-terms.ts'

const shift = [{ from: '09:00', to: '18:00' }]
const time = compileCalendar({
  timeZone: 'Asia/Tashkent',
  week: [shift, shift, shift, shift, shift, [], []],
  daysOff: [],
  yearlyDaysOff: [],
  specialDays: {},
  eveShorterMinutes: 0,
})
const rule = { mentorMinutes: 10, supervisorMinutes: 5, onLate: 'return' } as const
const at = (clock: string, day = '23') => Date.parse(`2026-11-${day}T${clock}:00+05:00`)
const minutesOf = (terms: { escalateAtMs: number; lastAtMs: number }, fromMs: number) => ({
  mentor: (terms.escalateAtMs - fromMs) / minuteMs,
  all: (terms.lastAtMs - fromMs) / minuteMs,
})
const asked = (clock: string, due: number | null, isMentorHere = true) =>
  minutesOf(reviewTerms(time, { askedAtMs: at(clock), dueAtMs: due, isMentorHere }, rule), at(clock))

describe('how long a reply may wait for its reader', () => {
  it('is what the rule says where the clock leaves time enough, or none runs', () => {
    expect(asked('10:00', null)).toEqual({ mentor: 10, all: 15 })
    expect(asked('10:00', at('12:00'))).toEqual({ mentor: 10, all: 15 })
  })

  it('is never more than half of what the clock leaves for the mentor, and three quarters for all', () => {
    expect(asked('10:00', at('10:08'))).toEqual({ mentor: 4, all: 6 })
    expect(asked('10:00', at('10:18'))).toEqual({ mentor: 9, all: 13.5 })
  })

  it('leaves an absent mentor nothing, and nobody is waited for alone once the clock has run out', () => {
    expect(asked('10:00', null, false)).toEqual({ mentor: 0, all: 15 })
    expect(asked('10:00', at('09:30'))).toEqual({ mentor: 0, all: 15 })
  })

  it('counts working time: what is asked five minutes before the evening waits until the next morning', () => {
    const terms = reviewTerms(time, { askedAtMs: at('17:55'), dueAtMs: null, isMentorHere: true }, rule)
    expect(new Date(terms.escalateAtMs)).toEqual(new Date(at('09:05', '24')))
    expect(new Date(terms.lastAtMs)).toEqual(new Date(at('09:10', '24')))
  })
})
