import { describe, expect, it } from 'vitest'
import { createMemo } from './memo.ts'

describe('createMemo', () => {
  it('asks once for what is asked for often, and forgets what is not', () => {
    const asked: string[] = []
    const memo = createMemo((key: string) => {
      asked.push(key)
      return key.length
    }, 2)
    for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a']) expect(memo(key)).toBe(1)
    expect(asked.filter((key) => key === 'a')).toHaveLength(1)
    memo('b')
    expect(asked.filter((key) => key === 'b')).toHaveLength(2)
  })
  it('holds thousands of keys apart, long ones too', () => {
    const memo = createMemo((key: string) => key.length, 500)
    const keys = Array.from({ length: 3_000 }, (_, at) => `${'kartamdagilardan'.slice(0, at % 17)}${at}`)
    for (const key of [...keys, ...keys.reverse()]) expect(memo(key)).toBe(key.length)
  })
})
