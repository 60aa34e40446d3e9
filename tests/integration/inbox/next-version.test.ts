import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeRequest, changeHolder, lockHolder, queueReply, requestSummaries, timeline } from '#inbox'
import { newId, type RequestId } from '#kernel'
import { inTransaction, migrate } from '#platform'
import { testDatabase } from '../../support/index.ts'
import { ana, type House, openHouse } from './house.ts'

/**
 * A new version comes in while this one runs: its migrations add columns to every table and tables beside them, under open
 * connections with prepared statements. What this version does afterwards must be what it did before.
 */
let old: House
let beside: House
beforeAll(async () => {
  const database = await testDatabase()
  old = await openHouse({ database })
  beside = await openHouse({ database, account: 'bank-bot' })
}, 120_000)
afterAll(async () => {
  await beside.close()
  await old.close()
  await old.ctx.database.drop()
})

async function live(house: House, client: string): Promise<RequestId> {
  const { requestId } = await house.say(client, 'Kredit foizi qancha?')
  const id = requestId as RequestId
  await house.run(async (tx, ctx) => {
    const held = await lockHolder(tx, id)
    await changeHolder(ctx, tx, { requestId: id, to: { kind: 'operator', operatorId: ana }, expectedVersion: held.holderVersion, cause: 'taken' })
    await queueReply(ctx, tx, { requestId: id, author: { kind: 'operator', id: ana }, text: 'Javob' })
  })
  await house.say(client, 'rahmat')
  await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId: id, outcome: 'no_reply_needed' }))
  return id
}
