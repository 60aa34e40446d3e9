import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createAdmin } from '../../../scripts/murojaat/create-admin.ts'
import { diagnostics } from '../../../scripts/murojaat/diagnostics.ts'
import { migrateCommand } from '../../../scripts/murojaat/migrate.ts'
import { seed } from '../../../scripts/murojaat/seed.ts'
import { examine, judgeAccount } from '../../../src/app/doctor.ts'
import { loadConfig, withTools } from '../../../src/platform/index.ts'
import { listOperators, signIn } from '../../../src/staff/index.ts'
import { freePort, hasRedis, redisForTests, type TestDatabase, type TestRedis, testDatabase } from '../../support/index.ts'

const run = promisify(execFile)
let directory: string
let database: TestDatabase
let redis: TestRedis | undefined
let env: Record<string, string>
const lines: string[] = []
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'murojaat-commands-'))
  database = await testDatabase('empty')
  redis = hasRedis() ? await redisForTests() : undefined
  env = {
    DATABASE_URL: database.url,
    DATA_DIR: directory,
    PORT: String(await freePort()),
    ...(redis && { REDIS_URL: redis.url }),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
}, 120_000)
afterEach(() => lines.splice(0))
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await redis?.stop()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

describe('from an empty database to a running bank, by commands', () => {
  it('migrate --check tells what is missing and changes nothing; the doctor says the same', async () => {
    expect(await migrateCommand.run(['--check'])).toBe(1)
    expect(lines.every((line) => line.startsWith('not applied yet: '))).toBe(true)
    const findings = await examine(env)
    expect(findings).toContainEqual(
      expect.objectContaining({ area: 'database', level: 'warning', todo: expect.stringContaining('murojaat migrate') }),
    )
    expect(await migrateCommand.run(['--nonsense'])).toBe(2)
  })
  it('migrate applies them once', async () => {
    expect(await migrateCommand.run([])).toBe(0)
    expect(lines.at(-1)).toMatch(/^\d+ migrations applied$/)
    expect(await migrateCommand.run([])).toBe(0)
    expect(lines.at(-1)).toBe('the database is up to date')
    expect(await migrateCommand.run(['--check'])).toBe(0)
  })
  it('seed puts the bank in once', async () => {
    expect(await seed.run([])).toBe(0)
    expect(lines[0]).toBe('members of staff added: 1')
    expect(await seed.run([])).toBe(0)
    expect(lines.at(-1)).toBe('there is staff already; nobody was added')
  })
  it('create-admin gives a password that signs in, and no second one to a login that is taken', async () => {
    expect(await createAdmin.run(['bahodir', 'Bahodir', 'Aka'])).toBe(0)
    const password = /^bahodir: (\S+) /.exec(lines[0] ?? '')?.[1] ?? ''
    await withTools(
      loadConfig(env),
      () => undefined,
      async ({ ctx }) => {
        await signIn(ctx, { login: 'bahodir', password }) // throws where the password is another one
        const added = (await listOperators(ctx)).find(({ login }) => login === 'bahodir')
        expect(added).toMatchObject({ displayName: 'Bahodir Aka', roles: ['administrator'] })
      },
    )
    expect(await createAdmin.run(['bahodir'])).toBe(1)
    expect(await createAdmin.run(['Not A Login'])).toBe(2)
  })
  it('the doctor finds all well but what the test bank really lacks', async () => {
    const findings = await examine(env)
    // The servers of the tests run without fsync, and the doctor sees that.
    expect(findings.filter(({ level }) => level === 'fault').map(({ todo }) => todo)).toEqual(['Set fsync = on.'])
    expect(findings.map(({ area }) => area)).toEqual(
      expect.arrayContaining(['program', 'configuration', 'database', 'redis', 'disk', 'clock', 'channels']),
    )
  })
})

describe('the doctor over what is broken', () => {
  it('says which database, which Redis, and what to do, without a password', async () => {
    const url = new URL(database.url)
    url.password = 'wrong-password'
    const refused = await examine({ ...env, DATABASE_URL: url.href, REDIS_URL: `redis://127.0.0.1:${await freePort()}` })
    const faults = refused.filter(({ level }) => level === 'fault')
    expect(faults.map(({ area }) => area)).toEqual(['database', 'redis'])
    expect(faults[0]).toMatchObject({ says: expect.stringContaining('the password was refused') })
    expect(JSON.stringify(refused)).not.toContain('wrong-password')
    url.href = database.url
    url.pathname = '/nowhere'
    const absent = await examine({ ...env, DATABASE_URL: url.href })
    expect(absent).toContainEqual(expect.objectContaining({ todo: expect.stringContaining('CREATE DATABASE') }))
  })
  it('says of an account what the watchdog saw, and that nobody looks after it any more', () => {
    const account = {
      channelAccountId: 'a',
      kind: 'telegram',
      name: 'Bot',
      visibility: 'private',
      state: 'alarm',
      findings: [{ code: 'token_refused', level: 'alarm', facts: {} }],
      checkedAt: '2026-03-02T09:00:00.000Z',
      changedAt: null,
      paused: null,
      waitingReplies: 3,
      oldestWaitingAt: null,
      vendorPending: null,
      vendorDropsAt: null,
      tokenExpiresAt: null,
      lastInboundAt: null,
      probeSeenAt: null,
    } as const
    const judged = (at: string) => judgeAccount({ ...account, findings: [...account.findings] }, new Date(at))
    expect(judged('2026-03-02T09:01:00Z')).toMatchObject([{ level: 'fault', todo: expect.stringContaining('new token') }])
    expect(judged('2026-03-02T10:00:00Z')).toMatchObject([{ level: 'warning', says: expect.stringContaining('60 minutes') }])
  })
})

describe('the diagnostics', () => {
  it('tell sizes, states and settings, and no secret and no name of staff', async () => {
    const secret = 'sekret-sekret-sekret'
    vi.stubEnv('METRICS_TOKEN', secret)
    const file = path.join(directory, 'bundle.tar.gz')
    expect(await diagnostics.run([file])).toBe(0)
    const { stdout: names } = await run('tar', ['tzf', file])
    expect(names.trim().split('\n')).toEqual(
      expect.arrayContaining(['doctor.txt', 'about.json', 'settings.json', 'database.json', 'tables.json', 'channels.json']),
    )
    const { stdout: all } = await run('tar', ['xzOf', file], { maxBuffer: 10_000_000 })
    expect(all).toContain('"METRICS_TOKEN": "[set]"')
    for (const hidden of [secret, new URL(database.url).password, 'bahodir']) expect(all).not.toContain(hidden)
  })
})

describe('murojaat', () => {
  it('lists its commands, and is told apart from a command it does not have by its exit code', async () => {
    const { stdout } = await run(process.execPath, ['scripts/murojaat.mjs'])
    for (const name of ['start', 'migrate', 'seed', 'doctor', 'create-admin', 'diagnostics'])
      expect(stdout).toContain(`  ${name}`)
    const failed = await run(process.execPath, ['scripts/murojaat.mjs', 'nonsense']).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no command "nonsense"') })
  }, 60_000)
})
