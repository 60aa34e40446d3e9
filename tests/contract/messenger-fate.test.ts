/** What becomes of a reply on Messenger beyond the contract: echoes, marks, windows, a dead token; and what clients do to messages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMessengerChannel, graphRefusals, type MetaEmulator } from '#bots'
import { conversationMessages, queueReply } from '#inbox'
import { type ConversationId, newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { type MetaWorld, openMeta } from './meta-driver.ts'

type Said = { text: string; conversation_id: ConversationId; request_id: RequestId; deleted_at: Date | null; kind: string }
const hourMs = 3_600_000

let meta: MetaWorld
let clients = 0
beforeAll(async () => {
  meta = await openMeta({
    kind: 'messenger',
    externalId: ({ accounts }: MetaEmulator) => accounts.page.pageId,
    credentials: ({ accounts }: MetaEmulator) => accounts.page,
    create: createMessengerChannel,
  })
  meta.connect()
})
afterAll(() => meta.close())

const settle = async () => {
  await meta.emulator.webhooks.idle()
  await meta.world.settle()
}
async function client(name = 'Dilnoza') {
  clients += 1
  const person = meta.emulator.person('messenger', `71000000000000${clients}001`, name)
  const first = person.write(`Birinchi gap ${clients}?`)
  await settle()
  const [said] = await meta.world.rows<Said>('SELECT * FROM message WHERE external_id = $1', [first])
  if (said === undefined) throw new Error('the message was not stored')
  return { person, said, first }
}
async function reply(said: Said, text: string, author: 'operator' | 'system' = 'system'): Promise<string> {
  const { ctx } = meta.world
  const id = newId<OperatorId>()
  if (author === 'operator') {
    await meta.world.rows(`UPDATE request SET holder_kind = 'operator', holder_operator_id = $2 WHERE id = $1`, [
      said.request_id,
      id,
    ])
  }
  const { deliveryId } = await inTransaction(ctx, (tx) =>
    queueReply(ctx, tx, {
      requestId: said.request_id,
      conversationId: said.conversation_id,
      author: author === 'operator' ? { kind: 'operator', id } : { kind: 'system' },
      text,
    }),
  )
  return deliveryId
}
const delivery = async (id: string) => {
  const rows = await meta.world.rows<{ state: string; failure_reason: string | null }>(
    'SELECT state, failure_reason FROM delivery WHERE id = $1',
    [id],
  )
  return rows[0]
}
const kept = (kind: string) => meta.world.rows('SELECT 1 FROM unknown_update WHERE kind = $1', [kind])

describe('a reply on Messenger', () => {
  it('is sent after all where the answer was lost and the echo came', async () => {
    const { said, person } = await client()
    meta.emulator.faults.strike('messages', { kind: 'drop_after_accept' })
    const id = await reply(said, 'Javob yo‘qolmadi')
    await settle()
    expect((await delivery(id))?.state).toBe('sent')
    expect(person.heard().map((one) => one.text)).toEqual(['Javob yo‘qolmadi'])
  })

  it('is not taken in again when its echo comes, however often', async () => {
    const { said } = await client()
    meta.emulator.webhooks.copies = 3
    await reply(said, 'Aks sado')
    await settle()
    meta.emulator.webhooks.copies = 1
    expect(await meta.world.rows('SELECT 1 FROM message WHERE text = $1', ['Aks sado'])).toHaveLength(1)
    expect(await kept('own_words_from_elsewhere')).toHaveLength(0)
  })

  it('typed by a colleague in the page’s own inbox is a message of staff, once, and is never sent again', async () => {
    const { person, said } = await client()
    meta.emulator.webhooks.copies = 3
    meta.emulator.writeAsBank('messenger', person.person.id, 'Boshqa joydan javob')
    await settle()
    meta.emulator.webhooks.copies = 1
    const timeline = await conversationMessages(meta.world.ctx, said.conversation_id, 0, 10)
    expect(timeline).toMatchObject([
      { seq: 1, authorKind: 'client' },
      {
        seq: 2,
        authorKind: 'operator',
        authorId: null,
        text: 'Boshqa joydan javob',
        requestId: said.request_id,
        content: { writtenIn: 'vendor_app' },
        delivery: null,
      },
    ])
    expect(await kept('own_words_from_elsewhere')).toHaveLength(0)
    expect(meta.emulator.calls.filter(({ path }) => path.endsWith('/messages')).map(({ body }) => body)).not.toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ text: 'Boshqa joydan javob' }) }),
    )
  })

  it('typed there to somebody who never wrote to this hub is kept whole', async () => {
    meta.emulator.writeAsBank('messenger', '7100000000009999', 'Notanish mijozga')
    await settle()
    expect(await kept('own_words_from_elsewhere')).toHaveLength(1)
  })

  it('that went out in parts long ago is still ours when a part’s echo comes late', async () => {
    const { said, person } = await client()
    await reply(said, `${'a'.repeat(1990)} ${'b'.repeat(900)}`)
    await settle()
    const parts = person.heard().map(({ id }) => id)
    expect(parts).toHaveLength(2)
    const [account, at] = [meta.channel.account.externalId, meta.world.clock.now().getTime()]
    for (const mid of parts) {
      const echo = { mid, is_echo: true, text: 'a' }
      const messaging = [{ sender: { id: account }, recipient: { id: person.person.id }, timestamp: at, message: echo }]
      expect((await meta.tell('page', { id: account, time: at, messaging })).status).toBe(200)
    }
    expect(await conversationMessages(meta.world.ctx, said.conversation_id, 0, 10)).toHaveLength(2)
  })

  it('is read once the client has read it', async () => {
    const { said, person } = await client()
    const id = await reply(said, 'O‘qildimi?')
    await settle()
    meta.world.clock.advance(2000)
    person.read()
    await settle()
    expect((await delivery(id))?.state).toBe('read')
  })

  it('waits while the token is dead, and goes when it lives again', async () => {
    const { said } = await client()
    meta.emulator.state.isTokenDead = true
    const id = await reply(said, 'Token o‘lik')
    await settle()
    expect((await delivery(id))?.state).toBe('pending')
    expect(meta.channel.health()).toEqual({ state: 'alarm', reason: 'token_refused' })
    meta.emulator.state.isTokenDead = false
    meta.world.clock.advance(20 * 60_000)
    for (const sweep of meta.world.bots.sweeps) await sweep.run(meta.world.ctx)
    await settle()
    expect((await delivery(id))?.state).toBe('sent')
    expect(meta.channel.health().state).toBe('ok')
  })

  it('without permission fails with that reason and calls for a person', async () => {
    const { said } = await client()
    meta.emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.noPermission() })
    const id = await reply(said, 'Ruxsat yo‘q')
    await settle()
    expect(await delivery(id)).toEqual({ state: 'failed', failure_reason: 'permission_missing' })
    expect(meta.channel.health()).toEqual({ state: 'alarm', reason: 'permission_missing' })
  })

  it('within the day bears no tag, whoever wrote it', async () => {
    const { said } = await client()
    const before = meta.emulator.calls.length
    for (const [text, author] of [
      ['Bot javobi', 'system'],
      ['Operator javobi', 'operator'],
    ] as const)
      await reply(said, text, author)
    await settle()
    const bodies = meta.emulator.calls.slice(before).map((call) => call.body as { tag?: string; messaging_type?: string })
    expect(bodies.filter((body) => body?.messaging_type !== undefined).map((body) => [body.messaging_type, body.tag])).toEqual([
      ['RESPONSE', undefined],
      ['RESPONSE', undefined],
    ])
  })

  it('after a day goes out only if a person typed it, under the tag that says so', async () => {
    const { said } = await client()
    const bots = await reply(said, 'Avtomatik javob')
    meta.world.clock.advance(25 * hourMs)
    const persons = await reply(said, 'Operator javobi', 'operator')
    await settle()
    expect(await delivery(bots)).toEqual({ state: 'failed', failure_reason: 'window_closed' })
    expect((await delivery(persons))?.state).toBe('sent')
    const bodies = meta.emulator.calls.map((call) => call.body as { tag?: string; message?: { text?: string } })
    expect(bodies.filter((body) => body?.tag !== undefined)).toMatchObject([
      { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT', message: { text: 'Operator javobi' } },
    ])
  })

  it('that waited longer than a week is told as too late', async () => {
    const { said } = await client()
    const late = await reply(said, 'Kechikkan javob', 'operator')
    meta.world.clock.advance(8 * 24 * hourMs)
    await settle()
    expect(await delivery(late)).toEqual({ state: 'failed', failure_reason: 'window_closed' })
  })

  it('refused by Meta for its window says so, whatever we had counted', async () => {
    const { said } = await client()
    meta.emulator.faults.strike('messages', { kind: 'refuse', refusal: graphRefusals.windowClosed() })
    const id = await reply(said, 'Oyna yopiq')
    await settle()
    expect(await delivery(id)).toEqual({ state: 'failed', failure_reason: 'window_closed' })
  })
})

describe('a client on Messenger', () => {
  it('takes a message back: the fact stays', async () => {
    const { person, first } = await client()
    person.unsend(first)
    await settle()
    const [said] = await meta.world.rows<Said>('SELECT deleted_at FROM message WHERE external_id = $1', [first])
    expect(said?.deleted_at).not.toBeNull()
  })

  it('puts a sign on a reply and takes it away; no request is opened by it', async () => {
    const { person, said } = await client()
    await reply(said, 'Rahmat!')
    await settle()
    const ours = person.heard().at(-1)?.id ?? ''
    const before = await meta.world.rows('SELECT count(*) FROM request')
    person.react(ours, '❤')
    await settle()
    const signs = () =>
      meta.world.rows<Said>(`SELECT * FROM message WHERE conversation_id = $1 AND kind = 'service'`, [said.conversation_id])
    expect(await signs()).toMatchObject([{ text: '❤', deleted_at: null }])
    person.unreact(ours)
    await settle()
    expect((await signs())[0]?.deleted_at).not.toBeNull()
    expect(await meta.world.rows('SELECT count(*) FROM request')).toEqual(before)
  })

  it('bears their own name as soon as it is known', async () => {
    const { said } = await client('Gulnora')
    const name = () =>
      meta.world.rows<{ display_name: string }>(
        'SELECT k.display_name FROM contact k JOIN request r ON r.contact_id = k.id WHERE r.id = $1',
        [said.request_id],
      )
    await expect.poll(name).toEqual([{ display_name: 'Gulnora' }])
  })
})
