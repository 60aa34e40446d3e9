/** The three dots: shown while the bot waits for the rest of what a client writes, and never left on by us. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTelegramChannel, startTelegramEmulator, type TelegramEmulator } from '#bots'
import { changeHolder } from '#inbox'
import { newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { until } from '../../support/index.ts'

const secret = 'telegram-secret-of-the-test'
let world: World
let emulator: TelegramEmulator
beforeAll(async () => {
  emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  world = await openWorld({
    kind: 'telegram',
    externalId: '7000000001',
    botEnabled: true,
    env: {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.url,
      PUBLIC_URL: 'http://127.0.0.1:1',
    },
  })
  const { account, config, intake, makeCtx, bots, server } = world
  const channel = createTelegramChannel({ account, config, token: emulator.token, intake, makeCtx })
  bots.channels.add(channel)
  channel.addRoutes?.(server)
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

let update = 100
const write = async (from: number, text: string) => {
  emulator.person({ id: from }).write(text)
  update += 1
  const answer = await world.server.inject({
    method: 'POST',
    url: `/channels/telegram/${world.account.id}`,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    payload: {
      update_id: update,
      message: {
        message_id: update,
        date: Math.floor(world.clock.now().getTime() / 1000),
        from: { id: from, is_bot: false, first_name: 'Dilnoza' },
        chat: { id: from, type: 'private', first_name: 'Dilnoza' },
        text,
      },
    },
  })
  expect(answer.statusCode).toBe(200)
  await world.settle()
}
const callsTo = (chat: number) =>
  emulator.calls.filter(({ params }) => String(params['chat_id']) === String(chat)).map(({ method }) => method)

describe('the sign that somebody is typing', () => {
  it('is shown before the bot answers, by a sign Telegram takes away by itself', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Soat 9:00 da.', score: 0.95 }
    await write(1, 'Qachon ochilasiz?')
    await until(() => callsTo(1).includes('sendmessage'))
    expect(callsTo(1).slice(0, 2)).toEqual(['sendchataction', 'sendmessage'])
  })

  it('is not shown where a person holds the request and the bot stays silent', async () => {
    world.approved.answer = null
    await write(2, 'Pulim tushmadi')
    const [row] = await world.rows<{ id: RequestId }>('SELECT id FROM request ORDER BY number DESC LIMIT 1')
    const operatorId = newId<OperatorId>()
    await inTransaction(world.ctx, (tx) =>
      changeHolder(world.ctx, tx, {
        requestId: row?.id ?? newId(),
        to: { kind: 'operator', operatorId },
        reason: 'taken',
      }),
    )
    const before = callsTo(2).length
    await write(2, 'Qachon tushadi?')
    expect(callsTo(2)).toHaveLength(before)
  })

  it('refused, or lost, costs nobody their answer', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Ha, shanba ham.', score: 0.95 }
    emulator.faults.strike('sendchataction', { kind: 'refuse', errorCode: 400, description: 'Bad Request' })
    await write(3, 'Shanba ishlaysizmi?')
    await until(() => callsTo(3).includes('sendmessage'))
    expect((await world.rows("SELECT 1 FROM request WHERE holder_kind = 'bot' AND status = 'open'")).length).toBeGreaterThan(0)
  })
})
