/**
 * `npm run test:mutants`: makes one mutant after the other in a copy of the tree and runs the test that must see it. A promise
 * nobody would miss is found that way: its mutant survives. `-- audit` for those with the word in their file or test,
 * `-- 'promise 44'` for those of one promise (or several such words), `-- --unit` for those that need no server. Ends with 1
 * where one survives or no longer fits its file. Not part of `npm test`: it takes a quarter of a minute for each.
 */
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import type { Mutant } from './mutant.ts'
import { mutants } from './table.ts'

const words = process.argv.slice(2)
const wanted = words.filter((word) => !word.startsWith('--'))
const isUnitOnly = words.includes('--unit')
const longestMs = 300_000
/** Everything but what is made: history, dependencies, data. */
const notCopied = ['.git', 'node_modules', '.local', 'dist']

function projectOf({ test }: Mutant): string {
  if (test.startsWith('tests/browser/')) return 'browser'
  return /^tests\/(integration|contract|journeys)\//.test(test) ? 'integration' : 'unit'
}

/** A browser is shown what was built, and its size is of that: a mutant of the screens is built, and what is sound again after it. */
const isBuilt = (mutant: Mutant) =>
  mutant.file.startsWith('web/') && (projectOf(mutant) === 'browser' || mutant.test.endsWith('built-size.test.ts'))

/** What is not built is not what is looked at: its mutant would seem to survive. */
function build(tree: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: tree,
    encoding: 'utf8',
    timeout: longestMs,
  })
  if (status !== 0) throw new Error(`the pages could not be built: ${stderr}`)
}

function copyTree(): string {
  const tree = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-mutants-'))
  for (const name of fs.readdirSync('.').filter((one) => !notCopied.includes(one)))
    fs.cpSync(name, path.join(tree, name), { recursive: true })
  fs.symlinkSync(path.resolve('node_modules'), path.join(tree, 'node_modules'))
  if (fs.existsSync('dist')) fs.cpSync('dist', path.join(tree, 'dist'), { recursive: true })
  return tree
}

type Fate = 'killed' | 'SURVIVED' | 'NO LONGER FITS'

function suffer(tree: string, mutant: Mutant): { fate: Fate; seconds: number } {
  const file = path.join(tree, mutant.file)
  const sound = fs.readFileSync(file, 'utf8')
  if (sound.split(mutant.code).length !== 2) return { fate: 'NO LONGER FITS', seconds: 0 }
  const startedAt = performance.now()
  fs.writeFileSync(
    file,
    sound.replace(mutant.code, () => mutant.becomes),
  )
  try {
    if (isBuilt(mutant)) build(tree)
    const isPassed = passes(tree, mutant)
    return { fate: isPassed ? 'SURVIVED' : 'killed', seconds: (performance.now() - startedAt) / 1_000 }
  } finally {
    fs.writeFileSync(file, sound)
    if (isBuilt(mutant)) build(tree)
  }
}

function passes(tree: string, mutant: Mutant): boolean {
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', projectOf(mutant), '--bail', '1', mutant.test]
  const run = spawnSync(process.execPath, command, { cwd: tree, encoding: 'utf8', timeout: longestMs })
  return run.status === 0
}

/** A mutant killed by a test that fails anyway proves nothing. */
function refuseBroken(tree: string, chosen: readonly Mutant[]): void {
  for (const test of new Set(chosen.map((mutant) => mutant.test))) {
    const [mutant] = chosen.filter((one) => one.test === test)
    if (mutant && !passes(tree, mutant)) throw new Error(`${test} fails without any mutant`)
    console.error(`sound: ${test}`)
  }
}

const isMeant = ({ file, test, promise }: Mutant, word: string) =>
  file.includes(word) || test.includes(word) || `promise ${promise}` === word

const chosen = mutants
  .filter((mutant) => wanted.length === 0 || wanted.some((word) => isMeant(mutant, word)))
  .filter((mutant) => !isUnitOnly || projectOf(mutant) === 'unit')
const tree = copyTree()
try {
  refuseBroken(tree, chosen)
  console.log('| promise | file | mutant | fate | s |\n| ---: | --- | --- | --- | ---: |')
  let living = 0
  for (const mutant of chosen) {
    const { fate, seconds } = suffer(tree, mutant)
    if (fate !== 'killed') living++
    const shown = `\`${mutant.code.slice(0, 60).replaceAll('|', '\\|')}\` → \`${mutant.becomes.slice(0, 40).replaceAll('|', '\\|')}\``
    console.log(`| ${mutant.promise} | ${mutant.file} | ${shown} | ${fate} | ${seconds.toFixed(0)} |`)
  }
  console.log(`\n${chosen.length - living} of ${chosen.length} killed`)
  if (living > 0) process.exitCode = 1
} finally {
  fs.rmSync(tree, { recursive: true, force: true })
}
