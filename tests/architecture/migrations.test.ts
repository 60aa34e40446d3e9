import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/**
 * While a new version comes in, the old one still runs on the same database: a migration may only add. What takes something away
 * comes a version later, when nothing reads it any more, and says so in a line `-- contract: why the version before can live
 * with it`.
 */
const folder = new URL('../../prisma/migrations/', import.meta.url)
/** Written before there was a version to run beside. */
const beforeTheFirst = '20261122033610_channel_hour'

const takesAway = [
  { what: 'drops something', pattern: /\bDROP\s+(?:TABLE|COLUMN|VIEW|TYPE|SCHEMA)\b/i },
  { what: 'renames', pattern: /\bRENAME\s+(?:TO|COLUMN)\b/i },
  { what: 'changes a type', pattern: /\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i },
  { what: 'asks for a value that the old version does not give', pattern: /\bALTER\s+COLUMN\s+\S+\s+SET\s+NOT\s+NULL\b/i },
  {
    what: 'adds a column the old version does not fill',
    pattern: /\bADD\s+COLUMN\s+(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT\s+NULL\b/i,
  },
  { what: 'takes a default away', pattern: /\bALTER\s+COLUMN\s+\S+\s+DROP\s+DEFAULT\b/i },
  { what: 'empties a table', pattern: /^\s*(?:TRUNCATE|DELETE\s+FROM)\b/im },
] as const

function faultsOf(sql: string): string[] {
  if (/^-- contract: \S.{10,}/m.test(sql)) return []
  // What stands in a function's body runs later, and comments run never.
  const statements = sql.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, '').replaceAll(/--.*$/gm, '')
  return takesAway.filter(({ pattern }) => pattern.test(statements)).map(({ what }) => what)
}

describe('migrations', () => {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

  it('see every way of taking something from the version that still runs', () => {
    const planted = {
      'ALTER TABLE "a" DROP COLUMN "b";': ['drops something'],
      'ALTER TABLE a RENAME COLUMN b TO c;': ['renames'],
      'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE TEXT;': ['changes a type'],
      'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;': ['asks for a value that the old version does not give'],
      'ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL;': ['adds a column the old version does not fill'],
      'ALTER TABLE a ALTER COLUMN b DROP DEFAULT;': ['takes a default away'],
      'DELETE FROM a;': ['empties a table'],
      'ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL DEFAULT \'x\', ADD COLUMN "c" INT;': [],
      'CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM a; END $$;': [],
      '-- DROP TABLE a\nCREATE TABLE b ();': [],
      '-- contract: nothing has read it since 0.2\nALTER TABLE "a" DROP COLUMN "b";': [],
      '-- contract:\nALTER TABLE "a" DROP COLUMN "b";': ['drops something'],
    }
    for (const [sql, faults] of Object.entries(planted)) expect(faultsOf(sql), sql).toEqual(faults)
  })

  it('only add, or say why the version before can live without', () => {
    const later = names.filter((name) => name > beforeTheFirst)
    expect(names).toContain(beforeTheFirst)
    expect(later.length).toBeGreaterThan(0)
    const found = later.flatMap((name) =>
      faultsOf(readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8')).map((what) => `${name} ${what}`),
    )
    expect(found).toEqual([])
  })
})
