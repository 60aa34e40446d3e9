/**
 * Who is let in while more comes than can be done. A call from the clients' side (a vendor's webhook, the widget) that would be one
 * too many is answered 503 with Retry-After before a byte of it is read: nothing of it was accepted, and whoever sent it comes
 * again. Staff have room of their own, so that a flood of clients never turns an operator away.
 *
 * How many calls of clients may be under way is found out by itself: fewer while the process is late for its own timers or the
 * facts of what it has taken in pile up, more again while it is not. Refusing costs a tenth of taking in, so that is done here,
 * before routing, hooks and parsing.
 */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import { newId } from '#kernel'
import type { Metrics } from '../metrics/metrics.ts'
import { problemText } from './problem.ts'

export type Lane = 'clients' | 'staff' | 'client_uploads' | 'staff_uploads'
export type AdmissionBounds = { readonly [lane in Lane]: number }

/**
 * Clients: more than any vendor keeps open together (Telegram: 100 a bot), and what a busy second brings at once. A file is held in
 * memory while it is looked at, 20 MB at most.
 */
export const admissionBounds: AdmissionBounds = { clients: 256, staff: 512, client_uploads: 12, staff_uploads: 12 }
/** However late the process is, so many are let in: the 40 lines Telegram opens for a bot, and some. The way back begins with work done. */
const leastClients = 48
const lookEveryMs = 100
/** Later than this for its own timer, the process has more to do than operators should feel. */
const lateMs = 80
const shrinkBy = 0.75
const growBy = 4
/**
 * So many refusals at each look and no more: whoever is refused at once comes again at once, and thousands a second of them would take
 * the turns of the loop that staff's answers wait for. The others are told a little later, in their order.
 */
const refusalsALook = 24
/** So many wait to be told; beyond it they are told at once. */
const mostHeld = 2_000
const retryAfterS = { least: 2, spread: 6 } as const

/** Which room a call needs; null for what is always let in: pages, health, metrics. */
export function laneOf({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): Lane | null {
  const isFile = headers['content-type']?.startsWith('multipart/') === true
  if (url.startsWith('/api/')) return isFile ? 'staff_uploads' : 'staff'
  const isClients = url.startsWith('/channels/') || (url.startsWith('/widget/') && !/\.\w{2,5}(\?|$)/.test(url))
  if (!isClients) return null
  return isFile ? 'client_uploads' : 'clients'
}

export class Admission {
  private readonly metrics: Metrics
  private readonly most: AdmissionBounds
  private readonly underWay = { clients: 0, staff: 0, client_uploads: 0, staff_uploads: 0 }
  private allowed: number
  private refusals = 0
  private refusalsLeft = refusalsALook
  private readonly held: ServerResponse[] = []
  private lookedAt = performance.now()
  private readonly timer: NodeJS.Timeout
  private isBehind = false

  constructor(metrics: Metrics, most: AdmissionBounds = admissionBounds) {
    this.metrics = metrics
    this.most = most
    this.allowed = most.clients
    this.timer = setInterval(() => this.look(performance.now() - this.lookedAt - lookEveryMs), lookEveryMs)
    this.timer.unref()
  }

  /** Calls of clients that may be under way at this moment. */
  get allowedClients(): number {
    return this.allowed
  }

  /** Facts of what was taken in pile up faster than they are heard: less is let in until they do not. */
  setBehind(isBehind: boolean): void {
    this.isBehind = isBehind
  }

  /** @param lateByMs how late a timer of this process was. */
  look(lateByMs: number): void {
    this.lookedAt = performance.now()
    const isTooMuch = lateByMs > lateMs || this.isBehind
    const next = isTooMuch ? Math.max(leastClients, Math.floor(this.allowed * shrinkBy)) : this.allowed + growBy
    this.allowed = Math.min(this.most.clients, next)
    this.metrics.gauge('admission_allowed', this.allowed)
    const due = this.held.splice(0, refusalsALook)
    this.refusalsLeft = refusalsALook - due.length
    for (const response of due) this.sayNo(response)
  }

  /** Lets the call in and counts it until it is answered or gone; false where it is one too many. */
  enter(lane: Lane, response: ServerResponse): boolean {
    const most = lane === 'clients' ? this.allowed : this.most[lane]
    if (this.underWay[lane] >= most) return false
    this.underWay[lane]++
    response.once('close', () => this.underWay[lane]--)
    return true
  }

  /** Says no: at once, or in its turn where many are refused together. */
  refuse(lane: Lane, response: ServerResponse): void {
    this.metrics.count('http_turned_away', { lane })
    if (this.refusalsLeft > 0) this.refusalsLeft--
    else if (this.held.length < mostHeld) return void this.held.push(response)
    this.sayNo(response)
  }

  /** In as few steps as there can be. */
  private sayNo(response: ServerResponse): void {
    if (response.destroyed) return
    const text = problemText('server.overloaded', newId())
    response.writeHead(503, {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      // Not all at the same moment.
      'retry-after': String(retryAfterS.least + (this.refusals++ % retryAfterS.spread)),
    })
    response.end(text)
  }

  close(): void {
    clearInterval(this.timer)
    for (const response of this.held.splice(0)) this.sayNo(response)
  }
}

export type HttpTimes = {
  readonly keepAliveTimeout: number
  readonly requestTimeout: number
  readonly connectionTimeout: number
  readonly maxConnections: number
}

/** The server whose calls go through the admission before they are anybody else's. */
export function serverWithAdmission(admission: Admission, options: ServerOptions, times: HttpTimes, metrics: Metrics) {
  return (handle: (request: IncomingMessage, response: ServerResponse) => void): Server => {
    const server = createServer(options, (request, response) => {
      const lane = laneOf(request)
      if (lane === null || admission.enter(lane, response)) handle(request, response)
      else admission.refuse(lane, response)
    })
    server.keepAliveTimeout = times.keepAliveTimeout
    server.requestTimeout = times.requestTimeout
    server.setTimeout(times.connectionTimeout)
    // Beyond it node hangs up on whoever knocks.
    server.maxConnections = times.maxConnections
    server.on('drop', () => metrics.count('http_connections_dropped'))
    return server
  }
}
