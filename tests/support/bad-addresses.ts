/** Addresses near those a route takes: right and wrong values, keys twice, in brackets, and keys nobody asked for. */
import fc from 'fast-check'
import type { z } from 'zod'
import { arbitraryOf } from './arbitrary-of.ts'

/** As they stand in the address: percent signs mean what they say there. */
export const badValue = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    'undefined',
    'NaN',
    'true',
    '-1',
    '0',
    '1.5',
    '1e309',
    '9'.repeat(400),
    '0x10',
    '%00',
    'a%00b',
    '%20',
  ),
  fc.constantFrom(
    '%ED%A0%80',
    '%F0%9F',
    '%FF%FE',
    '%',
    '%zz',
    "'%3B--",
    '..%2F..%2Fetc',
    '%E2%80%AE',
    '{}',
    '[]',
    '2026-13-45',
    '10000-01-01',
  ),
  fc.constant('x'.repeat(8_000)),
  fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''))),
)
const poison = fc.constantFrom('__proto__', 'constructor', '__proto__%5Bx%5D', 'constructor.prototype', 'toString')

/** Neighbours of what the route takes: right and wrong values, one key twice, in brackets, keys nobody asked for. */
export function queriesOf(query: unknown): fc.Arbitrary<string> {
  const shape = Object.entries((query as { shape?: Record<string, z.ZodType> } | undefined)?.shape ?? {})
  const own = shape.map(([key, schema]) => {
    const right = arbitraryOf(schema).map((value) => `${key}=${encodeURIComponent(String(value ?? ''))}`)
    const wrong = badValue.map((value) => `${key}=${value}`)
    const odd = fc
      .tuple(fc.constantFrom('[]', '[0]', '[a]', '.a', '', '%00'), badValue)
      .map(([mark, value]) => `${key}${mark}=${value}&${key}=${value}`)
    return fc.oneof({ weight: 2, arbitrary: right }, { weight: 2, arbitrary: wrong }, odd, fc.constant(''))
  })
  const foreign = fc.tuple(poison, badValue).map(([key, value]) => `${key}=${value}`)
  return fc.tuple(...own, fc.oneof(foreign, fc.constant(''))).map((parts) => parts.filter((part) => part !== '').join('&'))
}
