/** Once per test run: a real PostgreSQL with a migrated template, and the redis-server to start from. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { bundleEntries } from './bundle.ts'
import { findOrInstall } from './find-or-install.ts'
import { layOutDatabase, prepareData } from './prepared-data.ts'
import { runAsAdmin, templateName } from './test-database.ts'

/** Durability is tested where it is the subject; here speed is, and nobody pulls the plug. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setUp({ provide }: TestProject) {
  provide(
    'redisServer',
    findOrInstall({ program: 'redis-server', aptPackage: 'redis-server', suites: 'the served mode on Redis' }),
  )
  const [bundle, prepared] = [await bundleEntries(), await prepareData()]
  const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-test-'))
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where the tests run as root
  layOutDatabase(directory)
  const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres'), settings })
  const admin = new URL(database.url)
  admin.pathname = '/postgres' // a database is copied only while nobody is in it
  await runAsAdmin(admin.href, `CREATE DATABASE ${templateName} TEMPLATE ${path.basename(new URL(database.url).pathname)}`)
  provide('databaseUrl', database.url)
  return async () => {
    await database.stop()
    for (const made of [directory, bundle.directory, prepared.directory]) rmSync(made, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    redisServer: string
  }
}
