import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIntake, saveChannelAccount } from '#inbox'
import { isAppError, newId, systemClock } from '#kernel'
import {
  type Ctx,
  createFileStore,
  createLocalBus,
  createMetrics,
  type EmbeddedDatabase,
  openDb,
  startEmbeddedDatabase,
} from '#platform'
import { collectLog, deafQueue, layOutDatabase } from '../../support/index.ts'
import { policy, sealKey } from './policy.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-noon-'))
chmodSync(directory, 0o755)
const start = () => startEmbeddedDatabase({ directory: path.join(directory, 'postgres') })
let server: EmbeddedDatabase
beforeAll(async () => {
  layOutDatabase(directory)
  server = await start()
})
afterAll(async () => {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** The clients keep writing; whoever is told "not now" sends the same again, as vendors do. */
it('a database that stops and comes back under load loses nothing that was acknowledged', { timeout: 120_000 }, async () => {
  const { log } = collectLog()
  const open = (url: string) => {
    const db = openDb(url, 4, log)
    const ctx: Ctx = {
      db,
      clock: systemClock,
      log,
      actor: { kind: 'system', name: 'noon' },
      trace: newId(),
      bus: createLocalBus(log),
      queue: deafQueue,
      files: createFileStore(directory),
      metrics: createMetrics(),
    }
    return { db, ctx, intake: createIntake(ctx, policy, { sealKey }) }
  }
  let house = open(server.url)
  const account = await saveChannelAccount(house.ctx, {
    kind: 'telegram',
    externalId: 'noon',
    name: 'Noon',
    visibility: 'private',
    botEnabled: true,
  })
  const acknowledged = new Set<string>()
  const refusals = new Set<string>()
  let isOver = false
  const client = async (name: number) => {
    for (let id = 0; !isOver; ) {
      const messageExternalId = `${name}-${id}`
      try {
        await house.intake.receive({
          channelAccountId: account.id,
          channel: 'telegram',
          visibility: 'private',
          conversationExternalId: `${name}`,
          messageExternalId,
          sender: { externalId: `${name}`, displayName: 'Mijoz' },
          kind: 'text',
          text: 'kartam bloklandi',
          sentAt: new Date(),
        })
        acknowledged.add(messageExternalId)
        id++
      } catch (error) {
        refusals.add(isAppError(error) ? error.code : String(error))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const clients = Array.from({ length: 8 }, (_, name) => client(name))
  const soon = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => (acknowledged.size >= count ? resolve() : setTimeout(look, 10))
      look()
    })
  await soon(50)
  await server.stop()
  const atNoon = acknowledged.size
  server = await start()
  const before = house
  house = open(server.url)
  await soon(atNoon + 50)
  isOver = true
  await Promise.all(clients)
  const rows = await house.db.query<{ external_id: string }>({ text: 'SELECT external_id FROM message' })
  const stored = rows.map((row) => row.external_id)
  expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
  expect([...refusals]).toEqual(['database.unavailable'])
  await Promise.all([before.db.close(), house.db.close()])
})
