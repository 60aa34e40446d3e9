/**
 * The addresses anybody can reach without a session: the widget's, the vendors' and the files', under whatever can be thrown at
 * them. Each call is answered, never as a bug; each refusal has the one shape, is counted and tells nothing of the house; what was
 * accepted is in the database. A rejection nobody handles fails the run by itself.
 */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { startTelegramEmulator, type TelegramEmulator } from '#bots'
import { closeCodes, WidgetSendInput } from '#contracts'
import { newId } from '#kernel'
import { routesOf } from '#platform'
import { arbitraryOf } from '../../support/arbitrary-of.ts'
import { badValue, queriesOf } from '../../support/bad-addresses.ts'
import { badBodies, badHeaders, formOf, forms, png, soundPart } from '../../support/bad-calls.ts'
import { fuzz, fuzzTimeoutMs } from '../../support/fuzz.ts'
import { mutated } from '../../support/mutated.ts'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'

const telegramSecret = 'what-telegram-was-told-of-the-tests'
/** Those of the demonstration's emulators. */
const [metaSecret, vkSecret] = ['app-secret-of-the-emulator', 'secret_of_the_emulator']
const site = '/widget/demo'
const json = { 'content-type': 'application/json' }

let telegram: TelegramEmulator
let program: RunningProgram
let sql: pg.Client
let confidential: readonly string[]
let asked = 0
beforeAll(async () => {
  telegram = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  program = await runningProgram({
    ...{ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url },
    ...{ DEMO: 'on', TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: telegramSecret },
    PUBLIC_URL: 'http://127.0.0.1:9',
  })
  const { password } = new URL(program.databaseUrl)
  confidential = [password, program.dataDirectory, telegramSecret, telegram.token, metaSecret, vkSecret].filter(
    (one) => one !== '',
  )
  sql = new pg.Client({ connectionString: program.databaseUrl })
  await sql.connect()
}, 240_000)
afterAll(async () => {
  await sql?.end()
  await program?.remove()
  await telegram?.stop()
})

const rows = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  (await sql.query<T>(text, values)).rows
const messagesKept = async () =>
  (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM message WHERE author_kind = 'client'`))[0]?.n ?? 0

async function problemsCounted(): Promise<number> {
  const text = await program.ctx.metrics.text()
  return [...text.matchAll(/^murojaat_http_problems\w*\{[^}]*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
}

/** What a bug, a database or a file of the house would say of itself. */
const inside = /\n\s+at \S|node_modules|\.(ts|mjs|js):\d+|\b(SELECT|INSERT INTO|UPDATE) |ECONN|ENOENT|murojaat-program-/

/** Every call comes from an address of its own: what is fuzzed is more than one person may. */
async function ask(call: InjectOptions): Promise<LightMyRequestResponse> {
  asked += 1
  const remoteAddress = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`
  const before = await problemsCounted()
  const answer = await program.server.inject({ remoteAddress, ...call })
  const said = `${call.method} ${String(call.url).slice(0, 300)} ${JSON.stringify(call.headers)?.slice(0, 300)}: ${answer.statusCode} ${answer.body.slice(0, 300)}`
  expect(answer.statusCode, said).toBeLessThan(500)
  if (answer.statusCode < 400) return answer
  expect(await problemsCounted(), said).toBe(before + 1)
  expect(answer.body, said).not.toMatch(inside)
  for (const one of confidential) expect(answer.body, said).not.toContain(one)
  if (call.method === 'HEAD') return answer
  expect(answer.headers['content-type'], said).toMatch(/^application\/problem\+json/)
  expect(answer.json(), said).toMatchObject({ status: answer.statusCode, code: expect.any(String), facts: expect.any(Object) })
  return answer
}

const post = (path: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  ask({ method: 'POST', url: path, headers: { ...json, ...headers }, payload })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
async function visit(): Promise<string> {
  const answer = await post(`${site}/session`, '{}')
  return answer.json<{ visitorToken: string }>().visitorToken
}

describe('an address anybody can reach', () => {
  it('answers whatever it is asked, and tells nothing of the house', { timeout: fuzzTimeoutMs }, async () => {
    const isConsole = (url: string) => url.startsWith('/api/') || url.startsWith('/desk/')
    const routes = routesOf(program.server).filter(({ url }) => !isConsole(url))
    expect(routes.length).toBeGreaterThan(20)
    const segment = fc.oneof(
      fc.constantFrom('demo', 'telegram', 'meta'),
      fc.uuid(),
      badValue.filter((one) => one !== '' && one.length <= 500),
    )
    for (const { url, method } of routes) {
      await fc.assert(
        fc.asyncProperty(
          fc.array(segment, { minLength: 3, maxLength: 3 }),
          queriesOf(undefined),
          badHeaders,
          badBodies,
          async (parts, query, more, body) => {
            let at = 0
            const path = url.replace(/:\w+|\*/g, () => (parts[at++] ?? '').replace(/[/?#]/g, ''))
            const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method)
            await ask({
              ...{ method: method as 'POST', url: `${path}?${query}`, headers: more },
              ...(hasBody && { payload: body }),
            })
          },
        ),
        fuzz(3),
      )
    }
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })
})

describe('a widget’s visitor', () => {
  it('who asks for the line without an upgrade is refused like anybody', async () => {
    const answer = await ask({ method: 'GET', url: `${site}/live` })
    expect(answer.json<{ code: string }>().code).toBe('route.not_found')
  })

  it('is nobody with a token a little beside their own, and nothing of it is kept', { timeout: fuzzTimeoutMs }, async () => {
    const token = await visit()
    const kept = await messagesKept()
    const beside = fc.oneof(
      fc
        .nat({ max: token.length - 1 })
        .map((at) => `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`),
      fc.constantFrom(
        token.slice(1),
        `${token}A`,
        `${token}\u0000`,
        `${token} ${token}`,
        token.toLowerCase(),
        token.toUpperCase(),
      ),
    )
    const message = JSON.stringify({ clientMessageId: newId(), text: 'begona' })
    await fc.assert(
      fc.asyncProperty(beside, fc.constantFrom('messages', 'seen', 'continuation', 'attachments'), async (other, path) => {
        const answer = await post(`${site}/${path}`, message, bearer(other.replace(/[^\x20-\x7e]/g, '?')))
        expect([400, 401, 406, 415]).toContain(answer.statusCode)
      }),
      fuzz(40),
    )
    expect(await messagesKept()).toBe(kept)
  })

  it('is told 200 for what is in the database and for nothing else', { timeout: fuzzTimeoutMs }, async () => {
    const valid = arbitraryOf(WidgetSendInput) as fc.Arbitrary<Record<string, unknown>>
    const input = fc.oneof(
      valid.map(({ attachmentIds: _, ...one }) => one as unknown),
      mutated([
        {
          clientMessageId: newId(),
          text: 'Salom',
          pressed: 'a',
          attachmentIds: [newId()],
          writtenAt: new Date().toISOString(),
        },
      ]),
    )
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(input, async (one) => {
        const token = await visit()
        const kept = await messagesKept()
        const answer = await post(`${site}/messages`, JSON.stringify(one) ?? 'null', bearer(token))
        if (answer.statusCode !== 200) {
          expect(await messagesKept()).toBe(kept)
          return
        }
        accepted += 1
        const { messageId } = answer.json<{ messageId: string }>()
        const [stored] = await rows<{ author_kind: string }>('SELECT author_kind FROM message WHERE id = $1', [messageId])
        expect(stored?.author_kind).toBe('client')
      }),
      fuzz(60),
    )
    expect(accepted).toBeGreaterThan(5)
  })

  it('who names a file that cannot be one is told there is none', async () => {
    const message = { clientMessageId: newId(), text: 'Mana', attachmentIds: ['constructor'] }
    const answer = await post(`${site}/messages`, JSON.stringify(message), bearer(await visit()))
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'attachment.not_found'])
  })

  it('who begins a line with anything but a token of their own is closed by a code there is', {
    timeout: fuzzTimeoutMs,
  }, async () => {
    const first = fc.oneof(
      badBodies,
      mutated([{ kind: 'hello', visitorToken: 'x'.repeat(43), after: 0 }]).map((frame) => JSON.stringify(frame)),
      fc.constantFrom('x'.repeat(40_000), JSON.stringify({ kind: 'ping', at: 1 })),
    )
    const known = new Set<number>([...Object.values(closeCodes), 1009])
    await fc.assert(
      fc.asyncProperty(first, async (frame) => {
        const socket = new WebSocket(`${program.base.replace('http', 'ws')}${site}/live`, { origin: program.base })
        const heard: string[] = []
        const closed = new Promise<number>((resolve) => socket.on('close', resolve))
        socket.on('message', (data: Buffer) => heard.push(data.toString()))
        socket.on('error', () => undefined)
        await once(socket, 'open')
        socket.send(frame)
        const code = await closed
        expect(known, `${code} after ${String(frame).slice(0, 200)}`).toContain(code)
        expect(heard.filter((one) => !one.includes('"refused"'))).toEqual([])
      }),
      fuzz(30),
    )
  })

  it('goes on nowhere with a link that is not the one', { timeout: fuzzTimeoutMs }, async () => {
    const token = await visit()
    await post(`${site}/messages`, JSON.stringify({ clientMessageId: newId(), text: 'Mening ishim' }), bearer(token))
    const holdersOf = () =>
      rows('SELECT c.id, i.contact_id FROM conversation c JOIN identity i ON i.id = c.identity_id ORDER BY c.id')
    const link = await post(`${site}/continuation`, '{}', bearer(token))
    const start = new URL(link.json<{ url: string | null }>().url ?? 'x:').searchParams.get('start') ?? ''
    expect(start.length).toBeGreaterThan(10)
    const before = await holdersOf()
    const beside = fc.oneof(
      fc.constantFrom(
        start.slice(1),
        `${start}A`,
        start.toUpperCase(),
        start.split('').reverse().join(''),
        '\u0000',
        '\ud800',
        '%00',
        "'--",
      ),
      fc
        .nat({ max: start.length - 1 })
        .map((at) => `${start.slice(0, at)}${start[at] === 'A' ? 'B' : 'A'}${start.slice(at + 1)}`),
      fc.string({ maxLength: 140, unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(beside, async (continuation) => {
        const answer = await post(`${site}/session`, JSON.stringify({ continuation }))
        if (answer.statusCode === 200) expect(answer.json()).toMatchObject({ conversationId: null, messages: [] })
        else expect(answer.statusCode).toBe(400)
      }),
      fuzz(40),
    )
    expect(await holdersOf()).toEqual(before)
  })
})

describe('an upload', () => {
  const upload = (token: string, payload: Buffer) =>
    post(`${site}/attachments`, payload, { ...bearer(token), 'content-type': 'multipart/form-data; boundary=b' })

  it.each([
    ['has no boundary in its bytes', Buffer.from('not a form'), 400, 'input.invalid'],
    ['has a part without headers and no end', formOf([['', Buffer.alloc(0)]], '\r\n--b\r\n\r\n'), 400, 'input.invalid'],
    ['breaks off within its file', formOf([[soundPart, png]], ''), 400, 'input.invalid'],
    ['has no file', formOf([['Content-Disposition: form-data; name="a"', png]], '\r\n--b--\r\n'), 404, 'attachment.not_found'],
  ])('that %s is refused as what it is', async (_which, payload, status, code) => {
    const answer = await upload(await visit(), payload)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })

  it('is refused by name or gives back the bytes it was given, whatever its form', { timeout: fuzzTimeoutMs }, async () => {
    const before = (await rows<{ n: number }>('SELECT count(*)::int AS n FROM attachment'))[0]?.n ?? 0
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(forms, async ({ parts, payload }) => {
        const token = await visit()
        const answer = await upload(token, payload)
        if (answer.statusCode !== 200) return
        accepted += 1
        const { id, sizeBytes } = answer.json<{ id: string; sizeBytes: number }>()
        const given = await ask({ method: 'GET', url: `${site}/attachments/${id}`, headers: bearer(token) })
        expect(given.rawPayload.length).toBe(sizeBytes)
        expect(parts.some(([, body]) => body.equals(given.rawPayload))).toBe(true)
        expect(given.headers['content-disposition']).toMatch(/^attachment/)
        const foreign = await ask({ method: 'GET', url: `${site}/attachments/${id}`, headers: bearer(await visit()) })
        expect(foreign.statusCode).toBe(404)
      }),
      fuzz(50),
    )
    expect(accepted).toBeGreaterThan(5)
    expect((await rows<{ n: number }>('SELECT count(*)::int AS n FROM attachment'))[0]?.n).toBe(before + accepted)
  })
})

describe('a vendor’s webhook', () => {
  const signed = (body: string, secret = metaSecret) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  })
  const externalIdOf = async (kind: string) =>
    (await rows<{ external_id: string }>('SELECT external_id FROM channel_account WHERE kind = $1', [kind]))[0]?.external_id ??
    ''
  let number = 0
  const entryOf = (page: string, text: string) => {
    number += 1
    const at = Date.now() - 1_000
    const message = { mid: `m_public_${number}`, text }
    const messaging = [{ sender: { id: `7100${number}` }, recipient: { id: page }, timestamp: at, message }]
    return { id: page, time: at, messaging }
  }

  it('of Meta is kept where its app signed it, though its neighbour is spoilt, and is nothing without', {
    timeout: fuzzTimeoutMs,
  }, async () => {
    const page = await externalIdOf('messenger')
    expect(page).not.toBe('')
    let taken = 0
    await fc.assert(
      fc.asyncProperty(mutated([entryOf(page, 'buzilgan')]), async (spoilt) => {
        const text = `yonidagi ${number + 1}`
        const body = JSON.stringify({ object: 'page', entry: [spoilt, entryOf(page, text)] })
        const forged = await post('/channels/meta', body, signed(body, 'another secret'))
        // JSON that reaches for a prototype is refused before anybody asks who sent it.
        expect([400, 401]).toContain(forged.statusCode)
        const isKept = async () => (await rows('SELECT 1 FROM message WHERE text = $1', [text])).length
        expect(await isKept()).toBe(0)
        const { statusCode } = await post('/channels/meta', body, signed(body))
        expect(await isKept()).toBe(statusCode === 200 ? 1 : 0)
        if (statusCode === 200) taken += 1
      }),
      fuzz(40),
    )
    expect(taken).toBeGreaterThan(10)
  })

  it('of VK and of Telegram is nothing without its secret, whatever it says', { timeout: fuzzTimeoutMs }, async () => {
    const group = Number(await externalIdOf('vk'))
    const [bot] = await rows<{ id: string }>(`SELECT id FROM channel_account WHERE kind = 'telegram'`)
    const address = `/channels/telegram/${bot?.id}`
    const message = {
      id: 1,
      date: 1_795_000_100,
      peer_id: 5,
      from_id: 5,
      out: 0,
      text: 'begona so‘z',
      conversation_message_id: 7,
    }
    const event = (secret: string) => ({
      ...{ type: 'message_new', object: { message, client_info: {} }, group_id: group, event_id: newId(), v: '5.199', secret },
    })
    const chat = { id: 9, type: 'private' }
    const update = {
      update_id: 1,
      message: {
        message_id: 1,
        date: 1_795_000_100,
        chat,
        from: { id: 9, is_bot: false, first_name: 'A' },
        text: 'begona so‘z',
      },
    }
    const kept = await messagesKept()
    await fc.assert(
      fc.asyncProperty(mutated([event('guess')]), mutated([update]), fc.base64String(), async (ofVk, ofTelegram, guess) => {
        const vk = await post('/channels/vk', JSON.stringify(ofVk))
        // The first call of VK, before the secret is entered there, is answered with what is no secret.
        if (vk.statusCode === 200) expect((ofVk as { type?: unknown }).type).toBe('confirmation')
        else expect([400, 401]).toContain(vk.statusCode)
        const told = await post(address, JSON.stringify(ofTelegram), { 'x-telegram-bot-api-secret-token': guess })
        expect(told.statusCode).toBe(401)
      }),
      fuzz(40),
    )
    expect(await messagesKept()).toBe(kept)
    expect((await post('/channels/vk', JSON.stringify(event(vkSecret)))).body).toBe('ok')
    expect(
      (await post(address, JSON.stringify(update), { 'x-telegram-bot-api-secret-token': telegramSecret })).statusCode,
    ).toBe(200)
    expect(await messagesKept()).toBe(kept + 2)
  })
})
