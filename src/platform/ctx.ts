/**
 * What every use case is handed: the machinery, the time and who is acting. Made per request, job or socket; never global.
 * The queue's types stand here because a job is run with a Ctx and a Ctx can add a job: one idea, one file, no cycle.
 */

import type { z } from 'zod'
import type { Role } from '#contracts'
import type { Clock, ContactId, OperatorId } from '#kernel'
import type { Bus } from './bus/bus.ts'
import type { Db } from './db/db.ts'
import type { FileStore } from './files/file-store.ts'
import type { Log } from './log/log.ts'
import type { Metrics } from './metrics/metrics.ts'

export type Actor =
  | { kind: 'operator'; id: OperatorId; roles: readonly Role[] }
  | { kind: 'client'; id: ContactId }
  | { kind: 'bot' }
  | { kind: 'system'; name: string }

/** How an actor is written into events and the audit: `operator:<id>`, `client:<id>`, `bot` or `system:<name>`. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'operator':
      return `operator:${actor.id}`
    case 'client':
      return `client:${actor.id}`
    case 'bot':
      return 'bot'
    case 'system':
      return `system:${actor.name}`
  }
}

/**
 * An order to do something later. `run` must be idempotent: the queue is a hint and may repeat itself.
 * `attempts` counts the first try; between tries the wait doubles from half a second.
 */
export type JobDefinition<D> = {
  readonly name: string
  readonly data: z.ZodType<D>
  readonly concurrency: number
  readonly attempts: number
  /** Somebody outside waits for it as for an answer: it does not rest while messages come in. */
  readonly isPrompt?: boolean
  run(ctx: Ctx, data: D): Promise<void>
}

export type JobOptions = {
  /** Not before this many milliseconds from now. */
  readonly delayMs?: number
  /** While a job with this key waits, a second one is not added. A finished or failed twin never blocks. */
  readonly key?: string
}

export type JobQueue = {
  /**
   * Hurries a job along. Resolves when the queue has it, or after a short bound when the queue is away: the record is in
   * the tables and a sweep finds what a lost hint left behind, so this neither throws nor keeps a client waiting.
   */
  add<D>(job: JobDefinition<D>, data: D, options?: JobOptions): Promise<void>
  /** Starts working on these jobs in this process; each run gets its own Ctx. */
  start(jobs: readonly JobDefinition<unknown>[], makeCtx: () => Ctx): Promise<void>
  /** Lets running jobs finish (bounded), then lets go of the connections. */
  close(): Promise<void>
  /** Jobs waiting, delayed or running, by job name; for the health page. */
  depth(): Promise<Record<string, number>>
}

export type Ctx = {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly actor: Actor
  /** Request or job id that ties log lines, events and audit entries of one cause together. */
  readonly trace: string
  readonly bus: Bus
  readonly queue: JobQueue
  readonly files: FileStore
  readonly metrics: Metrics
}

/** The same machinery on behalf of somebody else; log lines carry the new actor's kind and trace. */
export function withActor(ctx: Ctx, actor: Actor, trace: string = ctx.trace): Ctx {
  return { ...ctx, actor, trace, log: trace === ctx.trace ? ctx.log : ctx.log.child({ trace }) }
}
