import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { createWebchatChannel, signIdentity } from '#bots'
import { closeCodes, type WidgetServerFrame } from '#contracts'
import { queueReply } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { openWorld, type World } from '../../contract/bots-world.ts'
import { until } from '../../support/index.ts'

const secret = 'identity-secret-of-the-test'
let world: World
let base: string

beforeAll(async () => {
  world = await openWorld({
    kind: 'webchat',
    externalId: 'bank',
    env: { WIDGET_IDENTITY_SECRET: secret, WIDGET_ALLOWED_ORIGINS: 'https://bank.example.uz' },
  })
  const { account, config, intake, makeCtx, ctx, bots, server } = world
  const timings = { helloWithinMs: 300, heartbeatMs: 60_000 }
  const channel = createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus, timings })
  bots.channels.add(channel)
  channel.addRoutes?.(server)
  await server.listen({ port: 0, host: '127.0.0.1' })
  base = `127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(() => world.close())

const call = async (path: string, options: { body?: unknown; token?: string; origin?: string } = {}) => {
  const answer = await fetch(`http://${base}/widget/bank/${path}`, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    json: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
  }
}
const newVisitor = async (input: object = {}) => (await call('session', { body: input })).json?.['visitorToken'] as string

const sockets: WebSocket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})
type Open = { socket: WebSocket; frames: WidgetServerFrame[]; closed: Promise<number>; say(frame: unknown): void }
async function connect(origin?: string): Promise<Open> {
  const socket = new WebSocket(`ws://${base}/widget/bank/live`, origin === undefined ? {} : { origin })
  sockets.push(socket)
  const frames: WidgetServerFrame[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as WidgetServerFrame))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  return { socket, frames, closed, say: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)) }
}
async function greet(token: string, after = 0): Promise<Open> {
  const open = await connect()
  open.say({ kind: 'hello', visitorToken: token, after })
  await until(() => open.frames.some((frame) => frame.kind === 'live'))
  return open
}
const textsIn = (open: Open) => open.frames.flatMap((frame) => (frame.kind === 'message' ? [frame.message.text] : []))
const send = (text: string) => ({ kind: 'send', message: { clientMessageId: randomUUID(), text } })

describe('the widget’s socket', () => {
  let token: string
  beforeEach(async () => {
    token = await newVisitor()
  })

  it('gives back everything after the sequence it names, then is live, and misses nothing across a reconnect', async () => {
    const first = await greet(token)
    first.say(send('bir'))
    first.say(send('ikki'))
    await until(() => first.frames.filter((frame) => frame.kind === 'accepted').length === 2)
    first.socket.terminate()
    const again = await greet(token, 1)
    expect(textsIn(again)).toEqual(['ikki'])
    expect(again.frames.at(-1)).toEqual({ kind: 'live', lastSeq: 2 })
  })

  it('shows a message of one tab in the other, once', async () => {
    const [one, other] = [await greet(token), await greet(token)]
    one.say(send('ikki oynada'))
    await until(() => textsIn(other).length === 1)
    await until(() => textsIn(one).length === 1)
    expect(textsIn(other)).toEqual(['ikki oynada'])
  })

  it('accepts the same message id once', async () => {
    const open = await greet(token)
    const frame = send('ikki marta')
    open.say(frame)
    open.say(frame)
    const accepted = await until(() => {
      const all = open.frames.filter((one) => one.kind === 'accepted')
      return all.length === 2 && all
    })
    expect(accepted[0]).toEqual(accepted[1])
  })

  it('shows a reply the moment it is delivered and marks it read when the client has seen it', async () => {
    const open = await greet(token)
    open.say(send('Javob bering'))
    await until(() => open.frames.some((frame) => frame.kind === 'accepted'))
    const [row] = await world.rows<{ request_id: RequestId; conversation_id: ConversationId }>(
      `SELECT request_id, conversation_id FROM message WHERE text = 'Javob bering'`,
    )
    if (row === undefined) throw new Error('the message was not stored')
    const { deliveryId } = await inTransaction(world.ctx, (tx) =>
      queueReply(world.ctx, tx, {
        requestId: row.request_id,
        conversationId: row.conversation_id,
        author: { kind: 'system' },
        text: 'Mana javob',
      }),
    )
    await world.settle()
    await until(() => textsIn(open).includes('Mana javob'))
    open.say({ kind: 'seen', deliveredSeq: 2, readSeq: 2 })
    await until(
      async () =>
        (await world.rows<{ state: string }>('SELECT state FROM delivery WHERE id = $1', [deliveryId]))[0]?.state === 'read',
    )
  })

  const outOfProtocol: [string, unknown, number][] = [
    ['what is not JSON', 'salom{', closeCodes.protocol],
    ['a frame of no known kind', { kind: 'fly' }, closeCodes.protocol],
    ['a frame before hello', { kind: 'ping', at: 1 }, closeCodes.protocol],
    ['a frame of more than 32 kB', { kind: 'ping', at: 1, more: 'x'.repeat(33_000) }, closeCodes.frameTooLarge],
    ['a hello with an unknown token', { kind: 'hello', visitorToken: 'x'.repeat(43), after: 0 }, closeCodes.unauthenticated],
  ]
  it.each(outOfProtocol)('closes on %s with its own code', async (_what, frame, code) => {
    const open = await connect()
    open.say(frame)
    expect(await open.closed).toBe(code)
  })
  it('closes a socket that never says hello, and one that says it twice', async () => {
    expect(await (await connect()).closed).toBe(closeCodes.protocol)
    const twice = await greet(token)
    twice.say({ kind: 'hello', visitorToken: token, after: 0 })
    expect(await twice.closed).toBe(closeCodes.protocol)
  })
  it('closes a flood', async () => {
    const open = await greet(token)
    for (let count = 0; count < 60; count += 1) open.say({ kind: 'ping', at: count })
    expect(await open.closed).toBe(closeCodes.protocol)
  })
  it('closes a consumer that does not read, by name, and lets it come back for the rest', async () => {
    const open = await greet(token)
    open.say(send('Sekin o‘qiyman'))
    await until(() => textsIn(open).length === 1)
    open.socket.pause()
    // A long history in one stroke; nobody could write that fast.
    await world.rows(
      `INSERT INTO message (id, conversation_id, channel_account_id, seq, author_kind, kind, text, sent_at, received_at)
       SELECT gen_random_uuid(), m.conversation_id, m.channel_account_id, n, 'system', 'text', repeat('x', 16000), now(), now()
       FROM message m, generate_series(2, 1500) n WHERE m.text = 'Sekin o‘qiyman'`,
    )
    await world.rows(
      `UPDATE conversation c SET last_seq = 1500 FROM message m WHERE m.conversation_id = c.id AND m.text = 'Sekin o‘qiyman'`,
    )
    const other = await greet(token, 1500)
    other.say(send('Boshqa oynadan'))
    await until(async () => /widget_socket_refused\{why="consumer.too_slow"\} 1/.test(await world.ctx.metrics.text()))
    open.socket.resume()
    expect(await open.closed).toBe(closeCodes.tooSlow)
    const lastSeq = Math.max(...open.frames.flatMap((frame) => (frame.kind === 'message' ? [frame.message.seq] : [])))
    expect(lastSeq).toBeLessThan(1500)
    const again = await greet(token, 1499)
    expect(textsIn(again).at(-1)).toBe('Boshqa oynadan')
  })
  it('opens for the listed site and its own pages, and for no other', async () => {
    await connect('https://bank.example.uz')
    await connect(`http://${base}`)
    for (const origin of ['https://evil.example', 'https://bank.example.uz.evil.example', 'http://bank.example.uz', 'null']) {
      await expect(connect(origin)).rejects.toThrow()
    }
  })
  it('passes on that the client is typing', async () => {
    const open = await greet(token)
    open.say(send('Yozyapman'))
    await until(() => textsIn(open).length === 1)
    const heard: unknown[] = []
    const stop = world.ctx.bus.subscribe('client.typing', (payload) => heard.push(payload))
    open.say({ kind: 'typing', isTyping: true })
    await until(() => heard.length === 1)
    stop()
    const { requestId } = heard[0] as { requestId: string }
    world.ctx.bus.publish('operator.typing', { requestId, operatorId: 'o', isTyping: true })
    await until(() => open.frames.some((frame) => frame.kind === 'typing'))
  })
})

describe('the widget over HTTP', () => {
  it('lets the listed site in by CORS and refuses others', async () => {
    const allowed = await call('session', { body: {}, origin: 'https://bank.example.uz' })
    expect(allowed.status).toBe(200)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://bank.example.uz')
    const refused = await call('session', { body: {}, origin: 'https://evil.example' })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(`http://${base}/widget/bank/messages`, {
      method: 'OPTIONS',
      headers: { origin: 'https://bank.example.uz' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  })

  it('stores no token, only its hash', async () => {
    const token = await newVisitor()
    const rows = await world.rows<{ row: string }>('SELECT visitor::text AS row FROM visitor')
    expect(rows.some(({ row }) => row.includes(token))).toBe(false)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('believes the bank’s site about its client, and nobody else', async () => {
    const now = Math.floor(world.clock.now().getTime() / 1000)
    const identity = (expiresAt: number, by = secret) => ({
      clientId: 'c-1',
      expiresAt,
      signature: signIdentity(by, 'c-1', expiresAt),
    })
    const proved = await call('session', { body: { identity: identity(now + 600) } })
    expect(proved.json).toMatchObject({ isSigned: true })
    expect((await call('session', { body: { identity: identity(now - 1) } })).status).toBe(401)
    expect((await call('session', { body: { identity: identity(now + 600, 'another-secret-of-a-thief') } })).status).toBe(401)
    const other = { ...identity(now + 600), clientId: 'c-2' }
    expect((await call('session', { body: { identity: other } })).status).toBe(401)
  })

  it('shows a client their thread on another browser, and nobody after they logged out', async () => {
    const expiresAt = Math.floor(world.clock.now().getTime() / 1000) + 600
    const identity = { clientId: 'c-9', expiresAt, signature: signIdentity(secret, 'c-9', expiresAt) }
    const home = await newVisitor({ identity })
    await call('messages', { body: { clientMessageId: randomUUID(), text: 'Uydan yozdim' }, token: home })
    const office = await call('session', { body: { identity } })
    expect(office.json).toMatchObject({ messages: [{ text: 'Uydan yozdim' }] })
    const later = await call('session', { body: { visitorToken: home } })
    expect(later.json?.['messages']).toEqual([])
    expect(later.json?.['visitorToken']).not.toBe(home)
  })

  it('takes a file by its bytes, shows it to its thread and to no other', async () => {
    const token = await newVisitor()
    const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData()
      form.append('file', new Blob([bytes]), name)
      return fetch(`http://${base}/widget/bank/attachments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: form,
      })
    }
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const good = await upload('chek.png', new Uint8Array(png))
    expect(good.status).toBe(200)
    const file = (await good.json()) as { id: string; kind: string; mimeType: string }
    expect(file).toMatchObject({ kind: 'photo', mimeType: 'image/png' })
    expect((await upload('rasm.png', new Uint8Array(Buffer.from('MZ-not-a-picture\0\0')))).status).toBe(400)
    expect((await upload('taklifnoma.apk', new Uint8Array(png))).status).toBe(400)
    expect((await upload('sahifa.txt', new Uint8Array(Buffer.from('<html><script>1</script>')))).status).toBe(400)
    const sent = await call('messages', { body: { clientMessageId: randomUUID(), text: '', attachmentIds: [file.id] }, token })
    expect(sent.status).toBe(200)
    const get = (by: string) =>
      fetch(`http://${base}/widget/bank/attachments/${file.id}`, { headers: { authorization: `Bearer ${by}` } })
    const own = await get(token)
    expect(own.status).toBe(200)
    expect(own.headers.get('content-disposition')).toContain('attachment')
    expect(new Uint8Array(await own.arrayBuffer())).toEqual(new Uint8Array(png))
    expect((await get(await newVisitor())).status).toBe(404)
    const stolen = await call('messages', {
      body: { clientMessageId: randomUUID(), text: '', attachmentIds: [file.id] },
      token: await newVisitor(),
    })
    expect(stolen.status).toBe(404)
  })

  it('slows a flood of messages with 429', async () => {
    const token = await newVisitor()
    // All at once: slower than the limit's own pace this would prove nothing.
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_one, count) =>
        call('messages', { body: { clientMessageId: randomUUID(), text: `x${count}` }, token }),
      ),
    )
    const statuses = new Set(answers.map((answer) => answer.status))
    expect([...statuses].sort()).toEqual([200, 429])
  })
})
