/** Everything the bench brings up: one real PostgreSQL for both, the floor, the program, the load process, a stand-in for Telegram. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { signInAs } from '../../tests/support/staff-session.ts'
import type { LaneTarget } from './http-lane.ts'
import { type HubFigures, openHubFigures } from './hub-figures.ts'
import { endChild, startGenerator } from './load-process.ts'
import type { Flood, LoadOrder, Pace, Screens } from './load-protocol.ts'
import { startTelegramStub, type TelegramStub } from './telegram-stub.ts'

const secret = 'a-word-only-telegram-knows'
const botToken = '700000001:bench-token-of-nobody'
/** Ten screens: every member of staff who answers or watches, twice. */
const watching = ['dilnoza', 'jasur', 'gulnora', 'sherzod', 'nodira']

export type Contender = { readonly target: LaneTarget; readonly screens: Screens; readonly pid: number }

export type Stage = {
  readonly floor: Contender
  readonly hub: Contender
  readonly figures: HubFigures
  readonly telegram: TelegramStub
  readonly databasePid: number
  load(order: Extract<LoadOrder, { kind: 'screens' }>): Promise<number>
  flood(order: Omit<Extract<LoadOrder, { kind: 'flood' }>, 'kind'>): Promise<Flood>
  pace(order: Omit<Extract<LoadOrder, { kind: 'pace' }>, 'kind'>): Promise<Pace>
  close(): Promise<void>
}

/**
 * @param options.profileTo where the program's CPU profile is written when it stops.
 * @param options.countsStatements makes PostgreSQL keep pg_stat_statements, which costs it a little.
 */
export async function setStage(options: { profileTo?: string; countsStatements?: boolean }): Promise<Stage> {
  const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-bench-'))
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
  const undo: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const database = await startEmbeddedDatabase({
      directory: path.join(directory, 'postgres'),
      settings: options.countsStatements ? { shared_preload_libraries: 'pg_stat_statements' } : {},
    })
    undo.push(() => database.stop())
    const telegram = await startTelegramStub()
    undo.push(() => telegram.close())
    const floor = await startFloor(await createDatabase(database.url, 'floor'))
    undo.push(() => endChild(floor.child))
    const hub = await startHub({
      dataDirectory: path.join(directory),
      nodeArguments: options.profileTo ? ['--cpu-prof', `--cpu-prof-dir=${options.profileTo}`] : [],
      env: {
        DATABASE_URL: database.url,
        DEMO: 'off',
        LOG_LEVEL: 'error',
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_BOT_TOKEN: botToken,
        TELEGRAM_WEBHOOK_SECRET: secret,
        TELEGRAM_API_ROOT: telegram.url,
        PUBLIC_URL: 'https://bank.example.uz',
      },
    })
    undo.push(() => hub.stop())
    const figures = await openHubFigures(database.url, options.countsStatements ?? false)
    undo.push(() => figures.close())
    const generator = startGenerator()
    undo.push(() => endChild(generator.child))
    return {
      floor: floor.contender,
      hub: await asContender(hub, database.url),
      figures,
      telegram,
      databasePid: database.pid,
      load: async (order) => (await generator.obey(order, 'screens')).open,
      flood: async (order) => (await generator.obey({ kind: 'flood', ...order }, 'flood')).flood,
      pace: async (order) => (await generator.obey({ kind: 'pace', ...order }, 'pace')).pace,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

async function startFloor(databaseUrl: string): Promise<{ child: ChildProcess; contender: Contender }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/bench/floor-server.ts'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = /floor (\d+)/.exec(chunk.toString())?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.once('exit', () => reject(new Error('the floor did not come up')))
  })
  const screens = { url: `ws://127.0.0.1:${port}/live`, sessions: Array.from({ length: 10 }, () => ({})) }
  return { child, contender: { target: { port, path: '/webhook', headers: {} }, screens, pid: child.pid ?? 0 } }
}

async function asContender(hub: RunningHub, databaseUrl: string): Promise<Contender> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM channel_account WHERE kind = 'telegram'`)
  await client.end()
  const sessions: { cookie: string; csrfToken: string }[] = []
  for (const login of watching) {
    const { cookie, csrfToken } = await signInAs(hub, login)
    sessions.push({ cookie, csrfToken }, { cookie, csrfToken })
  }
  return {
    target: {
      port: hub.port,
      path: `/channels/telegram/${rows[0]?.id ?? ''}`,
      headers: { 'x-telegram-bot-api-secret-token': secret },
    },
    screens: { url: `ws://127.0.0.1:${hub.port}/desk/live`, sessions },
    pid: hub.pid(),
  }
}
