/** A websocket between the page and the hub that hands everything on and can put frames of its own beside. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket, WebSocketServer } from 'ws'
import type { RequestSummary } from '../../src/contracts/index.ts'

/** A page that does not keep up is waited for, so that it is never measured behind a pile of the bench's making. */
const mostWaitingBytes = 512 * 1024
const pictureMs = 1_000 / 60

export type LiveLine = Awaited<ReturnType<typeof openLiveLine>>

export async function openLiveLine(base: string, cookie: string) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  let page: WebSocket | undefined
  server.on('connection', (one) => {
    page = one
    const hub = new WebSocket(`${base.replace('http', 'ws')}/desk/live`, { headers: { cookie, origin: base } })
    const early: string[] = []
    one.on('message', (data) => (hub.readyState === WebSocket.OPEN ? hub.send(String(data)) : early.push(String(data))))
    hub.on('open', () => {
      for (const data of early) hub.send(data)
    })
    hub.on('message', (data) => one.send(String(data)))
    hub.on('close', () => one.close())
    one.on('close', () => hub.close())
    for (const end of [one, hub]) end.on('error', () => end.terminate())
  })

  let feedNo = 1_000_000_000
  const tell = (item: RequestSummary) => {
    const at = new Date().toISOString()
    const request = { ...item, updatedAt: at, lastMessage: { authorKind: 'client', text: `Yangi xabar ${feedNo}`, at } }
    page?.send(JSON.stringify([{ kind: 'request', feedNo: feedNo++, cause: 'message.received', request }]))
  }
  const isBehind = () => page !== undefined && page.bufferedAmount > mostWaitingBytes
  /** News of these requests, as the hub would frame it, at a steady rate until stopped or so many were sent. */
  function pour(items: readonly RequestSummary[], perSecond: number, most = Number.POSITIVE_INFINITY) {
    let sent = 0
    let isOver = false
    const done = (async () => {
      let due = 0
      let last = performance.now()
      while (!isOver && sent < most) {
        await sleep(pictureMs)
        const now = performance.now()
        due = Math.min(most, due + ((now - last) / 1_000) * perSecond)
        last = now
        if (isBehind()) due = sent
        for (; sent < Math.floor(due); sent++) tell(items[sent % items.length] as RequestSummary)
      }
    })()
    const stop = () => {
      isOver = true
      return done
    }
    return { sent: () => sent, done, stop }
  }
  return {
    address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pour,
    close: () => server.close(),
  }
}
