import { execFile } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/**
 * The import law is only as good as the tool that reads it: a rule that has gone blind passes everything. So a small
 * tree with one violation of every rule is built beside the real one, and each must be reported by name.
 */
const root = path.resolve('.')
const run = promisify(execFile)
type Violation = { from: string; to: string; rule: { name: string } }

async function cruise(cwd: string, folders: string[]): Promise<{ violations: Violation[]; modules: number }> {
  const bin = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [bin, '--config', path.join(cwd, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders]
  const { stdout } = await run(process.execPath, args, { cwd, maxBuffer: 256 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => {
      if (error.stdout) return { stdout: error.stdout }
      throw error
    },
  )
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] }; modules: unknown[] }
  return { violations: report.summary.violations, modules: report.modules.length }
}

const rooms = [
  'contracts',
  'kernel',
  'privacy',
  'platform',
  'staff',
  'inbox',
  'classifier',
  'handoff',
  'bots',
  'stats',
  'desk',
  'app',
]

/** rule → the file that breaks it. */
const planted: Record<string, { file: string; text: string }> = {
  'contracts-may-not-import': { file: 'src/contracts/a.ts', text: "import '#kernel'" },
  'kernel-may-not-import': { file: 'src/kernel/a.ts', text: "import '#platform'" },
  'privacy-may-not-import': { file: 'src/privacy/a.ts', text: "import '#platform'" },
  'platform-may-not-import': { file: 'src/platform/a.ts', text: "import '#privacy'" },
  'staff-may-not-import': { file: 'src/staff/a.ts', text: "import '#inbox'" },
  'inbox-may-not-import': { file: 'src/inbox/a.ts', text: "import '#handoff'" },
  'classifier-may-not-import': {
    file: 'src/classifier/a.ts',
    text: "import type { inbox } from '#inbox'\nexport type T = typeof inbox",
  },
  'handoff-may-not-import': { file: 'src/handoff/a.ts', text: "import '#bots'" },
  'bots-may-not-import': { file: 'src/bots/a.ts', text: "import '#handoff'" },
  'stats-may-not-import': { file: 'src/stats/a.ts', text: "import '#desk'" },
  'desk-may-not-import': { file: 'src/desk/a.ts', text: "import '#bots'" },
  'through-the-front-door': { file: 'src/handoff/b.ts', text: "import '../inbox/inner.ts'" },
  'no-cycles': { file: 'src/inbox/c1.ts', text: "import type { B } from './c2.ts'\nexport type A = B" },
  'web-sees-contracts-only': { file: 'web/desk/a.ts', text: "import '../../src/kernel/index.ts'" },
  'web-apps-do-not-mix': { file: 'web/desk/b.ts', text: "import '../widget/c.ts'" },
  'kernel-is-pure': { file: 'src/kernel/b.ts', text: "import 'node:fs'" },
  'contracts-know-only-zod': { file: 'src/contracts/b.ts', text: "import 'pg'" },
  'prisma-in-stores-only': { file: 'src/inbox/d.ts', text: "import '@prisma/client'" },
  'grammy-in-telegram-only': { file: 'src/inbox/e.ts', text: "import 'grammy'" },
  'bull-in-queue-only': { file: 'src/bots/b.ts', text: "import 'bullmq'" },
  'redis-in-platform-only': { file: 'src/desk/b.ts', text: "import 'redis'" },
  'natural-in-classifier-only': { file: 'src/bots/c.ts', text: "import 'natural'" },
  'src-knows-no-tests': { file: 'src/desk/c.ts', text: "import '../../tests/x.ts'" },
  'must-resolve': { file: 'src/stats/b.ts', text: "import './nowhere.ts'" },
}

describe('the import law', () => {
  let tree = ''
  beforeAll(() => {
    tree = fs.mkdtempSync(path.join(os.tmpdir(), 'import-law-'))
    for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'])
      fs.copyFileSync(path.join(root, file), path.join(tree, file))
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
    const write = (file: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
      fs.writeFileSync(path.join(tree, file), `${text}\n`)
    }
    for (const room of rooms) write(`src/${room}/index.ts`, `export const ${room} = 1`)
    write('src/inbox/inner.ts', 'export const inner = 1')
    write('src/inbox/c2.ts', "import type { A } from './c1.ts'\nexport type B = A")
    write('web/widget/c.ts', 'export const c = 1')
    write('tests/x.ts', 'export const x = 1')
    for (const { file, text } of Object.values(planted)) write(file, text)
  })
  afterAll(() => fs.rmSync(tree, { recursive: true, force: true }))

  it('reports every planted violation by its own rule, and has a planted violation for every rule', async () => {
    const { violations } = await cruise(tree, ['src', 'web'])
    const caught = new Set(
      violations
        .filter((violation) => violation.from === planted[violation.rule.name]?.file)
        .map((violation) => violation.rule.name),
    )
    const config = (await import(path.join(root, '.dependency-cruiser.cjs'))) as { default: { forbidden: { name: string }[] } }
    const rules = config.default.forbidden.map((rule) => rule.name).filter((name) => name !== 'app-may-not-import') // app may import every room
    expect([...caught].sort()).toEqual([...rules].sort())
  }, 60_000)

  it('holds for the tree as it is', async () => {
    const { violations, modules } = await cruise(root, ['src', 'web', 'scripts', 'tests'])
    expect(violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`)).toEqual([])
    expect(modules).toBeGreaterThan(20)
  }, 60_000)
})
