import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeHolder, closeRequest, pauseRequest, queueReply } from '#inbox'
import { hourMs, type RequestId } from '#kernel'
import { ana, cards, general, type House, openHouse, operator } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const close = (requestId: RequestId | null) =>
  house.run((tx, ctx) => closeRequest(ctx, tx, { requestId: requestId as RequestId, outcome: 'answered' }))

async function answered(client: string, text: string) {
  const received = await house.say(client, text)
  const requestId = received.requestId as RequestId
  await house.run((tx, ctx) => changeHolder(ctx, tx, { requestId, to: { kind: 'operator', operatorId: ana }, reason: 'taken' }))
  await house.run(
    (tx, ctx) => queueReply(ctx, tx, { requestId, author: { kind: 'operator', id: ana }, text: 'Javob' }),
    operator(ana),
  )
  return { ...received, requestId }
}

describe('a first message', () => {
  it('makes contact, conversation, message, request, clocks, ledger, record and facts at once', async () => {
    const received = await house.say('c1', 'kartam bloklandi')
    expect(received).toMatchObject({ outcome: 'stored', opened: true, seq: 1 })
    expect(await house.request(received.requestId)).toMatchObject({
      number: expect.stringMatching(/^2026-\d{6}$/),
      status: 'open',
      type: 'complaint',
      priority: 'high',
      topic: 'card_block',
      department_id: cards,
      holder_kind: 'bot',
      holder_version: 1,
      waiting_since: house.clock.now(),
      next_due_at: new Date(house.clock.now().getTime() + 600_000),
    })
    expect((await house.clocksOf(received.requestId)).map((clock) => [clock.kind, clock.state])).toEqual([
      ['first_response', 'running'],
      ['resolution', 'running'],
    ])
    expect(await house.eventsOf(received.requestId)).toEqual(['message.received', 'request.opened'])
    expect(await house.rows('SELECT action, actor FROM audit_entry WHERE subject_id = $1', received.requestId)).toEqual([
      { action: 'request.opened', actor: `client:${received.contactId}` },
    ])
    const ledger = await house.rows(
      'SELECT e.kind FROM sla_clock_entry e JOIN sla_clock k ON k.id = e.clock_id WHERE k.request_id = $1',
      received.requestId,
    )
    expect(ledger).toEqual([{ kind: 'started' }, { kind: 'started' }])
    expect(
      await house.rows('SELECT type, confidence FROM classification_record WHERE request_id = $1', received.requestId),
    ).toEqual([{ type: 'complaint', confidence: 0.9 }])
  })
  it('of greeting opens a request that promises nothing', async () => {
    const { requestId } = await house.say('c2', 'assalomu alaykum')
    expect(await house.request(requestId)).toMatchObject({ type: 'other', priority: 'low', next_due_at: null })
    expect(await house.clocksOf(requestId)).toEqual([])
  })
  it('without words goes to a person unsorted, and a sticker does not', async () => {
    const photo = await house.say('c3', '', { kind: 'photo', attachments: [{ kind: 'photo', vendorRef: { fileId: 'f1' } }] })
    expect(await house.request(photo.requestId)).toMatchObject({ type: 'unsorted', priority: 'normal' })
    expect(await house.rows('SELECT kind, state, vendor_ref FROM attachment WHERE message_id = $1', photo.messageId)).toEqual([
      { kind: 'photo', state: 'pending', vendor_ref: { fileId: 'f1' } },
    ])
    const sticker = await house.say('c4', '', { kind: 'sticker' })
    expect(await house.request(sticker.requestId)).toMatchObject({ type: 'other' })
  })
  it('is masked before it is stored, and the original is sealed', async () => {
    const { messageId } = await house.say('c5', 'kartam 8600 0052 6018 1595 bloklandi, kod 4829')
    const [stored] = await house.rows('SELECT text, masked_kinds FROM message WHERE id = $1', messageId)
    expect(stored).toEqual({ text: 'kartam ************1595 bloklandi, kod ****', masked_kinds: ['card', 'code'] })
    const [sealed] = await house.rows<{ ciphertext: Buffer }>(
      'SELECT ciphertext FROM sealed_text WHERE message_id = $1',
      messageId,
    )
    expect(sealed?.ciphertext.toString('latin1')).not.toContain('8600')
  })
  it('goes to the queue of its department where no bot speaks', async () => {
    const quiet = await openHouse({ botEnabled: false, database: house.ctx.database, account: 'no-bot' })
    const { requestId } = await quiet.say('c1', 'kartam bloklandi')
    expect(await house.request(requestId)).toMatchObject({ holder_kind: 'queue', department_id: cards })
    await quiet.close()
  })
})

describe('a repeat', () => {
  it('is answered with what was stored and changes nothing', async () => {
    const first = await house.say('r1', 'kartam bloklandi', { id: 'same' })
    const again = await house.say('r1', 'kartam bloklandi', { id: 'same' })
    expect(again).toEqual({ ...first, outcome: 'duplicate', opened: false })
    expect(await house.eventsOf(first.requestId)).toEqual(['message.received', 'request.opened'])
  })
  it('of many at once stores each once, whatever the order', async () => {
    const wanted = Array.from({ length: 40 }, (_, i) =>
      house.message(`r2-${i % 8}`, `kartam bloklandi ${i}`, { id: `r2-${i}` }),
    )
    const shuffled = [...wanted, ...wanted, ...wanted].sort((a, b) => (a.messageExternalId + a.text < b.text ? -1 : 1))
    const received = await Promise.all(shuffled.map((message) => house.intake.receive(message)))
    expect(received.filter((each) => each.outcome === 'stored')).toHaveLength(40)
    const [count] = await house.rows("SELECT count(*)::int AS n FROM message WHERE external_id LIKE 'r2-%'")
    expect(count).toEqual({ n: 40 })
    const gaps = await house.rows(
      `SELECT conversation_id FROM message WHERE external_id LIKE 'r2-%' GROUP BY 1 HAVING max(seq) <> count(*)`,
    )
    expect(gaps).toEqual([])
  })
})

describe('a further message', () => {
  it('is appended, raises danger, and never lowers', async () => {
    const { requestId } = await house.say('f1', 'kartam bloklandi')
    await house.say('f1', 'kodni aytib qo‘ydim')
    expect(await house.request(requestId)).toMatchObject({ type: 'complaint', priority: 'urgent', topic: 'card_block' })
    await house.say('f1', 'qanday qilaman?')
    expect(await house.request(requestId)).toMatchObject({ priority: 'urgent' })
    expect(await house.eventsOf(requestId)).toEqual([
      'message.received',
      'request.opened',
      'message.received',
      'request.reclassified',
      'message.received',
    ])
  })
  it('gives a greeting its real type, department and clocks', async () => {
    const { requestId } = await house.say('f2', 'salom')
    house.clock.advance(60_000)
    await house.say('f2', 'kartam bloklandi')
    expect(await house.request(requestId)).toMatchObject({ type: 'complaint', priority: 'high', department_id: cards })
    const clocks = await house.clocksOf(requestId)
    expect(clocks.map((clock) => clock.kind)).toEqual(['first_response', 'resolution'])
    expect(clocks[0]?.due).toEqual(new Date(house.clock.now().getTime() + 600_000))
    expect((await house.request(requestId)).next_due_at).toEqual(clocks[0]?.due)
  })
  it('sorts what came unsorted and starts no clock twice', async () => {
    const { requestId } = await house.say('f3', '', { kind: 'voice' })
    await house.say('f3', 'qanday ochaman?')
    expect(await house.request(requestId)).toMatchObject({ type: 'question', department_id: general })
    expect(await house.clocksOf(requestId)).toHaveLength(2)
  })
  it('after a person answered waits with a clock of its own, one for any number of messages', async () => {
    const { requestId } = await answered('f4', 'kartam bloklandi')
    expect((await house.request(requestId)).waiting_since).toBeNull()
    house.clock.advance(1_000)
    const since = house.clock.now()
    await house.say('f4', 'yana savol bor?')
    house.clock.advance(1_000)
    await house.say('f4', 'alo?')
    expect((await house.request(requestId)).waiting_since).toEqual(since)
    const next = (await house.clocksOf(requestId)).filter((clock) => clock.kind === 'next_response')
    expect(next).toEqual([expect.objectContaining({ state: 'running', due: null })])
    expect(await house.eventsOf(requestId)).toContain('clock.started')
  })
  it('of the client ends the wait for the client', async () => {
    const { requestId } = await answered('f5', 'kartam bloklandi')
    await house.run((tx, ctx) => pauseRequest(ctx, tx, { requestId, reason: 'waiting_client_document' }), operator(ana))
    expect((await house.clocksOf(requestId)).find((clock) => clock.kind === 'resolution')?.state).toBe('paused')
    await house.say('f5', 'mana hujjat?')
    expect(await house.request(requestId)).toMatchObject({ status: 'open' })
    const resolution = (await house.clocksOf(requestId)).find((clock) => clock.kind === 'resolution')
    expect(resolution).toMatchObject({ state: 'running', due: null })
    expect(await house.eventsOf(requestId)).toEqual(expect.arrayContaining(['request.resumed', 'clock.resumed']))
  })
})

describe('after a close', () => {
  it('thanks neither open nor reopen: they belong to the last request', async () => {
    const { requestId } = await house.say('a1', 'kartam bloklandi')
    await close(requestId)
    house.clock.advance(60_000)
    const thanks = await house.say('a1', 'rahmat')
    expect(thanks).toMatchObject({ requestId, opened: false })
    expect(await house.request(requestId)).toMatchObject({ status: 'closed', reopen_count: 0 })
  })
  it('a matter within the window reopens the same request, back to the bot, with clocks to compute', async () => {
    const { requestId } = await answered('a2', 'kartam bloklandi')
    await close(requestId)
    house.clock.advance(23 * hourMs)
    const again = await house.say('a2', 'yana bloklandi')
    expect(again).toMatchObject({ requestId, opened: false })
    expect(await house.request(requestId)).toMatchObject({
      status: 'open',
      reopen_count: 1,
      holder_kind: 'bot',
      holder_operator_id: null,
      holder_version: 3,
      closed_at: null,
      outcome: null,
    })
    const running = (await house.clocksOf(requestId)).filter((clock) => clock.state === 'running')
    expect(running.map((clock) => [clock.kind, clock.due])).toEqual([
      ['next_response', null],
      ['resolution', null],
    ])
    expect(await house.eventsOf(requestId)).toContain('request.reopened')
  })
  it('a matter after the window is a new request that knows the last one', async () => {
    const { requestId } = await house.say('a3', 'kartam bloklandi')
    await close(requestId)
    house.clock.advance(25 * hourMs)
    const later = await house.say('a3', 'yana bloklandi')
    expect(later.opened).toBe(true)
    expect(await house.request(later.requestId)).toMatchObject({ previous_request_id: requestId })
  })
  it('a pressed button is never a matter', async () => {
    const { requestId } = await house.say('a4', 'kartam bloklandi')
    await close(requestId)
    house.clock.advance(48 * hourMs)
    expect(await house.say('a4', '', { kind: 'button', buttonData: 'helped:yes' })).toMatchObject({ requestId, opened: false })
    expect(await house.request(requestId)).toMatchObject({ status: 'closed' })
  })
})

describe('an album', () => {
  const part = (id: string, text = '') =>
    house.say('al1', text, {
      id,
      kind: 'photo',
      albumId: 'g1',
      attachments: [{ kind: 'photo', vendorRef: { fileId: id } }],
    })
  it('is one message, each part once, its caption read whenever it comes', async () => {
    const [first, second, third] = await Promise.all([part('p1'), part('p2', 'kartam bloklandi'), part('p3')])
    await Promise.all([part('p2', 'kartam bloklandi'), part('p3'), part('p1')])
    expect(new Set([first, second, third].map((each) => each?.messageId)).size).toBe(1)
    const [message] = await house.rows('SELECT kind, text, seq FROM message WHERE id = $1', first?.messageId)
    expect(message).toEqual({ kind: 'album', text: 'kartam bloklandi', seq: 1 })
    const files = await house.rows('SELECT vendor_ref FROM attachment WHERE message_id = $1', first?.messageId)
    expect(files).toHaveLength(3)
    expect(await house.request(first?.requestId ?? null)).toMatchObject({ type: 'complaint', priority: 'high' })
  })
})
