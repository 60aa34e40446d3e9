/** What may fail under the house: each with how it is done, for how long, and how it is undone. */
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../tests/support/until.ts'
import type { House } from './house.ts'
import { layOutRelease, releasedCommit } from './release.ts'

export type Fault = {
  readonly name: string
  readonly lastsMs: number
  /** Why it cannot be done on this machine; undefined where it can. */
  whyNot?(house: House): string | undefined
  /** Does it; what it resolves to undoes it. */
  strike(house: House): Promise<() => Promise<void> | void>
}

const nothing = () => undefined
const noNetworks = ({ networks }: House) => (networks.length === 0 ? 'needs root and iproute2' : undefined)

function paused(pid: number): () => void {
  process.kill(pid, 'SIGSTOP')
  return () => void process.kill(pid, 'SIGCONT')
}

/** Everything left on the database's disk is taken. */
function fillDisk({ postgres }: House): () => void {
  const file = path.join(postgres.directory, 'filler')
  const { bavail, bsize } = fs.statfsSync(postgres.directory)
  execFileSync('fallocate', ['-l', String(Math.floor(bavail * bsize * 0.999)), file])
  const handle = fs.openSync(file, 'a')
  try {
    for (;;) fs.writeSync(handle, Buffer.alloc(4_096))
  } catch {
    // Full to the last page.
  }
  fs.closeSync(handle)
  return () => fs.rmSync(file, { force: true })
}

/** The process gets a handful of file handles more than it has, and callers use them up. */
async function takeHandles({ web }: House): Promise<() => void> {
  const pid = web.pid()
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(fs.readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '1048576'
  const open = fs.readdirSync(`/proc/${pid}/fd`).length
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${open + 2}:${hard}`])
  const { hostname, port } = new URL(web.base)
  const callers: Socket[] = []
  for (let caller = 0; caller < 100; caller++) {
    const socket = createConnection({ host: hostname, port: Number(port) })
    socket.on('error', nothing)
    callers.push(socket)
  }
  return () => {
    for (const socket of callers) socket.destroy()
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${hard}:${hard}`])
  }
}

/**
 * The released version takes calls beside this one on the database that this one has migrated; then it is asked to stop, the
 * balancer looks away when it calls itself not ready, and it answers what it has let in.
 */
async function rollOver(house: House): Promise<() => Promise<void>> {
  const release = layOutRelease(releasedCommit() ?? '')
  const older = await house.startBeside(release.directory)
  house.targets.push(older.base)
  return async () => {
    process.kill(older.pid(), 'SIGTERM')
    const isReady = async () => (await fetch(`${older.base}/health/ready`)).ok
    await until(async () => !(await isReady().catch(() => false)), { withinMs: 30_000, what: 'the older one being not ready' })
    house.targets.splice(house.targets.indexOf(older.base), 1)
    await until(() => !older.isRunning(), { withinMs: 60_000, what: 'the end of the older one' })
    release.remove()
    if (!older.lines.includes('stopped')) throw new Error(`it did not end as asked: ${older.lines.slice(-3).join(' | ')}`)
  }
}

async function backAlive(house: House): Promise<void> {
  if (!house.postgres.isAlive()) await house.postgres.revive()
}

export const faults: readonly Fault[] = [
  { name: 'nothing fails', lastsMs: 5_000, strike: async () => nothing },
  {
    name: 'PostgreSQL killed (SIGKILL), back after 5 s',
    lastsMs: 5_000,
    async strike(house) {
      house.postgres.kill()
      return () => house.postgres.revive()
    },
  },
  {
    name: 'disk of the database full for 10 s',
    lastsMs: 10_000,
    whyNot: ({ postgres }) => (postgres.hasOwnDisk ? undefined : 'needs root for a small disk (tmpfs)'),
    async strike(house) {
      const free = fillDisk(house)
      return async () => {
        free()
        // A server that could not write its log has ended; one that could goes on.
        await sleep(1_000)
        await backAlive(house)
      }
    },
  },
  {
    name: 'Redis flushed',
    lastsMs: 1_000,
    async strike({ redis }) {
      await redis.flush()
      return nothing
    },
  },
  {
    name: 'Redis killed, back empty after 10 s',
    lastsMs: 10_000,
    async strike({ redis }) {
      await redis.kill()
      return () => redis.start()
    },
  },
  {
    name: 'Redis slow: 400 ms each way for 15 s',
    lastsMs: 15_000,
    async strike({ redisDoor }) {
      await redisDoor.set({ kind: 'slow', ms: 400 })
      return () => redisDoor.set({ kind: 'open' })
    },
  },
  {
    name: 'Redis absent for 30 s',
    lastsMs: 30_000,
    async strike({ redisDoor }) {
      await redisDoor.set({ kind: 'shut' })
      return () => redisDoor.set({ kind: 'open' })
    },
  },
  {
    name: 'the process that takes calls killed (SIGKILL)',
    lastsMs: 1_000,
    async strike({ web }) {
      await web.crash()
      return () => web.start()
    },
  },
  {
    name: 'the process that works killed (SIGKILL)',
    lastsMs: 1_000,
    async strike({ worker }) {
      await worker.crash()
      return () => worker.start()
    },
  },
  {
    name: 'the process that takes calls paused 30 s (SIGSTOP)',
    lastsMs: 30_000,
    strike: async ({ web }) => paused(web.pid()),
  },
  {
    name: 'the process that works paused 30 s (SIGSTOP)',
    lastsMs: 30_000,
    strike: async ({ worker }) => paused(worker.pid()),
  },
  {
    name: 'clock of the working process ten minutes ahead, then back',
    lastsMs: 8_000,
    whyNot: ({ clockFile }) => (fs.existsSync(clockFile) ? undefined : 'needs libfaketime (apt install faketime)'),
    async strike({ clockFile }) {
      fs.writeFileSync(clockFile, '+600\n')
      return () => fs.writeFileSync(clockFile, '+0\n')
    },
  },
  {
    name: 'clock of the working process ten minutes behind, then right',
    lastsMs: 8_000,
    whyNot: ({ clockFile }) => (fs.existsSync(clockFile) ? undefined : 'needs libfaketime (apt install faketime)'),
    async strike({ clockFile }) {
      fs.writeFileSync(clockFile, '-600\n')
      return () => fs.writeFileSync(clockFile, '+0\n')
    },
  },
  {
    name: 'rolling deploy: the released version beside this one for 15 s, then drained',
    lastsMs: 15_000,
    whyNot: () => (releasedCommit() === undefined ? 'needs the history of the repository' : undefined),
    strike: rollOver,
  },
  { name: 'out of file handles for 10 s', lastsMs: 10_000, strike: takeHandles },
  {
    name: 'network cut between the working process and its database and queue, 20 s',
    lastsMs: 20_000,
    whyNot: noNetworks,
    async strike({ networks }) {
      networks[1]?.cutBack()
      return () => networks[1]?.mendBack()
    },
  },
  {
    name: 'network cut between the process that takes calls and its database and queue, 20 s',
    lastsMs: 20_000,
    whyNot: noNetworks,
    async strike({ networks }) {
      networks[0]?.cutBack()
      return () => networks[0]?.mendBack()
    },
  },
]

/** Both processes call themselves ready. */
export const untilReady = (house: House, withinMs: number): Promise<unknown> =>
  until(
    async () => {
      await house.reviveEnded()
      const answers = await Promise.all(
        [house.web, house.worker].map((hub) => fetch(`${hub.base}/health/ready`, { signal: AbortSignal.timeout(15_000) })),
      )
      return answers.every((answer) => answer.ok)
    },
    { withinMs, what: 'both processes being ready' },
  )
