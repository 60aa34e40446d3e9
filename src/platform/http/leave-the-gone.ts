/**
 * A process that stood still (paused, starved, a long collection) wakes to hundreds of calls whose callers have given up and will
 * come again. Working through them in their order makes those who wait now give up too, and so on for minutes. For a while after
 * a standstill each call is therefore looked at before it costs anything: whoever has hung up is left. Nothing is lost by it,
 * because nobody was told that it was taken. The look costs each call a moment, so it ends as soon as the process keeps its time
 * again: a call that is read at once has nobody gone behind it.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'

const beatEveryMs = 500
/** Beyond this the process stood still; an honest burst of work is far shorter. */
const standstillMs = 2_000
/** So long after a standstill, and after each beat that was late while the backlog was worked through. */
const carefulForMs = 2_000
const lateMs = 250
/** As long as the backlog of a standstill may take. */
const carefulAtMostMs = 30_000
/** The end of a caller's line is read a moment after their call. */
const lookAfterMs = 50

// Of a call read to its end node says `destroyed` too, so its line is looked at and not the call.
const hasHungUp = ({ raw: { socket } }: FastifyRequest) => socket.destroyed || socket.readableEnded

/** Knows from beats of a timer whether the process stood still and whether it keeps its time again. */
export class Standstill {
  private beatAt: number
  private stoodStillAt = Number.NEGATIVE_INFINITY
  private carefulUntil = Number.NEGATIVE_INFINITY

  constructor(at: number) {
    this.beatAt = at
  }

  beat(at: number): void {
    const lateByMs = at - this.beatAt - beatEveryMs
    this.beatAt = at
    if (lateByMs > standstillMs) this.stoodStillAt = at
    const isBehind = lateByMs > standstillMs || (lateByMs > lateMs && at < this.carefulUntil)
    if (isBehind) this.carefulUntil = Math.min(at + carefulForMs, this.stoodStillAt + carefulAtMostMs)
  }

  /** Whether who calls now may have hung up long ago. */
  isFelt(at: number): boolean {
    // The first call after a standstill may come before the timer has had its turn.
    if (at - this.beatAt > standstillMs + beatEveryMs) this.beat(at)
    return at < this.carefulUntil
  }
}

/** @param now milliseconds that only grow. */
export function leaveTheGone(server: FastifyInstance, metrics: Metrics, now: () => number = () => performance.now()): void {
  const standstill = new Standstill(now())
  const timer = setInterval(() => standstill.beat(now()), beatEveryMs)
  timer.unref()
  server.addHook('onClose', (_server, done) => {
    clearInterval(timer)
    done()
  })
  server.addHook('preHandler', (request, reply, done) => {
    if (!standstill.isFelt(now())) return done()
    const decide = () => {
      if (!hasHungUp(request)) return done()
      metrics.count('http_caller_gone')
      reply.hijack()
      request.raw.socket.destroy()
    }
    // After the timer once more what the sockets have to say is read.
    setTimeout(() => setImmediate(decide), lookAfterMs)
  })
}
