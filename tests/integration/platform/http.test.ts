import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { AppError, InvariantError } from '#kernel'
import {
  buildServer,
  type Ctx,
  ctxOfRequest,
  type HttpServer,
  inTransaction,
  loadConfig,
  openDb,
  Problem,
  registerFrames,
  type ZodTypeProvider,
} from '#platform'
import { collectLog, freePort, type TestCtx, testCtx, until } from '../../support/index.ts'

const OpenApi = z.looseObject({
  openapi: z.string(),
  info: z.unknown(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

let ctx: TestCtx
let server: HttpServer
let web: string
let base: string
const secretText = 'karta 8600 1234 5678 9012'

beforeAll(async () => {
  ctx = await testCtx()
  web = await mkdtemp(path.join(tmpdir(), 'murojaat-web-'))
  await mkdir(path.join(web, 'desk/assets'), { recursive: true })
  await mkdir(path.join(web, 'widget'), { recursive: true })
  await writeFile(path.join(web, 'desk/index.html'), '<!doctype html><title>console</title>')
  await writeFile(path.join(web, 'desk/assets/index-B1c2D3e4.js'), 'export {}')
  for (const [ending, squeeze] of [
    ['br', brotliCompressSync],
    ['gz', gzipSync],
  ] as const) {
    await writeFile(path.join(web, `desk/index.html.${ending}`), squeeze('<!doctype html><title>console</title>'))
    await writeFile(path.join(web, `desk/assets/index-B1c2D3e4.js.${ending}`), squeeze('export {}'))
  }
  await writeFile(path.join(web, 'widget/widget.js'), '(() => {})()')
  registerFrames({
    name: 'band',
    path: '/band/live',
    send: z.discriminatedUnion('type', [
      z.object({ type: z.literal('beat'), number: z.number().int().describe('Which beat <of> the bar') }),
      z.object({ type: z.literal('rest'), forMs: z.number().optional() }),
    ]),
    receive: z.discriminatedUnion('type', [z.object({ type: z.literal('play'), tune: z.string().max(40) })]),
  })
  server = await buildServer(ctx, loadConfig({}), { version: '1.2.3', webDirectory: web })
  addRoutes(server)
  await server.listen({ host: '127.0.0.1', port: 0 })
  base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await server.close()
  await ctx.close()
  await rm(web, { recursive: true })
})

function addRoutes(on: HttpServer): void {
  const typed = on.withTypeProvider<ZodTypeProvider>()
  typed.post(
    '/api/tunes',
    {
      schema: {
        summary: 'Plays a tune.',
        body: z.object({ text: z.string().max(10), bar: z.object({ beats: z.number() }) }),
        response: { 200: z.object({ played: z.number() }) },
      },
    },
    async (request) => ({ played: request.body.bar.beats }),
  )
  on.get('/api/refused', () => {
    throw new AppError('request.held_by_other', { holder: 'op_1' })
  })
  on.get('/api/bug', () => {
    throw new TypeError(secretText)
  })
  on.get('/api/broken-promise', () => {
    throw new InvariantError('a bar has beats')
  })
  on.post('/api/signed', { config: { rawBody: true } }, (request) => ({ bytes: request.rawBody?.length, body: request.body }))
  on.get('/api/limited', { config: { rateLimit: { max: 2, timeWindow: 60_000 } } }, () => ({ ok: true }))
  on.get('/api/trace', (request) => ({ id: request.id, trace: ctxOfRequest(ctx, request).trace }))
  on.get('/band/live', { websocket: true, schema: { hide: true } }, (socket) => {
    socket.on('message', (data) => socket.send(String(data)))
  })
}

const post = (address: string, body: string, headers: Record<string, string> = {}) =>
  fetch(base + address, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

async function problemAt(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const problem = Problem.parse(await response.json())
  expect(problem.status).toBe(response.status)
  return problem
}

describe('an error on the wire', () => {
  it('carries the code of the catalogue, its status and the facts', async () => {
    const problem = await problemAt(await fetch(`${base}/api/refused`))
    expect(problem).toMatchObject({ code: 'request.held_by_other', status: 409, facts: { holder: 'op_1' } })
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('names the fields that do not fit and never repeats what was sent', async () => {
    const response = await post('/api/tunes', JSON.stringify({ text: secretText, bar: { beats: 'many' } }))
    const problem = await problemAt(response)
    expect(problem).toMatchObject({ code: 'input.invalid', status: 400, facts: { fields: 'body.text, body.bar.beats' } })
    expect(JSON.stringify(problem)).not.toContain('8600')
  })

  it('says input.invalid for what is no JSON, and input.too_large for too much of it', async () => {
    expect(await problemAt(await post('/api/tunes', '{"text": '))).toMatchObject({ code: 'input.invalid' })
    expect(await problemAt(await post('/api/tunes', JSON.stringify({ text: 'a'.repeat(300_000) })))).toMatchObject({
      code: 'input.too_large',
      status: 413,
    })
    expect(await problemAt(await post('/api/tunes', 'x', { 'content-type': 'text/xml' }))).toMatchObject({
      code: 'input.invalid',
    })
    expect(await problemAt(await post('/api/tunes', '{"__proto__": {}}'))).toMatchObject({ code: 'input.invalid' })
  })

  it('says route.not_found for an unknown address and a malformed one', async () => {
    expect(await problemAt(await fetch(`${base}/api/none`))).toMatchObject({ code: 'route.not_found', status: 404 })
    expect((await fetch(`${base}/api/%E0%A4%A`)).status).toBe(400)
  })

  it('says server.bug for anything unforeseen, and neither answer nor log hold its message', async () => {
    const response = await fetch(`${base}/api/bug`)
    const body = await response.clone().text()
    const problem = await problemAt(response)
    expect(problem).toMatchObject({ code: 'server.bug', status: 500, facts: {} })
    expect(body).not.toContain('8600')
    const [line] = ctx.collector.saying('a request met a bug').filter((entry) => entry['requestId'] === problem.requestId)
    expect(line).toMatchObject({ err: { type: 'TypeError' }, route: '/api/bug' })
    expect(ctx.collector.lines.join('')).not.toContain('8600')
    expect(await problemAt(await fetch(`${base}/api/broken-promise`))).toMatchObject({ code: 'server.bug' })
  })

  it('says rate.exceeded after too many calls, and when to come back', async () => {
    await fetch(`${base}/api/limited`)
    await fetch(`${base}/api/limited`)
    const response = await fetch(`${base}/api/limited`)
    expect(response.headers.get('retry-after')).toBeTruthy()
    expect(await problemAt(response)).toMatchObject({ code: 'rate.exceeded', status: 429 })
  })

  it('says database.unavailable and when to come back where the database is away', async () => {
    const log = collectLog()
    const away: Ctx = { ...ctx, log: log.log, db: openDb(`postgresql://a:b@127.0.0.1:${await freePort()}/c`, 2, log.log) }
    const lost = await buildServer(away, loadConfig({}), { version: '1' })
    lost.get('/api/work', () => inTransaction(away, async () => 1))
    const response = await lost.inject('/api/work')
    expect(response.statusCode).toBe(503)
    expect(response.json()).toMatchObject({ code: 'database.unavailable' })
    expect(response.headers['retry-after']).toBe('3')
    const ready = await lost.inject('/health/ready')
    expect(ready.statusCode).toBe(503)
    expect(ready.json()).toMatchObject({
      ok: false,
      checks: { database: { ok: false, why: 'database.unavailable' }, disk: { ok: true } },
    })
    expect((await lost.inject('/health/live')).statusCode).toBe(200)
    await lost.close()
  })
})

describe('a request', () => {
  it('has an id of our making that is the trace of everything done for it', async () => {
    const response = await fetch(`${base}/api/trace`, { headers: { 'request-id': 'evil', 'x-request-id': 'evil' } })
    const { id, trace } = (await response.json()) as { id: string; trace: string }
    expect(trace).toBe(id)
    expect(id).not.toBe('evil')
  })

  it('keeps its bytes where a signature has to be checked', async () => {
    const body = '{ "name":  "o‘zbek" }'
    expect(await (await post('/api/signed', body)).json()).toEqual({ bytes: Buffer.byteLength(body), body: { name: 'o‘zbek' } })
  })

  it('is refused with headers beyond the limit', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${base}/api/trace`, { headers: { 'x-long': 'a'.repeat(20_000) } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.once('error', reject)
      request.end()
    })
    expect(status).toBe(431)
  })

  it('gets answers that no page may frame, sniff or run', async () => {
    const { headers } = await fetch(`${base}/health/live`)
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
  })
})

describe('the pages', () => {
  it('are served at / and at every address the console finds by itself, never from a cache', async () => {
    for (const address of ['/', '/requests/open']) {
      const response = await fetch(base + address, { headers: { accept: 'text/html' } })
      expect(await response.text()).toContain('<title>console</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    }
    expect((await fetch(`${base}/api/none`, { headers: { accept: 'text/html' } })).status).toBe(404)
    expect((await fetch(`${base}/missing.js`, { headers: { accept: 'text/html' } })).status).toBe(404)
  })

  it('let browsers keep what carries a hash of its content for ever, and the widget for minutes', async () => {
    const asset = await fetch(`${base}/assets/index-B1c2D3e4.js`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const widget = await fetch(`${base}/widget/widget.js`)
    expect(widget.headers.get('cache-control')).toBe('public, max-age=300')
    expect(widget.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  it('are sent squeezed as they were built to whoever takes them so, with everything a browser is told of them', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { accept: 'text/html', 'accept-encoding': encoding }
      const page = await fetch(base, { headers })
      expect(page.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      expect(await page.text()).toContain('<title>console</title>')
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
      const asset = await fetch(`${base}/assets/index-B1c2D3e4.js`, { headers })
      expect(asset.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      expect(await asset.text()).toBe('export {}')
      expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(asset.headers.get('vary')).toContain('accept-encoding')
    }
    expect((await fetch(`${base}/assets/index-B1c2D3e4.js.br`)).status).toBe(404)
  })

  it('do not let anybody climb out of their directory', async () => {
    for (const address of ['/..%2f..%2fpackage.json', '/widget/..%2f..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/%2e%2e/x']) {
      expect((await fetch(base + address)).status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('the documentation', () => {
  it('describes routes as OpenAPI 3.1, from their schemas', async () => {
    const document = OpenApi.parse(await (await fetch(`${base}/docs/json`)).json())
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'murojaat', version: '1.2.3' })
    expect(document.paths['/api/tunes']?.['post']).toMatchObject({
      summary: 'Plays a tune.',
      requestBody: { content: { 'application/json': { schema: { properties: { text: { type: 'string', maxLength: 10 } } } } } },
      responses: {
        200: { content: { 'application/json': { schema: { properties: { played: { type: 'number' } } } } } },
        default: {
          content: { 'application/problem+json': { schema: { required: expect.arrayContaining(['code', 'requestId']) } } },
        },
      },
    })
    expect(Object.keys(document.paths)).not.toContain('/band/live')
  })

  it('is a page that needs nothing from elsewhere', async () => {
    const page = await fetch(`${base}/docs`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    const html = await page.text()
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) expect((await fetch(new URL(link, `${base}/docs/`))).status).toBe(200)
    expect(html).not.toMatch(/<script(?![^>]*src=)/)
  })

  it('describes the frames as AsyncAPI 3.0, from their schemas', async () => {
    const document = await (await fetch(`${base}/docs/asyncapi.json`)).json()
    expect(document).toMatchObject({
      asyncapi: '3.0.0',
      channels: {
        band: {
          address: '/band/live',
          messages: {
            'send.beat': { name: 'beat', payload: { properties: { type: { const: 'beat' }, number: { type: 'integer' } } } },
            'send.rest': { payload: { required: ['type'] } },
            'receive.play': { payload: { properties: { tune: { maxLength: 40 } } } },
          },
        },
      },
      operations: {
        'band.send': { action: 'send' },
        'band.receive': { messages: [{ $ref: '#/channels/band/messages/receive.play' }] },
      },
    })
  })

  it('shows the frames to people on a page without scripts', async () => {
    const response = await fetch(`${base}/docs/live`)
    const html = await response.text()
    expect(html).toContain('<code>beat</code>')
    expect(html).toContain('Which beat &lt;of&gt; the bar')
    expect(html).toContain('string at most 40 characters')
    expect(html).not.toContain('<script')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('what machines watch', () => {
  it('is ready while database, queue, relay and disk are well', async () => {
    const response = await fetch(`${base}/health/ready`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      ok: true,
      checks: { database: { ok: true }, queue: { ok: true }, relay: { ok: true, unpublished: 0 }, disk: { ok: true } },
    })
  })

  it('stays ready while facts wait long to be heard, and shows that they do', async () => {
    await ctx.db.query({
      text: `INSERT INTO event_batch (subscriber, from_feed_no, to_feed_no, created_at)
        VALUES ('nobody.here', 1, 1, now() - interval '2 minutes')`,
    })
    const response = await fetch(`${base}/health/ready`)
    await ctx.db.query({ text: `DELETE FROM event_batch WHERE subscriber = 'nobody.here'` })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ok: true, checks: { relay: { ok: false, unheard: 1 } } })
  })

  it('is not ready on the way out, nor while a further check fails', async () => {
    let isStopping = false
    let isWell = true
    const checks = { channel: async () => ({ ok: isWell }) }
    const other = await buildServer(ctx, loadConfig({}), { version: '1', checks, isStopping: () => isStopping })
    const ready = async () => (await other.inject('/health/ready')).statusCode
    expect(await ready()).toBe(200)
    isWell = false
    expect(await ready()).toBe(503)
    isWell = true
    isStopping = true
    expect(await ready()).toBe(503)
    await other.close()
  })

  it('counts requests by the pattern of their route, never by their address', async () => {
    await fetch(`${base}/api/trace?phone=998901234567`)
    const text = await until(async () => {
      const metrics = await (await fetch(`${base}/metrics`)).text()
      return metrics.includes('route="/api/trace"') ? metrics : undefined
    })
    expect(text).toContain('murojaat_http_problems{code="server.bug"}')
    expect(text).not.toContain('998901234567')
  })

  it('gives its figures to this machine only, or to whoever has the token', async () => {
    expect((await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(403)
    const guarded = await buildServer(ctx, loadConfig({ METRICS_TOKEN: 'a-token-of-some-length' }), { version: '1' })
    const get = async (authorization?: string) =>
      (await guarded.inject({ url: '/metrics', headers: authorization ? { authorization } : {} })).statusCode
    expect(await get()).toBe(403)
    expect(await get('Bearer another-token-of-length')).toBe(403)
    expect(await get('Bearer a-token-of-some-length')).toBe(200)
    await guarded.close()
  })
})

describe('a websocket', () => {
  it('carries frames, and is closed when one is larger than any frame may be', async () => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/band/live`)
    const heard: string[] = []
    let closedWith: number | undefined
    socket.on('message', (data) => heard.push(String(data)))
    socket.on('close', (code) => {
      closedWith = code
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('hello')
    await until(() => heard.includes('hello'))
    socket.send('x'.repeat(70_000))
    await until(() => closedWith === 1009)
  })
})
