/** PostgreSQL and Redis as processes that can be killed and come back where they were, and a vendor that takes replies. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createClient } from 'redis'
import { startEmbeddedDatabase } from '../../../src/platform/embedded/embedded-database.ts'
import { freePort } from '../../../tests/support/free-port.ts'
import { until } from '../../../tests/support/until.ts'

export type Postgres = {
  readonly url: string
  /** Where its files are; a disk of its own where one could be made. */
  readonly directory: string
  readonly hasOwnDisk: boolean
  isAlive(): boolean
  /** SIGKILL to the server and everything it has started. */
  kill(): void
  /** As its supervisor would: the same command on the same data. */
  revive(): Promise<void>
  stop(): Promise<void>
}

const diskMegabytes = 1_536

function mountDisk(directory: string): boolean {
  fs.mkdirSync(directory, { recursive: true })
  if (process.getuid?.() !== 0) return false
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=755`, 'tmpfs', directory])
    return true
  } catch {
    return false
  }
}

export async function openPostgres(parent: string): Promise<Postgres> {
  const directory = path.join(parent, 'disk')
  const hasOwnDisk = mountDisk(directory)
  const data = path.join(directory, 'postgres')
  const first = await startEmbeddedDatabase({ directory: data, settings: { listen_addresses: '*', max_wal_size: '256MB' } })
  fs.appendFileSync(path.join(data, 'pg_hba.conf'), '\nhost all all 10.0.0.0/8 scram-sha-256\n')
  const status = fs.readFileSync(`/proc/${first.pid}/status`, 'utf8')
  const idOf = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  const [command = '', ...parameters] = fs.readFileSync(`/proc/${first.pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  const account = { uid: idOf('Uid'), gid: idOf('Gid') }
  let pid = first.pid
  let child: ChildProcess | undefined
  const isAlive = () => fs.existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
  const answers = async () => {
    const client = new pg.Client({ connectionString: first.url, connectionTimeoutMillis: 1_000 })
    client.on('error', () => undefined) // told by the query
    try {
      await client.connect()
      await client.query('SELECT pg_reload_conf()')
      return true
    } finally {
      await client.end().catch(() => undefined) // one that never opened
    }
  }
  await answers()
  return {
    url: first.url,
    directory,
    hasOwnDisk,
    isAlive,
    kill() {
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).split('\n')
      for (const one of [String(pid), ...children]) if (one.trim() !== '') killQuietly(Number(one))
    },
    async revive() {
      // What the killed server shared with its backends must be gone before another may start on the same data.
      for (let attempt = 0; attempt < 60; attempt++) {
        child = spawn(command, parameters, { ...account, cwd: '/', env: { LC_ALL: 'C.UTF-8', TZ: 'UTC' }, stdio: 'ignore' })
        pid = child.pid ?? 0
        for (let wait = 0; wait < 100 && isAlive(); wait++) {
          if (await answers().catch(() => false)) return
          await sleep(50)
        }
        await sleep(200)
      }
      throw new Error('PostgreSQL did not come back')
    },
    async stop() {
      if (isAlive()) process.kill(pid, 'SIGINT')
      await until(() => !isAlive(), { withinMs: 30_000, what: 'the end of PostgreSQL' }).catch(() => killQuietly(pid))
      if (hasOwnDisk) execFileSync('umount', ['-l', directory])
    },
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

export type Redis = { readonly port: number; flush(): Promise<void>; kill(): Promise<void>; start(): Promise<void> }

/** In memory only, as a cache: what a restart brings back is empty. Throws where there is no redis-server. */
export async function openRedis(): Promise<Redis> {
  const port = await freePort()
  let server: ChildProcess | undefined
  const redis: Redis = {
    port,
    async flush() {
      const client = createClient({ url: `redis://127.0.0.1:${port}` })
      await client.connect()
      await client.flushAll()
      client.destroy()
    },
    async kill() {
      const dying = server
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
      dying.kill('SIGKILL')
      await new Promise((resolve) => dying.once('exit', resolve))
    },
    async start() {
      const parameters = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
      server = spawn('redis-server', parameters, { stdio: 'ignore' })
      server.once('error', () => undefined) // the wait below tells
      await until(() => redis.flush().then(() => true), { withinMs: 20_000, what: 'redis-server' })
    },
  }
  await redis.start()
  return redis
}

export type Vendor = { readonly port: number; readonly taken: () => number; close(): void }

/** A Bot API that takes everything, counts the replies it took, and listens to every network of this machine. */
export async function openVendor(): Promise<Vendor> {
  let taken = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const isReply = /\/sendMessage$/.test(request.url ?? '')
      const chatId = isReply ? Number((JSON.parse(Buffer.concat(parts).toString()) as { chat_id: unknown }).chat_id) : 0
      if (isReply) taken++
      const message = {
        message_id: 1_000_000 + taken,
        date: Math.floor(Date.now() / 1_000),
        chat: { id: chatId, type: 'private' },
        text: '',
      }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: true, result: isReply ? message : true }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => taken,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
