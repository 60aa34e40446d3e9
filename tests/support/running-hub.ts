/** The whole program as a process of its own, and members of staff signed in to it. No vitest in here: the bench uses it too. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { freePort } from './free-port.ts'
import { layOutDatabase } from './prepared-data.ts'
import { runArguments } from './run-arguments.ts'
import { until } from './until.ts'

export type HubOptions = {
  /** Settings of the program; the host is the loopback and the data directory a new one unless given. */
  readonly env?: Readonly<Record<string, string>>
  readonly dataDirectory?: string
  readonly port?: number
  /** Where it listens; the loopback unless given. */
  readonly host?: string
  /** A command that runs the program, such as one that puts it into a network of its own; it must become the program. */
  readonly launcher?: readonly [string, ...string[]]
  /** Starts it as `npm start` does, also where the run of tests has it joined into one file. */
  readonly fromSources?: boolean
  /** Has it make its embedded database itself, also where the run of tests has one to begin with. */
  readonly fromNothing?: boolean
  /** Where its sources are; this tree unless given. */
  readonly workingDirectory?: string
  /** For node itself, such as `--cpu-prof`. */
  readonly nodeArguments?: readonly string[]
  /** The longest wait for a start; three minutes unless given, because a busy machine takes one. */
  readonly startWithinMs?: number
}

/** What one start took, from the launch of the process. */
export type StartTimes = {
  /** Until it answered anything at all. */
  readonly answeredMs: number
  /** Until it called itself ready. */
  readonly readyMs: number
}

export type RunningHub = {
  readonly base: string
  readonly port: number
  readonly dataDirectory: string
  readonly pid: () => number
  readonly isRunning: () => boolean
  /** Every line it has printed, over all its lives. */
  readonly lines: readonly string[]
  /** One for each time it came up. */
  readonly starts: readonly StartTimes[]
  readonly passwordOf: (login: string) => string
  /** The database it works on, its own embedded one where it was given none. */
  readonly databaseUrl: () => string
  /** Kills it as a crash would; nothing of it is asked to tidy up. */
  crash(): Promise<void>
  /** As Ctrl-C does. */
  stop(): Promise<void>
  /** Brings it up again on the same port and data. */
  start(): Promise<void>
  /** Whatever state it is in: ends it, its embedded database too, and removes its data. */
  remove(): Promise<void>
}

/** Resolves when it takes requests; throws with its last lines where it does not come up. */
export async function startHub(options: HubOptions = {}): Promise<RunningHub> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(path.join(tmpdir(), 'murojaat-hub-'))
  mkdirSync(dataDirectory, { recursive: true })
  chmodSync(dataDirectory, 0o755) // PostgreSQL runs as another account where this runs as root
  const isNew = !existsSync(path.join(dataDirectory, 'postgres'))
  if (isNew && !options.fromNothing && !options.env?.['DATABASE_URL']) layOutDatabase(dataDirectory)
  const port = options.port ?? (await freePort())
  const host = options.host ?? '127.0.0.1'
  const base = `http://${host}:${port}`
  const lines: string[] = []
  const starts: StartTimes[] = []
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    LOG_LEVEL: 'warn',
    ...options.env,
    DATA_DIR: dataDirectory,
    PORT: String(port),
    HOST: host,
  }
  let child: ChildProcess | undefined
  const isOver = () => child === undefined || child.exitCode !== null || child.signalCode !== null
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!isOver()) child?.kill(signal)
    await until(isOver, { withinMs: 60_000, what: 'the end of the program' })
  }
  const hub: RunningHub = {
    base,
    port,
    dataDirectory,
    lines,
    starts,
    pid: () => child?.pid ?? 0,
    isRunning: () => !isOver(),
    passwordOf: (login) => firstPassword(dataDirectory, login),
    databaseUrl: () => options.env?.['DATABASE_URL'] ?? embeddedUrl(dataDirectory),
    crash: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start() {
      const words = [process.execPath, ...(options.nodeArguments ?? []), ...runArguments('src/main.ts', options)]
      const [command, ...parameters] = options.launcher ? [...options.launcher, ...words] : words
      child = spawn(command ?? process.execPath, parameters, {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(options.workingDirectory !== undefined && { cwd: options.workingDirectory }),
      })
      for (const stream of [child.stdout, child.stderr]) collectLines(stream, lines)
      const launchedAt = performance.now()
      let answeredMs: number | undefined
      const isReady = async () => {
        if (isOver()) return true
        const answer = await fetch(`${base}/health/ready`)
        answeredMs ??= performance.now() - launchedAt
        if (!answer.ok) throw new Error(await answer.text()) // names what is not well, should it stay so
        await answer.arrayBuffer()
        return true
      }
      await until(isReady, { withinMs: options.startWithinMs ?? 180_000, what: 'the program being ready' })
      if (isOver()) throw new Error(`the program ended at start:\n${lines.slice(-15).join('\n')}`)
      const readyMs = performance.now() - launchedAt
      starts.push({ answeredMs: answeredMs ?? readyMs, readyMs })
    },
    async remove() {
      await end('SIGKILL')
      // A database that outlived its program is adopted, only to be stopped properly.
      if (!options.env?.['DATABASE_URL']) {
        const database = await startEmbeddedDatabase({ directory: path.join(dataDirectory, 'postgres') })
        await database.stop()
      }
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
  await hub.start()
  return hub
}

function collectLines(stream: NodeJS.ReadableStream | null, lines: string[]): void {
  let rest = ''
  stream?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
}

function embeddedUrl(dataDirectory: string): string {
  const directory = path.join(dataDirectory, 'postgres')
  const password = readFileSync(`${directory}.password`, 'utf8').trim()
  const port = readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')[3]
  return `postgresql://murojaat:${password}@127.0.0.1:${port}/murojaat`
}

/** From the file the program leaves for the owner of the data directory. */
function firstPassword(dataDirectory: string, login: string): string {
  const text = readFileSync(path.join(dataDirectory, 'first-logins.txt'), 'utf8')
  const line = text.split('\n').find((one) => one.split(/\s+/)[0] === login)
  const password = line?.split(/\s+/)[1]
  if (password === undefined) throw new Error(`no first login for ${login}`)
  return password
}
