/**
 * The program as one or more processes by roles over one PostgreSQL, with Redis between them where there are several; a
 * stand-in for Telegram, the load's process, and as many operators' screens as wanted.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import type { CalendarUse } from '#contracts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { signInAs } from '../../tests/support/staff-session.ts'
import type { LaneTarget } from './http-lane.ts'
import { processorSecondsBelow, proportionalBytesBelow, residentBytes } from './hub-figures.ts'
import { endChild, startGenerator } from './load-process.ts'
import type { Deluge, Flood, LoadOrder, Pace } from './load-protocol.ts'
import { startTelegramStub, type TelegramStub } from './telegram-stub.ts'

const secret = 'a-word-only-telegram-knows'
const settings = {
  DEMO: 'off',
  LOG_LEVEL: 'error',
  TELEGRAM_MODE: 'webhook',
  TELEGRAM_BOT_TOKEN: '700000001:bench-token-of-nobody',
  TELEGRAM_WEBHOOK_SECRET: secret,
  PUBLIC_URL: 'https://bank.example.uz',
  // A handful of people stand for hundreds.
  SCREENS_PER_PERSON: '1000',
}
/** Who watches: members of staff of every department, over and over. */
const watching = ['dilnoza', 'jasur', 'gulnora', 'sherzod', 'nodira']
const startWithinMs = 180_000

/** Roles of each process, by how many there are. The first takes the webhooks. */
const layouts: Readonly<Record<number, readonly string[]>> = {
  1: ['web,worker,telegram'],
  2: ['web,telegram', 'worker'],
  4: ['web,telegram', 'web', 'worker', 'worker'],
}

type Order<K> = Omit<Extract<LoadOrder, { kind: K }>, 'kind' | 'target'>

export type House = {
  readonly sql: pg.Client
  readonly telegram: TelegramStub
  readonly past: { readonly channelAccountId: string; readonly departmentId: string; readonly operatorId: string }
  /** Processor seconds of all processes of the program, and of PostgreSQL, so far. */
  processor(): { readonly program: number; readonly database: number }
  /** The first process of the program, which takes the webhooks. */
  readonly door: RunningHub
  /** What the processes of the program hold, and PostgreSQL. */
  memory(): { readonly program: number; readonly database: number }
  openScreens(count: number): Promise<number>
  pace(order: Order<'pace'>): Promise<Pace>
  flood(order: Order<'flood'>): Promise<Flood>
  deluge(order: Order<'deluge'>): Promise<Deluge>
  /** Milliseconds until nothing is left to hear; throws after `withinMs`. */
  untilHeard(withinMs: number): Promise<number>
  close(): Promise<void>
}

/** @param options.nodeArguments for the processes of the program, such as `--cpu-prof`. */
export async function openHouse(options: { processes: number; nodeArguments?: readonly string[] }): Promise<House> {
  const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-house-'))
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
  const undo: (() => Promise<void> | void)[] = [() => rmSync(directory, { recursive: true, force: true })]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const database = await startEmbeddedDatabase({
      directory: path.join(directory, 'postgres'),
      settings: { shared_preload_libraries: 'pg_stat_statements', max_connections: '200' },
    })
    undo.push(() => database.stop())
    const telegram = await startTelegramStub()
    undo.push(() => telegram.close())
    const roles = layouts[options.processes] ?? []
    if (roles.length === 0) throw new Error('1, 2 or 4 processes')
    const redis = roles.length > 1 ? await startRedis() : undefined
    if (redis) undo.push(() => endChild(redis.child))
    const hubs: RunningHub[] = []
    for (const role of roles) {
      const hub = await startHub({
        startWithinMs,
        dataDirectory: directory,
        nodeArguments: options.nodeArguments ?? [],
        env: {
          ...settings,
          DATABASE_URL: database.url,
          TELEGRAM_API_ROOT: telegram.url,
          ROLES: role,
          ...(redis && { REDIS_URL: redis.url }),
        },
      })
      undo.push(() => hub.stop())
      hubs.push(hub)
    }
    const sql = new pg.Client({ connectionString: database.url })
    await sql.connect()
    undo.push(() => sql.end())
    await sql.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
    const generator = startGenerator()
    undo.push(() => endChild(generator.child))
    const past = await pastOf(sql)
    const door = firstOf(hubs)
    const target: LaneTarget = {
      port: door.port,
      path: `/channels/telegram/${past.channelAccountId}`,
      headers: { 'x-telegram-bot-api-secret-token': secret },
    }
    await openAtAllHours(door)
    const webs = hubs.filter((_, index) => roles[index]?.includes('web'))
    return {
      sql,
      telegram,
      past,
      door,
      ...lookingAt(hubs, database.pid),
      async openScreens(count) {
        const sessions = await sessionsAt(webs, count)
        return (await generator.obey({ kind: 'screens', screens: { url: '', sessions } }, 'screens')).open
      },
      pace: async (order) => (await generator.obey({ kind: 'pace', target, ...order }, 'pace')).pace,
      flood: async (order) => (await generator.obey({ kind: 'flood', target, ...order }, 'flood')).flood,
      deluge: async (order) => (await generator.obey({ kind: 'deluge', target, ...order }, 'deluge')).deluge,
      untilHeard: (withinMs) => untilHeard(sql, withinMs),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function firstOf(hubs: readonly RunningHub[]): RunningHub {
  const [door] = hubs
  if (door === undefined) throw new Error('no process serves this')
  return door
}

/** A figure must not depend on the hour it is taken at: nobody is given anything in the bank's lunch or at night. */
async function openAtAllHours(hub: RunningHub): Promise<void> {
  const admin = await signInAs(hub, 'admin')
  const week = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }])
  for (const { id, version, rules } of await admin.get<CalendarUse[]>('/api/calendars')) {
    const open = { ...rules, week, yearlyDaysOff: [], daysOff: [], specialDays: {}, eveShorterMinutes: 0 }
    const { status } = await admin.send('POST', `/api/calendars/${id}`, { rules: open, expectedVersion: version })
    if (status !== 200) throw new Error(`the calendar stayed as it was: ${status}`)
  }
}

/** What the processes take of the machine. */
const lookingAt = (hubs: readonly RunningHub[], databasePid: number): Pick<House, 'processor' | 'memory'> => ({
  processor: () => ({
    program: hubs.reduce((sum, hub) => sum + processorSecondsBelow(hub.pid()), 0),
    database: processorSecondsBelow(databasePid),
  }),
  memory: () => ({
    program: hubs.reduce((sum, hub) => sum + residentBytes(hub.pid()), 0),
    database: proportionalBytesBelow(databasePid),
  }),
})

/** The screens are shared out evenly over the processes that serve them. */
async function sessionsAt(webs: readonly RunningHub[], count: number) {
  const signedIn: { cookie: string; csrfToken: string }[] = []
  for (const login of watching) signedIn.push(await signInAs(firstOf(webs), login))
  return Array.from({ length: count }, (_, index) => {
    const { cookie = '', csrfToken = '' } = signedIn[index % signedIn.length] ?? {}
    return { cookie, csrfToken, url: `ws://127.0.0.1:${webs[index % webs.length]?.port}/desk/live` }
  })
}

async function pastOf(sql: pg.Client) {
  const { rows } = await sql.query<{ account: string; department: string; operator: string }>(`
    SELECT (SELECT id FROM channel_account WHERE kind = 'telegram' LIMIT 1) AS account,
      (SELECT id FROM department ORDER BY code LIMIT 1) AS department, (SELECT id FROM operator ORDER BY login LIMIT 1) AS operator`)
  const [row] = rows
  if (row === undefined) throw new Error('the bank was not seeded')
  return { channelAccountId: row.account, departmentId: row.department, operatorId: row.operator }
}

async function untilHeard(sql: pg.Client, withinMs: number): Promise<number> {
  const startedAt = Date.now()
  for (;;) {
    const { rows } = await sql.query<{ left: number }>(`SELECT (SELECT count(*) FROM event WHERE published_at IS NULL)::int
      + (SELECT count(*) FROM event_batch WHERE parked_at IS NULL)::int AS left`)
    const passed = Date.now() - startedAt
    if (rows[0]?.left === 0) return passed
    if (passed > withinMs) throw new Error(`after ${withinMs} ms ${rows[0]?.left} facts and batches still wait`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function startRedis(): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  })
  await new Promise((resolve, reject) => {
    child.once('error', reject)
    setTimeout(resolve, 1_000)
  })
  return { child, url: `redis://127.0.0.1:${port}` }
}
