import { describe, expect, it } from 'vitest'
import { addLatest, pushLatest, setLatest } from './keep-latest.ts'

describe('what an emulator remembers', () => {
  it('is the latest, and never more than its bound', () => {
    const [list, map, set] = [[] as number[], new Map<number, number>(), new Set<number>()]
    for (let one = 1; one <= 1_000; one++) {
      pushLatest(list, one, 100)
      setLatest(map, one, one, 100)
      addLatest(set, one, 100)
      expect(Math.max(list.length, map.size, set.size)).toBeLessThanOrEqual(100)
    }
    expect([list.at(-1), [...map.keys()].at(0), [...set].at(0)]).toEqual([1_000, 901, 901])
    expect(list.length).toBeGreaterThanOrEqual(90)
    expect(setLatest(map, 5_000, 1, 100)).toBe(901)
  })
})
