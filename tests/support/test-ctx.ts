import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { type Clock, newId, systemClock } from '#kernel'
import {
  type Actor,
  type Bus,
  type Ctx,
  createFileStore,
  createLocalBus,
  createMetrics,
  type JobQueue,
  openDb,
} from '#platform'
import { collectLog, type LogCollector } from './log-collector.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export type TestCtx = Ctx & {
  readonly database: TestDatabase
  readonly collector: LogCollector
  /** Lets go of the connections and drops the database. */
  close(): Promise<void>
}

/** A queue that loses every hint: what must happen anyway is found in the tables. */
export const deafQueue: JobQueue = {
  add: async () => undefined,
  start: async () => undefined,
  close: async () => undefined,
  depth: async () => ({}),
}

/**
 * A Ctx on a real database of its own, with real files, metrics and log; only the queue is deaf unless one is given.
 * Call `close()` in afterAll.
 */
export async function testCtx(
  options: { clock?: Clock; actor?: Actor; database?: TestDatabase; bus?: Bus; queue?: JobQueue; poolSize?: number } = {},
): Promise<TestCtx> {
  const database = options.database ?? (await testDatabase())
  const collector = collectLog()
  const db = openDb(database.url, options.poolSize ?? 6, collector.log)
  const directory = await mkdtemp(path.join(tmpdir(), 'murojaat-files-'))
  const bus = options.bus ?? createLocalBus(collector.log)
  return {
    db,
    clock: options.clock ?? systemClock,
    log: collector.log,
    actor: options.actor ?? { kind: 'system', name: 'test' },
    trace: newId(),
    bus,
    queue: options.queue ?? deafQueue,
    files: createFileStore(directory),
    metrics: createMetrics(),
    database,
    collector,
    async close() {
      await bus.close()
      await db.close()
      await rm(directory, { recursive: true, force: true })
      if (!options.database) await database.drop()
    },
  }
}
