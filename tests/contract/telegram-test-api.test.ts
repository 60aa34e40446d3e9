/** A cross-check of the text path with an emulator that others wrote (the telegram-test-api package). */
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Channel, createTelegramChannel } from '#bots'
import { queueReply } from '#inbox'
import type { RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { freePort, until } from '../support/index.ts'
import { openWorld, type World } from './bots-world.ts'

const token = '7000000009:an-independent-emulator'
let telegram: TelegramServer
let world: World
let channel: Channel

beforeAll(async () => {
  telegram = new TelegramServer({ port: await freePort(), host: '127.0.0.1' })
  await telegram.start()
  world = await openWorld({ kind: 'telegram', externalId: '7000000009', env: { TELEGRAM_MODE: 'polling' } })
  const { account, config, intake, makeCtx } = world
  const apiRoot = telegram.config.apiURL
  channel = createTelegramChannel({ account, config, token, apiRoot, intake, makeCtx })
  world.bots.channels.add(channel)
})
afterAll(async () => {
  await world.close()
  await telegram.stop()
})

it('a message comes in and its answer goes out through an emulator that is not ours', async () => {
  const client = telegram.getClient(token, { userId: 42, chatId: 42, firstName: 'Aziz' })
  await client.sendMessage(client.makeMessage('Filial qachon ochiladi?'))
  await channel.start?.()
  const rows = () => world.rows<{ request_id: RequestId; text: string }>(`SELECT request_id, text FROM message`)
  const [row] = await until(async () => {
    const found = await rows()
    return found.length > 0 && found
  })
  // That emulator does not hold getUpdates open, so the loop is stopped before it spins.
  await channel.stop?.()
  expect(row?.text).toBe('Filial qachon ochiladi?')
  await inTransaction(world.ctx, (tx) =>
    queueReply(world.ctx, tx, {
      requestId: row?.request_id as RequestId,
      author: { kind: 'system' },
      text: 'Soat to‘qqizda',
      content: { buttons: [[{ label: 'Operator', data: 'bot:person' }]] },
    }),
  )
  await world.settle()
  const { result } = await client.getUpdates()
  expect(result.map(({ message }) => message.text)).toEqual(['Soat to‘qqizda'])
})
