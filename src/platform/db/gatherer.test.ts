import { expect, it } from 'vitest'
import { createGatherer } from './gatherer.ts'

const ok = <T>(value: T): PromiseSettledResult<T> => ({ status: 'fulfilled', value })

it('does together what is asked in one turn or while others are done, each with its own answer', async () => {
  const seen: number[][] = []
  let letGo: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const double = createGatherer<number, number>(
    async (inputs) => {
      seen.push([...inputs])
      if (seen.length === 1) await gate
      return inputs.map((input) => ok(input * 2))
    },
    { most: 3 },
  )
  const first = [double(1), double(2)]
  await new Promise((resolve) => setImmediate(resolve))
  const next = [double(3), double(4), double(5), double(6)]
  await new Promise((resolve) => setImmediate(resolve))
  letGo()
  expect(await Promise.all([...first, ...next])).toEqual([2, 4, 6, 8, 10, 12])
  expect(seen).toEqual([[1, 2], [3, 4, 5], [6]])
})

it('tells a failure to whom it concerns and goes on with the next', async () => {
  const work = createGatherer<number, number>(
    async (inputs) => {
      if (inputs.includes(9)) throw new Error('all of them')
      return inputs.map((input) => (input === 2 ? { status: 'rejected', reason: new Error('this one') } : ok(input)))
    },
    { most: 2 },
  )
  const settled = await Promise.allSettled([work(1), work(2), work(9), work(3), work(4)])
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message))).toEqual([
    1,
    'this one',
    'all of them',
    'all of them',
    4,
  ])
})
