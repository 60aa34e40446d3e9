/** What the operating system knows of a process. */
import * as fs from 'node:fs'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

/** False for a zombie, which answers signals but does nothing more. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  return stateOf(pid) !== 'Z'
}

/** True while the process table still holds it: PostgreSQL takes even a zombie for a running server. */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function statFields(pid: number): string[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before may hold spaces and brackets
  } catch {
    return [] // no /proc here, or the process is gone
  }
}

const stateOf = (pid: number) => statFields(pid)[0]

/** Tells a process from another one that got the same id later; empty where the system does not say. */
export function startMarkOf(pid: number): string {
  return statFields(pid)[19] ?? ''
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Level-triggered wait; false when `withinMs` passed first. */
export async function becomesTrue(condition: () => boolean, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; ; ) {
    if (condition()) return true
    if (Date.now() >= end) return false
    await pause(20)
  }
}
