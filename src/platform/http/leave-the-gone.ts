/**
 * A process that stood still (paused, starved, a long collection) wakes to hundreds of calls whose callers have given up and will
 * come again. Working through them in their order makes those who wait now give up too, and so on for minutes. For a while after
 * a standstill each call is therefore looked at before it costs anything: whoever has hung up is left. Nothing is lost by it,
 * because nobody was told that it was taken.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'

const beatEveryMs = 500
/** Beyond this the process stood still; an honest burst of work is far shorter. */
const standstillMs = 2_500
/** As long as the backlog of a standstill may take. */
const carefulForMs = 30_000
/** The end of a caller's line is read a moment after their call. */
const lookAfterMs = 50

// Of a call read to its end node says `destroyed` too, so its line is looked at and not the call.
const hasHungUp = ({ raw: { socket } }: FastifyRequest) => socket.destroyed || socket.readableEnded

/** @param now milliseconds that only grow. */
export function leaveTheGone(server: FastifyInstance, metrics: Metrics, now: () => number = () => performance.now()): void {
  let beatAt = now()
  let carefulUntil = Number.NEGATIVE_INFINITY
  const look = () => {
    const at = now()
    if (at - beatAt > standstillMs) carefulUntil = at + carefulForMs
    beatAt = at
  }
  const timer = setInterval(look, beatEveryMs)
  timer.unref()
  server.addHook('onClose', (_server, done) => {
    clearInterval(timer)
    done()
  })
  server.addHook('preHandler', (request, reply, done) => {
    // The first call after a standstill may come before the timer has had its turn.
    if (now() - beatAt > standstillMs) look()
    if (now() > carefulUntil) return done()
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
