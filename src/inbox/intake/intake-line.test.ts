import { afterEach, expect, it, vi } from 'vitest'
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
