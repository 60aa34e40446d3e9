import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#kernel'
import {
  anchorChain,
  audit,
  checkBackup,
  createFileStore,
  inTransaction,
  linkEntries,
  makeBackup,
  openDb,
  restoreBackup,
  verifyAudit,
} from '#platform'
import { publicKeysOf, sealKeyFrom, signingKeyOf } from '#privacy'
import { type TestCtx, testCtx, testDatabase, until } from '../../support/index.ts'

const key = sealKeyFrom('this installation')
const of = { version: '1.2.3', sealKeyIds: [key.id] }
const say = () => undefined
const passphrase = 'a passphrase nobody guesses'
const hard = 'Salom, "ko‘p" \\ satr\n\tikkinchi\r\n\\N \\. 😀 Ў'

let ctx: TestCtx
let directory: string
let plain: string
let sealed: string
const place = () => ({ databaseUrl: ctx.database.url, files: ctx.files, say })

beforeAll(async () => {
  ctx = await testCtx()
  directory = mkdtempSync(path.join(tmpdir(), 'murojaat-backup-'))
  plain = path.join(directory, 'plain.tgz')
  sealed = path.join(directory, 'sealed.backup')
  await ctx.files.put('attachments/2026-11/a', Buffer.from('the bytes of a file'))
  await ctx.db.query({
    text: `INSERT INTO attachment (id, kind, state, storage_key, created_at)
      VALUES ($1, 'file', 'stored', 'attachments/2026-11/a', now()), ($2, 'file', 'stored', 'attachments/2026-11/gone', now())`,
    values: [newId(), newId()],
  })
  await ctx.db.query({
    text: `INSERT INTO contact (id, display_name) SELECT gen_random_uuid(), $1 || n FROM generate_series(1, 20000) n`,
    values: [hard],
  })
  await ctx.db.query({ text: `INSERT INTO setting (key, value) VALUES ('x', '{"b": [1.50, null, "й"]}')` })
  await inTransaction(ctx, (tx) => audit(tx, ctx, { action: 'x.y', subjectKind: 'a', subjectId: 'b', facts: { n: 1 } }))
  await until(async () => (await linkEntries(ctx)) > 0)
  await anchorChain(ctx, signingKeyOf(key))
  expect(await makeBackup(place(), of, plain)).toMatchObject({ files: 1, missing: 1 })
  await makeBackup({ ...place(), passphrase }, of, sealed)
})
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await ctx.close()
})

async function emptyPlace() {
  const database = await testDatabase('empty')
  const filesDirectory = mkdtempSync(path.join(directory, 'files-'))
  return { database, databaseUrl: database.url, files: createFileStore(filesDirectory), say }
}
const everything = `SELECT md5(string_agg(t, '|' ORDER BY t)) AS sum, count(*)::int AS n FROM (
  SELECT contact::text AS t FROM contact UNION ALL SELECT attachment::text FROM attachment UNION ALL
  SELECT setting::text FROM setting UNION ALL SELECT audit_entry::text FROM audit_entry UNION ALL
  SELECT audit_link::text FROM audit_link UNION ALL SELECT audit_anchor::text FROM audit_anchor UNION ALL
  SELECT feed_state::text FROM feed_state) rows`

describe('a backup', () => {
  it('comes back whole, row for row and byte for byte, into an empty installation, which works on from there', {
    timeout: 60_000,
  }, async () => {
    for (const [file, phrase] of [
      [plain, undefined],
      [sealed, passphrase],
    ] as const) {
      const target = await emptyPlace()
      const manifest = await checkBackup(file, phrase)
      expect(manifest).toMatchObject(of)
      expect(await restoreBackup({ ...target, ...(phrase && { passphrase: phrase }) }, manifest, file)).toEqual({ files: 1 })
      expect(Buffer.from(await target.files.read('attachments/2026-11/a')).toString()).toBe('the bytes of a file')
      const db = openDb(target.databaseUrl, 4, ctx.collector.log)
      try {
        expect(await db.query({ text: everything })).toEqual(await ctx.db.query({ text: everything }))
        const restored = { ...ctx, db }
        await inTransaction(restored, (tx) => audit(tx, restored, { action: 'x.z', subjectKind: 'a', subjectId: 'b' }))
        await until(async () => (await linkEntries(restored)) > 0)
        expect(await verifyAudit(restored, { publicKeys: publicKeysOf(key) })).toMatchObject({ checked: 2, fault: null })
      } finally {
        await db.close()
        await target.database.drop()
      }
    }
  })

  it('is of one moment, though work goes on', async () => {
    const busy = path.join(directory, 'busy.tgz')
    let isOver = false
    const work = (async () => {
      for (let n = 0; !isOver; n++)
        await inTransaction(ctx, async (tx) => {
          // Two tables that agree in every moment, the one copied first written last.
          await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${`busy ${n}`}, '1')`
          await tx.$executeRaw`INSERT INTO department (id, code, names, calendar_id)
            VALUES (gen_random_uuid(), ${`busy ${n}`}, '{}', gen_random_uuid())`
        })
    })()
    await makeBackup(place(), of, busy)
    isOver = true
    await work
    const target = await emptyPlace()
    await restoreBackup(target, await checkBackup(busy), busy)
    const db = openDb(target.databaseUrl, 2, ctx.collector.log)
    const [both] = await db.query<{ one: number; two: number }>({
      text: `SELECT (SELECT count(*)::int FROM setting WHERE key LIKE 'busy %') AS one,
        (SELECT count(*)::int FROM department WHERE code LIKE 'busy %') AS two`,
    })
    await db.close()
    await target.database.drop()
    expect(both?.one).toBe(both?.two)
  })

  it('cut short, changed in one byte, or sealed with another passphrase, is refused before anything is touched', async () => {
    const bytes = readFileSync(plain)
    const other = path.join(directory, 'other.tgz')
    const refused = async (changed: Buffer, phrase?: string) => {
      writeFileSync(other, changed)
      await expect(checkBackup(other, phrase)).rejects.toThrow(/backup/)
    }
    await refused(bytes.subarray(0, bytes.length - 20))
    await refused(bytes.subarray(0, Math.floor(bytes.length / 2)))
    // The last two stand in gzip's own checksum. (Among the zeros at the end a changed byte may unpack to the same bytes.)
    for (const at of [100, Math.floor(bytes.length / 2), bytes.length - 2, bytes.length - 6]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await refused(changed)
    }
    await refused(Buffer.from('no backup at all, whatever its name says'))
    const shut = readFileSync(sealed)
    await refused(shut, 'another passphrase, as long')
    await refused(shut)
    const changed = Buffer.from(shut)
    changed[shut.length - 30] = (changed[shut.length - 30] ?? 0) ^ 1
    await refused(changed, passphrase)
    await refused(shut.subarray(0, shut.length - 16), passphrase)
    expect(shut.includes(Buffer.from('manifest.json'))).toBe(false)
  })

  it('is refused by an installation in use, and leaves it as it is', async () => {
    const before = await ctx.db.query({ text: everything })
    await expect(restoreBackup(place(), await checkBackup(plain), plain)).rejects.toThrow('is in use')
    expect(await ctx.db.query({ text: everything })).toEqual(before)
  })

  it('of a newer version is refused by name', async () => {
    const manifest = await checkBackup(plain)
    const newer = { ...manifest, migrations: [...manifest.migrations, '29990101000000_later'] }
    const target = await emptyPlace()
    await expect(restoreBackup(target, newer, plain)).rejects.toThrow('29990101000000_later')
    await target.database.drop()
  })
})
