/** Brings up the machinery below every room, in the order it needs itself, and takes it down in the reverse one. */
import * as path from 'node:path'
import { type Clock, newId, systemClock } from '#kernel'
import type { Bus } from './bus/bus.ts'
import { createLocalBus } from './bus/local-bus.ts'
import { createRedisBus } from './bus/redis-bus.ts'
import type { Config } from './config/schema.ts'
import type { Ctx } from './ctx.ts'
import { openDb } from './db/db.ts'
import { migrate } from './db/migrate.ts'
import { waitForDatabase } from './db/wait-for-database.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded/embedded-database.ts'
import { takeInstanceLock } from './embedded/instance-lock.ts'
import { releaseLeases } from './events/relay.store.ts'
import { openFileStore } from './files/open-file-store.ts'
import { createLog, type Log } from './log/log.ts'
import { createMetrics } from './metrics/metrics.ts'
import { openJobQueue } from './queue/job-queue.ts'

export type Platform = {
  readonly ctx: Ctx
  readonly config: Config
  readonly mode: 'embedded' | 'served'
  /** True on the very first start with this data directory's embedded database. */
  readonly isNew: boolean
  /** Address of the database in use, with its password: for tools of this process, never for a log. */
  readonly databaseUrl: string
  readonly dataDirectory: string
  /** Queue, bus, connections; the embedded database last. */
  close(): Promise<void>
  /** For a stop that must not wait: tells the embedded database to shut down and returns. */
  abandon(): void
}

type Undo = () => Promise<void> | void

/**
 * @param say told in one line what takes time.
 * Throws what its parts throw: AlreadyRunningError, EmbeddedDatabaseError, DatabaseRefusedError, MigrationError, AppError.
 */
export async function startPlatform(
  config: Config,
  say: (line: string) => void,
  clock: Clock = systemClock,
): Promise<Platform> {
  const dataDirectory = path.resolve(config.DATA_DIR)
  const undo: Undo[] = []
  const undoAll = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const { databaseUrl, embedded } = await openDatabase(config, dataDirectory, say, undo)
    await migrate(databaseUrl, say)
    const ctx = await openCtx(config, { databaseUrl, dataDirectory, clock }, undo)
    if (embedded) await releaseLeases(ctx.db) // the instance lock says that we are alone
    return {
      ctx,
      config,
      mode: embedded ? 'embedded' : 'served',
      isNew: embedded?.isNew ?? false,
      databaseUrl,
      dataDirectory,
      close: undoAll,
      abandon: () => {
        if (embedded) process.kill(embedded.pid, 'SIGINT')
      },
    }
  } catch (error) {
    await undoAll()
    throw error
  }
}

async function openDatabase(
  config: Config,
  dataDirectory: string,
  say: (line: string) => void,
  undo: Undo[],
): Promise<{ databaseUrl: string; embedded?: EmbeddedDatabase }> {
  if (config.DATABASE_URL) {
    const databaseUrl = config.DATABASE_URL.reveal()
    await waitForDatabase(databaseUrl, say)
    return { databaseUrl }
  }
  const lock = takeInstanceLock(dataDirectory)
  undo.push(() => lock.release())
  const embedded = await startEmbeddedDatabase({ directory: path.join(dataDirectory, 'postgres'), progress: say })
  undo.push(() => embedded.stop())
  return { databaseUrl: embedded.url, embedded }
}

async function openCtx(
  config: Config,
  { databaseUrl, dataDirectory, clock }: { databaseUrl: string; dataDirectory: string; clock: Clock },
  undo: Undo[],
): Promise<Ctx> {
  const log = createLog(config.LOG_LEVEL)
  const metrics = createMetrics(true)
  const db = openDb(databaseUrl, config.POOL_SIZE, log)
  undo.push(() => db.close())
  const bus = await openBus(config, log)
  undo.push(() => bus.close())
  const queue = await openJobQueue({ databaseUrl, redisUrl: config.REDIS_URL?.reveal() }, log, metrics)
  undo.push(() => queue.close())
  const files = openFileStore(config, dataDirectory)
  return { db, clock, log, actor: { kind: 'system', name: 'start' }, trace: newId(), bus, queue, files, metrics }
}

const openBus = async (config: Config, log: Log): Promise<Bus> =>
  config.REDIS_URL ? createRedisBus(config.REDIS_URL.reveal(), log) : createLocalBus(log)
