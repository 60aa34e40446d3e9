/** The two stores BullMQ can stand on, brought to one shape. */
import {
  createPostgresBackend,
  createRedisBackend,
  type DefaultJobOptions,
  type PgPool,
  type Processor,
  type Queue,
  runMigrations,
  type Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import pg from 'pg'
import { createClient } from 'redis'

export type Backend = {
  queue(name: string, defaults: DefaultJobOptions): Queue
  worker(name: string, run: Processor, options: Omit<WorkerOptions, 'connection'>): Worker
  /** False where adding would have to wait for the store to come back. */
  isReady(): boolean
  close(): Promise<void>
}

/** Each worker holds one connection to listen on; the rest is for their work. They are opened when needed. */
const mostConnections = 40
/** Adds that wait for a connection beyond this are lost hints rather than a growing heap. */
const mostWaiting = 200
const longestStartMs = 3_000
const events = { events: { maxLen: 100 } }

/** In a schema of its own, so that Prisma's migrations never see it. */
export async function openPostgresBackend(databaseUrl: string, onError: (error: unknown) => void): Promise<Backend> {
  const admin = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await admin.connect()
  try {
    await runMigrations(admin)
  } finally {
    await admin.end()
  }
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: mostConnections,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A lost hint is found by the sweeps, so no commit of the queue waits for the disk.
    options: '-c search_path=bullmq -c timezone=UTC -c synchronous_commit=off',
  })
  pool.on('error', onError)
  pool.setMaxListeners(100) // every queue and worker listens to the one pool
  const connection = pool as unknown as PgPool // the same thing; its declared type is narrower than the driver's
  const classes = withBackend(createPostgresBackend)
  return {
    queue: (name, defaults) => asQueue(new classes.Queue(name, { connection, defaultJobOptions: defaults, streams: events })),
    worker: (name, run, options) => asWorker(new classes.Worker(name, run, { ...options, connection })),
    isReady: () => pool.waitingCount < mostWaiting,
    close: () => pool.end(),
  }
}

export async function openRedisBackend(
  redisUrl: string,
  onError: (error: unknown) => void,
  prefix = 'murojaat',
): Promise<Backend> {
  const socket = { connectTimeout: 5_000, reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 2_000) }
  // Commands of the time Redis is away are not kept: a hint may be lost, memory may not.
  const adding = createClient({ url: redisUrl, socket, disableOfflineQueue: true })
  const working = createClient({ url: redisUrl, socket })
  for (const client of [adding, working]) client.on('error', onError)
  await withinBound(Promise.all([adding.connect(), working.connect()]))
  const classes = withBackend(createRedisBackend)
  return {
    queue: (name, defaults) =>
      asQueue(new classes.Queue(name, { connection: adding, prefix, defaultJobOptions: defaults, streams: events })),
    worker: (name, run, options) => asWorker(new classes.Worker(name, run, { ...options, connection: working, prefix })),
    isReady: () => adding.isReady,
    async close() {
      adding.destroy()
      working.destroy()
    },
  }
}

/** The program starts without Redis too: both clients go on trying, and until then hints are lost and sweeps do the work. */
async function withinBound(connecting: Promise<unknown>): Promise<void> {
  connecting.catch(() => undefined) // told by the clients' error events
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, longestStartMs)
  })
  await Promise.race([connecting, late])
  clearTimeout(timer)
}

/** The classes differ only in the type of their store, which nothing here asks about. */
const asQueue = (queue: unknown) => queue as Queue
const asWorker = (worker: unknown) => worker as Worker
