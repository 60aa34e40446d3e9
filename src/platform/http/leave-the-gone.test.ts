import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics/metrics.ts'
import { leaveTheGone, Standstill } from './leave-the-gone.ts'

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

  it('is felt until the process keeps its time again, and for half a minute at most', () => {
    const standstill = new Standstill(0)
    const beats = (from: number, to: number, everyMs: number) => {
      for (let at = from; at <= to; at += everyMs) standstill.beat(at)
    }
    beats(500, 10_000, 500)
    expect(standstill.isFelt(10_400)).toBe(false)
    expect(standstill.isFelt(20_000)).toBe(true)
    beats(20_500, 22_500, 500)
    expect(standstill.isFelt(22_600)).toBe(false)
    expect(standstill.isFelt(40_000)).toBe(true)
    beats(40_900, 69_000, 900) // never in time while the backlog is worked through
    expect(standstill.isFelt(69_500)).toBe(true)
    beats(69_900, 80_000, 900)
    expect(standstill.isFelt(80_100)).toBe(false)
  })

  it('and only then are calls looked at so closely', async () => {
    const { taken, callAndGo } = await open()
    await callAndGo('gone')
    expect(taken).toEqual(['gone'])
  })
})
