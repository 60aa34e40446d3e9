/**
 * One open widget. `hello` names the visitor and the last sequence they have; everything after it is read from the table
 * and sent in order, then the socket is live. Frames out are always a consequence of looking at the table.
 */
import { closeCodes, WidgetClientFrame, type WidgetSendInput, type WidgetServerFrame } from '#contracts'
import { type ConversationView, markSeen } from '#inbox'
import { isAppError } from '#kernel'
import type { Ctx } from '#platform'
import type { LiveListener } from './live-hub.ts'
import { createRateBucket } from './rate-bucket.ts'
import { takeWidgetMessage } from './take-message.ts'
import type { Visitor } from './visitor.store.ts'
import { authenticateVisitor, conversationOf, threadOf } from './visitor-session.ts'
import type { WebchatDeps } from './webchat-deps.ts'
import { widgetMessagesAfter } from './widget-view.ts'

const maxFrameBytes = 32 * 1024
const maxBufferedBytes = 1024 * 1024
const pageSize = 200
/** Frames of one widget that wait for the one before them. */
const mostWaiting = 60
const clientTypingTopic = 'client.typing'

export type LiveTimings = { helloWithinMs: number; heartbeatMs: number }
export const liveTimings: LiveTimings = { helloWithinMs: 10_000, heartbeatMs: 25_000 }

/** What is needed of a websocket. */
export type WebSocketLike = {
  readonly bufferedAmount: number
  send(text: string): void
  ping(): void
  terminate(): void
  close(code: number, reason: string): void
  on(event: 'message', hear: (data: Buffer, isBinary: boolean) => void): unknown
  on(event: 'close' | 'error' | 'pong', hear: () => void): unknown
}

export class LiveSocket implements LiveListener {
  private readonly deps: WebchatDeps
  private readonly ctx: Ctx
  private readonly socket: WebSocketLike
  private readonly rate = createRateBucket(30, 6)
  private readonly helloTimer: NodeJS.Timeout
  private readonly heartbeat: NodeJS.Timeout
  private hasSaidHello = false
  private visitor: Visitor | null = null
  private conversation: ConversationView | null = null
  private sentSeq = 0
  private isLooking = false
  private mustLookAgain = false
  private isAnswering = true
  private isOpen = true
  private isLive = false
  private leave: () => void = () => undefined
  /** Frames are handled one after another, so that answers keep the order of questions. */
  private work: Promise<void> = Promise.resolve()
  private waitingFrames = 0

  constructor(deps: WebchatDeps, ctx: Ctx, socket: WebSocketLike, timings: LiveTimings = liveTimings) {
    this.deps = deps
    this.ctx = ctx
    this.socket = socket
    this.helloTimer = setTimeout(() => this.close('protocol', 'frame.out_of_order'), timings.helloWithinMs)
    this.heartbeat = setInterval(() => this.beat(), timings.heartbeatMs)
    socket.on('message', (data, isBinary) => this.hear(data, isBinary))
    socket.on('pong', () => {
      this.isAnswering = true
    })
    socket.on('close', () => this.end())
    socket.on('error', () => this.end())
  }

  look(): void {
    this.mustLookAgain = true
    if (!this.isLooking && this.isLive) void this.pump()
  }

  botTyping(): void {
    if (this.isLive) this.send({ kind: 'typing', isTyping: true, authorKind: 'bot' })
  }

  operatorTyping(requestId: string, isTyping: boolean): void {
    if (this.isLive && this.conversation?.openRequestId === requestId)
      this.send({ kind: 'typing', isTyping, authorKind: 'operator' })
  }

  read(upToSeq: number): void {
    if (this.isLive) this.send({ kind: 'read', upToSeq })
  }

  private hear(data: Buffer, isBinary: boolean): void {
    const frame = this.admit(data, isBinary)
    if (frame === null) return
    if (frame.kind === 'hello') clearTimeout(this.helloTimer)
    this.waitingFrames++
    this.work = this.work
      .then(() => this.handle(frame))
      .catch((error: unknown) => this.fail(frame, error))
      .finally(() => this.waitingFrames--)
  }

  /** The frame, or null and the socket closed with the reason. */
  private admit(data: Buffer, isBinary: boolean): WidgetClientFrame | null {
    if (data.length > maxFrameBytes) return this.refuse('frameTooLarge', 'frame.too_large')
    if (!this.rate.take() || this.waitingFrames >= mostWaiting) return this.refuse('protocol', 'rate.exceeded')
    const frame = isBinary ? null : readFrame(data)
    if (frame === null) return this.refuse('protocol', 'frame.malformed')
    const isHello = frame.kind === 'hello'
    if (isHello === this.hasSaidHello) return this.refuse('protocol', 'frame.out_of_order')
    this.hasSaidHello = true
    return frame
  }

  private refuse(how: keyof typeof closeCodes, why: string): null {
    this.close(how, why)
    return null
  }

  private async handle(frame: WidgetClientFrame): Promise<void> {
    if (!this.isOpen) return
    switch (frame.kind) {
      case 'hello':
        return this.hello(frame.visitorToken, frame.after)
      case 'send':
        return this.take(frame.message)
      case 'typing':
        return this.clientTyping(frame.isTyping)
      case 'seen':
        return this.seen(frame.deliveredSeq, frame.readSeq)
      case 'ping':
        return this.send({ kind: 'pong', at: frame.at })
    }
  }

  private async hello(token: string, after: number): Promise<void> {
    const visitor = await authenticateVisitor(this.ctx, this.deps, token)
    this.visitor = visitor
    this.sentSeq = after
    // Joined before the backlog is read: what comes in between is found by the look after it.
    this.leave = this.deps.hub.join(this.deps.account.id, threadOf(visitor), this)
    await this.pump()
    this.isLive = true
    this.send({ kind: 'live', lastSeq: this.sentSeq })
    if (this.mustLookAgain) this.look()
  }

  private async take(message: WidgetSendInput): Promise<void> {
    if (this.visitor === null) return
    const accepted = await takeWidgetMessage(this.ctx, this.deps, this.visitor, message)
    this.send({ kind: 'accepted', ...accepted })
  }

  private clientTyping(isTyping: boolean): void {
    const requestId = this.conversation?.openRequestId
    if (requestId != null) this.ctx.bus.publish(clientTypingTopic, { requestId, isTyping })
  }

  private async seen(deliveredSeq: number, readSeq: number): Promise<void> {
    if (this.conversation === null) return
    const most = this.sentSeq
    await markSeen(this.ctx, {
      conversationId: this.conversation.id,
      deliveredSeq: Math.min(deliveredSeq, most),
      readSeq: Math.min(readSeq, most),
    })
  }

  /** Sends everything newer than what was sent, until there is nothing newer. */
  private async pump(): Promise<void> {
    this.isLooking = true
    try {
      do {
        this.mustLookAgain = false
        await this.sendNewer()
      } while (this.mustLookAgain && this.isOpen)
    } catch (error) {
      this.ctx.log.warn({ error }, 'a widget could not be brought up to date and must come back')
      this.close('shuttingDown', 'database.unavailable')
    } finally {
      this.isLooking = false
    }
  }

  private async sendNewer(): Promise<void> {
    if (this.visitor === null) return
    this.conversation = await conversationOf(this.ctx, this.visitor)
    if (this.conversation === null) return
    for (let isMore = true; isMore && this.isOpen; ) {
      const { operatorName } = this.deps
      const messages = await widgetMessagesAfter(this.ctx, operatorName, this.conversation.id, this.sentSeq, pageSize)
      for (const message of messages) {
        this.send({ kind: 'message', message })
        this.sentSeq = message.seq
      }
      isMore = messages.length === pageSize
    }
  }

  private send(frame: WidgetServerFrame): void {
    if (!this.isOpen) return
    if (this.socket.bufferedAmount <= maxBufferedBytes) this.socket.send(JSON.stringify(frame))
    else if (frame.kind !== 'refused') this.close('tooSlow', 'consumer.too_slow')
  }

  private fail(frame: WidgetClientFrame, error: unknown): void {
    const code = isAppError(error) ? error.code : 'server.bug'
    if (!isAppError(error)) this.ctx.log.error({ error }, 'a frame of the widget failed')
    if (frame.kind === 'hello') this.close(code === 'visitor.unknown' ? 'unauthenticated' : 'shuttingDown', code)
    else this.send({ kind: 'refused', clientMessageId: frame.kind === 'send' ? frame.message.clientMessageId : null, code })
  }

  private beat(): void {
    if (!this.isAnswering) {
      this.socket.terminate()
      return
    }
    this.isAnswering = false
    this.socket.ping()
    // Hints may be lost; the heartbeat is the timer beside them.
    this.look()
  }

  close(how: keyof typeof closeCodes, why: string): void {
    if (!this.isOpen) return
    if (how !== 'shuttingDown') this.ctx.metrics.count('widget_socket_refused', { why })
    this.send({ kind: 'refused', clientMessageId: null, code: why })
    this.end()
    this.socket.close(closeCodes[how], why)
  }

  private end(): void {
    this.isOpen = false
    clearTimeout(this.helloTimer)
    clearInterval(this.heartbeat)
    this.leave()
  }
}

function readFrame(data: Buffer): WidgetClientFrame | null {
  try {
    const read = WidgetClientFrame.safeParse(JSON.parse(data.toString('utf8')))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
