import { expect, test } from 'vitest'
import { type MeasureName, measures } from '../lines/measures.ts'
import { csatOf, npsOf } from './figures.ts'

/** Counts as the pages would be counted, from how often each mark was given. */
const marks = (kind: 'csat' | 'nps', counts: Readonly<Record<string, number>>) => (name: MeasureName) => {
  const measure = measures[name]
  if (measure.kind !== kind) return 0
  return Object.entries(counts)
    .filter(([score]) => measure.states === undefined || measure.states.includes(score))
    .reduce((sum, [, count]) => sum + count, 0)
}

test('satisfaction is the share of fours and fives among those who answered', () => {
  const figures = csatOf(marks('csat', { 5: 6, 4: 3, 3: 1, 1: 2, silent: 8 }))
  expect(figures).toMatchObject({ asked: 20, answered: 12, topTwo: 9, share: 0.75, responseRate: 0.6 })
  expect(figures.scores.map(({ count }) => count)).toEqual([2, 0, 1, 3, 6])
})

test('NPS is promoters less detractors; eights and sevens count in the whole only', () => {
  const figures = npsOf(marks('nps', { 10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1, silent: 5 }))
  expect(figures).toMatchObject({ asked: 15, answered: 10, promoters: 5, passives: 3, detractors: 2, nps: 0.3 })
})

test('where nobody answered there is no share, not a zero', () => {
  expect(csatOf(marks('csat', { silent: 4 }))).toMatchObject({ asked: 4, answered: 0, share: null, responseRate: 0 })
  expect(npsOf(marks('nps', {}))).toMatchObject({ asked: 0, nps: null, responseRate: null })
})
