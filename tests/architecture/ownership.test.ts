import { describe, expect, it } from 'vitest'
import { ownedTables, type SourceFile, sourceFiles, type Table } from './source-files.ts'

/** A table is written only by the room that owns it, and only in its stores. */
const prismaWrites = 'create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany'

function writesIn(file: SourceFile, tables: readonly Table[]): Table[] {
  return tables.filter(({ model, table }) => {
    const delegate = model[0]?.toLowerCase() + model.slice(1)
    const byPrisma = new RegExp(`\\.${delegate}\\s*\\.(?:${prismaWrites})\\(`)
    const bySql = new RegExp(
      `(?:insert\\s+into|update|delete\\s+from|truncate(?:\\s+table)?)\\s+(?:only\\s+)?"?${table}"?(?![\\w.])(?!\\s*(?:,|then))`,
      'i',
    )
    return byPrisma.test(file.text) || bySql.test(file.text)
  })
}

/** Words, not statements: a comment may say "update message", and a `for update` names no table. */
function withoutComments(file: SourceFile): SourceFile {
  return {
    path: file.path,
    text: file.text
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/^\s*\/\/.*$/gm, '')
      .replaceAll(/\bfor update\b/gi, ''),
  }
}

function strangersOf(files: readonly SourceFile[], tables: readonly Table[]): string[] {
  return files.map(withoutComments).flatMap((file) =>
    writesIn(file, tables)
      .filter(({ room }) => !file.path.startsWith(`src/${room}/`) || !isStore(file.path))
      .map(({ table, room }) => `${file.path} writes ${table}, which is ${room}'s`),
  )
}

const isStore = (file: string) => file.endsWith('.store.ts') || file.startsWith('src/platform/db/')

describe('ownership', () => {
  const tables = ownedTables()
  const files = sourceFiles(['src']).filter((file) => !file.path.endsWith('.test.ts'))

  it('knows the tables of every room', () => {
    expect(new Set(tables.map(({ room }) => room))).toEqual(new Set(['platform', 'staff', 'inbox', 'handoff', 'bots', 'stats']))
    expect(tables.length).toBeGreaterThan(30)
  })

  it('sees a write by prisma and a write by SQL where they do not belong', () => {
    const planted = [
      { path: 'src/handoff/steal.store.ts', text: 'await tx.request.update({ where: { id } })' },
      { path: 'src/bots/steal.store.ts', text: 'Prisma.sql`\n  insert into message (id) values (1)`' },
      { path: 'src/inbox/steal.ts', text: 'tx.$executeRaw`delete from delivery`' },
      { path: 'src/inbox/fine.store.ts', text: 'update request set status = 1 -- for update of message' },
    ]
    expect(strangersOf(planted, tables)).toEqual([
      "src/handoff/steal.store.ts writes request, which is inbox's",
      "src/bots/steal.store.ts writes message, which is inbox's",
      "src/inbox/steal.ts writes delivery, which is inbox's",
    ])
  })

  it('every table is written only by its room, in its stores', () => {
    expect(strangersOf(files, tables)).toEqual([])
  })

  it("SQL and Prisma's builders are used in stores only", () => {
    const users = files.filter((file) => /import\s*\{[^}]*\bPrisma\b[^}]*\}\s*from\s*'#platform'/.test(file.text))
    expect(users.length).toBeGreaterThan(3)
    expect(users.map((file) => file.path).filter((file) => !isStore(file))).toEqual([])
  })

  it('the holder is changed by one store of the inbox and by nobody else', () => {
    const changes = (file: SourceFile) =>
      /\bset\s[^`;]*?\bholder_kind\s*=/i.test(file.text) || /data:\s*\{[^}]*\bholderKind\b/.test(file.text)
    expect(changes({ path: '', text: 'update request set status = 1,\n holder_kind = 2 where id = 3' })).toBe(true)
    expect(changes({ path: '', text: "select 1 from request where holder_kind = 'queue'" })).toBe(false)
    const writers = files.map(withoutComments).filter(changes)
    expect(writers.map((file) => file.path)).toHaveLength(1)
    expect(writers[0]?.path.startsWith('src/inbox/')).toBe(true)
  })
})
