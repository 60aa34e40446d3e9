import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addChannelRoutes, createTelegramChannel, startTelegramEmulator, type TelegramEmulator } from '#bots'
import { AppError, newId } from '#kernel'
import { loadConfig } from '#platform'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { freePort, until } from '../../support/index.ts'

const secret = 'telegram-secret-of-the-test'
let emulator: TelegramEmulator
let world: World

beforeAll(async () => {
  emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  const port = await freePort()
  world = await openWorld({
    kind: 'telegram',
    externalId: '7000000001',
    env: {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.url,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    },
  })
  const { account, config, intake, makeCtx, bots, server } = world
  bots.channels.add(createTelegramChannel({ account, config, token: emulator.token, intake, makeCtx }))
  addChannelRoutes(server, bots.channels, makeCtx)
  await server.listen({ port, host: '127.0.0.1' })
  expect((server.server.address() as AddressInfo).port).toBe(port)
  for (const channel of bots.channels.all()) await channel.start?.()
  await until(() => emulator.updates.info().url !== '')
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

const stored = async (text: string) => (await world.rows('SELECT 1 FROM message WHERE text = $1', [text])).length

describe('the webhook', () => {
  it('is registered with its secret and takes what people write', async () => {
    emulator.person({ id: 1 }).write('webhook orqali')
    await until(() => emulator.isIdle())
    expect(await stored('webhook orqali')).toBe(1)
    expect(emulator.calls.find((call) => call.method === 'setwebhook')?.params['secret_token']).toBe(secret)
  })

  it('stores once what is delivered twice', async () => {
    emulator.faults.copiesOfUpdates = 2
    emulator.person({ id: 1 }).write('ikki marta keldi')
    await until(() => emulator.isIdle())
    emulator.faults.copiesOfUpdates = 1
    expect(await stored('ikki marta keldi')).toBe(1)
  })

  it('makes Telegram come again until the database is back, in the order of the chat', async () => {
    const { intake } = world
    const receive = intake.receive
    intake.receive = () => Promise.reject(new AppError('database.unavailable'))
    emulator.person({ id: 2 }).write('birinchi')
    emulator.person({ id: 2 }).write('ikkinchi')
    await until(() => emulator.updates.attempts.some((attempt) => attempt.status === 503))
    intake.receive = receive
    await until(() => emulator.isIdle())
    const rows = await world.rows<{ text: string }>(
      `SELECT text FROM message WHERE text IN ('birinchi', 'ikkinchi') ORDER BY seq`,
    )
    expect(rows.map(({ text }) => text)).toEqual(['birinchi', 'ikkinchi'])
  })

  it('knows no other account, no other size and no other shape', async () => {
    const post = (accountId: string, payload: string) =>
      world.server.inject({
        method: 'POST',
        url: `/channels/telegram/${accountId}`,
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
        payload,
      })
    expect((await post(newId(), '{"update_id":1}')).statusCode).toBe(404)
    expect((await post(world.account.id, JSON.stringify({ update_id: 1, more: 'x'.repeat(1_100_000) }))).statusCode).toBe(413)
    expect((await post(world.account.id, '{"update_id":')).statusCode).toBe(400)
  })

  it('refuses to open without a secret', () => {
    const config = { ...loadConfig({ TELEGRAM_MODE: 'polling' }), TELEGRAM_MODE: 'webhook' as const }
    const { account, intake, makeCtx } = world
    const open = () => createTelegramChannel({ account, config, token: emulator.token, intake, makeCtx })
    expect(open).toThrowError(expect.objectContaining({ code: 'channel.not_configured' }))
    expect(() => loadConfig({ TELEGRAM_MODE: 'webhook' })).toThrow(/TELEGRAM_WEBHOOK_SECRET/)
  })
})

describe('the watchdog at the webhook', () => {
  const channel = () => {
    const [found] = world.bots.channels.all()
    if (found === undefined) throw new Error('the channel')
    return found
  }

  it('sends a change of its own the whole way to the tables, and leaves nothing behind', async () => {
    expect(await channel().probe?.(world.ctx)).toBe(true)
    expect(await world.rows("SELECT 1 FROM unknown_update WHERE payload::text LIKE '%murojaat_probe%'")).toEqual([])
  })

  it('sees that the vendor sends elsewhere, and registers anew', async () => {
    expect(await channel().lookAfter?.(world.ctx)).toMatchObject({ pendingCount: 0, isSubscribed: true })
    await fetch(`${emulator.url}/bot${emulator.token}/setWebhook?url=${encodeURIComponent('http://127.0.0.1:9/elsewhere')}`)
    expect(await channel().lookAfter?.(world.ctx)).toMatchObject({ isSubscribed: false })
    await channel().subscribeAgain?.(world.ctx)
    expect(await channel().lookAfter?.(world.ctx)).toMatchObject({ isSubscribed: true })
    emulator.person({ id: 1 }).write('yana ulandi')
    await until(() => emulator.isIdle())
    expect(await stored('yana ulandi')).toBe(1)
  })
})
