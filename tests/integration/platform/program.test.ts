import * as fs from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Child,
  freePort,
  hasRedis,
  redisForTests,
  startChild,
  type TestDatabase,
  testDatabase,
  until,
} from '../../support/index.ts'

const program = 'tests/support/children/run-bare-program.ts'

let directory: string
let database: TestDatabase
const children: Child[] = []
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-program-'))
  database = await testDatabase()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const close of closing.splice(0)) await close()
  await database.drop()
  fs.rmSync(directory, { recursive: true, force: true })
})

const run = async (env: Record<string, string> = {}) => {
  const own = { DATA_DIR: directory, DATABASE_URL: database.url, PORT: String(await freePort()), LOG_LEVEL: 'error' }
  const child = startChild(program, { ...own, ...env })
  children.push(child)
  return child
}
const baseOf = async (child: Child) => (await child.line('ready')).slice('ready '.length)

describe('a program on a served database', () => {
  it('migrates it, serves, hears its own facts and stops when asked, with the request under way answered', async () => {
    const empty = await testDatabase('empty')
    closing.push(() => empty.drop())
    const child = await run({ WRITE: 'on', DATABASE_URL: empty.url })
    const base = await baseOf(child)
    expect(await (await fetch(`${base}/health/ready`)).json()).toMatchObject({ ok: true })
    await child.line('heard')
    const slow = fetch(`${base}/slow`)
    await new Promise((resolve) => setTimeout(resolve, 100)) // long enough to have arrived
    child.kill('SIGTERM')
    expect(await (await slow).json()).toEqual({ done: true })
    expect(await child.ended()).toBe(0)
    expect(child.lines).toContain('stopped')
  }, 180_000)

  it('waits for one that is away, telling so without its password, and goes on when it comes', async () => {
    const url = new URL(database.url)
    url.port = String(await freePort())
    const child = await run({ DATABASE_URL: url.href })
    const line = await child.line('waiting for the database')
    expect(line).toContain(`127.0.0.1:${url.port}`)
    expect(line).toContain('ECONNREFUSED')
    expect(child.lines.join()).not.toContain(url.password)
    const server = createServer((socket) => {
      const onward = connect(Number(new URL(database.url).port), '127.0.0.1')
      socket.pipe(onward).pipe(socket)
      // A server that waits for the rest of a sign-in holds up every DROP DATABASE, so neither end outlives the other.
      for (const [end, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        end.on('error', () => undefined)
        end.on('close', () => other.destroy())
      }
    })
    closing.push(async () => void server.close()) // the killed program's connections end with it
    server.listen(Number(url.port), '127.0.0.1')
    await child.line('ready')
  }, 180_000)

  it('does not wait for one that refuses, and says why', async () => {
    const url = new URL(database.url)
    url.password = 'wrong-password'
    const refused = await run({ DATABASE_URL: url.href })
    expect(await refused.ended()).toBe(1)
    expect(await refused.line('failed')).toContain('the password was refused')
    expect(refused.lines.join()).not.toContain('wrong-password')
    url.href = database.url
    url.pathname = '/nowhere'
    const absent = await run({ DATABASE_URL: url.href })
    expect(await absent.ended()).toBe(1)
    expect(await absent.line('failed')).toContain('there is no such database')
  }, 180_000)

  it('names the setting when its port is taken', async () => {
    const first = await run()
    const port = new URL(await baseOf(first)).port
    const second = await run({ PORT: port })
    expect(await second.ended()).toBe(1)
    expect(await second.line('failed')).toMatch(new RegExp(`port ${port}.*set PORT`))
  }, 180_000)

  it('survives its database going away at noon, says so, and goes on when it is back', async () => {
    const child = await run()
    const base = await baseOf(child)
    const ready = async () => (await fetch(`${base}/health/ready`)).status
    expect(await ready()).toBe(200)
    // Every connection is thrown out, again and again, as a server that restarts does.
    const { runAsAdmin } = await import('../../support/test-database.ts')
    const admin = new URL(database.url)
    admin.pathname = '/postgres'
    await runAsAdmin(admin.href, `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS false`)
    await runAsAdmin(admin.href, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}'`)
    await until(async () => (await ready()) === 503)
    await runAsAdmin(admin.href, `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS true`)
    await until(async () => (await ready()) === 200)
  }, 180_000)
})

describe.skipIf(!hasRedis())('several processes on one database and one Redis', () => {
  it('share the work: what the web process states, the worker hears', async () => {
    const redis = await redisForTests()
    closing.push(() => redis.stop())
    const web = await run({ REDIS_URL: redis.url, ROLES: 'web,telegram', WRITE: 'on' })
    const worker = await run({ REDIS_URL: redis.url, ROLES: 'worker' })
    await baseOf(web)
    await worker.line('heard')
    expect(web.lines.some((line) => line.startsWith('heard'))).toBe(false)
    worker.kill('SIGTERM')
    web.kill('SIGTERM')
    expect(await worker.ended()).toBe(0)
    expect(await web.ended()).toBe(0)
  }, 180_000)
})
