import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countLines, joinTallies } from './count-lines.ts'
import { dimensions, everyFlag, type Line, type LineKind, lineKinds, statesOf } from './line.ts'
import { measureNames, measures, placeOf } from './measures.ts'
import { packPage, readPage, writePage } from './page.ts'
import { NumberList, nearestRanks } from './quantile.ts'

const dayStartMs = Date.parse('2026-11-30T00:00:00+05:00')
const word = fc.constantFrom('telegram', 'шикоят', 'o‘zbek', '', 'b')
const line = fc
  .record({
    kind: fc.constantFrom<LineKind>(...lineKinds),
    state: fc.nat(),
    flags: fc.nat(everyFlag),
    hour: fc.nat(23),
    value: fc.option(fc.nat({ max: 2 ** 39 }), { nil: null }),
    of: fc.tuple(...dimensions.map(() => word)),
  })
  .map(({ state, value, ...rest }): Line => {
    const name = statesOf[rest.kind][state % statesOf[rest.kind].length] ?? ''
    return { ...rest, state: name, value: value !== null && name === 'running' ? dayStartMs + value : value }
  })

async function* once(lines: readonly Line[]) {
  const page = readPage(writePage(packPage(lines, dayStartMs)))
  yield { day: '2026-11-30', startMs: dayStartMs, page }
}

test('a page written and read again counts what the lines themselves count', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), fc.nat({ max: 2 ** 38 }), async (lines, laterMs) => {
      const asOf = new Date(dayStartMs + laterMs)
      const { groups } = await countLines(once(lines), { filter: { channel: 'telegram' }, by: ['operator'], asOf })
      for (const name of measureNames) {
        const { kind, states, flags, running, isTimed } = measures[name]
        const isCounted = (one: Line) => {
          const isPastDue = one.state === 'running' && one.value !== null && one.value <= asOf.getTime()
          const isRunningAsAsked = one.state !== 'running' || !running || (running === 'past_due') === isPastDue
          return (
            one.of[0] === 'telegram' &&
            [kind].flat().includes(one.kind) &&
            (states?.includes(one.state) ?? true) &&
            (!flags || (one.flags & flags.mask) === flags.want) &&
            isRunningAsAsked &&
            (!isTimed || one.value !== null)
          )
        }
        const counted = [...groups].map(([operator, tally]) => [operator, joinTallies([tally]).counts[placeOf[name]]] as const)
        for (const [operator, count] of counted)
          expect(count).toBe(lines.filter((one) => one.of[5] === operator && isCounted(one)).length)
        const sum = counted.reduce((total, [, count]) => total + (count ?? 0), 0)
        expect(sum).toBe(lines.filter(isCounted).length)
      }
    }),
    { numRuns: 30 },
  )
})

test('a rank is the one a sorted list gives, for any list', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.array(fc.double({ min: 0.01, max: 1, noNaN: true })), (values, shares) => {
      const sorted = [...values].sort((a, b) => a - b)
      const falling = [...shares].sort((a, b) => b - a)
      const expected = falling.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null)
      const lists = [new NumberList(), new NumberList()]
      for (const [i, value] of values.entries()) lists[i % 3 === 0 ? 0 : 1]?.push(value)
      expect(nearestRanks(lists, falling)).toEqual(expected)
    }),
  )
})

test('a rank among many is the one a sorted list gives too, whatever their shape', () => {
  const shapes = [(i: number) => i % 7, (i: number) => (i * 7919) % 5_003, (i: number) => (i === 0 ? 2 ** 40 : i % 3), () => 5]
  for (const [shape, count] of shapes.flatMap((one) => [200, 300, 5_000].map((many) => [one, many] as const))) {
    const list = new NumberList()
    const values = Array.from({ length: count }, (_, i) => shape(i))
    for (const value of values) list.push(value)
    const sorted = [...values].sort((a, b) => a - b)
    const expected = [0.95, 0.9, 0.5].map((share) => sorted[Math.ceil(share * count) - 1])
    expect(nearestRanks([list], [0.95, 0.9, 0.5])).toEqual(expected)
  }
})
