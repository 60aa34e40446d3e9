import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MigrationError, migrate } from '#platform'
import { type TestDatabase, testDatabase, until } from '../../support/index.ts'

let database: TestDatabase
let directory: string
beforeEach(async () => {
  database = await testDatabase('empty')
  directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-migrations-'))
})
afterEach(async () => {
  await database.drop()
  fs.rmSync(directory, { recursive: true })
})

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(directory, name), { recursive: true })
  fs.writeFileSync(path.join(directory, name, 'migration.sql'), sql)
}
const apply = (say?: (line: string) => void) => migrate(database.url, say, directory)
const fault = (error: unknown) => (error instanceof MigrationError ? error.fault : error)

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the migrations', () => {
  it('are applied in order, once, each told in a line', async () => {
    write('20260102000000_second', 'INSERT INTO bell VALUES (2);')
    write('20260101000000_first', 'CREATE TABLE bell (n int); INSERT INTO bell VALUES (1);')
    const said: string[] = []
    expect(await apply((line) => said.push(line))).toEqual(['20260101000000_first', '20260102000000_second'])
    expect(await apply()).toEqual([])
    expect(await query('SELECT n FROM bell ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
    expect(said).toEqual(['applying the migration 20260101000000_first', 'applying the migration 20260102000000_second'])
    write('20260103000000_third', 'INSERT INTO bell VALUES (3);')
    expect(await apply()).toEqual(['20260103000000_third'])
  })

  it('are applied once by programs that start together', async () => {
    write('20260101000000_first', 'CREATE TABLE bell (n int); SELECT pg_sleep(0.2); INSERT INTO bell VALUES (1);')
    const applied = await Promise.all([apply(), apply(), apply()])
    expect(applied.filter((names) => names.length === 1)).toHaveLength(1)
    expect(await query('SELECT n FROM bell')).toEqual([{ n: 1 }])
  })

  it('let pass who works with a table they want, and come in once it is free, also after a deadlock', async () => {
    write('20260101000000_first', 'CREATE TABLE bell (n int); CREATE TABLE clapper (n int);')
    await apply()
    write('20260102000000_wider', 'ALTER TABLE bell ADD COLUMN a int; ALTER TABLE clapper ADD COLUMN a int;')
    const [holder, passer] = [database.url, database.url].map((connectionString) => new pg.Client({ connectionString }))
    await Promise.all([holder?.connect(), passer?.connect()])
    await holder?.query('BEGIN; INSERT INTO clapper (n) VALUES (1)')
    const coming = apply()
    // Behind the migration, which has the first table and wants the second: served although the second is held still.
    for (let line = 0; line < 20; line++) await passer?.query('INSERT INTO bell (n) VALUES ($1)', [line])
    await until(() => query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'clapper'::regclass").then(([one]) => one))
    // And now the holder wants what the migration has: one of the two gives way, and it is not the holder.
    await holder?.query('INSERT INTO bell (n) VALUES (100)')
    await holder?.query('COMMIT')
    expect(await coming).toEqual(['20260102000000_wider'])
    expect(await query('SELECT count(*)::int AS lines, count(a)::int AS filled FROM bell')).toEqual([{ lines: 21, filled: 0 }])
    await Promise.all([holder?.end(), passer?.end()])
  })

  it('leave one whose table is in use for long to the next start, and no person has to look', async () => {
    write('20260101000000_first', 'CREATE TABLE bell (n int);')
    await apply()
    write('20260102000000_wider', 'ALTER TABLE bell ADD COLUMN a int;')
    const holder = new pg.Client({ connectionString: database.url })
    await holder.connect()
    await holder.query('BEGIN; SELECT * FROM bell')
    const refused = await migrate(database.url, undefined, directory, 2).catch((error: unknown) => error)
    expect(fault(refused)).toBe('in_use')
    await holder.query('COMMIT')
    expect(await apply()).toEqual(['20260102000000_wider'])
    await holder.end()
  })

  it('leave nothing of one that failed, and stop every later start until a person has looked', async () => {
    write('20260101000000_first', 'CREATE TABLE bell (n int);')
    write('20260102000000_broken', 'INSERT INTO bell VALUES (1); INSERT INTO nowhere VALUES (1);')
    write('20260103000000_third', 'INSERT INTO bell VALUES (3);')
    expect(fault(await apply().catch((error: unknown) => error))).toBe('failed')
    expect(await query('SELECT n FROM bell')).toEqual([])
    expect(fault(await apply().catch((error: unknown) => error))).toBe('failed_before')
    expect(
      await query(
        "SELECT migration_name, finished_at IS NULL AS failed, logs LIKE '%nowhere%' AS told FROM _prisma_migrations ORDER BY started_at",
      ),
    ).toEqual([
      { migration_name: '20260101000000_first', failed: false, told: null },
      { migration_name: '20260102000000_broken', failed: true, told: true },
    ])
    // As `prisma migrate resolve --rolled-back` does.
    await query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL`)
    write('20260102000000_broken', 'INSERT INTO bell VALUES (2);')
    expect(await apply()).toEqual(['20260102000000_broken', '20260103000000_third'])
  })

  it('are refused when one was edited after it had been applied, but not for another line end', async () => {
    write('20260101000000_first', 'CREATE TABLE bell (n int);\nINSERT INTO bell VALUES (1);\n')
    await apply()
    write('20260101000000_first', 'CREATE TABLE bell (n int);\r\nINSERT INTO bell VALUES (1);\r\n')
    expect(await apply()).toEqual([])
    write('20260101000000_first', 'CREATE TABLE bell (n bigint);\n')
    expect(fault(await apply().catch((error: unknown) => error))).toBe('edited')
  })

  it('are refused on a database that holds somebody else’s tables', async () => {
    await query('CREATE TABLE somebody (n int)')
    write('20260101000000_first', 'CREATE TABLE bell (n int);')
    expect(fault(await apply().catch((error: unknown) => error))).toBe('schema_not_empty')
  })

  it('of this project make what its schema says, with the feed ready to count', async () => {
    await migrate(database.url)
    expect(await query('SELECT id, last_feed_no FROM feed_state')).toEqual([{ id: 1, last_feed_no: '0' }])
    expect(
      await query(
        `SELECT indexdef LIKE '%published_at IS NULL%' AS partial FROM pg_indexes WHERE indexname = 'event_waiting_idx'`,
      ),
    ).toEqual([{ partial: true }])
  })
})
