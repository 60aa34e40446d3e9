/**
 * The talk with the hub: a websocket where there is one, plain HTTP where there is not. Either way a line is sent until
 * the server says it has it, under the id made here, so that no reload, second tab or restart loses or doubles it.
 */
import type {
  Language,
  WidgetClientFrame,
  WidgetMessage,
  WidgetServerFrame,
  WidgetSession,
  WidgetSessionInput,
} from '#contracts'
import type { Outgoing } from './thread.ts'

export type Hear = {
  session(session: WidgetSession): void
  messages(messages: readonly WidgetMessage[]): void
  accepted(clientMessageId: string, seq: number, messageId: string): void
  refused(clientMessageId: string | null, code: string): void
  typing(isTyping: boolean, authorKind: string): void
  read(upToSeq: number): void
  isOnline(isOnline: boolean): void
  /** What is still to send and where to resume. */
  state(): { outbox: readonly Outgoing[]; lastSeq: number }
}
export type TelegramLink = { url: string | null; qr: { size: number; path: string } | null }
export type Identity = NonNullable<WidgetSessionInput['identity']>
export type Options = {
  readonly hub: string
  readonly site: string
  readonly language: Language | null
  readonly displayName: string | null
  readonly identity: Identity | null
  /** The token of a link from another channel; used once. */
  continuation?: string | undefined
}

const firstRetryMs = 500
const longestRetryMs = 15_000
const pollEveryMs = 3_000
const pingEveryMs = 25_000
/** Two pings unanswered: the line is dead even where nobody has closed it. */
const deadAfterMs = 60_000
/** After this many sockets that never opened, HTTP carries the talk and the socket is tried now and then. */
const socketFailuresUntilHttp = 2

export class Connection {
  private readonly options: Options
  private readonly hear: Hear
  private readonly storageKey: string
  private language: Language | null
  private socket: WebSocket | null = null
  private isLive = false
  private heardAt = 0
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private ping: ReturnType<typeof setInterval> | undefined
  private token: string | null = null
  private isFlushing = false
  private isPolling = false

  constructor(options: Options, hear: Hear) {
    this.options = options
    this.hear = hear
    this.storageKey = `murojaat:${options.site}:visitor`
    this.language = options.language
    // A line that was away may look whole and be dead.
    addEventListener('online', () => {
      this.isLive = false
      this.reconnectNow()
    })
    addEventListener('offline', () => hear.isOnline(false))
    document.addEventListener(
      'visibilitychange',
      () => document.visibilityState === 'visible' && !this.isLive && this.reconnectNow(),
    )
  }

  /** Opens or finds the visitor's session, then stays in touch. */
  async start(): Promise<void> {
    try {
      const session = await this.openSession()
      this.hear.session(session)
      this.hear.isOnline(true)
      this.connect()
    } catch {
      // Away or refused: the outbox keeps what is written, and the next try is due.
      this.hear.isOnline(false)
      this.retry(() => this.start())
    }
  }

  chooseLanguage(language: Language): void {
    this.language = language
    void this.openSession().then(
      () => undefined,
      () => undefined,
    )
  }

  /** Sends whatever waits in the outbox, oldest first. */
  flush(): void {
    const waiting = this.hear.state().outbox.filter((one) => !one.refused)
    if (waiting.length === 0 || !this.token) return
    if (this.isLive) for (const one of waiting) this.send({ kind: 'send', message: wire(one) })
    else void this.flushByHttp(waiting)
  }

  typing(isTyping: boolean): void {
    if (this.isLive) this.send({ kind: 'typing', isTyping })
  }

  seen(deliveredSeq: number, readSeq: number): void {
    if (deliveredSeq === 0) return
    if (this.isLive) this.send({ kind: 'seen', deliveredSeq, readSeq })
    else if (this.token) void this.call('POST', '/seen', { deliveredSeq, readSeq }).catch(() => undefined)
  }

  /** Where the talk goes on in Telegram, also as a picture for the camera of another device. */
  telegramLink(): Promise<TelegramLink> {
    return this.call('POST', '/continuation', {})
  }

  /** @returns the id to send with a message, or the code of the refusal. */
  async upload(file: File): Promise<{ id: string } | { code: string }> {
    const form = new FormData()
    form.append('file', file)
    const answer = await fetch(this.url('/attachments'), { method: 'POST', headers: this.headers(), body: form })
    const body = (await answer.json()) as { id: string; code: string }
    return answer.ok ? { id: body.id } : { code: body.code }
  }

  private url(path: string): string {
    return `${this.options.hub}/widget/${encodeURIComponent(this.options.site)}${path}`
  }

  attachmentUrl(id: string): string {
    return this.url(`/attachments/${id}`)
  }

  async fetchAttachment(id: string): Promise<Blob> {
    const answer = await fetch(this.attachmentUrl(id), { headers: this.headers() })
    if (!answer.ok) throw new Error('attachment')
    return answer.blob()
  }

  private headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {}
  }

  private async call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.url(path), {
      method,
      headers: body === undefined ? this.headers() : { ...this.headers(), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Refused(answer.status, ((await answer.json().catch(() => ({}))) as { code?: string }).code ?? '')
    return (answer.status === 204 ? undefined : await answer.json()) as T
  }

  private async openSession(): Promise<WidgetSession> {
    const { displayName, identity, continuation } = this.options
    const kept = localStorage.getItem(this.storageKey)
    const input: WidgetSessionInput = {
      ...(kept ? { visitorToken: kept } : {}),
      ...(this.language ? { language: this.language } : {}),
      ...(displayName ? { displayName } : {}),
      ...(identity ? { identity } : {}),
      ...(continuation ? { continuation } : {}),
    }
    const session = await this.call<WidgetSession>('POST', '/session', input).catch((error: unknown) => {
      // The hub does not know this browser any more: begin anew rather than stay silent for ever.
      if (!(error instanceof Refused) || error.code !== 'visitor.unknown') throw error
      localStorage.removeItem(this.storageKey)
      const { visitorToken: _, ...fresh } = input
      return this.call<WidgetSession>('POST', '/session', fresh)
    })
    this.token = session.visitorToken
    this.options.continuation = undefined
    localStorage.setItem(this.storageKey, session.visitorToken)
    return session
  }

  private connect(): void {
    clearTimeout(this.timer)
    this.socket?.close()
    const socket = new WebSocket(`${this.url('/live').replace(/^http/, 'ws')}`)
    this.socket = socket
    socket.onopen = () => this.send({ kind: 'hello', visitorToken: this.token ?? '', after: this.hear.state().lastSeq })
    socket.onmessage = (event) => {
      this.heardAt = Date.now()
      const frames = JSON.parse(String(event.data)) as WidgetServerFrame | WidgetServerFrame[]
      for (const frame of Array.isArray(frames) ? frames : [frames]) this.receive(frame, socket)
    }
    socket.onclose = () => this.lost(socket)
  }

  private receive(frame: WidgetServerFrame, socket: WebSocket): void {
    switch (frame.kind) {
      case 'live':
        this.goLive(socket)
        break
      case 'message':
        this.hear.messages([frame.message])
        break
      case 'accepted':
        this.hear.accepted(frame.clientMessageId, frame.seq, frame.messageId)
        break
      case 'refused':
        this.hear.refused(frame.clientMessageId, frame.code)
        break
      case 'typing':
        this.hear.typing(frame.isTyping, frame.authorKind)
        break
      case 'read':
        this.hear.read(frame.upToSeq)
        break
      case 'pong':
        break
    }
  }

  private goLive(socket: WebSocket): void {
    this.isLive = true
    this.failures = 0
    this.hear.isOnline(true)
    clearInterval(this.ping)
    this.ping = setInterval(() => {
      if (Date.now() - this.heardAt > deadAfterMs) this.lost(socket)
      this.send({ kind: 'ping', at: Date.now() })
    }, pingEveryMs)
    this.flush()
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.isLive = false
    clearInterval(this.ping)
    this.failures += 1
    if (this.failures >= socketFailuresUntilHttp) void this.poll()
    this.retry(() => this.connect())
  }

  /** The same talk without a socket: what is new, then what waits. */
  private async poll(): Promise<void> {
    if (this.isPolling || this.isLive) return
    this.isPolling = true
    while (!this.isLive) {
      await this.pollOnce()
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
    }
    this.isPolling = false
  }

  private async pollOnce(): Promise<void> {
    try {
      const page = await this.call<{ messages: WidgetMessage[] }>('GET', `/messages?after=${this.hear.state().lastSeq}`)
      this.hear.isOnline(true)
      this.hear.messages(page.messages)
      this.flush()
    } catch {
      // Neither socket nor HTTP: offline; the timers go on trying.
      this.hear.isOnline(false)
    }
  }

  private async flushByHttp(waiting: readonly Outgoing[]): Promise<void> {
    if (this.isFlushing) return
    this.isFlushing = true
    for (const one of waiting) {
      try {
        const sent = await this.call<{ seq: number; messageId: string }>('POST', '/messages', wire(one))
        this.hear.accepted(one.clientMessageId, sent.seq, sent.messageId)
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.status !== 429)
          this.hear.refused(one.clientMessageId, error.code)
        else break
      }
    }
    this.isFlushing = false
  }

  private send(frame: WidgetClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame))
  }

  private reconnectNow(): void {
    if (this.isLive) return
    clearTimeout(this.timer)
    if (this.token) this.connect()
    else void this.start()
  }

  /** Waits longer each time, with a spread, so that a restart is not met by everybody at once. */
  private retry(work: () => unknown): void {
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.failures) * (0.5 + Math.random())
    clearTimeout(this.timer)
    this.timer = setTimeout(work, waitMs)
  }
}

class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

function wire(one: Outgoing) {
  return {
    clientMessageId: one.clientMessageId,
    text: one.text,
    writtenAt: one.writtenAt,
    ...(one.pressed ? { pressed: one.pressed } : {}),
    ...(one.attachmentIds ? { attachmentIds: [...one.attachmentIds] } : {}),
  }
}
