/**
 * Runs sweeps, each in exactly one process at a time: whoever holds the advisory lock of a sweep's name runs it, the others
 * ask again later. The locks live on one connection of their own; if it breaks they are free, and a sweep that then runs
 * twice is harmless, because it only re-derives what is missing.
 */
import pg from 'pg'
import { type Ctx, withActor } from '../ctx.ts'
import type { Sweep } from './define-sweep.ts'

export class Sweeper {
  private readonly ctx: Ctx
  private readonly sweeps: readonly Sweep[]
  private readonly connect: () => pg.Client
  private client: Promise<pg.Client> | undefined
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly running = new Set<Promise<void>>()
  private line: Promise<unknown> = Promise.resolve()
  private isStopped = true

  constructor(ctx: Ctx, sweeps: readonly Sweep[]) {
    this.ctx = ctx
    this.sweeps = sweeps
    const { connectionString, options, types } = ctx.db.pool.options
    this.connect = () =>
      new pg.Client({
        ...(connectionString && { connectionString }),
        ...(options && { options }),
        ...(types && { types }),
        keepAlive: true,
      })
  }

  /** Every sweep runs once right away. */
  start(): void {
    this.isStopped = false
    for (const sweep of this.sweeps) this.plan(sweep, 0)
  }

  /** Waits for the runs that are under way. */
  async stop(): Promise<void> {
    this.isStopped = true
    for (const timer of this.timers.values()) clearTimeout(timer)
    await Promise.all(this.running)
    const client = await this.client?.catch(() => undefined)
    await client?.end().catch(() => undefined) // a connection already broken needs no farewell
  }

  private plan(sweep: Sweep, inMs: number): void {
    if (this.isStopped) return
    const run = () => {
      const turn = this.turn(sweep).finally(() => {
        this.running.delete(turn)
        this.plan(sweep, sweep.everyMs)
      })
      this.running.add(turn)
    }
    this.timers.set(sweep.name, setTimeout(run, inMs))
  }

  private async turn(sweep: Sweep): Promise<void> {
    try {
      const client = await this.connected()
      if (!(await this.inLine(() => lock(client, sweep.name)))) return
      const startedAt = performance.now()
      try {
        await sweep.run(withActor(this.ctx, { kind: 'system', name: sweep.name }))
      } finally {
        this.ctx.metrics.observe('sweep_seconds', (performance.now() - startedAt) / 1_000, { sweep: sweep.name })
        await this.inLine(() => unlock(client, sweep.name))
      }
    } catch (err) {
      this.ctx.metrics.count('sweep_failed', { sweep: sweep.name })
      if (!this.isStopped) this.ctx.log.warn({ err, sweep: sweep.name }, 'a sweep failed; it runs again')
    }
  }

  /** One connection answers one question at a time. */
  private inLine<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.line.then(ask)
    this.line = answer.catch(() => undefined) // whoever asked is told; the next one asks all the same
    return answer
  }

  private connected(): Promise<pg.Client> {
    if (this.client) return this.client
    const client = this.connect()
    const forget = () => {
      this.client = undefined
    }
    client.on('error', forget)
    client.on('end', forget)
    this.client = client.connect().then(() => client)
    this.client.catch(forget)
    return this.client
  }
}

const lockName = (sweep: string) => `murojaat.sweep.${sweep}`

async function lock(client: pg.Client, sweep: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>({
    name: 'sweep-lock',
    text: 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
    values: [lockName(sweep)],
  })
  return rows[0]?.taken === true
}

async function unlock(client: pg.Client, sweep: string): Promise<void> {
  await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lockName(sweep)])
}
