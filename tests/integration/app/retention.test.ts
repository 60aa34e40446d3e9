import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstTerms } from '#contracts'
import { askErasure, exportClient, liftHold, listErasures, placeHold } from '#inbox'
import { type ContactId, dayMs, newId, type OperatorId, type RequestId } from '#kernel'
import { removeFiles, zipped } from '#platform'
import { rebuildStats } from '#stats'
import { applyRetention, previewRetention, retentionDesk } from '../../../src/app/retention.ts'
import { ana, type House, openHouse } from '../inbox/house.ts'

const card = '8600 0052 6018 1595'
const by = ana as OperatorId
let house: House

beforeAll(async () => {
  house = await openHouse({ botEnabled: false })
})
afterAll(() => house.close())

/** A client with one closed matter that holds everything a matter can hold of a person. */
async function clientWithMatter(client: string): Promise<{ contactId: ContactId; requestId: RequestId; key: string }> {
  const received = await house.say(client, `Menga ${client} kerak, kartam ${card}`, {
    sender: { externalId: client, displayName: `Ism ${client}`, username: `user_${client}`, languageHint: 'uz' },
  })
  const { requestId, messageId, contactId } = received
  const key = `attachments/2026-11/${client}`
  await house.ctx.files.put(key, Buffer.from(`bytes of ${client}`))
  await house.rows(
    `INSERT INTO attachment (id, message_id, kind, file_name, state, storage_key, created_at)
     VALUES ($1, $2, 'file', $3, 'stored', $4, now())`,
    newId(),
    messageId,
    `${client}.PDF`,
    key,
  )
  await house.rows(`UPDATE contact SET phone = $2 WHERE id = $1`, contactId, `+99890${client}`)
  await house.rows(
    `INSERT INTO note (id, request_id, text, at) VALUES ($1, $2, $3, now())`,
    newId(),
    requestId,
    `izoh ${client}`,
  )
  await house.rows(
    `INSERT INTO appeal (id, request_id, number, received_at, registered_at, registered_by_id, full_name, essence)
     VALUES ($1, $2, $3, now(), now(), $1, $4, $4)`,
    newId(),
    requestId,
    client,
    `To‘liq ${client}`,
  )
  await house.rows('UPDATE appeal SET withdrawn_at = now() WHERE request_id = $1', requestId)
  await close(requestId as RequestId)
  return { contactId: contactId as ContactId, requestId: requestId as RequestId, key }
}
async function close(requestId: RequestId): Promise<void> {
  await house.rows(
    `UPDATE request SET status = 'closed', closed_at = $2, outcome = 'resolved' WHERE id = $1`,
    requestId,
    house.clock.now(),
  )
  await house.rows('UPDATE conversation SET open_request_id = NULL WHERE open_request_id = $1', requestId)
}
/** Every table that has the word in any row, whatever the column. */
async function tablesWith(word: string): Promise<string[]> {
  await removeFiles(house.ctx)
  const tables = await house.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND relname <> '_prisma_migrations'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const hits = await house.rows(`SELECT 1 FROM "${name}" t WHERE t::text ILIKE $1 LIMIT 1`, `%${word}%`)
    if (hits.length > 0) found.push(name)
  }
  return found.sort()
}
const pass = (days: number) => house.clock.advance(days * dayMs)
const countsOf = async () => {
  await rebuildStats(house.ctx)
  return {
    requests: await house.rows('SELECT type, priority, outcome, opened_at, closed_at FROM stat_request ORDER BY request_id'),
    clocks: await house.rows('SELECT kind, state, due_at, met_at, took_ms FROM stat_clock ORDER BY clock_id'),
  }
}

describe('what is old', () => {
  it('is taken out by its term: every word, name, number, file and original, and the statistics stay', async () => {
    const { contactId, requestId, key } = await clientWithMatter('7701')
    expect((await tablesWith('7701')).length).toBeGreaterThan(5)
    const before = await countsOf()
    pass(1_826)
    expect(await applyRetention(house.ctx)).toMatchObject({ requests: 0 })
    pass(2)
    expect((await previewRetention(house.ctx, firstTerms)).find(({ category }) => category === 'requests')).toMatchObject({
      count: 1,
      held: 0,
    })
    expect(await applyRetention(house.ctx)).toMatchObject({ requests: 1 })
    // What was done is on record by ids, and an appeal's number is a number of the bank's, not of the client.
    expect(await tablesWith('7701')).toEqual(['appeal'])
    expect(await house.rows('SELECT full_name, essence FROM appeal WHERE request_id = $1', requestId)).toEqual([
      { full_name: '', essence: '' },
    ])
    expect(await house.rows('SELECT 1 FROM sealed_text')).toEqual([])
    await expect(house.ctx.files.read(key)).rejects.toThrow('attachment.not_found')
    expect(await countsOf()).toEqual(before)
    const actions = await house.rows(
      `SELECT action FROM audit_entry WHERE subject_id IN ($1, $2, 'terms') AND action ~ 'erased|retention' ORDER BY id`,
      requestId,
      contactId,
    )
    expect(actions.map(({ action }) => action)).toEqual(['request.erased', 'contact.erased', 'retention.applied'])
  })

  it('comes back as somebody new when the same account writes again', async () => {
    const again = await house.say('7701', 'Yana salom')
    expect(again.opened).toBe(true)
    const [contact] = await house.rows<{ erased_at: Date | null }>(
      'SELECT erased_at FROM contact WHERE id = $1',
      again.contactId,
    )
    expect(contact?.erased_at).toBeNull()
    await close(again.requestId as RequestId)
  })

  it('of the law’s three years stays, whatever a setting says or somebody writes into the database', async () => {
    const { requestId } = await clientWithMatter('7702')
    await expect(retentionDesk.change(house.ctx, { ...firstTerms, requests: 1_095 })).rejects.toMatchObject({
      code: 'retention.below_floor',
      facts: { category: 'requests', floorDays: 1_096 },
    })
    await house.rows(
      `INSERT INTO setting (key, value) VALUES ('retention.terms', $1)
      ON CONFLICT (key) DO UPDATE SET value = $1`,
      JSON.stringify({ ...firstTerms, requests: 1, appeals: 1 }),
    )
    pass(1_095)
    await applyRetention(house.ctx)
    expect(await house.rows('SELECT 1 FROM request WHERE id = $1 AND erased_at IS NULL', requestId)).toHaveLength(1)
    pass(2)
    await applyRetention(house.ctx)
    expect(await house.rows('SELECT 1 FROM request WHERE id = $1 AND erased_at IS NULL', requestId)).toHaveLength(0)
    await retentionDesk.change(house.ctx, firstTerms)
  })

  it('and held by a court, the matter or the client, stays until the hold is lifted', async () => {
    const one = await clientWithMatter('7703')
    const two = await clientWithMatter('7704')
    const holds = [
      await placeHold(house.ctx, { subject: { kind: 'request', id: one.requestId }, reason: 'court', by }),
      await placeHold(house.ctx, { subject: { kind: 'contact', id: two.contactId }, reason: 'dispute', by }),
    ]
    pass(1_830)
    expect((await previewRetention(house.ctx, firstTerms)).find(({ category }) => category === 'requests')).toMatchObject({
      held: 2,
    })
    await applyRetention(house.ctx)
    expect((await tablesWith('7703')).length).toBeGreaterThan(3)
    expect((await tablesWith('7704')).length).toBeGreaterThan(3)
    for (const id of holds) await liftHold(house.ctx, id, by)
    await applyRetention(house.ctx)
    expect(await tablesWith('7703')).toEqual(['appeal'])
    expect(await tablesWith('7704')).toEqual(['appeal'])
    await expect(liftHold(house.ctx, String(holds[0]), by)).rejects.toThrow('hold.not_found')
  })

  it('of uploads nobody sent goes with its file', async () => {
    await house.ctx.files.put('desk/unsent', Buffer.from('x'))
    await house.rows(
      `INSERT INTO attachment (id, staged_by, kind, state, storage_key, created_at) VALUES ($1, 'operator:x', 'file', 'stored', 'desk/unsent', $2)`,
      newId(),
      house.clock.now(),
    )
    pass(3)
    expect(await applyRetention(house.ctx)).toMatchObject({ staged_uploads: 1 })
    await removeFiles(house.ctx)
    await expect(house.ctx.files.read('desk/unsent')).rejects.toThrow('attachment.not_found')
  })
})

describe('a client who asks', () => {
  it('gets everything kept about them in one zip, the files too, and nothing of staff’s own notes', async () => {
    const { contactId } = await clientWithMatter('7705')
    const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-zip-'))
    try {
      const parts: Buffer[] = []
      for await (const part of zipped(exportClient(house.ctx, contactId), house.clock.now())) parts.push(part)
      const file = path.join(directory, 'client.zip')
      writeFileSync(file, Buffer.concat(parts))
      const read = `import json,sys,zipfile
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))`
      const inside = JSON.parse(execFileSync('python3', ['-c', read, file], { encoding: 'utf8' })) as Record<string, string>
      const names = Object.keys(inside)
      expect(names).toHaveLength(2)
      expect(names.filter((name) => /^files\/[\w-]+\.pdf$/.test(name))).toHaveLength(1)
      expect(Object.values(inside)).toContain('bytes of 7705')
      const data = JSON.parse(inside['client.json'] ?? '') as Record<string, never[]>
      expect(data).toMatchObject({
        contacts: [{ displayName: 'Ism 7705', phone: '+998907705' }],
        identities: [{ accountId: '7705', username: 'user_7705', channel: 'telegram' }],
        requests: [{ status: 'closed', outcome: 'resolved', appeals: [{ fullName: 'To‘liq 7705' }] }],
        messages: [{ author: 'client' }],
        isCut: false,
      })
      expect(inside['client.json']).not.toContain('izoh')
      expect(inside['client.json']).not.toContain(card)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it('to be forgotten is, as soon as the law lets each matter go, and is told until when', async () => {
    const { contactId } = await clientWithMatter('7706')
    const closedAt = house.clock.now()
    expect(await askErasure(house.ctx, { contactId, reason: 'client_asked', by })).toBe(true)
    expect(await askErasure(house.ctx, { contactId, reason: 'client_asked', by })).toBe(false)
    expect(await retentionDesk.forget(house.ctx, contactId)).toBe(0)
    const doneFrom = new Date(closedAt.getTime() + 1_096 * dayMs)
    expect(await listErasures(house.ctx, contactId)).toMatchObject([{ waiting: 1, doneFrom, doneAt: null }])
    pass(1_097)
    expect(await applyRetention(house.ctx)).toMatchObject({ clients: 1, requests: 0 })
    expect(await tablesWith('7706')).toEqual(['appeal'])
    expect(await listErasures(house.ctx, contactId)).toMatchObject([{ waiting: 0, doneAt: house.clock.now() }])
  })
})
