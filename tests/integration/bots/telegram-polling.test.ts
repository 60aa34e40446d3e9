import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Channel, createTelegramChannel, startTelegramEmulator, type TelegramEmulator } from '#bots'
import type { ReportScheduleInput } from '#contracts'
import { queueReply, stageAttachment } from '#inbox'
import { AppError, dayMs, newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction, withActor } from '#platform'
import { addSchedule, listSchedules, removeSchedule, sendDueReports } from '#stats'
import { sendingReports } from '../../../src/app/send-report.ts'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { until } from '../../support/index.ts'

let emulator: TelegramEmulator
let world: World
const running: Channel[] = []

beforeAll(async () => {
  emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  world = await openWorld({ kind: 'telegram', externalId: '7000000001', env: { TELEGRAM_MODE: 'polling' } })
})
afterEach(async () => {
  for (const channel of running.splice(0)) await channel.stop?.()
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

async function start(token = emulator.token): Promise<Channel> {
  const { account, config, intake, makeCtx } = world
  const channel = createTelegramChannel({ account, config, token, apiRoot: emulator.url, intake, makeCtx, pollTimeoutS: 1 })
  running.push(channel)
  await channel.start?.()
  return channel
}
const texts = async () =>
  (await world.rows<{ text: string }>(`SELECT text FROM message WHERE author_kind = 'client' ORDER BY seq`)).map(
    ({ text }) => text,
  )
const offset = async () => (await world.rows<{ next: number }>('SELECT next_update_id AS next FROM poll_offset'))[0]?.next

describe('a report for the staff', () => {
  const schedule = (chatId: string): ReportScheduleInput => ({
    ...{ name: 'Haftalik hisobot', kind: 'summary', format: 'pdf', rhythm: 'week', hour: 9, language: 'uz-Latn' },
    receiver: { via: 'telegram', channelAccountId: world.account.id, chatId },
  })

  it('goes into their group as a document; where the bot may not write it waits with the reason beside it', async () => {
    world.bots.channels.add(await start())
    emulator.writeInGroup({ id: -100_500, title: 'Rahbariyat' }, { id: 9 }, 'Salom')
    const sherzod = withActor(world.ctx, { kind: 'operator', id: newId<OperatorId>(), roles: ['supervisor'] })
    const added = [await addSchedule(sherzod, schedule('-100500')), await addSchedule(sherzod, schedule('-100999'))]
    world.clock.advance(8 * dayMs)
    expect(await sendDueReports(world.ctx, sendingReports(world.config, world.bots.channels))).toBe(1)
    const calls = emulator.calls.filter(({ method }) => method.toLowerCase() === 'senddocument')
    expect(calls.map(({ ok, params }) => [String(params['chat_id']), ok]).sort()).toEqual([
      ['-100500', true],
      ['-100999', false],
    ])
    expect(calls.map(({ params }) => String(params['caption']))).toContainEqual(expect.stringContaining('Haftalik hisobot'))
    const faults = (await listSchedules(world.ctx)).map(({ id, lastFault }) => [id, lastFault])
    expect(faults).toEqual(added.map(({ id }, i) => [id, i === 0 ? null : 'report.chat_not_reachable']))
    for (const { id } of added) await removeSchedule(sherzod, id)
  })
})

describe('long polling', () => {
  it('takes what people write and goes on where it stopped', async () => {
    emulator.person({ id: 1 }).write('bot o‘chiq edi')
    const channel = await start()
    await until(async () => (await texts()).includes('bot o‘chiq edi'))
    expect(channel.health()).toEqual({ state: 'ok', reason: null })
    await channel.stop?.()
    emulator.person({ id: 1 }).write('yana yozdim')
    await start()
    await until(async () => (await texts()).includes('yana yozdim'))
    expect(await texts()).toEqual(['bot o‘chiq edi', 'yana yozdim'])
  })

  it('moves its offset only after the intake has committed, and loses nothing while the database is away', async () => {
    const { intake } = world
    const receive = intake.receive
    await start()
    await until(async () => (await offset()) !== undefined)
    const before = await offset()
    let refused = 0
    intake.receive = async () => {
      refused += 1
      throw new AppError('database.unavailable')
    }
    emulator.person({ id: 2 }).write('baza yo‘q payt')
    await until(() => refused >= 2)
    expect(await offset()).toBe(before)
    intake.receive = receive
    await until(async () => (await texts()).includes('baza yo‘q payt'))
    await until(() => emulator.isIdle() || offset().then((now) => now !== before))
    expect((await texts()).filter((text) => text === 'baza yo‘q payt')).toHaveLength(1)
  })

  it('keeps an update it fails over, and goes on with the next of that client', async () => {
    const { intake } = world
    const receive = intake.receive
    intake.receive = (message, trace) =>
      message.text === 'zaharli' ? Promise.reject(new Error('a bug')) : receive(message, trace)
    await start()
    const person = emulator.person({ id: 3 })
    person.write('zaharli')
    person.write('keyingisi')
    await until(async () => (await texts()).includes('keyingisi'))
    intake.receive = receive
    expect(await world.rows('SELECT kind FROM unknown_update')).toEqual([{ kind: 'failed' }])
  })

  it('raises the alarm over a dead token and over another consumer', async () => {
    const dead = await start('7000000001:a-token-that-was-revoked')
    await until(() => dead.health().state === 'alarm')
    expect(dead.health().reason).toBe('token_refused')
    const channel = await start()
    await until(() => channel.health().state === 'ok')
    emulator.faults.strike('getupdates', {
      kind: 'refuse',
      errorCode: 409,
      description: 'Conflict: terminated by other getUpdates request',
    })
    await until(() => channel.health().reason === 'other_consumer')
  })

  it('makes one message of an album, fetches its photos and judges them by their bytes', async () => {
    await start()
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
    const photo = (name: string) => ({ fileName: name, mimeType: 'image/jpeg', bytes: jpeg })
    emulator
      .person({ id: 4 })
      .sendAlbum([{ photo: photo('a.jpg'), caption: 'Uchta rasm' }, { photo: photo('b.jpg') }, { photo: photo('c.jpg') }])
    const files = () =>
      world.rows<{ state: string; mime_type: string; message_id: string }>(
        `SELECT a.state, a.mime_type, a.message_id FROM attachment a JOIN message m ON m.id = a.message_id WHERE m.text = 'Uchta rasm'`,
      )
    await until(async () => (await files()).length === 3)
    world.bots.channels.add(running[0] as Channel)
    await world.settle()
    expect(new Set((await files()).map((file) => file.message_id)).size).toBe(1)
    expect((await files()).map((file) => [file.state, file.mime_type])).toEqual(Array(3).fill(['stored', 'image/jpeg']))
  })

  it('refuses a program that calls itself a photo', async () => {
    await start()
    world.bots.channels.add(running[0] as Channel)
    const elf = new Uint8Array(Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(64)]))
    emulator.person({ id: 5 }).sendDocument({ fileName: 'taklifnoma.jpg', mimeType: 'image/jpeg', bytes: elf })
    const state = async () =>
      (await world.rows<{ state: string }>(`SELECT state FROM attachment WHERE file_name = 'taklifnoma.jpg'`))[0]?.state
    await until(state)
    await world.settle()
    expect(await state()).toBe('refused')
  })

  it('declines a group once a day and takes nothing in there', async () => {
    await start()
    for (const text of ['salom hammaga', 'bank ishlayaptimi?'])
      emulator.writeInGroup({ id: -500, title: 'Mahalla' }, { id: 6 }, text)
    await until(() => emulator.isIdle() || emulator.calls.some((call) => call.params['chat_id'] === '-500'))
    emulator.person({ id: 6 }).write('shaxsiy savol')
    await until(async () => (await texts()).includes('shaxsiy savol'))
    expect(
      emulator.calls.filter((call) => call.method === 'sendmessage' && String(call.params['chat_id']) === '-500'),
    ).toHaveLength(1)
    expect(await texts()).not.toContain('salom hammaga')
  })

  it('goes on after the parts that were sent, when a long reply was interrupted', async () => {
    await start()
    world.bots.channels.add(running[0] as Channel)
    const person = emulator.person({ id: 8 })
    person.write('uzun javob kerak')
    const request = () =>
      world.rows<{ request_id: RequestId }>(`SELECT request_id FROM message WHERE text = 'uzun javob kerak'`)
    const [row] = await until(async () => (await request()).length > 0 && request())
    const sentences = Array.from({ length: 600 }, (_one, index) => `Gap ${index} tugadi.`).join(' ')
    // The first part passes, the second is told to wait.
    emulator.faults.strike('sendmessage', { kind: 'delay', ms: 1 })
    emulator.faults.strike('sendmessage', {
      kind: 'refuse',
      errorCode: 429,
      description: 'Too Many Requests: retry after 1',
      retryAfterS: 1,
    })
    await inTransaction(world.ctx, (tx) =>
      queueReply(world.ctx, tx, { requestId: row?.request_id as RequestId, author: { kind: 'system' }, text: sentences }),
    )
    await world.settle()
    expect(person.heard()).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    world.clock.advance(1100)
    for (const sweep of world.bots.sweeps) await sweep.run(world.ctx)
    await world.settle()
    expect(
      person
        .heard()
        .map((message) => message.text)
        .join(' '),
    ).toBe(sentences)
  })

  it('sends a picture and a document as such, the text as the caption of the first', async () => {
    await start()
    world.bots.channels.add(running[0] as Channel)
    const person = emulator.person({ id: 9 })
    person.write('hujjat kerak')
    const request = () => world.rows<{ request_id: RequestId }>(`SELECT request_id FROM message WHERE text = 'hujjat kerak'`)
    const [row] = await until(async () => (await request()).length > 0 && request())
    const stage = async (kind: 'photo' | 'document', fileName: string, bytes: Uint8Array) => {
      const storageKey = `test/${fileName}`
      await world.ctx.files.put(storageKey, bytes)
      const mimeType = kind === 'photo' ? 'image/png' : 'application/pdf'
      return stageAttachment(world.ctx, { owner: 'system', kind, fileName, mimeType, sizeBytes: bytes.length, storageKey })
    }
    const pdf = Buffer.from('%PDF-1.7 shartnoma')
    const attachmentIds = [await stage('photo', 'chek.png', Buffer.from('png')), await stage('document', 'shartnoma.pdf', pdf)]
    await inTransaction(world.ctx, (tx) =>
      queueReply(world.ctx, tx, {
        requestId: row?.request_id as RequestId,
        author: { kind: 'system' },
        text: 'Mana',
        attachmentIds,
      }),
    )
    await world.settle()
    const [photo, document] = person.heard()
    expect(photo).toMatchObject({ caption: 'Mana', photo: [{}] })
    expect(document).toMatchObject({ document: { file_name: 'shartnoma.pdf', file_size: pdf.length } })
  })

  it('answers the press of a button, so that the client’s phone stops waiting', async () => {
    await start()
    const person = emulator.person({ id: 7 })
    person.write('tugma kerak')
    await until(async () => (await texts()).includes('tugma kerak'))
    await fetch(`${emulator.url}/bot${emulator.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: 7,
        text: '?',
        reply_markup: { inline_keyboard: [[{ text: 'Ha', callback_data: 'bot:helped' }]] },
      }),
    })
    person.press('Ha')
    await until(() => emulator.answeredQueries.length > 0)
    const pressed = () => world.rows(`SELECT kind, content FROM message WHERE kind = 'button'`)
    await until(async () => (await pressed()).length === 1)
    expect(await pressed()).toEqual([{ kind: 'button', content: { pressed: 'bot:helped' } }])
  })
})
