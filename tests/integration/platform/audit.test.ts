import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId } from '#kernel'
import { anchorChain, audit, checkExport, exportAudit, inTransaction, linkEntries, openDb, verifyAudit } from '#platform'
import { publicKeysOf, sealKeyFrom, signingKeyOf } from '#privacy'
import { type TestCtx, testCtx, until } from '../../support/index.ts'
import { runAsAdmin } from '../../support/test-database.ts'

const sealKey = sealKeyFrom('this installation')
const signer = signingKeyOf(sealKey)
const publicKeys = publicKeysOf(sealKey)

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
afterAll(() => ctx.close())

const note = (action: string) => ({ action, subjectKind: 'request', subjectId: newId(), facts: { n: 1.5, b: true } })
const write = (count: number, over = ctx) =>
  inTransaction(over, async (tx) => {
    for (let n = 0; n < count; n++) await audit(tx, over, note(`test.entry_${n}`))
  })
const rows = <T>(text: string, ...values: unknown[]) => ctx.db.query<T & object>({ text, values })

/** Links all there is. Transactions of other tests' databases on the same server may hold the newest back for a moment. */
const linkAll = (over = ctx) =>
  until(async () => {
    await linkEntries(over)
    const [left] = await over.db.query<{ n: number }>({
      text: 'SELECT count(*)::int AS n FROM audit_entry e WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)',
    })
    return left?.n === 0
  })

/** As somebody would who owns the database: the triggers are off for as long as it takes, and everything is put back. */
async function tampered(sql: string, check: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: ctx.database.url })
  await client.connect()
  try {
    await client.query(`SET session_replication_role = replica;
      CREATE TABLE kept_entry AS TABLE audit_entry; CREATE TABLE kept_link AS TABLE audit_link;
      CREATE TABLE kept_anchor AS TABLE audit_anchor; ${sql}`)
    await check()
  } finally {
    await client.query(`SET session_replication_role = replica;
      DELETE FROM audit_entry; INSERT INTO audit_entry SELECT * FROM kept_entry;
      DELETE FROM audit_link; INSERT INTO audit_link SELECT * FROM kept_link;
      DELETE FROM audit_anchor; INSERT INTO audit_anchor SELECT * FROM kept_anchor;
      DROP TABLE kept_entry; DROP TABLE kept_link; DROP TABLE kept_anchor`)
    await client.end()
  }
}
const faultNow = async (anchor?: { no: number; hash: string }) =>
  (await verifyAudit(ctx, { publicKeys, ...(anchor && { anchor }) })).fault

describe('the audit', () => {
  it('takes nothing back, whoever asks: no update, no delete, no truncate', async () => {
    await write(3)
    for (const sql of [
      `UPDATE audit_entry SET actor = 'nobody'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'TRUNCATE audit_link',
    ])
      await expect(rows(sql), sql).rejects.toThrow('append-only')
    await linkAll()
    await anchorChain(ctx, signer)
    for (const table of ['audit_link', 'audit_anchor'])
      await expect(rows(`DELETE FROM ${table}`), table).rejects.toThrow('append-only')
  })

  it('needs no more than to read and to add: the rest may be kept from the program', async () => {
    await rows(`CREATE ROLE audit_writer`)
    try {
      const granted = await inTransaction(ctx, async (tx) => {
        await tx.$executeRawUnsafe('GRANT SELECT, INSERT ON audit_entry, audit_link, audit_anchor TO audit_writer')
        await tx.$executeRawUnsafe('GRANT ALL ON audit_chain_state TO audit_writer')
        await tx.$executeRawUnsafe('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO audit_writer')
        await tx.$executeRawUnsafe('SET LOCAL ROLE audit_writer')
        await tx.$executeRawUnsafe(
          `INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts) VALUES (now(), 'bot', 'x.y', 'a', 'b', '{}')`,
        )
        return tx.$queryRawUnsafe<object[]>('SELECT system_identifier::text FROM pg_control_system()')
      })
      expect(granted).toHaveLength(1)
    } finally {
      await rows('DROP OWNED BY audit_writer')
      await rows('DROP ROLE audit_writer')
    }
  })

  it('is linked in an order that a slow transaction cannot slip in behind', async () => {
    await linkAll()
    const slow = new pg.Client({ connectionString: ctx.database.url })
    await slow.connect()
    const insert = (subject: string) =>
      `INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts) VALUES (now(), 'bot', 'x.y', 'slow', '${subject}', '{}')`
    const placesOfSlow = () =>
      rows(`SELECT e.subject_id FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
        WHERE e.subject_kind = 'slow' ORDER BY l.no`)
    try {
      await slow.query(`BEGIN; ${insert('first')}`)
      await rows(insert('second'))
      await linkEntries(ctx)
      expect(await placesOfSlow()).toEqual([]) // the first could still come
      await slow.query('COMMIT')
    } finally {
      await slow.end()
    }
    await linkAll()
    expect(await placesOfSlow()).toEqual([{ subject_id: 'first' }, { subject_id: 'second' }])
    expect(await faultNow()).toBeNull()
  })

  it('is one chain also when several link and many write at once', async () => {
    await Promise.all([
      ...Array.from({ length: 20 }, () => write(5)),
      ...Array.from({ length: 10 }, () => linkEntries(ctx).catch(() => 0)), // whoever comes second fails and looks again later
    ])
    await linkAll()
    const verdict = await verifyAudit(ctx, { publicKeys })
    expect(verdict.fault).toBeNull()
    expect(await rows('SELECT count(*)::int AS n FROM audit_entry')).toEqual([{ n: verdict.checked }])
  })
})

describe('the check of the audit', () => {
  let end = 0
  beforeAll(async () => {
    await write(20)
    await linkAll()
    end = (await anchorChain(ctx, signer)) ?? 0
  })
  const entryAt = async (no: number) =>
    Number((await rows<{ id: number }>('SELECT entry_id AS id FROM audit_link WHERE no = $1', no))[0]?.id)

  it('finds nothing where nothing was done', async () => {
    expect(await verifyAudit(ctx, { publicKeys })).toMatchObject({ checked: end, fault: null, last: { no: end } })
  })
  it('names the first changed entry, of every column', async () => {
    const entryId = await entryAt(end - 9)
    for (const change of [
      `facts = '{"n": 2}'`,
      `actor = 'operator:other'`,
      `action = 'other.done'`,
      `subject_id = 'other'`,
      `subject_kind = 'other'`,
      `trace = NULL`,
      `at = at + interval '1 ms'`,
    ])
      await tampered(
        `UPDATE audit_entry SET ${change} WHERE id IN (SELECT entry_id FROM audit_link WHERE no >= ${end - 9})`,
        async () => {
          expect(await faultNow(), change).toEqual({ kind: 'changed', no: end - 9, entryId })
        },
      )
  })
  it('names a removed entry, with its link or without', async () => {
    const entryId = await entryAt(end - 5)
    await tampered(`DELETE FROM audit_entry WHERE id = ${entryId}`, async () => {
      expect(await faultNow()).toEqual({ kind: 'entry_removed', no: end - 5, entryId })
    })
    await tampered(`DELETE FROM audit_entry WHERE id = ${entryId}; DELETE FROM audit_link WHERE no = ${end - 5}`, async () => {
      expect(await faultNow()).toEqual({ kind: 'link_removed', no: end - 5 })
    })
  })
  it('names two that changed places', async () => {
    const [one, two] = [await entryAt(end - 7), await entryAt(end - 3)]
    await tampered(
      `UPDATE audit_link SET entry_id = -1 WHERE no = ${end - 7}; UPDATE audit_link SET entry_id = ${one} WHERE no = ${end - 3};
       UPDATE audit_link SET entry_id = ${two} WHERE no = ${end - 7}`,
      async () => {
        expect(await faultNow()).toEqual({ kind: 'changed', no: end - 7, entryId: two })
      },
    )
  })
  it('finds the end cut off by what was signed, and by what somebody outside wrote down', async () => {
    const [last] = await rows<{ hash: Buffer }>('SELECT hash FROM audit_link WHERE no = $1', end)
    const outside = { no: end, hash: String(last?.hash.toString('hex')) }
    const cut = `DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE no > ${end - 4});
      DELETE FROM audit_link WHERE no > ${end - 4};`
    await tampered(cut, async () => {
      expect(await faultNow()).toMatchObject({ kind: 'end_removed', no: end - 3 })
    })
    await tampered(`${cut} DELETE FROM audit_anchor WHERE no > ${end - 4}`, async () => {
      expect(await faultNow()).toBeNull() // whoever owns everything here can cut the end; this is what the log is for
      expect(await faultNow(outside)).toEqual({ kind: 'end_removed', no: end - 3, anchoredAt: null })
    })
  })
  it('finds a chain that was made anew, since nobody else can sign', async () => {
    const fresh = `UPDATE audit_entry SET actor = 'operator:other' WHERE id = ${await entryAt(1)};
      DELETE FROM audit_link; DELETE FROM audit_chain_state;`
    await tampered(fresh, async () => {
      await linkAll()
      expect(await faultNow()).toMatchObject({ kind: 'changed' })
    })
    await tampered(`UPDATE audit_anchor SET signature = decode('00', 'hex')`, async () => {
      expect(await faultNow()).toMatchObject({ kind: 'anchor_forged' })
    })
  })
  it('finds an entry put in behind the chain’s back', async () => {
    await tampered(
      `INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts, written_in)
       VALUES (now() - interval '1 day', 'bot', 'x.y', 'slipped', 'in', '{}', 1)`,
      async () => {
        expect(await faultNow()).toMatchObject({ kind: 'slipped_in' })
      },
    )
  })
  it('goes on in a copy on another server, and still knows the old part', async () => {
    const name = `${ctx.database.name}_copy`
    const copyUrl = new URL(ctx.database.url)
    copyUrl.pathname = `/${name}`
    await ctx.db.pool.query('SELECT 1')
    await runAsAdmin(
      inject('databaseUrl'),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${ctx.database.name}'`,
    )
    await runAsAdmin(inject('databaseUrl'), `CREATE DATABASE ${name} TEMPLATE ${ctx.database.name}`)
    const db = openDb(copyUrl.href, 4, ctx.collector.log)
    try {
      const copy = { ...ctx, db }
      await write(4, copy)
      await linkAll(copy)
      await write(2, copy)
      await linkAll(copy)
      expect(await verifyAudit(copy, { publicKeys })).toMatchObject({ checked: end + 6, fault: null })
    } finally {
      await db.close()
      await runAsAdmin(inject('databaseUrl'), `DROP DATABASE ${name} WITH (FORCE)`)
    }
  })
})

describe('the file of the audit', () => {
  const chunks = async function* (text: string) {
    for (let at = 0; at < text.length; at += 1_000) yield text.slice(at, at + 1_000)
  }
  const file = async () => {
    let text = ''
    for await (const line of exportAudit(ctx, signer, {}, { by: 'operator:x' })) text += line
    return text
  }

  it('proves itself with the public key, and no longer once a byte of it is another', async () => {
    await write(3)
    await linkAll()
    const text = await file()
    const count = text.trimEnd().split('\n').length - 2
    expect(await checkExport(chunks(text), publicKeys)).toEqual({ isGenuine: true, count, isCut: false })
    const lines = text.split('\n')
    const changed = [lines[0], lines[1]?.replace('test.', 'tost.'), ...lines.slice(2)].join('\n')
    expect(await checkExport(chunks(changed), publicKeys)).toEqual({ isGenuine: false, because: 'changed' })
    const without = [lines[0], ...lines.slice(2)].join('\n')
    expect(await checkExport(chunks(without), publicKeys)).toEqual({ isGenuine: false, because: 'changed' })
    const stranger = publicKeysOf(sealKeyFrom('another installation'))
    expect(await checkExport(chunks(text), stranger)).toEqual({ isGenuine: false, because: 'other_key' })
    expect(await checkExport(chunks('{}\n'), publicKeys)).toEqual({ isGenuine: false, because: 'not_an_export' })
  })
})
