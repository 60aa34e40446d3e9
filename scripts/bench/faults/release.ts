/** The version that was released last, laid out beside this one so that both can run at once. */
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'

export type Release = { readonly directory: string; readonly commit: string; remove(): void }

const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

/** The last tag, or else the commit that wrote down what the release asks of its database; undefined without a history. */
export function releasedCommit(): string | undefined {
  const ways = [
    () => git('describe', '--tags', '--abbrev=0'),
    () => git('log', '-1', '--format=%H', '--', 'tests/fixtures/statements-of-the-release.sql'),
  ]
  for (const way of ways) {
    try {
      const found = way()
      if (found !== '') return found
    } catch {
      // No tag, or no git: the next way.
    }
  }
  return undefined
}

/** Its own sources, its own database client, this tree's packages and pages. */
export function layOutRelease(commit: string): Release {
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-release-'))
  fs.chmodSync(directory, 0o755)
  const archive = execFileSync('git', ['archive', commit], { maxBuffer: 1024 * 1024 * 1024 })
  execFileSync('tar', ['-x', '-C', directory], { input: archive })
  for (const shared of ['node_modules', 'dist']) fs.symlinkSync(path.resolve(shared), path.join(directory, shared))
  execFileSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], { cwd: directory, stdio: 'ignore' })
  return { directory, commit, remove: () => fs.rmSync(directory, { recursive: true, force: true }) }
}
