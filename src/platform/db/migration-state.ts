import pg from 'pg'
import { isSameMigration, migrationsIn, shippedMigrations } from './migrate.ts'

export type MigrationState = {
  readonly applied: number
  readonly pending: readonly string[]
  /** Begun and never finished. */
  readonly failed: readonly string[]
  /** Differ from the file they were applied from. */
  readonly edited: readonly string[]
  /** Applied by a program newer than this one. */
  readonly unknown: readonly string[]
}

/** How the database stands to the migrations of this program; changes nothing. */
export async function readMigrationState(client: pg.Client, directory: string = shippedMigrations): Promise<MigrationState> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  )
  const { rows } = tables[0]?.present
    ? await client.query<{ name: string; checksum: string; isFinished: boolean }>(
        `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished"
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
      )
    : { rows: [] }
  const shipped = new Map(migrationsIn(directory).map(({ name, sql }) => [name, sql]))
  const names = new Set(rows.map(({ name }) => name))
  const finished = rows.filter(({ isFinished }) => isFinished)
  return {
    applied: finished.length,
    pending: [...shipped.keys()].filter((name) => !names.has(name)),
    failed: rows.filter(({ isFinished }) => !isFinished).map(({ name }) => name),
    edited: finished
      .filter(({ name, checksum }) => shipped.has(name) && !isSameMigration(shipped.get(name) ?? '', checksum))
      .map(({ name }) => name),
    unknown: finished.filter(({ name }) => !shipped.has(name)).map(({ name }) => name),
  }
}

/** Names of the migrations a database lacks, oldest first; changes nothing. */
export async function pendingMigrations(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query that runs into it tells
  await client.connect()
  try {
    return (await readMigrationState(client)).pending
  } finally {
    await client.end()
  }
}
