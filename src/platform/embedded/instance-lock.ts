/**
 * One program per data directory. Two would share the embedded server, and the first to stop would take it from the other.
 * The lock is a file with the holder's process id and start mark, so a file left by a killed program, or an id that went to
 * another process, does not stand in the way.
 */
import * as fs from 'node:fs'
import * as path from 'node:path'
import { isAlive, startMarkOf } from './process.ts'

export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError'
  readonly pid: number
  constructor(directory: string, pid: number) {
    super(
      `murojaat already runs with the data directory ${directory} (process ${pid}). Stop it first, or set DATA_DIR and PORT to start a second one beside it.`,
    )
    this.pid = pid
  }
}

export type InstanceLock = { release(): void }

/** Throws AlreadyRunningError. */
export function takeInstanceLock(directory: string): InstanceLock {
  fs.mkdirSync(directory, { recursive: true })
  const file = path.join(directory, 'murojaat.lock')
  const mine = `${process.pid} ${startMarkOf(process.pid)}\n`
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, mine)
  try {
    for (;;) {
      if (linked(draft, file)) break
      const holder = readHolder(file)
      if (holder !== undefined && isHolding(holder)) throw new AlreadyRunningError(directory, holder.pid)
      setAside(file)
    }
  } finally {
    fs.rmSync(draft, { force: true })
  }
  return {
    release() {
      if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === mine) fs.rmSync(file, { force: true })
    },
  }
}

/** Linking fails where the name is taken, and the file is never seen half written. */
function linked(draft: string, file: string): boolean {
  try {
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

type Holder = { pid: number; mark: string }

function readHolder(file: string): Holder | undefined {
  try {
    const [pid, mark = ''] = fs.readFileSync(file, 'utf8').trim().split(' ')
    const id = Number(pid)
    return Number.isInteger(id) && id > 0 ? { pid: id, mark } : undefined
  } catch {
    return undefined // released in between
  }
}

const isHolding = ({ pid, mark }: Holder) => isAlive(pid) && (mark === '' || startMarkOf(pid) === mark)

/** Of two programs that find the same stale file only one moves it away; the other finds nothing and tries again. */
function setAside(file: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    fs.renameSync(file, aside)
    fs.rmSync(aside, { force: true })
  } catch {
    // Somebody else has moved it; the next round will see what stands there.
  }
}
