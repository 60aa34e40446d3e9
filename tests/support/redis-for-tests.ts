import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { createClient } from 'redis'
import { inject } from 'vitest'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

export type TestRedis = {
  readonly url: string
  readonly port: number
  /** Kills the server as a crash would; `start` again with the same port brings an empty one back. */
  stop(): Promise<void>
}

/** False where redis-server could not be had: `describe.skipIf(!hasRedis())`; the test run has said why. */
export function hasRedis(): boolean {
  return inject('redisServer') !== ''
}

/** A real redis-server of this test's own, in memory only. */
export async function redisForTests(onPort?: number): Promise<TestRedis> {
  const port = onPort ?? (await freePort())
  const directory = await mkdtemp(path.join(tmpdir(), 'murojaat-redis-'))
  const parameters = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  const server = spawn(inject('redisServer'), parameters, { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  await until(() => answers(url), { what: 'redis-server' })
  return {
    url,
    port,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL')
        await new Promise((resolve) => server.once('exit', resolve))
      }
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 1_000 } })
  client.on('error', () => undefined) // told by the answer
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } catch {
    return false // not yet
  } finally {
    client.destroy()
  }
}
