import { afterEach, expect, it, vi } from 'vitest'
import { AppError } from '#kernel'
import type { BatchRow } from './intake.store.ts'
import { IntakeLine } from './intake-line.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const metrics = { count: () => undefined, observe: () => undefined, gauge: () => undefined } as never

it('comes back to a busy conversation although its timer fires before the moment and nothing else arrives', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  let calls = 0
  const row = (outcome: BatchRow['outcome']) => ({ i: 1, outcome }) as BatchRow
  const line = new IntakeLine(async () => [row(calls++ === 0 ? 'busy' : 'stored')], { lanes: 1, maxBatch: 8, metrics })
  const settled = new Promise((resolve, reject) => line.add({ key: 'a', json: '{}', resolve, reject }))
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(calls).toBe(1)
  now = 1_000
  expect(await settled).toMatchObject({ outcome: 'stored' })
})

it('stores once more whoever lost against another transaction, and passes on that the database is away', async () => {
  const lost = Object.assign(new Error('told by the server'), { code: '40001' })
  const failures = [new AppError('database.unavailable', {}, { cause: lost }), lost, new AppError('database.unavailable')]
  let calls = 0
  const store = async () => {
    const failure = failures[calls++]
    if (failure) throw failure
    return [{ i: 1, outcome: 'stored' } as BatchRow]
  }
  const line = new IntakeLine(store, { lanes: 1, maxBatch: 8, metrics })
  const arrives = () => new Promise((resolve, reject) => line.add({ key: 'a', json: '{}', resolve, reject }))
  await expect(arrives()).rejects.toMatchObject({ code: 'database.unavailable' })
  expect(calls).toBe(3)
  expect(await arrives()).toMatchObject({ outcome: 'stored' })
})
