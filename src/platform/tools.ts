/** The database and a Ctx for commands beside the program: they may run while it runs. */
import * as fs from 'node:fs'
import * as path from 'node:path'
import { newId, systemClock } from '#kernel'
import { createLocalBus } from './bus/local-bus.ts'
import type { Config } from './config/schema.ts'
import type { Ctx, JobQueue } from './ctx.ts'
import { openDb } from './db/db.ts'
import { migrate } from './db/migrate.ts'
import { waitForDatabase } from './db/wait-for-database.ts'
import { startEmbeddedDatabase } from './embedded/embedded-database.ts'
import { findRunningDatabase } from './embedded/find-running.ts'
import { takeInstanceLock } from './embedded/instance-lock.ts'
import { openFileStore } from './files/open-file-store.ts'
import { createLog } from './log/log.ts'
import { createMetrics } from './metrics/metrics.ts'

export type Tools = {
  readonly ctx: Ctx
  readonly config: Config
  /** With its password: for tools of this process, never for a log. */
  readonly databaseUrl: string
  readonly dataDirectory: string
  /** `served`: DATABASE_URL. `running`: the embedded one of a program that runs. `own`: the embedded one, started for this. */
  readonly how: 'served' | 'running' | 'own'
}

/** Hints are lost: what a command leaves to be done is found in the tables by the sweeps of the program. */
const deaf: JobQueue = {
  add: async () => undefined,
  start: async () => undefined,
  close: async () => undefined,
  depth: async () => ({}),
}

export const dataDirectoryOf = (config: Config): string => path.resolve(config.DATA_DIR)
const databaseDirectoryOf = (config: Config) => path.join(dataDirectoryOf(config), 'postgres')

/** Whether there is an embedded database already, running or not. */
export const hasEmbeddedDatabase = (config: Config): boolean => fs.existsSync(`${databaseDirectoryOf(config)}.password`)

/** Address of a database that can be asked now, without starting one; undefined where the embedded one does not run. */
export async function reachableDatabase(config: Config): Promise<{ url: string; how: 'served' | 'running' } | undefined> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL.reveal(), how: 'served' }
  const url = hasEmbeddedDatabase(config) ? await findRunningDatabase(databaseDirectoryOf(config)) : undefined
  return url === undefined ? undefined : { url, how: 'running' }
}

/**
 * Runs something with the database of this configuration, wherever it is, and lets go of everything afterwards. An embedded one
 * that does not run is started, brought up to date and stopped again.
 * @throws AlreadyRunningError, EmbeddedDatabaseError, MigrationError, DatabaseRefusedError, AppError
 */
export async function withTools<T>(config: Config, say: (line: string) => void, run: (tools: Tools) => Promise<T>): Promise<T> {
  const undo: (() => Promise<void> | void)[] = []
  try {
    const { url, how } = (await reachableDatabase(config)) ?? (await startOwn(config, say, undo))
    if (how === 'served') await waitForDatabase(url, say)
    if (how === 'own') await migrate(url, say)
    const log = createLog('error', { write: (line) => void process.stderr.write(line) })
    const db = openDb(url, 4, log)
    undo.push(() => db.close())
    const bus = createLocalBus(log)
    undo.push(() => bus.close())
    const dataDirectory = dataDirectoryOf(config)
    const files = openFileStore(config, dataDirectory)
    const actor = { kind: 'system', name: 'command' } as const
    const metrics = createMetrics()
    const ctx: Ctx = { db, clock: systemClock, log, actor, trace: newId(), bus, queue: deaf, files, metrics }
    return await run({ ctx, config, databaseUrl: url, dataDirectory, how })
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

async function startOwn(
  config: Config,
  say: (line: string) => void,
  undo: (() => Promise<void> | void)[],
): Promise<{ url: string; how: 'own' }> {
  const lock = takeInstanceLock(dataDirectoryOf(config))
  undo.push(() => lock.release())
  const embedded = await startEmbeddedDatabase({ directory: databaseDirectoryOf(config), progress: say })
  undo.push(() => embedded.stop())
  return { url: embedded.url, how: 'own' }
}
