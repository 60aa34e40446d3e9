import { describe, expect, it } from 'vitest'
import { minuteMs } from '#kernel'
import { untilAnswered } from './estimate-answer.ts'

const pace = { answered: 40, ended: 40, replyMs: 2 * minuteMs, heldMs: 10 * minuteMs }
const unmeasured = { answered: 0, ended: 0, replyMs: null, heldMs: null }
const minutes = (...given: Parameters<typeof untilAnswered>) => (untilAnswered(...given) ?? Number.NaN) / minuteMs

describe('when a person will answer', () => {
  it('is as soon as they lately did, while a place is free', () => {
    expect(minutes(pace, { ahead: 0, people: 1, places: 5, free: 1 })).toBe(2)
    expect(minutes(pace, { ahead: 3, people: 2, places: 10, free: 4 })).toBe(2)
  })
  it('waits for as many places to become free as stand before it, shared by all who answer there', () => {
    expect(minutes(pace, { ahead: 0, people: 1, places: 5, free: 0 })).toBe(2 + 10 / 5)
    expect(minutes(pace, { ahead: 9, people: 1, places: 5, free: 0 })).toBe(2 + (10 * 10) / 5)
    expect(minutes(pace, { ahead: 9, people: 4, places: 20, free: 0 })).toBe(2 + (10 * 10) / 20)
    expect(minutes(pace, { ahead: 9, people: 1, places: 5, free: 4 })).toBe(2 + (6 * 10) / 5)
  })
  it('is what a bank usually takes until enough was measured, and nothing where nobody is there', () => {
    const few = { answered: 3, ended: 3, replyMs: 50 * minuteMs, heldMs: 300 * minuteMs }
    const standing = { ahead: 2, people: 1, places: 5, free: 0 }
    expect(untilAnswered(few, standing)).toBe(untilAnswered(unmeasured, standing))
    expect(untilAnswered(pace, { ahead: 0, people: 0, places: 0, free: 0 })).toBeNull()
  })
})
