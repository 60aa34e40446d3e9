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
})
