/** /health/live, /health/ready and /metrics: for the machines that watch. Numbers and words, no secrets. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#kernel'
import { constantTimeEquals } from '../auth/token.ts'
import type { Config } from '../config/schema.ts'
import type { Ctx } from '../ctx.ts'
import { selectBacklog } from '../events/relay.store.ts'
import { describeError } from '../log/describe-error.ts'

export type HealthReport = { readonly ok: boolean } & Readonly<Record<string, string | number | boolean | null>>
export type HealthCheck = () => Promise<HealthReport>

const longestCheckMs = 2_000
/** Beyond this the screens and the counts are stale enough to be called unwell. */
const mostLagSeconds = 60
/**
 * Shown, but no reason to leave the rotation: the backlog is one for all processes, so all would leave at once, and in the very
 * hour of the rush nothing would be taken in and no operator could work. Taking in and answering do not wait for it.
 */
const shownOnly: ReadonlySet<string> = new Set(['relay'])
/** Room for the attachments of a busy hour. */
const leastFreeBytes = 256 * 1024 * 1024

const Report = z.looseObject({ ok: z.boolean() })
const Readiness = z.object({ ok: z.boolean(), checks: z.record(z.string(), Report) })

export type HealthOptions = {
  /** Further things that must be well, by name. */
  readonly checks: Readonly<Record<string, HealthCheck>>
  /** True while the process is on its way out. */
  readonly isStopping: () => boolean
}

export function addHealth(server: FastifyInstance, ctx: Ctx, config: Config, options: HealthOptions): void {
  const checks: Record<string, HealthCheck> = { ...ownChecks(ctx), ...options.checks }
  server.get(
    '/health/live',
    { schema: { summary: 'Whether the process answers.', tags: ['health'], response: { 200: z.object({ ok: z.boolean() }) } } },
    () => ({ ok: true }),
  )
  server.get(
    '/health/ready',
    {
      schema: {
        summary: 'Whether the process can do its work: database, queue, disk. The lag of the relay is shown beside them.',
        tags: ['health'],
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const names = Object.keys(checks)
      const reports = await Promise.all(names.map((name) => within(checks[name])))
      const ok = !options.isStopping() && reports.every((report, index) => report.ok || shownOnly.has(names[index] ?? ''))
      const body = { ok, checks: Object.fromEntries(names.map((name, index) => [name, reports[index] ?? { ok: false }])) }
      return reply.code(ok ? 200 : 503).send(body)
    },
  )
  server.get('/metrics', { schema: { summary: 'Prometheus text.', tags: ['health'] } }, async (request, reply) => {
    if (!mayReadMetrics(request, config)) throw new AppError('permission.missing')
    await tellSaturation(server, ctx)
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await ctx.metrics.text())
  })
}

/** How full this process is, looked at the moment somebody asks. */
async function tellSaturation(server: FastifyInstance, ctx: Ctx): Promise<void> {
  const { totalCount, idleCount, waitingCount } = ctx.db.pool
  ctx.metrics.gauge('db_connections', totalCount - idleCount, { state: 'busy' })
  ctx.metrics.gauge('db_connections', waitingCount, { state: 'waited_for' })
  ctx.metrics.gauge('sockets_open', server.websocketServer.clients.size)
  const freeBytes = await ctx.files.freeBytes().catch(() => null)
  if (freeBytes !== null) ctx.metrics.gauge('disk_free_bytes', freeBytes)
  const depth = await ctx.queue.depth().catch(() => ({})) // Redis away: the figures that are there are told all the same
  for (const [job, jobs] of Object.entries(depth)) ctx.metrics.gauge('queue_depth', jobs, { job })
}

function ownChecks(ctx: Ctx): Record<string, HealthCheck> {
  return {
    database: async () => {
      await ctx.db.query({ name: 'health', text: 'SELECT 1' })
      return { ok: true }
    },
    queue: async () => {
      const depths = Object.values(await ctx.queue.depth())
      return { ok: true, jobs: depths.reduce((sum, depth) => sum + depth, 0) }
    },
    relay: async () => {
      const { unpublished, unheard, parked, oldestAgeSeconds } = await selectBacklog(ctx.db)
      return { ok: oldestAgeSeconds <= mostLagSeconds, unpublished, unheard, parked, lagSeconds: Math.round(oldestAgeSeconds) }
    },
    disk: async () => {
      const freeBytes = await ctx.files.freeBytes()
      return { ok: freeBytes >= leastFreeBytes, freeBytes }
    },
  }
}

async function within(check: HealthCheck | undefined): Promise<HealthReport> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HealthReport>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, why: 'no answer in time' }), longestCheckMs)
  })
  try {
    return await Promise.race([check ? check() : late, late])
  } catch (error) {
    return { ok: false, why: describeError(error).code ?? 'failed' }
  } finally {
    clearTimeout(timer)
  }
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** A reverse proxy on this machine also calls from the loopback; what it forwards is not local. */
function mayReadMetrics(request: FastifyRequest, config: Config): boolean {
  const given = request.headers.authorization
  if (config.METRICS_TOKEN)
    return typeof given === 'string' && constantTimeEquals(given, `Bearer ${config.METRICS_TOKEN.reveal()}`)
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  return !isForwarded && loopback.has(request.socket.remoteAddress ?? '')
}
