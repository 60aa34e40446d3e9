/** Every table as it was at one moment, by COPY: works for the embedded server too, which comes without pg_dump. */
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Entry } from './archive.ts'

export type TableShape = { readonly name: string; readonly columns: readonly string[] }
export type Partition = { readonly name: string; readonly parent: string; readonly bound: string }
export type DatabaseShape = {
  readonly migrations: readonly string[]
  readonly tables: readonly TableShape[]
  readonly partitions: readonly Partition[]
}

const partBytes = 8 * 1024 * 1024
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Tables of the schema, a partitioned one as a whole; the record of migrations is made by the migrations themselves. */
export async function readShape(client: pg.ClientBase): Promise<DatabaseShape> {
  const { rows: tables } = await client.query<TableShape>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> '_prisma_migrations'
    GROUP BY c.relname ORDER BY c.relname`)
  const { rows: partitions } = await client.query<Partition>(`
    SELECT c.relname AS name, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relispartition ORDER BY c.relname`)
  const { rows: migrations } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  )
  return { migrations: migrations.map(({ name }) => name), tables, partitions }
}

/** @param client in one repeatable-read transaction, so that all tables are of the same moment. */
export async function* dumpTables(
  client: pg.ClientBase,
  tables: readonly TableShape[],
  say: (line: string) => void,
): AsyncGenerator<Entry> {
  for (const { name, columns } of tables) {
    const list = columns.map(quoted).join(', ')
    let number = 0
    let sizeBytes = 0
    for await (const bytes of gathered(client.query(copyTo(`COPY (SELECT ${list} FROM ${quoted(name)}) TO STDOUT`)))) {
      sizeBytes += bytes.length
      yield { name: `tables/${name}/${String(++number).padStart(6, '0')}.copy`, bytes }
    }
    if (sizeBytes > partBytes) say(`${name}: ${Math.round(sizeBytes / 1024 / 1024)} MB`)
  }
}

async function* gathered(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let held = 0
  for await (const part of source) {
    parts.push(part)
    held += part.length
    if (held < partBytes) continue
    yield Buffer.concat(parts)
    parts = []
    held = 0
  }
  if (held > 0) yield Buffer.concat(parts)
}
