/**
 * Applies prisma/migrations exactly as `prisma migrate deploy` does: same table, same lock, same checksums, same states of
 * failure, so that either may follow the other. It exists because the official one needs a binary that is fetched from the
 * network at its first use. Two things more: a migration that a dying process left begun is known to have left nothing, and is
 * done again; and one that is a single transaction gives way to the program at work.
 */
import { createHash, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { databaseCodeOf, isRetryable } from './translate-error.ts'

export type MigrationFault = 'schema_not_empty' | 'failed_before' | 'failed' | 'in_use' | 'edited'

/** Says in one sentence what stands in the way; the name of a migration is the only detail. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly fault: MigrationFault
  constructor(fault: MigrationFault, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.fault = fault
  }
}

/** The key that Prisma's schema engine takes, so that both wait for each other. */
const lockKey = 72_707_369

/**
 * How long a migration waits for one table. Whatever the program asks of that table waits behind it; so it gives way, before
 * PostgreSQL looks for deadlocks (a second), lets everybody pass and begins again.
 */
const lockPatienceMs = 500
const mostTries = 100
const betweenTriesMs = 300
const lockNotAvailable = '55P03'

const table = `CREATE TABLE _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

export const shippedMigrations = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../prisma/migrations')

/**
 * Brings the schema up to date; several programs may call it at once, one does the work.
 * Returns the names applied. Throws MigrationError, or the connection's error.
 * @param tries how often a migration that finds its tables in use begins again before it is left to the next start.
 */
export async function migrate(
  url: string,
  progress: (line: string) => void = () => undefined,
  directory: string = shippedMigrations,
  tries = mostTries,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC', connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query that runs into it tells
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey])
    return await applyPending(client, directory, progress, tries)
  } finally {
    await client.end() // ends the session and with it the lock
  }
}

type AppliedRow = { id: string; migration_name: string; checksum: string; finished_at: Date | null; logs: string | null }
type Migration = { readonly name: string; readonly sql: string }

async function applyPending(
  client: pg.Client,
  directory: string,
  progress: (line: string) => void,
  tries: number,
): Promise<string[]> {
  await prepareTable(client)
  const { rows } = await client.query<AppliedRow>(
    'SELECT id, migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  )
  const shipped = migrationsIn(directory)
  const cutOff = rows.filter((row) => isCutOff(row, shipped))
  // Whoever began it held the lock that is ours now, so it is gone, and its transaction with it.
  await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = ANY($1)', [cutOff.map(({ id }) => id)])
  const standing = rows.filter((row) => !cutOff.includes(row))
  const failed = standing.filter((row) => row.finished_at === null).map((row) => row.migration_name)
  if (failed.length > 0) {
    throw new MigrationError(
      'failed_before',
      `the migration ${failed.join(', ')} failed earlier and must be resolved by hand (prisma migrate resolve) before anything else is applied`,
    )
  }
  const applied = new Map(standing.map((row) => [row.migration_name, row.checksum]))
  const pending: Migration[] = []
  for (const { name, sql } of shipped) {
    const checksum = applied.get(name)
    if (checksum === undefined) pending.push({ name, sql })
    else if (!isSameMigration(sql, checksum))
      throw new MigrationError('edited', `the migration ${name} was edited after it had been applied`)
  }
  for (const migration of pending) {
    progress(`applying the migration ${migration.name}`)
    await apply(client, migration, tries)
  }
  return pending.map(({ name }) => name)
}

async function prepareTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ present: string | null; relations: number }>(`
    SELECT to_regclass('_prisma_migrations')::text AS present, (
      SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')) AS relations`)
  if (rows[0]?.present) return
  if ((rows[0]?.relations ?? 0) > 0) {
    throw new MigrationError(
      'schema_not_empty',
      'the database holds tables that are not ours; give murojaat a database of its own',
    )
  }
  await client.query(table)
}

/** Begun by a process that ended before it could say how it went. One that failed has said why. */
function isCutOff(row: AppliedRow, shipped: readonly Migration[]): boolean {
  const own = shipped.find(({ name }) => name === row.migration_name)
  return row.finished_at === null && row.logs === null && own !== undefined && isWhole(own.sql)
}

/** Whether the file is one transaction: it neither ends its own nor does what cannot be done inside one. */
function isWhole(sql: string): boolean {
  // What stands in a function's body runs later, and comments run never.
  const outside = sql.split('$$').filter((_, index) => index % 2 === 0)
  return !/\b(?:COMMIT|CONCURRENTLY|START TRANSACTION|VACUUM)\b/i.test(outside.join(' ').replaceAll(/--.*$/gm, ''))
}

/** Simple protocol: the whole file and the note that it is finished are one transaction, unless the file says otherwise. */
async function apply(client: pg.Client, { name, sql }: Migration, tries: number): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name) VALUES ($1, $2, now(), $3)', [
    id,
    checksumOf(sql),
    name,
  ])
  const finish = `UPDATE _prisma_migrations SET applied_steps_count = applied_steps_count + 1, finished_at = now() WHERE id = '${id}'`
  try {
    if (isWhole(sql)) await applyWhole(client, `SET LOCAL lock_timeout = ${lockPatienceMs};\n${sql}\n;${finish}`, tries)
    else await client.query(sql)
  } catch (cause) {
    const says = cause instanceof Error ? cause.message : String(cause)
    await client.query('ROLLBACK')
    if (isWhole(sql) && gaveWay(cause)) {
      // It left nothing and nothing is wrong with it: no person needs to look, the next start does it.
      await client.query('UPDATE _prisma_migrations SET logs = $2, rolled_back_at = now() WHERE id = $1', [id, says])
      throw new MigrationError('in_use', `the migration ${name} found its tables in use and left nothing; start again`, {
        cause,
      })
    }
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, says])
    throw new MigrationError('failed', `the migration ${name} failed: ${says}`, { cause })
  }
  if (!isWhole(sql)) await client.query(finish)
}

const gaveWay = (error: unknown) => isRetryable(error) || databaseCodeOf(error) === lockNotAvailable

/** One transaction, begun again where it could not have a table or lost a deadlock: the program may be at work meanwhile. */
async function applyWhole(client: pg.Client, sql: string, tries: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(sql)
      return
    } catch (error) {
      if (!gaveWay(error) || attempt >= tries) throw error
      await new Promise((resolve) => setTimeout(resolve, betweenTriesMs))
    }
  }
}

/** Every migration of a directory, in the order they are applied in. */
export function migrationsIn(directory: string): Migration[] {
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: fs.readFileSync(path.join(directory, name, 'migration.sql'), 'utf8') }))
}

const checksumOf = (sql: string) => createHash('sha256').update(sql).digest('hex')

/** A checkout may have changed the line ends. */
export function isSameMigration(sql: string, checksum: string): boolean {
  const unix = sql.replace(/\r\n/g, '\n')
  return [sql, unix, unix.replace(/\n/g, '\r\n')].some((text) => checksumOf(text) === checksum)
}
