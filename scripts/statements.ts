/**
 * `npm run db:statements`: runs the integration tests and writes down what this version asks of its database
 * (tests/fixtures/statements-of-the-release.sql). Done when a version is released; from then on a test holds every later schema
 * against it, because the released version still runs while the next one comes in. `-- <files>` for some of the tests alone
 * adds what they ask to what is there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'

const file = 'tests/fixtures/statements-of-the-release.sql'
const asked = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'murojaat-statements-'))
const run = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', ...asked], {
  env: { ...process.env, RECORD_STATEMENTS: folder },
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (run.status !== 0) {
  console.error('a test failed: nothing was written')
  process.exit(1)
}

/** Lists as long as their data are one statement, and so are as many rows at once as there were. */
const shapeOf = (text: string) =>
  text
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/\$(\s*,\s*\$)+/g, '$')
    .replaceAll(/(\([^()]*\))(\s*,\s*\1)+/g, '$1')
const byShape = new Map<string, string>()
const note = (statement: string) => {
  const text = statement.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim()
  const shape = shapeOf(text)
  const known = byShape.get(shape)
  if (known === undefined || text.length < known.length) byShape.set(shape, text)
}
if (asked.length > 0 && existsSync(file))
  for (const line of readFileSync(file, 'utf8').split('\n'))
    if (line.endsWith(';') && !line.startsWith('--')) note(line.slice(0, -1))
for (const name of readdirSync(folder))
  for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n'))
    if (line !== '') note(JSON.parse(line) as string)
rmSync(folder, { recursive: true })
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const statements = [...byShape.values()].sort()
writeFileSync(
  file,
  `-- What version ${version} asks of its database; written by \`npm run db:statements\` when it was released.\n${statements.map((text) => `${text};\n`).join('')}`,
)
console.log(`${statements.length} statements are in ${file}`)
