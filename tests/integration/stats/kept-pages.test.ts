import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#kernel'
import { openDb } from '#platform'
import { keepPages, slaReport } from '#stats'
import { type Bank, openBank } from '../handoff/bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank({ at: '2026-11-16T09:00:00+05:00' })
})
afterAll(async () => bank.close())

it('pages packed by one process are counted by another', async () => {
  await bank.write(newId(), 'complaint normal p2p: bir')
  bank.clock.set('2026-11-18T09:00:00+05:00')
  await bank.write(newId(), 'question high general: ikki')
  await bank.settle()
  while ((await keepPages(bank.ctx)) > 0);
  const days = { from: '2026-11-01', to: '2026-11-30' }
  const own = await slaReport(bank.ctx, days)
  expect(own.figures.opened).toBe(2)
  const db = openDb(bank.ctx.database.url, 2, bank.ctx.log)
  try {
    expect(await slaReport({ ...bank.ctx, db }, days)).toEqual(own)
  } finally {
    await db.close()
  }
})
