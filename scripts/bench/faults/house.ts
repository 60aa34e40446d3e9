/** The whole house as processes: one that takes calls and serves screens, one that works, over a PostgreSQL and a Redis. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { freePort } from '../../../tests/support/free-port.ts'
import { type RunningHub, startHub } from '../../../tests/support/running-hub.ts'
import { type Door, makeNetwork, type OwnNetwork, openDoor, whyNoNamespaces } from './network.ts'
import { openPostgres, openRedis, openVendor, type Postgres, type Redis, type Vendor } from './servers.ts'

export const secret = 'a-word-only-telegram-knows'
const startWithinMs = 240_000

export type House = {
  readonly web: RunningHub
  readonly worker: RunningHub
  /** Who takes calls, as a balancer has it; the first alone unless a fault says otherwise. */
  readonly targets: string[]
  /** The process that takes calls once more, from other sources: on the same database, queue and vendor. */
  startBeside(workingDirectory: string): Promise<RunningHub>
  readonly postgres: Postgres
  readonly redis: Redis
  readonly redisDoor: Door
  readonly vendor: Vendor
  /** Empty where networks of their own cannot be made. */
  readonly networks: readonly OwnNetwork[]
  /** The file a process started under `faketime` reads its clock's offset from. */
  readonly clockFile: string
  /** How often a process had ended by itself and was started again, as its supervisor would. */
  readonly revived: () => number
  /** Starts whatever of the program has ended. */
  reviveEnded(): Promise<void>
  ask<T>(text: string, values?: readonly unknown[]): Promise<T[]>
  close(): Promise<void>
}

export async function openHouse(say: (line: string) => void, workerLauncher: readonly string[]): Promise<House> {
  const parent = mkdtempSync(path.join(tmpdir(), 'murojaat-faults-'))
  chmodSync(parent, 0o755) // PostgreSQL runs as another account where this runs as root
  const undo: (() => Promise<void> | void)[] = [() => rmSync(parent, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse())
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => say(`  tidying up: ${String(error)}`))
  }
  try {
    const postgres = await openPostgres(parent)
    undo.push(() => postgres.stop())
    const redis = await openRedis()
    undo.push(() => redis.kill())
    const redisDoor = await openDoor(redis.port)
    undo.push(() => redisDoor.close())
    const vendor = await openVendor()
    undo.push(() => vendor.close())
    const networks = whyNoNamespaces() === undefined ? [makeNetwork(0), makeNetwork(1)] : []
    for (const network of networks) undo.push(() => network.remove())
    const sql = new pg.Pool({ connectionString: postgres.url, max: 2 })
    sql.on('error', () => undefined) // the question that follows tells
    undo.push(() => sql.end())
    const clockFile = path.join(parent, 'clock')
    const port = await freePort()
    const launch = async (roles: string, number: number, launcher: readonly string[], workingDirectory?: string) => {
      const parts = { roles, parent, postgres, redisDoor, vendor, network: networks[number], launcher, clockFile }
      // The page's own address must be the public one, or nobody is let in.
      const publicUrl = `http://${networks[0]?.front.own ?? '127.0.0.1'}:${port}`
      const isFirst = number === 0 && workingDirectory === undefined
      return startHub({
        ...hubOptions({ ...parts, publicUrl }),
        port: isFirst ? port : await freePort(),
        ...(workingDirectory !== undefined && { workingDirectory }),
      })
    }
    say('  starting the process that takes calls')
    const web = await launch('web,telegram', 0, [])
    undo.push(() => web.crash())
    say('  starting the process that works')
    const worker = await launch('worker', 1, workerLauncher)
    undo.push(() => worker.crash())
    let revived = 0
    return {
      ...{ web, worker, postgres, redis, redisDoor, vendor, networks, clockFile },
      targets: [web.base],
      async startBeside(workingDirectory) {
        const beside = await launch('web,telegram', 0, [], workingDirectory)
        undo.push(() => beside.crash())
        return beside
      },
      revived: () => revived,
      async reviveEnded() {
        for (const hub of [web, worker]) {
          if (hub.isRunning()) continue
          revived++
          await hub.start()
        }
      },
      ask: async <T>(text: string, values: readonly unknown[] = []) => (await sql.query(text, [...values])).rows as T[],
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

type Parts = {
  roles: string
  parent: string
  postgres: Postgres
  redisDoor: Door
  vendor: Vendor
  network: OwnNetwork | undefined
  launcher: readonly string[]
  clockFile: string
  publicUrl: string
}

function hubOptions({ roles, parent, postgres, redisDoor, vendor, network, launcher, clockFile, publicUrl }: Parts) {
  const databaseUrl = new URL(postgres.url)
  databaseUrl.hostname = network?.back ?? '127.0.0.1'
  const words = [...(network?.launcher ?? []), ...launcher]
  const [command, ...parameters] = words
  return {
    startWithinMs,
    dataDirectory: path.join(parent, 'data'),
    ...(network && { host: network.front.own }),
    ...(command !== undefined && { launcher: [command, ...parameters] as const }),
    env: {
      ROLES: roles,
      DATABASE_URL: databaseUrl.href,
      REDIS_URL: `redis://${network?.back ?? '127.0.0.1'}:${redisDoor.port}`,
      DEMO: 'off',
      LOG_LEVEL: 'error',
      SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
      STOP_GRACE_SECONDS: '3',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_BOT_TOKEN: '700000001:bench-token-of-nobody',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_API_ROOT: `http://${network?.front.world ?? '127.0.0.1'}:${vendor.port}`,
      TELEGRAM_SENDS_PER_SECOND: '500',
      PUBLIC_URL: publicUrl,
      // Read by libfaketime where it is loaded: an offset that may change while the process runs. Timers keep their pace.
      FAKETIME_TIMESTAMP_FILE: clockFile,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
}
