/**
 * The queue: BullMQ, on PostgreSQL unless Redis is given; one API, one behaviour. It hurries work along and is never the
 * record of it. Without Redis this process is the only one, so hints for work it does itself stay in memory, and BullMQ has
 * what is to be tried again, what is far away and what is too much; while Redis is away each process does the same for its own
 * work. So adding neither throws nor waits when the queue is away, and a job holds ids only: its data, and what it leaves when
 * it fails, are stored where no text of a client may be.
 */
import { type Job, type Queue, UnrecoverableError, type Worker } from 'bullmq'
import { AppError, InvariantError, isAppError, newId } from '#kernel'
import type { Ctx, JobDefinition, JobOptions, JobQueue } from '../ctx.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { type Backend, openPostgresBackend, openRedisBackend } from './backends.ts'
import { OwnLane } from './own-lane.ts'

export type QueueSource = { readonly databaseUrl: string; readonly redisUrl?: string | undefined }

/** A client waits at most this long for a hint to be taken. */
const longestAddMs = 250
const longestReadyMs = 3_000
/** Running jobs get this long to finish when the process stops; what is cut off is found again by the sweeps. */
const longestCloseMs = 10_000
const longestFarewellMs = 2_000

const jobOptions = {
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: { count: 500, age: 7 * 24 * 3_600 },
  stackTraceLimit: 1,
}
const workerOptions = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 20 }

/** Waits until the store answers, then resolves; throws `queue.unavailable` where it does not within the bound of its driver. */
export async function openJobQueue(source: QueueSource, log: Log, metrics: Metrics): Promise<JobQueue> {
  const onError = quiet((err) => log.warn({ err }, 'the queue has lost its store; it keeps trying'))
  const backend = await (source.redisUrl
    ? openRedisBackend(source.redisUrl, onError)
    : openPostgresBackend(source.databaseUrl, onError)
  ).catch((cause: unknown) => {
    throw new AppError('queue.unavailable', {}, { cause })
  })
  return new BullQueue(backend, log, metrics, onError, source.redisUrl === undefined)
}

/** BullMQ's own queues of these jobs, for whoever shows them. Empty where the queue is another than ours. */
export function queuesForBoard(queue: JobQueue, jobs: readonly string[]): Queue[] {
  return queue instanceof BullQueue ? jobs.map((name) => queue.queueOf(name)) : []
}

/** One line per ten seconds: a store that is away fails many times a second. */
function quiet(say: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = 0
  return (error) => {
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + 10_000
    say(error)
  }
}

class BullQueue implements JobQueue {
  private readonly backend: Backend
  private readonly log: Log
  private readonly metrics: Metrics
  private readonly onError: (error: unknown) => void
  private readonly queues = new Map<string, Queue>()
  private readonly workers: Worker[] = []
  private readonly isAlone: boolean
  private readonly lanes = new Map<string, OwnLane>()
  private makeCtx: (() => Ctx) | undefined
  private isClosed = false

  constructor(backend: Backend, log: Log, metrics: Metrics, onError: (error: unknown) => void, isAlone: boolean) {
    this.backend = backend
    this.log = log
    this.metrics = metrics
    this.onError = onError
    this.isAlone = isAlone
  }

  async add<D>(job: JobDefinition<D>, data: D, options: JobOptions = {}): Promise<void> {
    // While the store is away the hints of this process are good enough for its own work: what is lost with it, sweeps find.
    if ((this.isAlone || !this.backend.isReady()) && this.keepHere(job, data, options)) return
    if (this.isClosed || !this.backend.isReady()) {
      this.metrics.count('queue_hint_lost', { job: job.name })
      return
    }
    await this.store(job, data, options)
  }

  private async store<D>(job: JobDefinition<D>, data: D, options: JobOptions, attempt = 1): Promise<void> {
    const bound = deadline(longestAddMs)
    try {
      const adding = this.queueOf(job.name).add(job.name, job.data.parse(data), bullOptions(job, options))
      adding.catch(() => undefined) // it may fail after the bound has passed, when nobody waits any more
      if ((await Promise.race([adding, bound.passed])) === 'late') this.metrics.count('queue_hint_late', { job: job.name })
    } catch (err) {
      this.onError(err)
      const isGone = !this.isAlone && !this.isClosed && !this.backend.isReady()
      if (!(isGone && this.keepHere(job, data, options, attempt))) this.metrics.count('queue_hint_lost', { job: job.name })
    } finally {
      bound.clear()
    }
  }

  /** True where the hint stays in memory. Data that does not fit goes the usual way and is refused there. */
  private keepHere<D>(job: JobDefinition<D>, data: D, options: JobOptions, attempt = 1): boolean {
    const makeCtx = this.makeCtx
    const lane = this.lanes.get(job.name)
    if (!makeCtx || !lane || !job.data.safeParse(data).success) return false
    if (!this.isAlone) this.metrics.count('queue_hint_kept', { job: job.name })
    return lane.take(async () => {
      try {
        await this.runHere(job as JobDefinition<unknown>, data, makeCtx, attempt)
      } catch (err) {
        // What may be tried again is, from the store, after the same rest as any other; while it is away as often from here.
        const isWorthRetrying = job.attempts > attempt && !(err instanceof UnrecoverableError) && !this.isClosed
        const delayMs = jobOptions.backoff.delay * 2 ** (attempt - 1)
        if (!isWorthRetrying) return
        const again = { ...options, delayMs }
        const isKept = !this.isAlone && !this.backend.isReady() && this.keepHere(job, data, again, attempt + 1)
        if (!isKept) await this.store(job, data, again, attempt + 1)
      }
    }, options)
  }

  async start(jobs: readonly JobDefinition<unknown>[], makeCtx: () => Ctx): Promise<void> {
    const names = jobs.map((job) => job.name)
    if (new Set(names).size !== names.length) throw new InvariantError('a job is started twice')
    this.makeCtx = makeCtx
    for (const job of jobs) {
      this.queueOf(job.name)
      const lane = new OwnLane(job.concurrency)
      this.lanes.set(job.name, lane)
      const worker = this.backend.worker(bullName(job.name), (taken) => lane.through(() => this.run(job, taken, makeCtx)), {
        ...workerOptions,
        concurrency: job.concurrency,
      })
      worker.on('error', this.onError)
      this.workers.push(worker)
    }
    const bound = deadline(longestReadyMs)
    await Promise.race([Promise.allSettled(this.workers.map((worker) => worker.waitUntilReady())), bound.passed])
    bound.clear() // a store that is away is joined when it comes back
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    const bound = deadline(longestCloseMs)
    const closing = Promise.allSettled([...this.workers.map((worker) => worker.close()), ...this.closeLanes()])
    const isLate = (await Promise.race([closing, bound.passed])) === 'late'
    bound.clear()
    // A store that is away does not answer to a farewell either; its connections are let go all the same.
    const farewell = deadline(longestFarewellMs)
    const parting = [
      ...(isLate ? this.workers.map((worker) => worker.close(true)) : []),
      ...[...this.queues.values()].map((queue) => queue.close()),
    ]
    await Promise.race([Promise.allSettled(parting), farewell.passed])
    farewell.clear()
    await this.backend.close()
  }

  private closeLanes(): Promise<void>[] {
    return [...this.lanes.values()].map((lane) => lane.close())
  }

  async depth(): Promise<Record<string, number>> {
    const depths: Record<string, number> = {}
    for (const [name, queue] of this.queues) {
      const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')
      const inStore = Object.values(counts).reduce((sum, count) => sum + count, 0)
      depths[name] = inStore + (this.isAlone ? (this.lanes.get(name)?.depth ?? 0) : 0)
    }
    return depths
  }

  queueOf(name: string): Queue {
    const known = this.queues.get(name)
    if (known) return known
    const queue = this.backend.queue(bullName(name), jobOptions)
    queue.on('error', this.onError)
    this.queues.set(name, queue)
    return queue
  }

  private async run(job: JobDefinition<unknown>, taken: Job, makeCtx: () => Ctx): Promise<void> {
    // Freed before the work looks at the tables: a hint that comes from now on may speak of something newer.
    if (taken.deduplicationId) await taken.removeDeduplicationKey()
    await this.runHere(job, taken.data, makeCtx, taken.attemptsMade + 1)
  }

  private async runHere(job: JobDefinition<unknown>, data: unknown, makeCtx: () => Ctx, attempt: number): Promise<void> {
    const ctx = { ...makeCtx(), trace: newId() }
    if (job.isPrompt !== true) await ctx.db.rest()
    const startedAt = performance.now()
    let outcome = 'done'
    try {
      await job.run(ctx, job.data.parse(data))
    } catch (err) {
      outcome = 'failed'
      this.log.warn({ err, job: job.name, attempt }, 'a job failed')
      throw withoutWords(err)
    } finally {
      this.metrics.observe('job_seconds', (performance.now() - startedAt) / 1_000, { job: job.name, outcome })
    }
  }
}

/** BullMQ stores message and stack of what a job throws, so they must hold nothing but a code. */
function withoutWords(error: unknown): Error {
  if (!isAppError(error)) return bare(new Error(error instanceof Error ? error.name : 'unknown'))
  const isWorthRetrying = error.kind === 'unavailable' || error.kind === 'too_many'
  return bare(isWorthRetrying ? new Error(error.code) : new UnrecoverableError(error.code))
}

function bare(error: Error): Error {
  error.stack = error.message
  return error
}

/**
 * The key keeps twins out only while one waits. A delayed twin must not keep an immediate one out, so they have names apart.
 */
function bullOptions(job: JobDefinition<never> | JobDefinition<unknown>, { delayMs = 0, key }: JobOptions) {
  return {
    attempts: job.attempts,
    ...(delayMs > 0 && { delay: Math.round(delayMs) }),
    ...(key !== undefined && { deduplication: { id: delayMs > 0 ? `${key}@later` : key } }),
  }
}

/** BullMQ uses the colon itself; a dot is safe in both stores. */
const bullName = (name: string) => name

function deadline(ms: number): { passed: Promise<'late'>; clear(): void } {
  let handle: NodeJS.Timeout | undefined
  const passed = new Promise<'late'>((resolve) => {
    handle = setTimeout(() => resolve('late'), ms)
  })
  return { passed, clear: () => clearTimeout(handle) }
}
