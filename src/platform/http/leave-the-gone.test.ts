import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics/metrics.ts'
import { leaveTheGone } from './leave-the-gone.ts'

let close: () => Promise<unknown> = async () => undefined
afterEach(() => close())

async function open() {
  let stoodStillMs = 0
  const server = Fastify()
  close = () => server.close()
  leaveTheGone(server, createMetrics(), () => performance.now() + stoodStillMs)
  const taken: string[] = []
  server.post('/take', (request) => {
    taken.push(String(request.body))
    return 'ok'
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  /** Says what is wanted and hangs up without waiting for the answer. */
  const callAndGo = async (word: string) => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(`POST /take HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${word.length}\r\n\r\n${word}`)
    socket.resume()
    await once(socket, 'close')
  }
  const call = (word: string) =>
    fetch(`http://127.0.0.1:${port}/take`, { method: 'POST', body: word }).then((one) => one.text())
  return { taken, call, callAndGo, standStill: () => (stoodStillMs += 10_000) }
}

describe('after a standstill', () => {
  it('whoever has hung up is left, and whoever waits is served', async () => {
    const { taken, call, callAndGo, standStill } = await open()
    standStill()
    await Promise.all([callAndGo('gone'), callAndGo('gone too')])
    expect(await call('here')).toBe('ok')
    expect(taken).toEqual(['here'])
  })

  it('and only then are calls looked at so closely', async () => {
    const { taken, callAndGo } = await open()
    await callAndGo('gone')
    expect(taken).toEqual(['gone'])
  })
})
