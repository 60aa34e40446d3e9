/**
 * Finds a program a suite needs, or installs it where this machine is a Debian and we are root. Where it cannot be had the
 * suites skip, and say so; under CI=true they fail, because a suite that silently does not run proves nothing.
 */
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'

export type Wanted = {
  program: string
  aptPackage: string
  /** Named in the sentence that tells what did not run. */
  suites: string
}

/**
 * Path of the program, or the empty string where there is none (what vitest hands to the workers must be plain).
 * @param instead does where the wanted one can neither be found nor installed.
 */
export function findOrInstall(wanted: Wanted, instead?: Omit<Wanted, 'suites'>): string {
  const found = had(wanted) ?? (instead && had(instead))
  if (found) return found
  const sentence = `${wanted.program} was not found and could not be installed: ${wanted.suites} did not run`
  if (process.env['CI'] === 'true') throw new Error(sentence)
  process.stderr.write(`${sentence}\n`)
  return ''
}

function had(wanted: Omit<Wanted, 'suites'>): string | undefined {
  const found = onPath(wanted.program)
  if (found !== undefined || !mayInstall()) return found
  return install(wanted) ? onPath(wanted.program) : undefined
}

function onPath(program: string): string | undefined {
  for (const directory of (process.env['PATH'] ?? '').split(':')) {
    const file = `${directory}/${program}`
    if (directory !== '' && fs.existsSync(file)) return file
  }
  return undefined
}

const mayInstall = () => process.getuid?.() === 0 && fs.existsSync('/etc/debian_version') && onPath('apt-get') !== undefined

/** Another apt may hold the lock; it is waited for. Services are not started: a test starts its own server. */
function install({ program, aptPackage }: Omit<Wanted, 'suites'>): boolean {
  process.stderr.write(`installing ${aptPackage} for the tests\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const apt = (...parameters: string[]) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...parameters], { env, stdio: 'ignore', timeout: 240_000 })
      .status === 0
  for (let attempt = 0; attempt < 3; attempt++) {
    if (apt('install', '-y', '--no-install-recommends', aptPackage)) return true
    apt('update')
    if (onPath(program)) return true
  }
  return false
}
