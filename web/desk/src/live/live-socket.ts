import type { DeskClientFrame, DeskServerFrame } from '#contracts'
import { reconnectDelayMs } from '../../../shared/backoff.ts'

export type LiveStatus = 'connecting' | 'live' | 'reconnecting'

export type SocketEvents = {
  /** Asked at every connection: the token and where to resume. */
  hello(): { csrfToken: string; after: number | null }
  frames(frames: readonly DeskServerFrame[]): void
  status(status: LiveStatus): void
  /** The session is over (4401): connecting again is useless. */
  signedOut(): void
  /** What this person may see has changed (4409): the page begins anew. */
  changed(): void
}

const pingEveryMs = 20_000
/** Two pings unanswered: the connection is dead even if nobody has closed it. */
const deadAfterMs = 45_000
const unauthenticated = 4401
const changed = 4409

/** One websocket that comes back by itself, with jitter, until it is stopped. */
export class LiveSocket {
  private readonly events: SocketEvents
  private socket: WebSocket | null = null
  private attempt = 0
  private heardAtMs = 0
  private retry: ReturnType<typeof setTimeout> | null = null
  private readonly pinger: ReturnType<typeof setInterval>
  private isStopped = false

  constructor(events: SocketEvents) {
    this.events = events
    this.pinger = setInterval(() => this.ping(), pingEveryMs)
    globalThis.addEventListener('online', this.comeBack)
    this.connect()
  }

  send(frame: DeskClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame))
  }

  stop(): void {
    this.isStopped = true
    clearInterval(this.pinger)
    if (this.retry) clearTimeout(this.retry)
    globalThis.removeEventListener('online', this.comeBack)
    this.socket?.close(1000)
  }

  private readonly comeBack = () => {
    if (!this.retry) return
    clearTimeout(this.retry)
    this.connect()
  }

  private connect(): void {
    this.retry = null
    const address = new URL('/desk/live', location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(address)
    this.socket = socket
    this.heardAtMs = Date.now()
    socket.onopen = () => this.send({ kind: 'hello', ...this.events.hello() })
    socket.onmessage = (event) => this.hear(event.data)
    socket.onclose = (event) => this.lost(socket, event.code)
  }

  private hear(data: unknown): void {
    this.heardAtMs = Date.now()
    if (typeof data !== 'string') return
    const frames = JSON.parse(data) as DeskServerFrame[]
    if (frames.some((frame) => frame.kind === 'live')) {
      this.attempt = 0
      this.events.status('live')
    }
    this.events.frames(frames)
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.isStopped || socket !== this.socket) return
    if (code === unauthenticated || code === changed) {
      this.stop()
      if (code === changed) this.events.changed()
      else this.events.signedOut()
      return
    }
    this.events.status('reconnecting')
    this.retry = setTimeout(() => this.connect(), reconnectDelayMs(this.attempt++, Math.random()))
  }

  private ping(): void {
    const socket = this.socket
    if (!socket || this.retry) return
    if (Date.now() - this.heardAtMs > deadAfterMs) {
      socket.close()
      this.lost(socket, 1006)
    } else this.send({ kind: 'ping', at: Date.now() })
  }
}
