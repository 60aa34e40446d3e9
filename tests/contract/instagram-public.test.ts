/** Comments of Instagram: public conversations, and what may be done with one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInstagramChannel, type MetaEmulator } from '#bots'
import { queueReply } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { type MetaWorld, openMeta } from './meta-driver.ts'

type Said = {
  text: string
  conversation_id: ConversationId
  request_id: RequestId
  visibility: string
  deleted_at: Date | null
}
const author = { id: '17900000000000941', name: 'dilnoza_q' }

let meta: MetaWorld
beforeAll(async () => {
  meta = await openMeta({
    kind: 'instagram',
    externalId: ({ accounts }: MetaEmulator) => accounts.instagram.accountId,
    credentials: ({ accounts }: MetaEmulator) => accounts.instagram,
    create: createInstagramChannel,
  })
  meta.connect()
})
afterAll(() => meta.close())

const settle = async () => {
  await meta.emulator.webhooks.idle()
  await meta.world.settle()
}
async function comment(text: string, options: Parameters<MetaEmulator['comment']>[3] = {}) {
  const { id } = meta.emulator.comment('instagram', author, text, options)
  await settle()
  const said = await meta.world.rows<Said>(
    'SELECT m.*, c.visibility FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.external_id = $1',
    [id],
  )
  return { id, said }
}
const answer = (said: Said | undefined, text: string) =>
  inTransaction(meta.world.ctx, (tx) =>
    queueReply(meta.world.ctx, tx, {
      requestId: said?.request_id as RequestId,
      conversationId: said?.conversation_id as ConversationId,
      author: { kind: 'system' },
      text,
    }),
  )
const actions = () => {
  const { comments } = meta.channel
  if (comments === undefined) throw new Error('the channel has no comments')
  return comments
}

describe('a comment on Instagram', () => {
  it('is a public conversation of its author under that post, in either shape of the webhook, once', async () => {
    const wrapped = await comment('Kredit foizi necha?')
    const unwrapped = await comment('Va qancha muddatga?', { isUnwrapped: true })
    meta.emulator.webhooks.copies = 2
    const doubled = await comment('Javob bormi?')
    meta.emulator.webhooks.copies = 1
    const all = [wrapped, unwrapped, doubled].map((one) => one.said)
    expect(all.map((one) => one.length)).toEqual([1, 1, 1])
    expect(new Set(all.map(([one]) => one?.conversation_id)).size).toBe(1)
    expect(wrapped.said[0]?.visibility).toBe('public')
    const elsewhere = await comment('Boshqa post', { postId: '18000000000000999' })
    expect(elsewhere.said[0]?.conversation_id).not.toBe(wrapped.said[0]?.conversation_id)
  })

  it('shows nobody a whole card number', async () => {
    const { said } = await comment('Kartam 8600 1234 5678 9012 ishlamayapti')
    expect(said[0]?.text).not.toMatch(/8600|1234|5678/)
  })

  it('is answered under it, and the answer that comes back is not taken in again', async () => {
    const { id, said } = await comment('Filial qayerda?')
    await answer(said[0], 'Yunusobod tumanida.')
    await settle()
    const own = [...meta.emulator.state.comments.values()].filter((one) => one.parentId === id)
    expect(own).toMatchObject([{ text: 'Yunusobod tumanida.' }])
    expect(await meta.world.rows('SELECT 1 FROM message WHERE text = $1', ['Yunusobod tumanida.'])).toHaveLength(1)
  })

  it('answered by a colleague in the app has that answer in its conversation', async () => {
    const { id, said } = await comment('Kim javob beradi?')
    const bank = { id: meta.emulator.accounts.instagram.accountId, name: 'demo_bank' }
    meta.emulator.comment('instagram', bank, 'Men javob beraman', { parentId: id })
    await settle()
    const own = await meta.world.rows('SELECT * FROM message WHERE text = $1', ['Men javob beraman'])
    expect(own).toMatchObject([{ conversation_id: said[0]?.conversation_id, author_kind: 'operator', author_id: null }])
    expect(await meta.world.rows('SELECT 1 FROM unknown_update')).toHaveLength(0)
  })

  it('is answered in private once, and within seven days', async () => {
    const { ctx, clock } = meta.world
    const { id } = await comment('Mening qarzim qancha?')
    const first = await actions().sendPrivateReply(ctx, { commentExternalId: id, text: 'Shaxsiy javob' })
    expect(first).toMatchObject({ state: 'done', identityExternalId: author.id, conversationExternalId: author.id })
    const second = await actions().sendPrivateReply(ctx, { commentExternalId: id, text: 'Yana bir' })
    expect(second).toEqual({ state: 'refused', reason: 'already_replied' })
    const { id: old } = await comment('Eski izoh')
    clock.advance(8 * 24 * 3_600_000)
    const late = await actions().sendPrivateReply(ctx, { commentExternalId: old, text: 'Kech' })
    expect(late).toEqual({ state: 'refused', reason: 'window_closed' })
  })

  it('is hidden, shown again, and one of our own deleted', async () => {
    const { ctx } = meta.world
    const { id } = await comment('Reklama!!!')
    expect(await actions().hideComment(ctx, { commentExternalId: id, isHidden: true })).toEqual({
      state: 'done',
      externalId: id,
    })
    expect(meta.emulator.state.comments.get(id)?.isHidden).toBe(true)
    await actions().hideComment(ctx, { commentExternalId: id, isHidden: false })
    expect(meta.emulator.state.comments.get(id)?.isHidden).toBe(false)
    const made = await actions().replyToComment(ctx, { commentExternalId: id, text: 'Xato javob' })
    expect(made.state).toBe('done')
    const own = made.state === 'done' ? made.externalId : ''
    expect((await actions().deleteOwn(ctx, { commentExternalId: own })).state).toBe('done')
    expect(meta.emulator.state.comments.get(own)?.isDeleted).toBe(true)
  })

  it('that is no comment leads to no other call', async () => {
    const { ctx } = meta.world
    const before = meta.emulator.calls.length
    const outcome = await actions().replyToComment(ctx, { commentExternalId: '1/../me/messages?x=', text: 'a' })
    expect(outcome).toEqual({ state: 'refused', reason: 'refused_by_channel' })
    expect(meta.emulator.calls).toHaveLength(before)
  })
})

describe('a long direct message of Instagram', () => {
  it('goes out in parts of at most 1,000 bytes, in order', async () => {
    const person = meta.emulator.person('instagram', '17900000000000951')
    const mid = person.write('Shartlar qanday?')
    await settle()
    const [said] = await meta.world.rows<Said>('SELECT * FROM message WHERE external_id = $1', [mid])
    const text = Array.from({ length: 30 }, (_none, index) => `${index + 1}-шарт: ҳар ойда тўлов қилинади.`).join(' ')
    await answer(said, text)
    await settle()
    const parts = person.heard().map((one) => one.text)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.join(' ')).toBe(text)
  })
})
