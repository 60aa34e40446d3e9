/**
 * The embedded PostgreSQL: the real server from npm binaries, watched over by us.
 *
 * Promise: whatever died before, the next start finds the data as it was committed. The directory is made in a temporary
 * one and renamed, a server that outlived its program is adopted, a stale pid file is no obstacle.
 * It listens on the loopback only, with a password made for this directory, and keeps its own log free of statements,
 * because those hold what clients wrote.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { binary, choosePlace, EmbeddedDatabaseError, type Place } from './binaries.ts'
import { becomesTrue, isAlive, isListed, pause } from './process.ts'

const run = promisify(execFile)

export type EmbeddedDatabase = {
  /** Address of the database `murojaat`. */
  readonly url: string
  readonly isNew: boolean
  readonly pid: number
  readonly how: 'started' | 'adopted'
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  readonly directory: string
  /** Told in one line what takes time. */
  readonly progress?: (line: string) => void
  /** Further server settings, for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

const user = 'murojaat'
const stopWithinMs = 30_000
const readyWithinMs = 60_000

/** Duration is that of a crash recovery at worst; throws EmbeddedDatabaseError with a sentence for the person at the keyboard. */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = await choosePlace(path.resolve(options.directory))
  const progress = options.progress ?? (() => undefined)
  const isNew = !fs.existsSync(path.join(place.dataDir, 'PG_VERSION'))
  if (isNew) {
    progress('creating the embedded database')
    await createDirectory(place)
  }
  const password = readPassword(place.dataDir)
  const urlAt = (port: number) => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`
  const adopted = await adopt(place, urlAt, progress)
  if (adopted) return { ...adopted, isNew }
  progress('starting the embedded database')
  return { ...(await start(place, urlAt, options.settings ?? {})), isNew }
}

const passwordFile = (dataDir: string) => `${dataDir}.password`

function readPassword(dataDir: string): string {
  try {
    return fs.readFileSync(passwordFile(dataDir), 'utf8').trim()
  } catch (cause) {
    throw new EmbeddedDatabaseError(`the embedded database's password is missing: ${passwordFile(dataDir)}`, { cause })
  }
}

/**
 * ICU with the root locale, because with a C locale neither ILIKE nor trigrams know Cyrillic letters.
 * The password file is kept from a try that died: the directory it was meant for never came to be.
 */
async function createDirectory({ native, dataDir, account }: Place): Promise<void> {
  const half = `${dataDir}.new-${process.pid}`
  fs.rmSync(half, { recursive: true, force: true })
  fs.mkdirSync(half, { recursive: true, mode: 0o700 })
  if (account) fs.chownSync(half, account.uid, account.gid)
  const secret = randomBytes(24).toString('base64url')
  const handed = path.join(os.tmpdir(), `murojaat-${randomBytes(8).toString('hex')}`)
  fs.writeFileSync(handed, secret, { mode: 0o600, flag: 'wx' })
  if (account) fs.chownSync(handed, account.uid, account.gid)
  const locale = ['--locale-provider=icu', '--icu-locale=und', '--locale=C.UTF-8']
  const parameters = ['-D', half, '-U', user, '-A', 'scram-sha-256', `--pwfile=${handed}`, '-E', 'UTF8', ...locale]
  try {
    await run(binary(native, 'initdb'), parameters, { ...account, cwd: '/', env: environment() })
    fs.writeFileSync(passwordFile(dataDir), secret, { mode: 0o600 })
    fs.renameSync(half, dataDir) // refuses a directory that holds anything
  } catch (cause) {
    fs.rmSync(half, { recursive: true, force: true })
    throw new EmbeddedDatabaseError(`the embedded database could not be created in ${dataDir}${lastLineOf(cause)}`, { cause })
  } finally {
    fs.rmSync(handed, { force: true })
  }
}

function lastLineOf(error: unknown): string {
  const stderr = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : ''
  const line = stderr.trim().split('\n').at(-1)
  return line ? `: ${line}` : ''
}

/** The server must not inherit our settings: PG* variables of the shell would change its behaviour. */
const environment = () => ({ PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' })

type Running = Omit<EmbeddedDatabase, 'isNew'>

/** A program that was killed leaves its server running, with everything in it: that server is taken over. */
async function adopt(
  place: Place,
  urlAt: (port: number) => string,
  progress: (line: string) => void,
): Promise<Running | undefined> {
  const file = path.join(place.dataDir, 'postmaster.pid')
  if (!fs.existsSync(file)) return undefined
  const [first = '', , , fourth = ''] = fs.readFileSync(file, 'utf8').split('\n')
  const pid = Number(first)
  const port = Number(fourth)
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (isAlive(pid) && isPostgres(pid, place)) {
    progress('adopting the embedded database that an earlier run left behind')
    await waitUntilReady(urlAt(port), () => (isAlive(pid) ? undefined : 'the running server went away'))
    return { url: await ownDatabase(urlAt(port)), pid, how: 'adopted', stop: () => stopByPid(pid) }
  }
  if (!isPostgres(pid, place)) fs.rmSync(file, { force: true })
  // The operating system may need a moment to forget a killed server, and until then a new one refuses to start.
  else await becomesTrue(() => !isListed(pid), 5_000)
  return undefined
}

/** After a restart of the machine the id in a stale file may belong to anything; where /proc is absent the file is believed. */
function isPostgres(pid: number, { dataDir }: Place): boolean {
  if (!fs.existsSync('/proc/self/cmdline')) return true
  try {
    const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0] === '' || words.includes(dataDir)
  } catch {
    return false // there is no such process
  }
}

async function start(
  place: Place,
  urlAt: (port: number) => string,
  settings: Readonly<Record<string, string>>,
): Promise<Running> {
  const logFile = `${place.dataDir}.log`
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = launch(place, port, logFile, settings)
    let end: string | undefined
    child.once('error', () => {
      end = 'it could not be launched'
    })
    child.once('exit', (code, signal) => {
      end = `it stopped by itself (${signal ?? code}); its log is ${logFile}`
    })
    try {
      await waitUntilReady(urlAt(port), () => end)
      child.unref()
      return { url: await ownDatabase(urlAt(port)), pid: child.pid ?? 0, how: 'started', stop: () => stopChild(child) }
    } catch (error) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT')
      // Between asking for a free port and using it another program may have taken it.
      if (attempt >= 3) throw error
    }
  }
}

/** Detached: Ctrl-C reaches the program only, which stops its server last. */
function launch(
  { native, dataDir, account }: Place,
  port: number,
  logFile: string,
  extra: Readonly<Record<string, string>>,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '90',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    jit: 'off', // it costs more than it gives in statements of a millisecond
    log_min_messages: 'log', // errors quote values
    log_min_error_statement: 'panic', // and statements
    log_error_verbosity: 'terse',
    ...extra,
  }
  const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = fs.openSync(logFile, 'w', 0o600)
  try {
    return spawn(binary(native, 'postgres'), ['-D', dataDir, '-p', String(port), ...parameters], {
      ...account,
      cwd: '/',
      env: environment(),
      stdio: ['ignore', log, log],
      detached: true,
    })
  } finally {
    fs.closeSync(log)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function waitUntilReady(url: string, whyNot: () => string | undefined): Promise<void> {
  for (const end = Date.now() + readyWithinMs; ; ) {
    const ended = whyNot()
    if (ended !== undefined) throw new EmbeddedDatabaseError(`the embedded database did not start: ${ended}`)
    const fault = await tryToConnect(url)
    if (fault === undefined) return
    if (Date.now() > end) {
      throw new EmbeddedDatabaseError('the embedded database did not answer within a minute', { cause: fault })
    }
    await pause(20)
  }
}

async function tryToConnect(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined) // told by the query below
  try {
    await client.connect()
    await client.query('SELECT 1')
    return undefined
  } catch (error) {
    return error ?? new Error('no answer')
  } finally {
    await client.end().catch(() => undefined) // a connection that never opened cannot be closed
  }
}

/** A database of its own leaves `postgres` for maintenance. */
async function ownDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [user])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${user}`)
  } finally {
    await client.end()
  }
  const url = new URL(adminUrl)
  url.pathname = `/${user}`
  return url.href
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = () => child.exitCode !== null || child.signalCode !== null
  child.kill('SIGINT')
  if (!(await becomesTrue(gone, stopWithinMs))) {
    child.kill('SIGQUIT') // recovery at the next start brings everything committed back
    await becomesTrue(gone, 5_000)
  }
}

async function stopByPid(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  if (!(await becomesTrue(() => !isAlive(pid), stopWithinMs)) && isAlive(pid)) process.kill(pid, 'SIGQUIT')
}
