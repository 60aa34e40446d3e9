import { describe, expect, it } from 'vitest'
import { closeCodes } from '#contracts'
import { LiveConnection } from './live-connection.ts'

function open() {
  const said: string[] = []
  const closed: [number, string][] = []
  const socket = {
    bufferedAmount: 0,
    send: (data: string | Buffer) => said.push(String(data)),
    close: (code: number, reason: string) => closed.push([code, reason]),
  }
  const screen = { operatorId: 'ana', departmentIds: new Set<string>(), permissions: new Set<never>(), openRequestId: null }
  return { said, closed, socket, line: new LiveConnection('c', screen, socket) }
}
const tooSlow = [[closeCodes.tooSlow, 'consumer.too_slow']]

describe('a screen that does not keep up', () => {
  it('is closed by name when it has not read a megabyte, and is told no more', () => {
    const { said, closed, socket, line } = open()
    line.goLive(1)
    socket.bufferedAmount = 1_048_577
    line.stream(['{}'])
    line.stream(['{}'])
    expect([closed, said.length, line.isOpen]).toEqual([tooSlow, 1, false])
  })

  it('is closed when two thousand frames wait for its catching up, and not before', () => {
    const { said, closed, line } = open()
    line.stream(Array.from({ length: 2_000 }, () => '{}'))
    expect(closed).toEqual([])
    line.stream(['{}'])
    expect([closed, said]).toEqual([tooSlow, []])
  })
})
