/**
 * Most of what is started in the suites begins with an empty data directory, and making its database (initdb and every
 * migration) takes longer than what is tested. So a run makes one once, and each new directory begins with a copy of it.
 * What the making itself promises is tested where it is the subject, without this.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { migrate } from '../../src/platform/db/migrate.ts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'

/** Names the directory with the database; set where a run of tests has made one. */
const preparedVariable = 'TESTS_PREPARED_DIRECTORY'

/** Nobody pulls the plug of the machine: what a killed server had written is there for the next one without being flushed. */
const settings = 'fsync = off\nfull_page_writes = off\n'

/** Makes it, once however many projects of the run ask for it. @returns what takes it away again. */
export async function prepareData(): Promise<{ directory: string }> {
  const had = process.env[preparedVariable]
  if (had !== undefined) return { directory: had }
  const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-prepared-'))
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where the tests run as root
  const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres') })
  await migrate(database.url)
  await database.stop()
  appendFileSync(path.join(directory, 'postgres/postgresql.conf'), settings)
  rmSync(path.join(directory, 'postgres.log'), { force: true })
  process.env[preparedVariable] = directory
  return { directory }
}

/** Puts a migrated embedded database into an empty data directory, where this run has one; else the program makes its own. */
export function layOutDatabase(dataDirectory: string): void {
  const prepared = process.env[preparedVariable]
  // With its owner: the server refuses a directory that is not its own.
  if (prepared !== undefined) execFileSync('cp', ['-a', `${prepared}/.`, dataDirectory])
}
