import { expect, test } from 'vitest'
import { wallOf, zonedInstant } from './zoned-instant.ts'

test('what is written into a field is a moment on the bank’s clock, wherever the browser stands', () => {
  expect(zonedInstant('2026-11-22T09:30')).toBe('2026-11-22T04:30:00.000Z')
  expect(zonedInstant('2026-11-22T02:00')).toBe('2026-11-21T21:00:00.000Z')
})

test('a moment shown in a field is read back as itself', () => {
  for (const at of ['2026-12-31T19:00:00.000Z', '2026-03-01T18:59:00.000Z']) expect(zonedInstant(wallOf(at))).toBe(at)
})
