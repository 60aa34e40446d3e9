/** The whole program inside this process, on a database of its own and a free port: for what must be seen over the wire. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { createApp } from '#app'
import { loadConfig, type Running, runProgram } from '#platform'
import { testDatabase } from './test-database.ts'

export type RunningProgram = Running & {
  readonly dataDirectory: string
  readonly databaseUrl: string
  /** Stops it and drops its database. */
  remove(): Promise<void>
}

/** @param env settings beside those that make it small and quiet. */
export async function runningProgram(env: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  const database = await testDatabase()
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'murojaat-program-'))
  const own = { DATABASE_URL: database.url, PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'silent' }
  const config = loadConfig({ ...own, ...env })
  const running = await runProgram(config, createApp, {
    version: '1.0.0',
    webDirectory: path.resolve('dist/web'),
    say: () => undefined,
  })
  return {
    ...running,
    dataDirectory,
    databaseUrl: database.url,
    async remove() {
      await running.stop()
      await database.drop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
