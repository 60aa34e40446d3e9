import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AlreadyRunningError, type EmbeddedDatabase, startEmbeddedDatabase, takeInstanceLock } from '#platform'
import { type Child, freePort, layOutDatabase, startChild, until } from '../../support/index.ts'

const program = 'tests/support/children/run-bare-program.ts'

let directory: string
const children: Child[] = []
const databases: EmbeddedDatabase[] = []
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-embedded-'))
  fs.chmodSync(directory, 0o755)
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const database of databases.splice(0)) await database.stop()
  const pid = postmasterOf(dataDirectory())
  if (pid !== undefined && isRunning(pid)) {
    process.kill(pid, 'SIGQUIT')
    await until(() => !isRunning(pid))
  }
  fs.rmSync(directory, { recursive: true, force: true })
})

const dataDirectory = () => path.join(directory, 'postgres')
const open = async (progress?: (line: string) => void) => {
  const database = await startEmbeddedDatabase({ directory: dataDirectory(), ...(progress && { progress }) })
  databases.push(database)
  return database
}
/** For what is not about its making: it was made before. */
const openMade = () => {
  layOutDatabase(directory)
  return open()
}
const run = async (env: Record<string, string> = {}) => {
  if (!fs.existsSync(dataDirectory())) layOutDatabase(directory)
  const child = startChild(program, { DATA_DIR: directory, PORT: String(await freePort()), LOG_LEVEL: 'error', ...env })
  children.push(child)
  return child
}

function postmasterOf(dataDir: string): number | undefined {
  const file = path.join(dataDir, 'postmaster.pid')
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false // there is no such process
  }
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the embedded database', () => {
  it('is made at the first start, kept for the second, and tells what takes time', async () => {
    const said: string[] = []
    const first = await open((line) => said.push(line))
    expect(first).toMatchObject({ isNew: true, how: 'started' })
    await query(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
    await first.stop()
    expect(isRunning(first.pid)).toBe(false)
    const second = await open()
    expect(second).toMatchObject({ isNew: false, how: 'started' })
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    expect(said).toEqual(['creating the embedded database', 'starting the embedded database'])
  })

  it('knows Cyrillic letters and their order, and keeps what it is told safe', async () => {
    const { url } = await open()
    const [row] = await query<Record<string, unknown>>(
      url,
      `SELECT lower('ЎЗБЕК') AS lower, 'КАРТА' ILIKE '%карт%' AS ilike, current_setting('fsync') AS fsync,
        current_setting('TimeZone') AS zone,
        (SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['я','ё','б','а','е']) w) AS sorted`,
    )
    expect(row).toEqual({ lower: 'ўзбек', ilike: true, fsync: 'on', zone: 'UTC', sorted: 'абеёя' })
    await query(url, 'CREATE EXTENSION pg_trgm')
    expect(await query(url, `SELECT similarity('карта', 'карты') > 0.3 AS similar`)).toEqual([{ similar: true }])
  })

  it('listens on the loopback only, with a password nobody else may read', async () => {
    const { url } = await openMade()
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect(fs.statSync(`${dataDirectory()}.password`).mode & 0o077).toBe(0)
  })

  it('writes no statement and no value into its own log', async () => {
    const { url } = await openMade()
    await query(url, 'CREATE TABLE card (number text PRIMARY KEY); INSERT INTO card VALUES (8600123456789012)')
    await expect(query(url, `INSERT INTO card VALUES ('8600123456789012')`)).rejects.toMatchObject({ code: '23505' })
    await expect(query(url, `SELECT '8600123456789012'::date`)).rejects.toThrow()
    expect(fs.readFileSync(`${dataDirectory()}.log`, 'utf8')).not.toContain('8600')
  })

  it('starts although a pid file of a server that is gone was left behind', async () => {
    const first = await openMade()
    process.kill(first.pid, 'SIGKILL')
    await until(() => !isRunning(first.pid))
    expect(fs.existsSync(path.join(dataDirectory(), 'postmaster.pid'))).toBe(true)
    expect(await open()).toMatchObject({ isNew: false, how: 'started' })
  })

  it('starts although the pid in a stale file belongs to another program by now', async () => {
    const first = await openMade()
    await first.stop()
    const stranger = startChild('tests/support/children/sleep.ts')
    children.push(stranger)
    fs.writeFileSync(
      path.join(dataDirectory(), 'postmaster.pid'),
      `${stranger.pid}\n${dataDirectory()}\n0\n5432\n\n127.0.0.1\n`,
    )
    const second = await open()
    expect(second.how).toBe('started')
    expect(isRunning(stranger.pid)).toBe(true)
  })

  it('leaves nothing half made when its making is cut short', async () => {
    fs.mkdirSync(`${dataDirectory()}.new-1/base`, { recursive: true })
    expect(await open()).toMatchObject({ isNew: true })
  })

  it.skipIf(process.getuid?.() !== 0)('runs under another account where the program runs as root', async () => {
    const { pid } = await openMade()
    expect(fs.statSync(`/proc/${pid}`).uid).not.toBe(0)
  })

  it.skipIf(process.getuid?.() !== 0)('works for an account that is not root as well', () => {
    fs.chmodSync(directory, 0o777)
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'tests/support/children/open-and-close.ts', dataDirectory()],
      {
        encoding: 'utf8',
        uid: 65_534,
        gid: 65_534,
        env: { PATH: process.env['PATH'] ?? '', HOME: directory, TMPDIR: directory },
      },
    )
    expect(`${stdout}${stderr}`).toContain('opened started')
  })
})

describe('a program that is killed', () => {
  it('leaves its server running, and the next start adopts it with everything that was acknowledged', async () => {
    const first = await run({ WRITE: 'on', DIGEST: 'hang' })
    await first.line('acknowledged 20')
    first.kill('SIGKILL')
    await first.ended()
    const pid = postmasterOf(dataDirectory())
    expect(pid !== undefined && isRunning(pid)).toBe(true)
    const acknowledged = first.lines.filter((line) => line.startsWith('acknowledged ')).length
    const second = await run()
    await second.line('adopting')
    await second.line('ready')
    expect(postmasterOf(dataDirectory())).toBe(pid)
    // Nobody else can hold a lease on an embedded database, so what the dead process had taken comes back at once.
    const heard = () =>
      new Set(second.lines.filter((line) => line.startsWith('heard ')).flatMap((line) => line.slice(6).split(',').map(Number)))
    await until(() => Array.from({ length: acknowledged }, (_, index) => index + 1).every((number) => heard().has(number)), {
      what: 'every acknowledged fact to be heard',
    })
    second.kill('SIGTERM')
    expect(await second.ended()).toBe(0)
    expect(pid !== undefined && isRunning(pid)).toBe(false)
  }, 180_000)

  it('loses nothing that was acknowledged when its server is killed with it', async () => {
    const first = await run({ WRITE: 'on' })
    await first.line('acknowledged 20')
    const pid = postmasterOf(dataDirectory())
    first.kill('SIGKILL')
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    await first.ended()
    const acknowledged = first.lines.filter((line) => line.startsWith('acknowledged ')).length
    const database = await open()
    const rows = await query<{ number: number }>(database.url, `SELECT (data->>'number')::int AS number FROM event ORDER BY 1`)
    const stored = new Set(rows.map((row) => row.number))
    expect(Array.from({ length: acknowledged }, (_, index) => index + 1).filter((number) => !stored.has(number))).toEqual([])
  }, 180_000)
})

describe('a second program on the same data', () => {
  it('is refused with a sentence that names the first, which goes on undisturbed', async () => {
    const first = await run()
    await first.line('ready')
    const second = await run()
    expect(await second.ended()).toBe(1)
    const sentence = await second.line('failed')
    expect(sentence).toContain(`process ${first.pid}`)
    expect(sentence).toContain('DATA_DIR')
    const base = (await first.line('ready')).slice('ready '.length)
    expect((await fetch(`${base}/health/ready`)).status).toBe(200)
  }, 180_000)

  it('is let in when the first is gone, however it went', async () => {
    const first = await run()
    await first.line('ready')
    first.kill('SIGKILL')
    await first.ended()
    const second = await run()
    await second.line('ready')
  }, 180_000)
})

describe('the lock of a data directory', () => {
  it('is not held by a process that got the id of a dead one', () => {
    fs.writeFileSync(path.join(directory, 'murojaat.lock'), `${process.pid} 12345\n`)
    takeInstanceLock(directory).release()
    expect(fs.readdirSync(directory)).toEqual([])
  })

  it('is refused while its holder lives, and free after its release', () => {
    const lock = takeInstanceLock(directory)
    expect(() => takeInstanceLock(directory)).toThrow(AlreadyRunningError)
    lock.release()
    takeInstanceLock(directory).release()
  })

  it('is not hindered by a file that holds nonsense', () => {
    fs.writeFileSync(path.join(directory, 'murojaat.lock'), 'nonsense')
    takeInstanceLock(directory).release()
  })
})
