/** Once per test run: a real PostgreSQL with a migrated template, and the redis-server to start from. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/platform/db/migrate.ts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { bundleEntries } from './bundle.ts'
import { findOrInstall } from './find-or-install.ts'
import { runAsAdmin, templateName } from './test-database.ts'

/** Durability is tested where it is the subject; here speed is, and nobody pulls the plug. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setUp({ provide }: TestProject) {
  provide(
    'redisServer',
    findOrInstall({ program: 'redis-server', aptPackage: 'redis-server', suites: 'the served mode on Redis' }),
  )
  const bundle = await bundleEntries()
  const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-test-'))
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where the tests run as root
  const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres'), settings })
  const template = new URL(database.url)
  template.pathname = `/${templateName}`
  await runAsAdmin(database.url, `CREATE DATABASE ${templateName}`)
  await migrate(template.href)
  provide('databaseUrl', database.url)
  return async () => {
    await database.stop()
    for (const made of [directory, bundle.directory]) rmSync(made, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    redisServer: string
  }
}
