import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTelegramApi, failureOf } from './telegram-api.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function vendor(answer: (respond: (status: number, body: unknown) => void, cut: () => void) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const respond = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      answer(respond, () => request.socket.destroy())
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const fail = async (apiRoot: string) => {
  const api = createTelegramApi('7:not-a-token-of-anybody', apiRoot, 1)
  const error: unknown = await api.sendMessage(1, 'Maxfiy matn').catch((thrown: unknown) => thrown)
  return failureOf(error)
}

describe('a failed call', () => {
  it('never left where nobody listens', async () => {
    const apiRoot = await vendor(() => undefined)
    for (const server of servers.splice(0)) server.close()
    expect(await fail(apiRoot)).toEqual({ kind: 'not_sent' })
    expect(await fail('http://nobody.invalid')).toEqual({ kind: 'not_sent' })
  })
  it('has an unknown fate where the answer never came or the line was cut', async () => {
    expect(await fail(await vendor(() => undefined))).toEqual({ kind: 'unknown' })
    expect(await fail(await vendor((_respond, cut) => cut()))).toEqual({ kind: 'unknown' })
  })
  it('has an unknown fate where a gateway answered with a page', async () => {
    const server = createServer((_request, response) => response.writeHead(502).end('<html>Bad Gateway</html>'))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    expect(await fail(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).toEqual({ kind: 'unknown' })
  })
  it('says how long to wait, and carries neither the text nor the token', async () => {
    const description = 'Too Many Requests: retry after 4'
    const apiRoot = await vendor((respond) =>
      respond(429, { ok: false, error_code: 429, description, parameters: { retry_after: 4 } }),
    )
    const failure = await fail(apiRoot)
    expect(failure).toEqual({ kind: 'refused', code: 429, description, retryAfterMs: 4000 })
    expect(JSON.stringify(failure)).not.toMatch(/Maxfiy|not-a-token/)
  })
})
