import { expect, test } from 'vitest'
import type { NpsFigures, NpsRule } from '#contracts'
import { judgeNps } from './judge-nps.ts'
import { defaultRule } from './nps-rule.ts'

const marks = (promoters: number, passives: number, detractors: number): NpsFigures => {
  const answered = promoters + passives + detractors
  const nps = answered === 0 ? null : (promoters - detractors) / answered
  return { asked: answered * 2, answered, responseRate: 0.5, promoters, passives, detractors, nps }
}
const rule: NpsRule = { ...defaultRule, isOn: true, fallPoints: 10, floor: 0, leastAnswers: 10 }

test('a fall by the set amount is told, a smaller one is not', () => {
  expect(judgeNps(rule, marks(5, 1, 4), marks(6, 1, 3))).toEqual({ reason: 'fell', points: 10, pointsBefore: 30 })
  expect(judgeNps(rule, marks(50, 15, 35), marks(50, 25, 25))).toMatchObject({ reason: 'fell', points: 15, pointsBefore: 25 })
  expect(judgeNps(rule, marks(50, 16, 34), marks(50, 25, 25))).toBeNull()
})

test('a level below the floor is told, whatever was before; on the floor it is not', () => {
  expect(judgeNps(rule, marks(4, 1, 5), marks(0, 0, 0))).toEqual({ reason: 'low', points: -10, pointsBefore: null })
  expect(judgeNps(rule, marks(5, 0, 5), marks(0, 0, 0))).toBeNull()
  expect(judgeNps({ ...rule, floor: null }, marks(1, 0, 9), marks(1, 0, 9))).toBeNull()
})

test('few answers say nothing: neither that it fell nor that it recovered', () => {
  expect(judgeNps(rule, marks(0, 0, 9), marks(50, 0, 0))).toBe('unknown')
  expect(judgeNps(rule, marks(0, 0, 0), marks(50, 0, 0))).toBe('unknown')
  expect(judgeNps(rule, marks(6, 0, 4), marks(9, 0, 0))).toBeNull()
})
