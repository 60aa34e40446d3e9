/** What is thrown at the program over the wire: strange strings, broken shapes, sizes without measure, slow hands. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import * as path from 'node:path'
import * as fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { DeskClientFrame, type DeskServerFrame, type MessageView, type RequestDetail } from '#contracts'
import { deskRoutes, type Insights } from '#desk'
import { createIntakePlanner } from '#handoff'
import { createIntake, saveChannelAccount } from '#inbox'
import { routesOf } from '#platform'
import { sealKeyFrom } from '#privacy'
import { naughtyStrings } from '../../fixtures/naughty-strings.ts'
import { openingOf } from '../../support/an-opinion.ts'
import { badValue, queriesOf } from '../../support/bad-addresses.ts'
import { fuzz } from '../../support/fuzz.ts'
import { noChannelAccounts } from '../../support/no-channel-accounts.ts'
import { noEdges } from '../../support/no-edges.ts'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'
import { type StaffSession, signInAs } from '../../support/staff-session.ts'
import { until } from '../../support/until.ts'

let program: RunningProgram
let desk: StaffSession
let host: { port: number; address: string }

beforeAll(async () => {
  program = await runningProgram({ DEMO: 'on', CLIENT_CALLS: '8', SCREENS_PER_PERSON: '3' })
  const logins = readFileSync(path.join(program.dataDirectory, 'first-logins.txt'), 'utf8').split('\n')
  const passwordOf = (login: string) => logins.find((line) => line.startsWith(`${login} `))?.split(/\s+/)[1] ?? ''
  desk = await signInAs({ base: program.base, passwordOf }, 'admin')
  const { port, hostname } = new URL(program.base)
  host = { port: Number(port), address: hostname }
}, 240_000)
afterAll(() => program.remove())

describe('strange strings', () => {
  const all = Object.values(naughtyStrings).flat()

  it('are two hundred and more, of every kind', () => {
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(200)
  })

  // How each channel's own payload brings them is the channel contract's: from the intake on they go one way.
  it('come to the operator’s screen as they were sent, over the API and as frames', { timeout: 240_000 }, async () => {
    const { ctx } = program
    const planner = await createIntakePlanner(ctx)
    const deps = { classify: openingOf('question', 'credit'), planOpening: planner.planOpening }
    const intake = createIntake(ctx, deps, { sealKey: sealKeyFrom('test') })
    const account = await saveChannelAccount(ctx, {
      kind: 'telegram',
      externalId: 'naughty',
      name: 'naughty',
      visibility: 'private',
      botEnabled: false,
    })
    const screen = await openLine()
    let requestId = ''
    for (const [index, text] of all.entries()) {
      const sentAt = new Date(ctx.clock.now().getTime() - 60_000 + index)
      const received = await intake.receive({
        channelAccountId: account.id,
        channel: 'telegram',
        visibility: 'private',
        conversationExternalId: 'c1',
        messageExternalId: `c1:${index}`,
        sender: { externalId: 'c1', displayName: 'Mijoz' },
        kind: 'text',
        text,
        sentAt,
      })
      requestId = received.requestId ?? requestId
      if (index === 0) await screen.open(requestId)
    }
    await intake.close()
    planner.close()
    expect(await wordsOf(requestId)).toEqual(all)
    // A frame tells a message as it is now, perhaps more than once.
    await until(() => screen.texts().size >= all.length - 1, { withinMs: 60_000, what: 'every message as a frame' })
    const told = screen.texts()
    expect(all.slice(1).filter((text) => !told.has(text))).toEqual([])
    screen.end()
  })
})

/** A console's line, and the clients' words it was told. */
async function openLine() {
  const socket = new WebSocket(`${program.base.replace('http', 'ws')}/desk/live`, {
    headers: { cookie: desk.cookie, origin: program.base },
  })
  const texts = new Set<string>()
  let isLive = false
  socket.on('message', (data: Buffer) => {
    for (const frame of JSON.parse(data.toString()) as DeskServerFrame[]) {
      if (frame.kind === 'live') isLive = true
      if (frame.kind === 'message' && frame.message.authorKind === 'client') texts.add(frame.message.text ?? '')
    }
  })
  await once(socket, 'open')
  const say = (frame: DeskClientFrame) => socket.send(JSON.stringify(frame))
  say({ kind: 'hello', csrfToken: desk.csrfToken, after: null })
  await until(() => isLive, { what: 'the line being live' })
  return {
    texts: () => texts,
    end: () => socket.terminate(),
    /** Opened once the line has said so: what comes after is told whole. */
    async open(requestId: string) {
      say({ kind: 'open', requestId })
      await new Promise((resolve) => setTimeout(resolve, 500))
    },
  }
}

/** Every text of the request as the console reads it, the oldest first. */
async function wordsOf(requestId: string): Promise<string[]> {
  const { messages } = await desk.get<RequestDetail>(`/api/requests/${requestId}`)
  const found: MessageView[] = [...messages]
  for (let hasEarlier = true; hasEarlier; ) {
    const first = found[0]
    if (first === undefined) break
    const query = new URLSearchParams({ beforeAt: first.receivedAt, beforeId: first.id, limit: '200' })
    const page = await desk.get<{ messages: MessageView[]; hasEarlier: boolean }>(
      `/api/requests/${requestId}/messages?${query}`,
    )
    found.unshift(...page.messages)
    hasEarlier = page.hasEarlier && page.messages.length > 0
  }
  return found.filter(({ authorKind }) => authorKind === 'client').map(({ text }) => text ?? '')
}

describe('broken shapes', () => {
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.object({ maxDepth: 3 }),
    fc.dictionary(
      fc.constantFrom('text', 'roles', 'requestId', '__proto__', 'constructor', 'lists', 'to', 'code', 'limit'),
      fc.anything(),
    ),
  )

  it('are refused by every route that changes something, never met with a bug', { timeout: 240_000 }, async () => {
    const routes = routesOf(program.server).filter(
      ({ url, method, open }) => url.startsWith('/api/') && ['POST', 'PATCH'].includes(method) && open === undefined,
    )
    expect(routes.length).toBeGreaterThan(40)
    const headers = {
      host: new URL(program.base).host,
      origin: program.base,
      cookie: desk.cookie,
      'x-csrf-token': desk.csrfToken,
      'content-type': 'application/json',
    }
    const id = fc.oneof(fc.uuid(), fc.constantFrom('x', '%00', '..%2f..', '%F0%9F%98%80', "'--", '0'.repeat(280)))
    for (const { url, method } of routes) {
      await fc.assert(
        fc.asyncProperty(hostile, id, async (body, one) => {
          const payload = JSON.stringify(body) ?? 'null'
          const answer = await program.server.inject({
            method: method as 'POST',
            url: url.replace(/:\w+/g, one),
            headers,
            payload,
          })
          expect(answer.statusCode, `${method} ${url} ${payload.slice(0, 300)}: ${answer.body.slice(0, 200)}`).not.toBe(500)
        }),
        { numRuns: 25, seed: 20_261_130 },
      )
    }
  })

  it('cannot reach the prototype of anything', async () => {
    for (const payload of ['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"isAdmin":true}}}']) {
      const sent = await fetch(`${program.base}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: program.base },
        body: payload,
      })
      expect(sent.status).toBe(400)
    }
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  it('in a frame close that socket by name and touch no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 64 })), async (frame) => {
        if (typeof frame === 'string' && DeskClientFrame.safeParse(tryJson(frame)).success) return
        const socket = new WebSocket(`${program.base.replace('http', 'ws')}/desk/live`, {
          headers: { cookie: desk.cookie, origin: program.base },
        })
        const code = await new Promise<number>((resolve, reject) => {
          socket.on('open', () => socket.send(frame))
          socket.on('close', resolve)
          socket.on('error', reject)
        })
        expect([4400, 4401, 4413]).toContain(code)
      }),
      { numRuns: 25, seed: 20_261_130 },
    )
    expect((await desk.get<{ login: string }>('/api/me')).login).toBe('admin')
  })
})

describe('addresses of broken shape', () => {
  const insights = { classifier: {}, guardLists: {} } as unknown as Insights
  const routes = deskRoutes(insights, noChannelAccounts, noEdges)
  it('get the shape of a refusal or an answer, from every route, and never a bug', { timeout: 240_000 }, async () => {
    expect(routes.length).toBeGreaterThan(150)
    const headers = {
      ...{ host: new URL(program.base).host, origin: program.base, cookie: desk.cookie, 'x-csrf-token': desk.csrfToken },
    }
    const segment = fc.oneof(
      fc.uuid(),
      badValue.filter((one) => one !== '' && one.length <= 500),
    )
    for (const route of routes) {
      // What ends the session of the test is asked with ids alone that are nobody's.
      await fc.assert(
        fc.asyncProperty(queriesOf(route.query), segment, async (query, one) => {
          const url = `${route.path.replace(/:\w+/g, one.replace(/[/?#]/g, ''))}?${query}`
          const payload = route.method === 'GET' || route.method === 'DELETE' ? {} : { payload: {} }
          const answer = await program.server.inject({ method: route.method, url, headers, ...payload })
          const said = `${route.method} ${url.slice(0, 400)}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
          expect(answer.statusCode, said).toBeLessThan(500)
          if (answer.statusCode < 400) return
          expect(answer.headers['content-type'], said).toMatch(/^application\/problem\+json/)
          expect(answer.json(), said).toMatchObject({
            status: answer.statusCode,
            code: expect.any(String),
            facts: expect.any(Object),
          })
        }),
        fuzz(3),
      )
    }
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    expect((await desk.get<{ login: string }>('/api/me')).login).toBe('admin')
  })
})

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

describe('sizes without measure', () => {
  it('are refused: a body, a header, an address', async () => {
    const post = (body: string) =>
      fetch(`${program.base}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: program.base },
        body,
      })
    expect((await post(JSON.stringify({ login: 'x', password: 'x'.repeat(300 * 1024) }))).status).toBe(413)
    expect((await fetch(program.base, { headers: { 'x-big': 'x'.repeat(20_000) } })).status).toBe(431)
    expect(
      (await fetch(`${program.base}/api/requests/${'x'.repeat(400)}`, { headers: { cookie: desk.cookie } })).status,
    ).toBeLessThan(500)
  })
})

describe('a slow hand', () => {
  /** A connection that says this and then these bytes again and again, if any; a slow hand has no limit of its own. */
  function slowHand(begins: string, goesOnWith?: string) {
    const socket = connect(host.port, host.address)
    let isClosed = false
    socket.on('close', () => (isClosed = true))
    socket.on('error', () => (isClosed = true))
    socket.resume()
    socket.write(begins)
    const drip = setInterval(() => goesOnWith !== undefined && socket.writable && socket.write(goesOnWith), 500)
    const end = () => {
      clearInterval(drip)
      socket.destroy()
    }
    return { isClosed: () => isClosed, end }
  }

  it('that sends its headers byte by byte, or nothing, is let go of before one that sends its body so, and then that one', {
    timeout: 90_000,
  }, async () => {
    // Where the limit on headers is the longer one node exchanges the two, and whoever sends a body has twice as long as is said.
    const { headersTimeout, requestTimeout } = program.server.server
    expect(headersTimeout).toBeGreaterThan(0)
    expect(headersTimeout).toBeLessThan(requestTimeout)
    // The one that may take longest began first: by one and the same limit it would be the first to go.
    const ofBody = slowHand(
      `POST /api/session HTTP/1.1\r\nHost: x\r\nOrigin: ${program.base}\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{`,
      ' ',
    )
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    const ofHeaders = slowHand('GET /health/live HTTP/1.1\r\nHost: x\r\n', 'x: y\r\n')
    const silent = slowHand('')
    try {
      expect((await fetch(`${program.base}/health/live`)).status).toBe(200)
      await until(ofHeaders.isClosed, { withinMs: 50_000, what: 'who sends headers slowly being let go of' })
      await until(silent.isClosed, { withinMs: 50_000, what: 'who sends nothing being let go of' })
      expect(ofBody.isClosed()).toBe(false)
      await until(ofBody.isClosed, { withinMs: 50_000, what: 'who sends a body slowly being let go of' })
    } finally {
      for (const hand of [ofBody, ofHeaders, silent]) hand.end()
    }
  })
})

describe('more than can be done', () => {
  const asked = async (name: string) => {
    const text = await (await fetch(`${program.base}/metrics`)).text()
    return Number(new RegExp(`^murojaat_${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  }

  let sql: pg.Client
  beforeAll(async () => {
    sql = new pg.Client({ connectionString: program.databaseUrl })
    await sql.connect()
  })
  afterAll(() => sql.end())

  it('is refused before it is taken, with a moment to come again; staff are served, and nothing accepted is lost', async () => {
    const widget = `${program.base}/widget/demo`
    const json = { 'content-type': 'application/json', origin: program.base }
    const post = (path: string, body: object, more: Record<string, string> = {}) =>
      fetch(`${widget}${path}`, { method: 'POST', headers: { ...json, ...more }, body: JSON.stringify(body) })
    const { visitorToken } = (await (await post('/session', {})).json()) as { visitorToken: string }
    const idOf = (number: number) => `0b5e4000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const write = (number: number) => {
      const message = { clientMessageId: idOf(number), text: `Savol ${number}` }
      return post('/messages', message, { authorization: `Bearer ${visitorToken}` })
    }
    const stored = async () =>
      (await sql.query<{ text: string }>(`SELECT text FROM message WHERE text LIKE 'Savol %'`)).rows
        .map(({ text }) => text)
        .sort()
    const before = await asked('http_turned_away\\{lane="clients"\\}')

    // As a database that stands still: what has been let in waits, and what comes now is too much.
    await sql.query('BEGIN; LOCK TABLE message IN ACCESS EXCLUSIVE MODE')
    const answers = Array.from({ length: 30 }, async (_, number) => ({ number, answer: await write(number) }))
    let told = 0
    for (const one of answers) void one.then(() => told++)
    await until(() => told >= 22, { what: 'those beyond the bound being answered' })
    expect((await desk.get<{ login: string }>('/api/me')).login).toBe('admin')
    await sql.query('COMMIT')

    const all = await Promise.all(answers)
    const taken = all.filter(({ answer }) => answer.status === 200)
    const refused = all.filter(({ answer }) => answer.status !== 200)
    expect([taken.length, refused.length]).toEqual([8, 22])
    for (const { answer } of refused) {
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'server.overloaded'])
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const keys = (some: readonly { number: number }[]) => some.map(({ number }) => `Savol ${number}`).sort()
    expect(await stored()).toEqual(keys(taken))
    expect((await asked('http_turned_away\\{lane="clients"\\}')) - before).toBe(22)
    for (const { number } of refused) expect((await write(number)).status).toBe(200)
    expect(await stored()).toEqual(keys(all))
  })

  it('is a fourth screen of one person, where three are the bound', async () => {
    const open = () =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${program.base.replace('http', 'ws')}/desk/live`, {
          headers: { cookie: desk.cookie, origin: program.base },
        })
        opened.push(socket)
        socket.on('open', () => resolve(101))
        socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
        socket.on('error', () => undefined)
      })
    const opened: WebSocket[] = []
    await until(async () => (await open()) === 429, { what: 'one screen too many being refused' })
    expect(opened.filter(({ readyState }) => readyState === WebSocket.OPEN)).toHaveLength(3)
    opened[0]?.terminate()
    await until(async () => (await open()) === 101, { what: 'room for a screen again' })
    for (const one of opened) one.terminate()
  })
})
