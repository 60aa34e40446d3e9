/**
 * While a new version comes in, the released one still runs on the migrated database. What the release asks of its database was
 * written down when it was released (`npm run db:statements`); each of those statements must still mean something to the schema
 * as it is now, and what it inserts must still be enough.
 */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../support/index.ts'

const statements = readFileSync('tests/fixtures/statements-of-the-release.sql', 'utf8')
  .split('\n')
  .filter((line) => line.endsWith(';') && !line.startsWith('--'))

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Columns that must be given a value, by table. */
async function demanded(): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text) AS columns FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' GROUP BY 1`,
  )
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}

const insert = /\bINSERT INTO (?:"?public"?\.)?"?(\w+)"?(?: AS \w+)? ?\(([^()]*)\)/gi

/** What the schema says to it, inside a transaction that goes on. */
async function refusalOf(text: string): Promise<string[]> {
  // A refusal ends the transaction, so each has its own place to go back to.
  await client.query('SAVEPOINT one')
  const refused = await client.query(`PREPARE one AS ${text}`).then(
    () => undefined,
    (error: Error) => error.message,
  )
  await client.query(refused === undefined ? 'DEALLOCATE one; RELEASE one' : 'ROLLBACK TO one')
  return refused === undefined ? [] : [`${refused}: ${text}`]
}

function notGiven(text: string, needed: ReadonlyMap<string, string[]>): string[] {
  return [...text.matchAll(insert)].flatMap(([, table = '', list = '']) => {
    const given = new Set(list.split(',').map((column) => column.trim().replaceAll('"', '')))
    const missing = (needed.get(table) ?? []).filter((column) => !given.has(column))
    return missing.map((column) => `${table}.${column} is not given: ${text}`)
  })
}

async function faults(): Promise<string[]> {
  const needed = await demanded()
  const found: string[] = []
  for (const text of statements) found.push(...(await refusalOf(text)), ...notGiven(text, needed))
  return found
}

/** With a change that is taken back afterwards. */
async function faultsWith(change: string): Promise<string[]> {
  await client.query('BEGIN')
  try {
    await client.query(change)
    return await faults()
  } finally {
    await client.query('ROLLBACK')
  }
}

describe('the released version on the schema as it is now', () => {
  it('asks for what is there, and gives what is demanded', async () => {
    expect(statements.length).toBeGreaterThan(150)
    expect(await faultsWith('SELECT 1')).toEqual([])
  })

  it.each([
    ['a column taken away', 'ALTER TABLE request DROP COLUMN "priority" CASCADE', /priority/],
    ['a table with another name', 'ALTER TABLE operator RENAME TO colleague', /"?operator"? does not exist/],
    ['a column of another type', 'ALTER TABLE event ALTER COLUMN subject_id TYPE boolean USING true', /subject_id|operator/],
    ['a value it does not give', 'ALTER TABLE staff_session ADD COLUMN device text NOT NULL', /device is not given/],
  ])('would notice %s', { timeout: 60_000 }, async (_, change, says) => {
    const found = await faultsWith(change)
    expect(found.length).toBeGreaterThan(0)
    expect(found.join('\n')).toMatch(says)
  })
})
