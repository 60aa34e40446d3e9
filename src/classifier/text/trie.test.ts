import { describe, expect, it } from 'vitest'
import { Trie } from './trie.ts'

const entries = [
  ['da', 1],
  ['dan', 2],
  ['dan', 9],
  ['нинг', 3],
] as const

describe('Trie', () => {
  it('tells which spellings a word begins with, shortest first', () => {
    const found: number[] = []
    const trie = Trie.of(entries, 'forward')
    trie.addAll('dangal', 1, 16, found)
    expect(found).toEqual([1, 2])
    expect([trie.longest('dangal'), trie.longest('dangal', 2), trie.longest('bank')]).toEqual([3, 2, 0])
    expect([trie.meets('нинг'), trie.meets('нин'), trie.meets('한글')]).toEqual([true, false, false])
  })
  it('tells which spellings a word ends with, within the lengths asked for', () => {
    const found: number[] = []
    const trie = Trie.of(
      entries.map(([spelling, value]) => [spelling, value] as const),
      'backward',
    )
    trie.addAll('bankda', 2, 5, found)
    expect(found).toEqual([1])
    expect(trie.longest('банкнинг')).toBe(4)
    expect(trie.meets('a')).toBe(false)
  })
  it('refuses letters it cannot hold', () => {
    expect(() => Trie.of([['ǵan', 0]], 'backward')).toThrow('no letter for a trie')
  })
})
