/** JSON that was valid once: what a vendor's new version, a broken proxy or somebody who means harm makes of it. */
import fc from 'fast-check'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What stands in a place where something else was expected. */
const oddities: readonly Json[] = [
  ...[null, true, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 31, '', ' ', '0', '-0', 'null', '__proto__', 'constructor'],
  ...['\u0000', 'a\u0000b', '\ud800', '\udc00x', '\ufeff', '\u202e', '99999999999999999999', '2026-02-30T25:61:61Z'],
  ...['1e400', 'https://', 'http://[', '../../etc/passwd', 'x'.repeat(5_000), '\u0301'.repeat(300)],
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 300 }, () => ({})),
  JSON.parse('{"__proto__":{"isAdmin":true}}') as Json,
  JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as Json,
]

type Place = readonly (string | number)[]
function placesOf(value: Json, above: Place = []): Place[] {
  if (value === null || typeof value !== 'object') return [above]
  const below = Array.isArray(value) ? value.map((one, at) => [at, one] as const) : Object.entries(value)
  return [above, ...below.flatMap(([key, one]) => placesOf(one, [...above, key]))]
}

function changed(value: Json, place: Place, change: (found: Json) => Json | undefined): Json | undefined {
  const [key, ...rest] = place
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.flatMap((one, at) => {
      const now = at === key ? changed(one, rest, change) : one
      return now === undefined ? [] : [now]
    })
  const entries = Object.entries(value as { [key: string]: Json }).flatMap(([name, one]) => {
    const now = name === key ? changed(one, rest, change) : one
    return now === undefined ? [] : [[name, now] as const]
  })
  return Object.fromEntries(entries)
}

const changes: fc.Arbitrary<(found: Json) => Json | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...oddities).map((odd) => () => odd) },
  { weight: 2, arbitrary: fc.constant(() => undefined) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }).map((odd) => () => odd as Json) },
  { weight: 1, arbitrary: fc.constant((found: Json) => [found, found]) },
  { weight: 1, arbitrary: fc.constant((found: Json) => ({ value: found })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...oddities).map((odd) => (found: Json) => {
      return typeof found === 'string' && typeof odd === 'string' ? `${found}${odd}` : odd
    }),
  },
)

/** One of these with up to two changes in it, wherever they fall. */
export function mutated(originals: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .record({
      original: fc.constantFrom(...(originals as Json[])),
      steps: fc.array(fc.record({ at: fc.nat(), change: changes }), { minLength: 1, maxLength: 2 }),
    })
    .map(({ original, steps }) =>
      steps.reduce<Json>((value, { at, change }) => {
        const places = placesOf(value)
        return changed(value, places[at % places.length] ?? [], change) ?? null
      }, original),
    )
}
