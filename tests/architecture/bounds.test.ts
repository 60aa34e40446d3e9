/** Everything that can grow is named in docs/bounds.md with its bound, and nothing is named there that is gone. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './source-files.ts'
import { collectionsIn, unlimitedReadsIn } from './what-grows.ts'

const page = readFileSync('docs/bounds.md', 'utf8')
const sources = sourceFiles(['src']).filter(({ path }) => !path.includes('.test.'))

/** `file` and a name, for each name that stands behind a file on the page. */
const named = new Set(
  [...page.replaceAll('\n', ' ').matchAll(/`(src\/[\w./-]+\.ts)`((?:,? (?!and\b)[A-Za-z]\w*(?=[, .]))+)/g)].flatMap((match) =>
    (match[2] ?? '').split(/[, ]+/).flatMap((name) => (name === '' ? [] : [`${match[1]} ${name}`])),
  ),
)
const found = (find: (file: string, text: string) => readonly string[], files = sources) =>
  files.flatMap(({ path, text }) => find(path, text).map((name) => `${path} ${name}`))

const collections = found(collectionsIn)
const reads = found(
  unlimitedReadsIn,
  sources.filter(({ path }) => path.endsWith('.store.ts')),
)

describe('what can grow', () => {
  it('is named with its bound', () => {
    expect(collections.length).toBeGreaterThan(80)
    expect([...collections, ...reads].filter((one) => !named.has(one))).toEqual([])
  })

  it('is still there where it is named', () => {
    const there = new Set([...collections, ...reads])
    const texts = new Map(sources.map(({ path, text }) => [path, text]))
    // Beside what the sources' shape shows, a name may stand there for what another file adds to.
    const gone = [...named].filter((one) => {
      const [file = '', name = ''] = one.split(' ')
      return !there.has(one) && !new RegExp(`\\b${name}\\b`).test(texts.get(file) ?? '')
    })
    expect(gone).toEqual([])
  })

  it('is counted by a metric and proved by a test that exist', () => {
    const files = [...page.matchAll(/`((?:src|tests)\/[\w./-]+\.ts)`/g)].map((match) => match[1] ?? '')
    expect(files.filter((file) => !existsSync(file))).toEqual([])
    const all = sources.map(({ text }) => text).join('\n')
    const metrics = [...page.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map((match) => match[1] ?? '')
    expect(metrics.length).toBeGreaterThan(15)
    expect(metrics.filter((metric) => !all.includes(`'${metric}'`))).toEqual([])
  })

  it('is seen wherever it is planted', () => {
    const planted = [
      'const top = new Map<string, number>()',
      'class Kept { private readonly field: string[] = [] }',
      'export function make() { const inside = new Set<string>(); return { add: (one: string) => inside.add(one) } }',
      'export const state = { people: new Map<string, string>() }',
    ]
    expect(planted.map((text) => collectionsIn('x.ts', text))).toEqual([['top'], ['field'], ['inside'], ['people']])
    const passing =
      'function once(rows: string[]) { const seen = new Set<string>(); rows.forEach((one) => seen.add(one)); return seen.size }'
    expect(collectionsIn('x.ts', passing)).toEqual([])
  })

  it('is a read of a whole table, and no read with a limit or by keys', () => {
    const read = (sql: string) =>
      unlimitedReadsIn('x.store.ts', `export function all(db: Db): Promise<Row[]> { return db.query(\`${sql}\`) }`)
    expect(read('SELECT * FROM message')).toEqual(['all'])
    expect([read('SELECT * FROM message LIMIT $1'), read('SELECT * FROM message WHERE id = ANY ($1)')]).toEqual([[], []])
  })
})
