/** The life of one process: up in order, work until told to stop, down in order. */
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, isAppError } from '#kernel'
import type { Config } from './config/schema.ts'
import type { Ctx } from './ctx.ts'
import { startWorker, type Work } from './events/start-worker.ts'
import { buildServer, type HttpServer } from './http/build-server.ts'
import type { HealthCheck } from './http/health.ts'
import { type Platform, startPlatform } from './start-platform.ts'
import { startTracing } from './tracing/tracing.ts'

/** What the rooms together are to the process; made by the composition root. */
export type App = {
  /** Done in processes with the role `worker`. */
  readonly work: Work
  readonly checks?: Readonly<Record<string, HealthCheck>>
  /** Adds the edges of a process with the role `web`; every process has the health pages. */
  addRoutes(server: HttpServer): Promise<void> | void
  /** Before the first request is taken: first data, caches, channels. */
  start?(): Promise<void>
  /** Lines for the person at the keyboard once everything is up: addresses, the first login. */
  greeting?(base: string): readonly string[]
  /** The first step of a stop: takes nothing new, closes its sockets by name. */
  drain?(): Promise<void>
  /** After the last request has been answered and the last job is done. */
  stop?(): Promise<void>
}

export type CreateApp = (config: Config, platform: Platform) => Promise<App>

export type RunOptions = {
  readonly version: string
  readonly webDirectory: string
  readonly say: (line: string) => void
  /** Where a journey holds the time in its hand. */
  readonly clock?: Clock
}

export type Running = {
  readonly base: string
  readonly ctx: Ctx
  readonly server: HttpServer
  /**
   * Not ready at once; serves for STOP_GRACE_SECONDS; then sends its sockets away, answers what is under way and ends.
   * @param how `at once` leaves the grace out: after a bug nobody should be served any more.
   */
  stop(how?: 'at once'): Promise<void>
  abandon(): void
}

/** Everything a person can mend is a sentence of its own. */
class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
}

/** Resolves when the process takes requests. Throws what startPlatform throws, or PortTakenError; nothing is left running then. */
export async function runProgram(config: Config, createApp: CreateApp, options: RunOptions): Promise<Running> {
  const stopTracing = startTracing(config, options.version)
  const platform = await startPlatform(config, options.say, options.clock)
  const undo: (() => Promise<void>)[] = [() => platform.close(), stopTracing]
  let isStopping = false
  const stop = async () => {
    isStopping = true
    for (const step of undo.splice(0).reverse())
      await step().catch((err: unknown) => platform.ctx.log.error({ err }, 'a step of the stop failed'))
  }
  try {
    const app = await createApp(config, platform)
    undo.push(async () => app.stop?.())
    const server = await buildServer(platform.ctx, config, {
      version: options.version,
      checks: app.checks ?? {},
      isStopping: () => isStopping,
      ...(config.ROLES.includes('web') && { webDirectory: options.webDirectory }),
    })
    if (config.ROLES.includes('web')) await app.addRoutes(server)
    await app.start?.()
    if (config.ROLES.includes('worker')) {
      const worker = await startWorker(platform.ctx, app.work)
      undo.push(() => worker.stop())
    }
    undo.push(async () => server.close())
    undo.push(async () => app.drain?.())
    const base = await listen(server, config)
    for (const line of app.greeting?.(base) ?? []) options.say(line)
    const stopInGrace = async (how?: 'at once') => {
      isStopping = true
      if (how === undefined) await sleep(config.STOP_GRACE_SECONDS * 1_000)
      await stop()
    }
    return { base, ctx: platform.ctx, server, stop: stopInGrace, abandon: () => platform.abandon() }
  } catch (error) {
    await stop()
    throw error
  }
}

async function listen(server: HttpServer, config: Config): Promise<string> {
  try {
    await server.listen({ host: config.HOST, port: config.PORT })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new PortTakenError(`port ${config.PORT} on ${config.HOST} is taken by another program; set PORT`, { cause: error })
    if (code === 'EACCES')
      throw new PortTakenError(`port ${config.PORT} may not be opened by this account; set PORT`, { cause: error })
    throw error
  }
  const { port } = server.server.address() as AddressInfo
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? 'localhost' : config.HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The sentence for a start that failed, where the person at the keyboard can do something about it. */
export function sayWhyNot(error: unknown): string | undefined {
  const ours = new Set([
    'AlreadyRunningError',
    'EmbeddedDatabaseError',
    'DatabaseRefusedError',
    'MigrationError',
    'ConfigError',
    'PortTakenError',
  ])
  if (error instanceof Error && ours.has(error.name)) return error.message
  if (isAppError(error, 'database.unavailable'))
    return 'the database did not answer within a minute; is DATABASE_URL right, and is it running?'
  if (isAppError(error, 'queue.unavailable')) return 'the queue cannot be used; is REDIS_URL right, and is it running?'
  return isAppError(error, 'disk.full') ? 'the disk is full' : undefined
}
