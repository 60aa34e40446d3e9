/**
 * Runs after `npm install` and `npm ci`: generates the database client and builds the pages, so that `npm start` builds
 * nothing. What is up to date is left alone. One line for each step.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const marks = path.join(root, 'node_modules/.cache/murojaat')
const require = createRequire(import.meta.url)

/** Every file below, in a stable order. */
function filesBelow(place) {
  const full = path.join(root, place)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [full]
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function fingerprintOf(places) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesBelow))
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** The bin of an installed package, without relying on a PATH or a shell. */
function binOf(name, command = name) {
  const file = require.resolve(`${name}/package.json`)
  const { bin } = JSON.parse(readFileSync(file, 'utf8'))
  return path.join(path.dirname(file), typeof bin === 'string' ? bin : bin[command])
}

/** @param {{ name: string, makes: string, from: string[], run: () => [string, string[]] }} step */
function perform({ name, makes, from, run }) {
  const mark = path.join(marks, `${name}.sha256`)
  const fingerprint = fingerprintOf([...from, 'package-lock.json'])
  const isFresh = existsSync(path.join(root, makes)) && existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint
  if (isFresh) {
    console.log(`build: ${name} is up to date`)
    return
  }
  const startedAt = Date.now()
  process.stdout.write(`build: ${name} … `)
  const [script, parameters] = run()
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...parameters], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    console.log('failed')
    console.error(error?.message ?? `${stdout}\n${stderr}`)
    process.exitCode = 1 // the other steps do not depend on this one
    return
  }
  mkdirSync(marks, { recursive: true })
  writeFileSync(mark, fingerprint)
  console.log(`${((Date.now() - startedAt) / 1_000).toFixed(1)} s`)
}

perform({
  name: 'database client',
  makes: 'src/platform/db/generated/client.ts',
  from: ['prisma/schema', 'prisma.config.ts'],
  run: () => [binOf('prisma'), ['generate']],
})

for (const page of ['desk', 'widget']) {
  const config = `web/${page}/vite.config.ts`
  if (!existsSync(path.join(root, config))) continue
  perform({
    name: page === 'desk' ? 'console' : 'chat widget',
    makes: `dist/web/${page}`,
    from: [`web/${page}`, 'web/shared', 'src/contracts'],
    run: () => [binOf('vite'), ['build', '--config', config, '--logLevel', 'warn']],
  })
}

perform({
  name: 'classify command',
  makes: 'dist/classifier/command/classify.mjs',
  from: ['src/classifier', 'scripts/classify.ts', 'scripts/build-classifier.mjs'],
  run: () => [path.join(root, 'scripts/build-classifier.mjs'), []],
})
