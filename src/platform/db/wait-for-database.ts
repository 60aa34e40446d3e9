import pg from 'pg'
import { AppError } from '#kernel'
import { databaseCodeOf, translateDatabaseError } from './translate-error.ts'

/** What a person at the keyboard is told; it holds host and database, never the password. */
class DatabaseRefusedError extends Error {
  override readonly name = 'DatabaseRefusedError'
}

const retryMs = 500
const sayEveryMs = 3_000
const oldestServer = 140_000

/**
 * Waits for a server that is away, telling so every few seconds, and gives up after `withinMs` with
 * `database.unavailable`. A server that answers and refuses (password, unknown database, too old) is not waited for.
 */
export async function waitForDatabase(url: string, say: (line: string) => void, withinMs = 60_000): Promise<void> {
  const where = placeOf(url)
  const giveUpAt = Date.now() + withinMs
  let sayAt = Date.now()
  for (;;) {
    const absence = await absenceOf(url, where)
    if (absence === undefined) return
    if (Date.now() > giveUpAt) throw absence
    if (Date.now() >= sayAt) {
      say(`waiting for the database at ${where} (${databaseCodeOf(absence.cause) ?? 'no answer'})`)
      sayAt = Date.now() + sayEveryMs
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs))
  }
}

/** Undefined where the server is there and may be used; throws where it is there and may not. */
async function absenceOf(url: string, where: string): Promise<AppError | undefined> {
  try {
    await tryServer(url, where)
    return undefined
  } catch (error) {
    const translated = translateDatabaseError(error)
    if (translated instanceof AppError) return translated
    throw refusalOf(error, where)
  }
}

async function tryServer(url: string, where: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined) // told by the query that meets it
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(`SELECT current_setting('server_version_num')::int AS version`)
    if ((rows[0]?.version ?? 0) < oldestServer)
      throw new DatabaseRefusedError(`the database at ${where} is older than PostgreSQL 14`)
  } finally {
    await client.end().catch(() => undefined) // a connection that never opened cannot be closed
  }
}

function refusalOf(error: unknown, where: string): Error {
  if (error instanceof DatabaseRefusedError) return error
  const code = databaseCodeOf(error)
  const reasons: Readonly<Record<string, string>> = {
    '28P01': 'the password was refused',
    '28000': 'this account may not sign in',
    '3D000': 'there is no such database',
  }
  const why = (code && reasons[code]) ?? `it refused the connection (${code ?? 'no code'})`
  return new DatabaseRefusedError(`the database at ${where} cannot be used: ${why}`, { cause: error })
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
