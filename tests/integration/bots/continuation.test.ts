import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTelegramChannel, createWebchatChannel, signIdentity, startTelegramEmulator, type TelegramEmulator } from '#bots'
import { changeHolder, closeRequest, contactView, getRequest, notesOf, queueReply, saveChannelAccount, timeline } from '#inbox'
import { minuteMs, newId, type OperatorId, type RequestId } from '#kernel'
import { hashToken, inTransaction, withActor } from '#platform'
import { guardOutgoing } from '#privacy'
import { continuationTexts, continuationWords } from '../../../src/bots/continuation/continuation-texts.ts'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { until } from '../../support/index.ts'

const site = 'bank'
const secret = 'telegram-secret-of-the-test'
const identitySecret = 'a-secret-of-the-bank-site'
const operatorId = newId<OperatorId>()
let world: World
let emulator: TelegramEmulator
let telegramId: string
let token: string
let person = 5_000
let updates = 9_000

beforeAll(async () => {
  emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  world = await openWorld({
    kind: 'webchat',
    externalId: site,
    botEnabled: true,
    env: {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_API_ROOT: emulator.url,
      PUBLIC_URL: 'http://127.0.0.1:1',
      WIDGET_IDENTITY_SECRET: identitySecret,
    },
  })
  const { account, config, intake, makeCtx, ctx, bots, server } = world
  await saveChannelAccount(ctx, { ...account, settings: { siteUrl: 'https://bank.example/aloqa?til=uz' } })
  const telegram = await saveChannelAccount(ctx, {
    kind: 'telegram',
    externalId: '7000000001',
    name: 'Bot',
    visibility: 'private',
    botEnabled: true,
  })
  telegramId = telegram.id
  bots.channels.add(createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus }))
  bots.channels.add(createTelegramChannel({ account: telegram, config, token: emulator.token, intake, makeCtx }))
  for (const channel of bots.channels.all()) {
    channel.addRoutes?.(server)
    await channel.start?.()
  }
  await until(
    async () => (await world.rows(`SELECT 1 FROM channel_account WHERE settings->>'username' IS NOT NULL`)).length === 1,
  )
})
afterAll(async () => {
  await world.close()
  await emulator.stop()
})

type Session = { visitorToken: string; messages: { text: string }[]; notice: string | null }
const open = async (more: object = {}) => {
  const answer = await world.server.inject({
    method: 'POST',
    url: `/widget/${site}/session`,
    payload: { language: 'uz-Latn', ...more },
  })
  expect(answer.statusCode).toBe(200)
  const session = answer.json<Session>()
  token = session.visitorToken
  return session
}
const call = (method: 'GET' | 'POST', path: string, payload?: object) =>
  world.server.inject({
    method,
    url: `/widget/${site}/${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  })
const writeOnSite = async (text: string) => {
  world.clock.advance(1000)
  expect((await call('POST', 'messages', { clientMessageId: randomUUID(), text })).statusCode).toBe(200)
  await world.settle()
}
const linkToTelegram = async () => (await call('POST', 'continuation', {})).json<{ url: string | null }>().url ?? ''
const startOf = (url: string) => new URL(url).searchParams.get('start') ?? ''
const known = new Set<number>()
/** The emulator answers only to those who have started its bot. */
const meet = (id: number) => {
  if (!known.has(id)) emulator.person({ id }).write('/start')
  known.add(id)
}
/** One update of this person; the same number again is the same update again. */
const deliver = async (text: string, from = person, updateId = ++updates) => {
  world.clock.advance(1000)
  meet(from)
  const answer = await world.server.inject({
    method: 'POST',
    url: `/channels/telegram/${telegramId}`,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    payload: {
      update_id: updateId,
      message: {
        message_id: updateId,
        date: Math.floor(world.clock.now().getTime() / 1000),
        from: { id: from, is_bot: false, first_name: 'Dilnoza', language_code: 'uz' },
        chat: { id: from, type: 'private', first_name: 'Dilnoza' },
        text,
      },
    },
  })
  expect(answer.statusCode).toBe(200)
}
const writeInTelegram = async (text: string, from = person) => {
  await deliver(text, from)
  await world.settle()
}
/** What stands in this person's Telegram conversation. */
const inTelegram = (from = person) =>
  world.rows<{ text: string; author_kind: string; request_id: RequestId; kind: string }>(
    `SELECT m.text, m.author_kind, m.request_id, m.kind FROM message m JOIN conversation c ON c.id = m.conversation_id
     WHERE c.channel_account_id = $1 AND c.external_id = $2 ORDER BY m.seq`,
    [telegramId, String(from)],
  )
const newest = async () => {
  const rows = await world.rows<{ id: RequestId }>('SELECT id FROM request ORDER BY number DESC LIMIT 1')
  const request = await getRequest(world.ctx, rows[0]?.id ?? newId())
  if (request === null) throw new Error('there is no request')
  return request
}
const countOf = async (table: string) => (await world.rows(`SELECT 1 FROM ${table}`)).length
const taken = async (id: RequestId) => {
  const ctx = withActor(world.ctx, { kind: 'operator', id: operatorId, roles: ['operator'] })
  await inTransaction(ctx, (tx) =>
    changeHolder(ctx, tx, { requestId: id, to: { kind: 'operator', operatorId }, reason: 'taken' }),
  )
  return ctx
}
const lost = continuationTexts['uz-Latn']

beforeEach(async () => {
  person += 1
  await open()
})

describe('from the website to Telegram', () => {
  it('the link is short enough for Telegram, unguessable, and stored as its hash only', async () => {
    await writeOnSite('Pulim tushmadi')
    const url = await linkToTelegram()
    const start = startOf(url)
    expect(url.startsWith('https://t.me/murojaat_demo_bot?start=')).toBe(true)
    expect(start).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const stored = await world.rows<{ token_hash: string }>('SELECT * FROM continuation')
    expect(stored.map((row) => row.token_hash)).toContain(hashToken(start))
    expect(JSON.stringify(stored)).not.toContain(start)
  })

  it('the request goes on with its history, its holder and both edges on record', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id, number } = await newest()
    const ctx = await taken(id)
    const requests = await countOf('request')
    await writeInTelegram(`/start ${startOf(await linkToTelegram())}`)
    await writeInTelegram('Chekni yubordim')
    expect(await countOf('request')).toBe(requests)
    const request = await newest()
    expect(request).toMatchObject({ id, holderKind: 'operator', holderOperatorId: operatorId })
    expect(request.conversationIds).toHaveLength(2)
    const { messages } = await timeline(world.ctx, { requestId: id }, { limit: 50 })
    expect(new Set(messages.map((message) => message.channel))).toEqual(new Set(['webchat', 'telegram']))
    expect(messages.map((message) => message.text)).toEqual(expect.arrayContaining(['Pulim tushmadi', 'Chekni yubordim']))
    expect((await inTelegram())[0]).toMatchObject({ author_kind: 'system', text: lost.continued(number) })
    expect((await notesOf(world.ctx, id)).map((note) => note.text).join()).toContain('sayt → Telegram')
    const [fact] = await world.rows<{ data: object }>(
      `SELECT data FROM event WHERE name = 'request.continued' AND subject_id = $1`,
      [id],
    )
    expect(fact?.data).toMatchObject({ requestId: id, from: 'webchat', to: 'telegram' })
    expect((await contactView(world.ctx, request.contactId, 5))?.identities.map(({ channel }) => channel)).toEqual([
      'webchat',
      'telegram',
    ])
    await inTransaction(ctx, (tx) =>
      queueReply(ctx, tx, { requestId: id, author: { kind: 'operator', id: operatorId }, text: 'Ko‘rib chiqdim.' }),
    )
    expect((await inTelegram()).at(-1)).toMatchObject({ author_kind: 'operator', text: 'Ko‘rib chiqdim.' })
    await writeOnSite('Yana saytdaman')
    await inTransaction(ctx, (tx) =>
      queueReply(ctx, tx, { requestId: id, author: { kind: 'operator', id: operatorId }, text: 'Saytda javob.' }),
    )
    expect((await inTelegram()).map(({ text }) => text)).not.toContain('Saytda javob.')
  })

  it('the token itself is written nowhere', async () => {
    await writeOnSite('Pulim tushmadi')
    const start = startOf(await linkToTelegram())
    await writeInTelegram(`/start ${start}`)
    expect(await world.rows('SELECT 1 FROM message WHERE text LIKE $1', [`%${start}%`])).toEqual([])
    expect(await world.rows('SELECT 1 FROM event WHERE data::text LIKE $1', [`%${start}%`])).toEqual([])
  })

  it('the bot goes on where the client is, and answers what was left unanswered', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Shanba kuni 9:00 dan.', score: 0.95 }
    expect(
      (await call('POST', 'messages', { clientMessageId: randomUUID(), text: 'Shanba kuni ishlaysizmi?' })).statusCode,
    ).toBe(200)
    await deliver(`/start ${startOf(await linkToTelegram())}`)
    await world.settle()
    expect(
      (await inTelegram())
        .filter(({ author_kind }) => author_kind === 'bot')
        .map(({ text }) => text)
        .join(),
    ).toContain('9:00')
    world.approved.answer = { templateVersionId: newId(), text: 'Yakshanba dam.', score: 0.95 }
    await writeInTelegram('Yakshanba-chi?')
    const said = (await inTelegram()).filter(({ author_kind }) => author_kind === 'bot')
    expect(said).toHaveLength(2)
    expect(said.at(-1)?.text).toContain('Yakshanba dam.')
    expect((await newest()).holderKind).toBe('bot')
  })

  it('a pause of the request is not ended by coming', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    await world.rows(`UPDATE request SET status = 'waiting_client', pause_reason = 'waiting_client_document' WHERE id = $1`, [
      id,
    ])
    await writeInTelegram(`/start ${startOf(await linkToTelegram())}`)
    expect(await newest()).toMatchObject({ id, status: 'waiting_client' })
    await writeInTelegram('Mana hujjat')
    expect(await newest()).toMatchObject({ id, status: 'open' })
  })

  it('the same update again changes nothing', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    const text = `/start ${startOf(await linkToTelegram())}`
    const update = ++updates
    await deliver(text, person, update)
    await world.settle()
    const before = await inTelegram()
    await deliver(text, person, update)
    await world.settle()
    expect(await inTelegram()).toEqual(before)
    expect((await notesOf(world.ctx, id)).filter((note) => note.text.includes('Telegram'))).toHaveLength(1)
  })

  it('of two people with one link at once one wins, and the other is told and greeted', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    const text = `/start ${startOf(await linkToTelegram())}`
    const [one, other] = [person, person + 100_000]
    await Promise.all([deliver(text, one), deliver(text, other)])
    await world.settle()
    const [mine, theirs] = [await inTelegram(one), await inTelegram(other)]
    const led = [mine, theirs].filter((lines) => lines.some((line) => line.request_id === id))
    expect(led).toHaveLength(1)
    const told = [mine, theirs].filter((lines) => lines.some((line) => line.text === lost.used))
    expect(told).toHaveLength(1)
  })

  it('after fifteen minutes the link says that it has expired, and the client is served anew', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    const start = startOf(await linkToTelegram())
    world.clock.advance(15 * minuteMs)
    await writeInTelegram(`/start ${start}`)
    const said = await inTelegram()
    expect(said.map(({ text }) => text)).toContain(lost.expired)
    expect(said.some(({ request_id }) => request_id === id)).toBe(false)
    expect(said.some(({ author_kind }) => author_kind === 'bot')).toBe(true)
  })

  it('a greeting the bot alone has heard gives way to the request that goes on', async () => {
    await writeInTelegram('/start')
    const greeting = (await newest()).id
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    await writeInTelegram(`/start ${startOf(await linkToTelegram())}`)
    await writeInTelegram('Davomi shu')
    expect(await getRequest(world.ctx, greeting)).toMatchObject({ status: 'closed', outcome: 'duplicate' })
    expect((await inTelegram()).find(({ text }) => text === 'Davomi shu')?.request_id).toBe(id)
  })

  it('before anything was written the link is the bot’s own', async () => {
    expect(await linkToTelegram()).toBe('https://t.me/murojaat_demo_bot')
  })

  it('what is written in time after a close reopens the one request, and the bot answers there', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    await writeInTelegram(`/start ${startOf(await linkToTelegram())}`)
    const ctx = await taken(id)
    await inTransaction(ctx, (tx) => closeRequest(ctx, tx, { requestId: id, outcome: 'client_silent' }))
    await writeInTelegram('Pulim yana tushmadi')
    expect(await newest()).toMatchObject({ id, status: 'open', reopenCount: 1, holderKind: 'queue' })
    expect((await inTelegram()).at(-1)).toMatchObject({ author_kind: 'bot' })
  })
})

describe('from Telegram to the website', () => {
  const siteToken = async () => {
    await writeInTelegram('/site')
    const url = (await inTelegram()).map(({ text }) => /https:\S+/.exec(text)?.[0]).findLast((found) => found !== undefined)
    expect(url?.startsWith('https://bank.example/aloqa?til=uz&murojaat=')).toBe(true)
    return new URL(url ?? '').searchParams.get('murojaat') ?? ''
  }

  it('the command gives a link, and the request goes on in the widget', async () => {
    await writeInTelegram('Pulim tushmadi')
    const { id, number } = await newest()
    const session = await open({ continuation: await siteToken() })
    expect(session.notice).toBeNull()
    expect(session.messages.map(({ text }) => text)).toContain(lost.continued(number))
    await writeOnSite('Endi saytdaman')
    const request = await newest()
    expect(request.id).toBe(id)
    expect(request.conversationIds).toHaveLength(2)
  })

  it('the command is no matter of its own', async () => {
    await siteToken()
    expect(await newest()).toMatchObject({ status: 'closed', outcome: 'no_reply_needed', type: 'other' })
    expect((await inTelegram()).filter(({ author_kind }) => author_kind !== 'client')).toHaveLength(1)
  })

  it('the command ends no pause and gets its link once', async () => {
    await writeInTelegram('Pulim tushmadi')
    const { id } = await newest()
    await world.rows(`UPDATE request SET status = 'waiting_client', pause_reason = 'waiting_client_answer' WHERE id = $1`, [id])
    await siteToken()
    expect(await newest()).toMatchObject({ id, status: 'waiting_client' })
    expect((await inTelegram()).filter(({ text }) => text.includes('murojaat='))).toHaveLength(1)
  })

  it('a used or unknown link says so, and the visit is open all the same', async () => {
    await writeInTelegram('Pulim tushmadi')
    const continuation = await siteToken()
    await open({ continuation })
    expect((await open({ continuation })).notice).toBe(lost.used)
    expect((await open({ continuation: 'x'.repeat(43) })).notice).toBe(lost.used)
  })

  it('a reload with the same link is the same visit', async () => {
    await writeInTelegram('Pulim tushmadi')
    const continuation = await siteToken()
    const { visitorToken } = await open({ continuation })
    expect((await open({ continuation, visitorToken })).notice).toBeNull()
  })
})

describe('under the bank’s signature', () => {
  it('what a visitor began without a name goes on under it', async () => {
    await writeOnSite('Pulim tushmadi')
    const { id } = await newest()
    const expiresAt = Math.floor(world.clock.now().getTime() / 1000) + 600
    const identity = { clientId: '77', expiresAt, signature: signIdentity(identitySecret, '77', expiresAt) }
    await open({ visitorToken: token, identity })
    await writeOnSite('Endi kirdim')
    const request = await newest()
    expect(request.id).toBe(id)
    const contact = await contactView(world.ctx, request.contactId, 5)
    expect(contact?.identities.map(({ assurance }) => assurance).sort()).toEqual(['channel', 'signed'])
  })
})

describe('the words', () => {
  it('pass the guard in every language', () => {
    for (const [language, texts] of Object.entries(continuationTexts)) {
      const said = [texts.expired, texts.used, texts.noLink, texts.link('https://bank.example/?murojaat=a_b-c')]
      for (const text of [...said, continuationWords.said(language, '2026-000001')])
        expect(guardOutgoing(text, 'private'), text).toEqual({ ok: true })
    }
  })
})
