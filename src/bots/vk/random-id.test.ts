import { describe, expect, it } from 'vitest'
import { newId } from '#kernel'
import { partOf, randomIdOf } from './random-id.ts'

describe('the number VK knows a repeat by', () => {
  it('is the same however often a part is sent, and another for every part and delivery', () => {
    const [one, other] = [newId(), newId()]
    expect(randomIdOf(one, 0, 2)).toBe(randomIdOf(one, 0, 2))
    expect(new Set([randomIdOf(one, 0, 2), randomIdOf(one, 1, 2), randomIdOf(one, 0, 1), randomIdOf(other, 0, 2)]).size).toBe(4)
  })

  it('fits into what VK takes: a positive 32-bit integer that is not 0', () => {
    for (let tries = 0; tries < 2000; tries += 1) {
      const given = randomIdOf(newId(), tries % 5, 5)
      expect(Number.isInteger(given) && given > 0 && given < 2 ** 31).toBe(true)
    }
  })

  it('leads an echo back to its delivery and tells the last part from the others', () => {
    const [one, other] = [newId(), newId()]
    expect(partOf(one, randomIdOf(one, 0, 3))).toEqual({ isLast: false })
    expect(partOf(one, randomIdOf(one, 2, 3))).toEqual({ isLast: true })
    expect(partOf(other, randomIdOf(one, 2, 3))).toBeNull()
  })
})
