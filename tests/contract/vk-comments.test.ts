/** Comments of VK: public conversations, and what may be done with one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vkRefusals } from '../../src/bots/vk-emulator/index.ts'
import { openVk, type VkDriver } from './vk-driver.ts'

const author = { id: 503000941, name: 'Dilnoza Qodirova' }

let vk: VkDriver
beforeAll(async () => {
  vk = await openVk()
  vk.connect()
})
afterAll(() => vk.close())

async function comment(text: string, options: { postId?: number; replyTo?: number } = {}) {
  const { id, postId } = vk.emulator.comment(author, text, options)
  await vk.settle()
  const externalId = `${postId}_${id}`
  const said = await vk.stored(externalId)
  if (said === undefined) throw new Error('the comment was not stored')
  return { id, externalId, said }
}
const actions = (driver = vk) => {
  const { comments } = driver.channel
  if (comments === undefined) throw new Error('the channel has no comments')
  return comments
}
const answersUnder = (id: number) => [...vk.emulator.state.comments.values()].filter(({ replyTo }) => replyTo === id)

describe('a comment on VK', () => {
  it('is a public conversation of its author under that post, once however often it comes', async () => {
    const first = await comment('Kredit foizi necha?')
    vk.emulator.callbacks.copies = 3
    const second = await comment('Va qancha muddatga?')
    vk.emulator.callbacks.copies = 1
    expect(first.said).toMatchObject({ visibility: 'public', text: 'Kredit foizi necha?' })
    expect(second.said.conversation_id).toBe(first.said.conversation_id)
    expect(await vk.world.rows('SELECT 1 FROM message WHERE text = $1', ['Va qancha muddatga?'])).toHaveLength(1)
    const elsewhere = await comment('Boshqa post', { postId: 78 })
    expect(elsewhere.said.conversation_id).not.toBe(first.said.conversation_id)
  })

  it('is answered under it in the community’s name, and the answer that comes back is not taken in again', async () => {
    const { id, said } = await comment('Filial qayerda?')
    const delivery = await vk.reply(said, 'Yunusobod tumanida.')
    await vk.settle()
    expect((await vk.delivery(delivery))?.state).toBe('sent')
    expect(answersUnder(id)).toMatchObject([{ text: 'Yunusobod tumanida.', authorId: -220000901 }])
    expect(await vk.world.rows('SELECT 1 FROM message WHERE text = $1', ['Yunusobod tumanida.'])).toHaveLength(1)
  })

  it('is answered once though the line was cut after the answer was taken', async () => {
    const { id, said } = await comment('Ish vaqtingiz?')
    vk.emulator.faults.strike('wall.createComment', { kind: 'drop_after_accept' }, 2)
    const delivery = await vk.reply(said, '9:00 dan 18:00 gacha.')
    await vk.settle()
    expect((await vk.delivery(delivery))?.state).toBe('sent')
    expect(answersUnder(id)).toHaveLength(1)
  })

  it('under a post closed to answers says so', async () => {
    const { said } = await comment('Yopiq post?')
    vk.emulator.faults.strike('wall.createComment', { kind: 'refuse', refusal: vkRefusals.cannotComment() })
    const delivery = await vk.reply(said, 'Javob')
    await vk.settle()
    expect(await vk.delivery(delivery)).toEqual({ state: 'failed', failure_reason: 'refused_by_channel' })
  })

  it('answered by a colleague at VK is kept whole', async () => {
    const { id } = await comment('Kim javob beradi?')
    vk.emulator.commentAsBank(id, 'Men javob beraman')
    await vk.settle()
    // An answer of ours whose acknowledgement was lost may come back before its number is known, and is kept too.
    const kept = (await vk.kept('own_words_from_elsewhere')).filter((one) => JSON.stringify(one).includes('Men javob beraman'))
    expect(kept).toHaveLength(1)
  })

  it('is changed as a revision, deleted as a fact, and brought back beside it', async () => {
    const { id, externalId } = await comment('Birinchi gap')
    vk.emulator.changeComment(id, 'edit', 'Ikkinchi gap')
    await vk.settle()
    expect(await vk.stored(externalId)).toMatchObject({ text: 'Ikkinchi gap', revision: 1, deleted_at: null })
    vk.emulator.changeComment(id, 'delete')
    await vk.settle()
    expect((await vk.stored(externalId))?.deleted_at).not.toBeNull()
    vk.emulator.changeComment(id, 'restore')
    await vk.settle()
    expect(await vk.kept('wall_reply_restore')).toHaveLength(1)
  })

  it('shows nobody a whole card number', async () => {
    const { said } = await comment('Kartam 8600 1234 5678 9012 ishlamayapti')
    expect(said.text).not.toMatch(/8600|1234|5678/)
  })

  it('is taken from sight and brought back, and one of our own deleted, by an administrator’s token', async () => {
    const { ctx } = vk.world
    const { id, externalId } = await comment('Reklama!!!')
    const hidden = await actions().hideComment(ctx, { commentExternalId: externalId, isHidden: true })
    expect(hidden).toEqual({ state: 'done', externalId })
    expect(vk.emulator.state.comments.get(id)?.isDeleted).toBe(true)
    await actions().hideComment(ctx, { commentExternalId: externalId, isHidden: false })
    expect(vk.emulator.state.comments.get(id)?.isDeleted).toBe(false)
    const made = await actions().replyToComment(ctx, { commentExternalId: externalId, text: 'Xato javob' })
    const own = made.state === 'done' ? made.externalId : ''
    expect((await actions().deleteOwn(ctx, { commentExternalId: own })).state).toBe('done')
    expect(vk.emulator.state.comments.get(Number(own.split('_')[1]))?.isDeleted).toBe(true)
  })

  it('that is no comment leads to no other call', async () => {
    const before = vk.emulator.calls.length
    const commentExternalId = '77_1&method=users.get'
    const answer = await actions().replyToComment(vk.world.ctx, { commentExternalId, text: 'a' })
    const gone = await actions().deleteOwn(vk.world.ctx, { commentExternalId })
    expect([answer, gone]).toEqual([
      { state: 'refused', reason: 'refused_by_channel' },
      { state: 'refused', reason: 'refused_by_channel' },
    ])
    expect(vk.emulator.calls).toHaveLength(before)
  })
})

describe('a community without an administrator’s token', () => {
  it('deletes nothing and says that the right is missing; its own token stays in good health', async () => {
    const plain = await openVk({ hasAdmin: false })
    plain.connect()
    const { id, postId } = plain.emulator.comment(author, 'Reklama')
    await plain.settle()
    const outcome = await actions(plain).deleteOwn(plain.world.ctx, { commentExternalId: `${postId}_${id}` })
    expect(outcome).toEqual({ state: 'refused', reason: 'permission_missing' })
    expect(plain.channel.health().state).not.toBe('alarm')
    await plain.close()
  })
})
