import { expect, test } from 'vitest'
import { periodOf, presetOf } from './period.ts'

const now = Date.parse('2026-11-20T20:00:00Z')

test('today is the bank’s today: after midnight in Tashkent it is already tomorrow in London', () => {
  expect(periodOf('today', now)).toEqual({ from: '2026-11-21', to: '2026-11-21' })
})

test('seven days are seven, today included', () => {
  expect(periodOf('week', now)).toEqual({ from: '2026-11-15', to: '2026-11-21' })
})

test('a month and a quarter begin on their first day', () => {
  expect(periodOf('thisMonth', now).from).toBe('2026-11-01')
  expect(periodOf('quarter', now).from).toBe('2026-10-01')
})

test('a period chosen by hand is no preset', () => {
  expect(presetOf(periodOf('month', now), now)).toBe('month')
  expect(presetOf({ from: '2026-01-03', to: '2026-02-07' }, now)).toBeNull()
})
