import { expect, test } from 'vitest'
import { createCrowd } from './alert-crowd.ts'

test('two notices stand apart, the third makes them one that counts', () => {
  const crowd = createCrowd()
  expect(crowd.add('a', 0)).toBeNull()
  expect(crowd.add('b', 1_000)).toBeNull()
  expect(crowd.add('c', 2_000)).toEqual({ hide: ['a', 'b', 'c'], count: 3 })
})

test('what is told again is not counted twice', () => {
  const crowd = createCrowd()
  crowd.add('a', 0)
  crowd.add('a', 1)
  expect(crowd.add('b', 2)).toBeNull()
})

test('a crowd is over after half a minute without news', () => {
  const crowd = createCrowd()
  for (const id of ['a', 'b', 'c']) crowd.add(id, 0)
  expect(crowd.add('d', 40_000)).toBeNull()
})
