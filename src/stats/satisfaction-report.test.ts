import { expect, test } from 'vitest'
import type { MarkRow } from './satisfaction-report.store.ts'
import { csatOf, npsOf } from './satisfaction-report.ts'

const marks = (kind: 'csat' | 'nps', counts: Readonly<Record<string, number>>): MarkRow[] =>
  Object.entries(counts).map(([score, count]) => ({
    kind,
    channel: 'telegram',
    topic: 'general',
    score: score === 'silent' ? null : Number(score),
    count,
  }))

test('satisfaction is the share of fours and fives among those who answered', () => {
  const figures = csatOf([...marks('csat', { 5: 6, 4: 3, 3: 1, 1: 2, silent: 8 }), ...marks('nps', { 10: 50 })])
  expect(figures).toMatchObject({ asked: 20, answered: 12, topTwo: 9, share: 0.75, responseRate: 0.6 })
  expect(figures.scores.map(({ count }) => count)).toEqual([2, 0, 1, 3, 6])
})

test('NPS is promoters less detractors; eights and sevens count in the whole only', () => {
  const figures = npsOf(marks('nps', { 10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1, silent: 5 }))
  expect(figures).toMatchObject({ asked: 15, answered: 10, promoters: 5, passives: 3, detractors: 2, nps: 0.3 })
})

test('where nobody answered there is no share, not a zero', () => {
  expect(csatOf(marks('csat', { silent: 4 }))).toMatchObject({ asked: 4, answered: 0, share: null, responseRate: 0 })
  expect(npsOf([])).toMatchObject({ asked: 0, nps: null, responseRate: null })
})
