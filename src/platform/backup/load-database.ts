import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import { migrate, shippedMigrations } from '../db/migrate.ts'
import { BackupError } from './archive.ts'
import { type DatabaseShape, quoted, type TableShape } from './dump-database.ts'

/** What a new installation writes by itself or by hand, in any table of which a row means that somebody works here. */
const tellingTables = ['operator', 'channel_account', 'contact', 'request', 'message', 'audit_entry', 'event']

/** @throws BackupError where anything is there that a restore would mix with or overwrite. */
export async function refuseUsed(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`,
  )
  const present = new Set(rows.map(({ name }) => name))
  if (present.size > 0 && !present.has('_prisma_migrations'))
    throw new BackupError('the database holds tables that are not ours; give murojaat a database of its own')
  for (const name of tellingTables.filter((one) => present.has(one))) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)
    if (rowCount) throw new BackupError(`this installation is in use (there are rows in ${name}); restore into an empty one`)
  }
}

/**
 * The schema as it was when the backup was made: the same migrations and no more. Later ones are applied by the next start,
 * to the restored rows, as they would have been.
 * @throws BackupError where the backup comes from a newer program, MigrationError
 */
export async function migrateTo(url: string, { migrations }: DatabaseShape, say: (line: string) => void): Promise<void> {
  const unknown = migrations.find((name) => !fs.existsSync(path.join(shippedMigrations, name)))
  if (unknown !== undefined)
    throw new BackupError(
      `the backup is from a newer version (its migration ${unknown} is unknown here); restore it with that one`,
    )
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-migrations-'))
  try {
    for (const name of migrations)
      fs.cpSync(path.join(shippedMigrations, name), path.join(directory, name), { recursive: true })
    await migrate(url, say, directory)
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

/** Empties what migrations put in, and makes the partitions there were. The client is in the restore's one transaction. */
export async function prepareTables(client: pg.ClientBase, { tables, partitions }: DatabaseShape): Promise<void> {
  for (const { name, parent, bound } of partitions)
    await client.query(`CREATE TABLE IF NOT EXISTS ${quoted(name)} PARTITION OF ${quoted(parent)} ${bound}`)
  for (const { name } of tables.filter((one) => !one.name.startsWith('audit_')))
    await client.query(`DELETE FROM ${quoted(name)}`)
}

/** Feeds rows into one table after the other. */
export class TableLoader {
  private readonly client: pg.ClientBase
  private readonly shapes: ReadonlyMap<string, TableShape>
  private current: { name: string; stream: CopyStreamQuery } | undefined

  constructor(client: pg.ClientBase, tables: readonly TableShape[]) {
    this.client = client
    this.shapes = new Map(tables.map((table) => [table.name, table]))
  }

  async load(table: string, bytes: Buffer): Promise<void> {
    if (this.current?.name !== table) await this.open(table)
    const stream = this.current?.stream
    if (stream && !stream.write(bytes)) await once(stream, 'drain')
  }

  private async open(table: string): Promise<void> {
    await this.end()
    const shape = this.shapes.get(table)
    if (!shape) throw new BackupError(`the backup holds rows of a table it does not describe: ${table}`)
    const list = shape.columns.map(quoted).join(', ')
    this.current = { name: table, stream: this.client.query(copyFrom(`COPY ${quoted(table)} (${list}) FROM STDIN`)) }
  }

  async end(): Promise<void> {
    const open = this.current
    this.current = undefined
    if (!open) return
    open.stream.end()
    await once(open.stream, 'finish')
  }
}

/** Every sequence goes on behind the highest number in use. */
export async function resumeSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(`
    SELECT s.oid::regclass::text AS sequence, t.oid::regclass::text AS table, quote_ident(a.attname) AS column
    FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace`)
  for (const { sequence, table, column } of rows)
    await client.query(`SELECT setval('${sequence}', coalesce((SELECT max(${column}) FROM ${table}), 0) + 1, false)`)
}
