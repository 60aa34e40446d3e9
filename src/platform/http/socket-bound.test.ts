import { describe, expect, it } from 'vitest'
import { createSocketBound } from './socket-bound.ts'

describe('open lines', () => {
  it('are bounded for one caller and in all, and whoever leaves makes room once', () => {
    const bound = createSocketBound({ inAll: 3, ofOne: 2 })
    const leave = bound.enter('a')
    expect(bound.enter('a')).not.toBeNull()
    expect([bound.isFull('a'), bound.enter('a'), bound.isFull('b')]).toEqual([true, null, false])
    expect(bound.enter('b')).not.toBeNull()
    expect([bound.isFull('c'), bound.enter('c')]).toEqual([true, null])
    leave?.()
    leave?.()
    expect([bound.isFull('a'), bound.isFull('c')]).toEqual([false, false])
    expect(bound.enter('c')).not.toBeNull()
    expect(bound.enter('c')).toBeNull()
  })
})
