import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ValueMap } from './value-map.ts'

const step = fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), value: fc.option(fc.nat()) })

test('holds what a plain map holds after the same changes, and what it was before stays as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 12 }), (batches) => {
      let map = ValueMap.empty<number>()
      const plain = new Map<string, number>()
      for (const batch of batches) {
        const before = map
        const held = [...before].sort()
        const change = map.change()
        for (const { id, value } of batch) {
          if (value === null) {
            change.delete(id)
            plain.delete(id)
          } else {
            change.set(id, value)
            plain.set(id, value)
          }
        }
        map = change.done()
        expect([...before].sort()).toEqual(held)
        expect([...map].sort()).toEqual([...plain].sort())
        expect(map.size).toBe(plain.size)
        for (const [id, value] of plain) expect(map.get(id)).toBe(value)
      }
    }),
  )
})

test('a change that changed nothing gives the same value back', () => {
  const map = ValueMap.empty<number>()
  const change = map.change()
  change.delete('absent')
  expect(change.done()).toBe(map)
})
