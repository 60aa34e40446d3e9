import { expect, test } from 'vitest'
import { SharedAnswer } from './shared-answer.ts'

/** Counts how often it was worked out; heavy from 100 on. */
function counted(first: number) {
  let value = first
  let times = 0
  const shared = new SharedAnswer<number>((answer) => answer >= 100, 1_000)
  const ask = (nowMs: number) =>
    shared.get(nowMs, async () => {
      times++
      return value
    })
  return { ask, times: () => times, set: (next: number) => (value = next) }
}

test('what is light is worked out for each who asks, so that it is true at that moment', async () => {
  const { ask, set } = counted(3)
  expect(await ask(0)).toBe(3)
  set(4)
  expect(await ask(1)).toBe(4)
})

test('what is heavy is worked out once for all who ask within the time, and anew after it', async () => {
  const { ask, times, set } = counted(100)
  expect(await ask(0)).toBe(100)
  set(101)
  expect(await Promise.all([ask(10), ask(999)])).toEqual([100, 100])
  expect(await Promise.all([ask(1_000), ask(1_001), ask(1_500)])).toEqual([101, 101, 101])
  expect(times()).toBe(2)
})

test('what has become light again is no longer shared', async () => {
  const { ask, set } = counted(100)
  await ask(0)
  set(5)
  expect(await ask(1_000)).toBe(5)
  set(6)
  expect(await ask(1_001)).toBe(6)
})

test('a failure is told and not kept', async () => {
  const shared = new SharedAnswer<number>(() => true, 1_000)
  await shared.get(0, async () => 1)
  const failing = () => Promise.reject(new Error('gone'))
  await expect(shared.get(2_000, failing)).rejects.toThrow('gone')
  expect(await shared.get(2_001, async () => 2)).toBe(2)
})
