import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  contactView,
  continueAsSigned,
  type MergeId,
  mergeByPhone,
  mergeContacts,
  mergesOf,
  offerContinuation,
  undoMerge,
} from '#inbox'
import { type ContactId, newId } from '#kernel'
import { followContinuation } from '../../../src/inbox/contacts/continue-elsewhere.ts'
import { type House, openHouse } from './house.ts'

let house: House
let count = 0
let ali: string
let vali: string

beforeAll(async () => {
  house = await openHouse({ botEnabled: false })
})
afterAll(() => house.close())
beforeEach(() => {
  count += 1
  ali = `ali-${count}`
  vali = `vali-${count}`
})

const words = { said: () => 'Davom etamiz.', note: () => 'Boshqa kanalda davom etmoqda.' }
const share = (client: string, phone: string, isOwn: boolean) =>
  house.say(client, '', { kind: 'contact', content: { sharedContact: { phone, name: client, isOwn } } })
const contact = async (id: ContactId) => {
  const view = await contactView(house.ctx, id, 50)
  if (view === null) throw new Error('no such contact')
  return view
}
/** Everything a merge may touch, as the tables have it. */
const everything = async () => ({
  contacts: await house.rows(
    'SELECT id, display_name, language, is_language_chosen, phone, merged_into_id FROM contact ORDER BY id',
  ),
  identities: await house.rows('SELECT id, contact_id FROM identity ORDER BY id'),
  requests: await house.rows('SELECT id, contact_id, status FROM request ORDER BY id'),
  places: await house.rows('SELECT request_id, conversation_id FROM request_conversation ORDER BY 1, 2'),
  conversations: await house.rows('SELECT id, open_request_id, last_request_id FROM conversation ORDER BY id'),
})
const merge = (fromContactId: ContactId, intoContactId: ContactId, proof: 'phone' | 'continuation' = 'phone') =>
  house.run((tx, ctx) => mergeContacts(ctx, tx, { fromContactId, intoContactId, proof }))
const undo = (mergeId: MergeId | null) => house.run((tx, ctx) => undoMerge(ctx, tx, { mergeId: mergeId ?? newId() }))

describe('a merge', () => {
  it('makes one contact of two, with all they wrote', async () => {
    const [one, other] = [await house.say(ali, 'Pulim tushmadi'), await house.say(vali, 'Kredit foizi qancha?')]
    const mergeId = await merge(other.contactId, one.contactId)
    expect(mergeId).not.toBeNull()
    const view = await contact(one.contactId)
    expect(view.identities).toHaveLength(2)
    expect(view.earlierRequests.map(({ id }) => id).sort()).toEqual([one.requestId, other.requestId].sort())
    expect(await house.eventsOf(one.contactId)).toEqual(expect.arrayContaining(['contact.merged', 'identity.linked']))
  })

  it('can be taken back exactly', async () => {
    const [one, other] = [await house.say(ali, 'Pulim tushmadi'), await house.say(vali, 'Kredit foizi qancha?')]
    await share(vali, '998901112233', true)
    await house.rows(`UPDATE contact SET language = 'ru', is_language_chosen = true WHERE id = $1`, other.contactId)
    const before = await everything()
    const mergeId = await merge(other.contactId, one.contactId)
    expect(await contact(one.contactId)).toMatchObject({ phone: '998901112233', language: 'ru', isLanguageChosen: true })
    await undo(mergeId)
    expect(await everything()).toEqual(before)
    expect(await house.eventsOf(one.contactId)).toContain('contact.unmerged')
    const [merged] = await house.run((tx, ctx) => mergesOf(ctx, tx, one.contactId))
    expect(merged?.undoneAt).not.toBeNull()
  })

  it('taken back gives a request opened since to whoever wrote it', async () => {
    const [one, other] = [await house.say(ali, 'Pulim tushmadi'), await house.say(vali, 'Kredit foizi qancha?')]
    await house.rows(
      `UPDATE request SET status = 'closed', closed_at = opened_at - interval '3 days' WHERE id = $1`,
      other.requestId,
    )
    await house.rows(`UPDATE conversation SET open_request_id = NULL WHERE id = $1`, other.conversationId)
    const mergeId = await merge(other.contactId, one.contactId)
    house.clock.advance(60_000)
    const since = await house.say(vali, 'Yana pulim tushmadi')
    expect(since).toMatchObject({ opened: true, contactId: one.contactId })
    await undo(mergeId)
    expect((await contact(other.contactId)).earlierRequests.map(({ id }) => id)).toContain(since.requestId)
    expect((await contact(one.contactId)).earlierRequests.map(({ id }) => id)).toEqual([one.requestId])
  })

  it('leads to the contact that remains, also for who was merged before', async () => {
    const [a, b, c] = [await house.say(ali, 'Savol?'), await house.say(vali, 'Savol?'), await house.say(`${ali}x`, 'Savol?')]
    const first = await merge(b.contactId, a.contactId)
    const second = await merge(b.contactId, c.contactId)
    expect((await contact(c.contactId)).identities).toHaveLength(3)
    await expect(undo(first)).rejects.toMatchObject({ code: 'merge.not_latest' })
    await undo(second)
    await undo(first)
    for (const { contactId } of [a, b, c]) expect((await contact(contactId)).identities).toHaveLength(1)
  })

  it('of one pair at the same moment happens once, and is taken back once', async () => {
    const [one, other] = [await house.say(ali, 'Savol?'), await house.say(vali, 'Savol?')]
    const merges = await Promise.all(Array.from({ length: 4 }, () => merge(other.contactId, one.contactId)))
    const made = merges.filter((id) => id !== null)
    expect(made).toHaveLength(1)
    const undone = await Promise.allSettled([undo(made[0] ?? null), undo(made[0] ?? null)])
    expect(undone.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('never joins two clients the bank’s signature tells apart', async () => {
    const signed = (client: string) => ({
      sender: { externalId: `client:${client}`, displayName: client, assurance: 'signed' as const },
    })
    const [one, other] = [await house.say(ali, 'Savol?', signed(ali)), await house.say(vali, 'Savol?', signed(vali))]
    expect(await merge(other.contactId, one.contactId, 'continuation')).toBeNull()
  })

  it('that does not exist cannot be taken back', async () => {
    await expect(undo(newId())).rejects.toMatchObject({ code: 'merge.not_found' })
  })
})

describe('a phone number', () => {
  const samePhone = (phone: string) => house.run((tx, ctx) => mergeByPhone(ctx, tx, phone))

  it('of one’s own reaches the contact’s card and joins who proved the same', async () => {
    const number = `99890${String(count).padStart(7, '0')}`
    const one = await share(ali, number, true)
    house.clock.advance(1000)
    const other = await share(vali, `+${number}`, true)
    expect(await contact(one.contactId)).toMatchObject({ phone: number })
    expect(await samePhone(`+${number}`)).toHaveLength(1)
    expect((await contact(one.contactId)).identities).toHaveLength(2)
    expect((await contact(other.contactId)).identities).toEqual([])
    expect(await samePhone(number)).toEqual([])
  })

  it('of somebody else joins nobody', async () => {
    const number = `99891${String(count).padStart(7, '0')}`
    await share(ali, number, true)
    const other = await share(vali, number, false)
    expect(await contact(other.contactId)).toMatchObject({ phone: null })
    expect(await samePhone(number)).toEqual([])
  })

  it('joins nobody whom a person has parted, however often it is told', async () => {
    const number = `99893${String(count).padStart(7, '0')}`
    await share(ali, number, true)
    await share(vali, number, true)
    const [mergeId] = await samePhone(number)
    await undo(mergeId ?? null)
    expect(await samePhone(number)).toEqual([])
  })

  it('joins nobody by a name', async () => {
    const called = (client: string) => ({ sender: { externalId: client, displayName: 'Aziz Karimov' } })
    const [one, other] = [await house.say(ali, 'Savol?', called(ali)), await house.say(vali, 'Savol?', called(vali))]
    expect(one.contactId).not.toBe(other.contactId)
  })
})

describe('going on elsewhere', () => {
  const comer = (client: string, assurance: 'channel' | 'signed' = 'channel') => ({
    channelAccountId: house.account,
    externalId: client,
    conversationExternalId: client,
    displayName: client,
    username: null,
    assurance,
    language: null,
  })
  const offer = (from: Awaited<ReturnType<House['say']>>) =>
    house.run((tx, ctx) => offerContinuation(ctx, tx, from.conversationId))

  it('is taken back whole: the request leaves the other conversation, which has its own matter again', async () => {
    const greeting = await house.say(vali, 'Pulim qaytmadi')
    await house.run(async (tx) => {
      await tx.$executeRaw`UPDATE request SET status = 'closed', closed_at = ${house.clock.now()} WHERE id = ${greeting.requestId}::uuid`
      await tx.$executeRaw`UPDATE conversation SET open_request_id = NULL WHERE id = ${greeting.conversationId}::uuid`
    })
    const one = await house.say(ali, 'Pulim tushmadi')
    const before = await everything()
    const token = await offer(one)
    expect(await followContinuation(house.ctx, { token, comer: comer(vali), words })).toMatchObject({ outcome: 'continued' })
    expect(await everything()).not.toEqual(before)
    const [merged] = await house.run((tx, ctx) => mergesOf(ctx, tx, one.contactId))
    await undo(merged?.id ?? null)
    expect(await everything()).toEqual(before)
  })

  it('of two who use one link at once one wins', async () => {
    const one = await house.say(ali, 'Pulim tushmadi')
    const token = await offer(one)
    const uses = await Promise.all(
      [`${vali}a`, `${vali}b`, `${vali}c`].map((client) =>
        followContinuation(house.ctx, { token, comer: comer(client), words }),
      ),
    )
    expect(uses.map(({ outcome }) => outcome).sort()).toEqual(['continued', 'used', 'used'])
    expect((await contact(one.contactId)).identities).toHaveLength(2)
  })

  it('leaves a matter of its own where it is', async () => {
    const [one, other] = [await house.say(ali, 'Pulim tushmadi'), await house.say(vali, 'Kartam ishlamayapti')]
    const token = await offer(one)
    const done = await followContinuation(house.ctx, { token, comer: comer(vali), words })
    expect(done).toEqual({ outcome: 'continued', requestId: null })
    expect((await house.say(vali, 'Javob bormi?')).requestId).toBe(other.requestId)
    expect((await contact(one.contactId)).identities).toHaveLength(2)
  })

  it('under the bank’s signature needs no link', async () => {
    const one = await house.say(ali, 'Pulim tushmadi')
    const input = { fromConversationId: one.conversationId, comer: comer(`client:${vali}`, 'signed'), words }
    expect(await continueAsSigned(house.ctx, input)).toEqual({ outcome: 'continued', requestId: one.requestId })
    expect((await house.say(`client:${vali}`, 'Davomi')).requestId).toBe(one.requestId)
  })
})
