/** A bank on Instagram whose colleagues also answer in the vendor's own app, and who hide comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelDesk, createChannelDesk, createInstagramChannel, graphRefusals, type MetaEmulator } from '#bots'
import { messageViews } from '#inbox'
import { type MessageId, minuteMs, newId, type RequestId } from '#kernel'
import { type MetaWorld, openMeta } from '../../contract/meta-driver.ts'

let meta: MetaWorld
let desk: ChannelDesk
beforeAll(async () => {
  meta = await openMeta({
    kind: 'instagram',
    externalId: ({ accounts }: MetaEmulator) => accounts.instagram.accountId,
    credentials: ({ accounts }: MetaEmulator) => accounts.instagram,
    create: createInstagramChannel,
  })
  meta.connect()
  desk = createChannelDesk(meta.world.bots.channels)
})
afterAll(() => meta.close())

const settle = async () => {
  await meta.emulator.webhooks.idle()
  await meta.world.settle()
}
type Stored = { id: MessageId; request_id: RequestId; hidden_at: Date | null; deleted_at: Date | null }
const stored = async (externalId: string) => {
  const [row] = await meta.world.rows<Stored>('SELECT * FROM message WHERE external_id = $1', [externalId])
  if (row === undefined) throw new Error('the message was not stored')
  return row
}

describe('the bot', () => {
  it('is silent on what a colleague has answered in the app, and answers what comes after', async () => {
    const { world, emulator } = meta
    world.approved.answer = { templateVersionId: newId(), text: 'Soat 9:00 dan 18:00 gacha.', score: 0.95 }
    const person = emulator.person('instagram', '17900000000000961')
    const first = person.write('Qachon ochiladi?')
    await emulator.webhooks.idle()
    const { request_id: requestId } = await stored(first)
    await world.rows(`UPDATE request SET holder_kind = 'bot' WHERE id = $1`, [requestId])
    emulator.writeAsBank('instagram', person.person.id, 'Ertaga soat to‘qqizda')
    await settle()
    world.clock.advance(minuteMs)
    for (const sweep of world.bots.sweeps) await sweep.run(world.ctx)
    await settle()
    const bots = () => world.rows(`SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'bot'`, [requestId])
    const holder = () => world.rows('SELECT holder_kind FROM request WHERE id = $1', [requestId])
    expect(await bots()).toHaveLength(0)
    expect(await holder()).toEqual([{ holder_kind: 'bot' }])
    person.write('Shanba kuni-chi? ish bormi?')
    await settle()
    expect(await bots()).toHaveLength(1)
  })
})

describe('a console', () => {
  const comment = async (author: string, parentId?: string) => {
    const options = parentId === undefined ? {} : { parentId }
    const { id } = meta.emulator.comment('instagram', { id: author, name: 'nodira' }, 'Reklama!!!', options)
    await settle()
    return { id, message: (await stored(id)).id }
  }
  const view = async (id: MessageId) => (await messageViews(meta.world.ctx, [id]))[0]

  it('hides a client’s comment and shows it again; the message says so, and every step is on record', async () => {
    const { id, message } = await comment('17900000000000962')
    await desk.moderate(meta.world.ctx, { messageId: message, what: 'hidden' })
    expect(meta.emulator.state.comments.get(id)?.isHidden).toBe(true)
    expect((await view(message))?.hiddenAt).toBe(meta.world.clock.now().toISOString())
    await desk.moderate(meta.world.ctx, { messageId: message, what: 'shown' })
    expect(meta.emulator.state.comments.get(id)?.isHidden).toBe(false)
    expect((await view(message))?.hiddenAt).toBeNull()
    const records = await meta.world.rows<{ action: string }>(
      'SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY at, id',
      [message],
    )
    expect(records.map(({ action }) => action).filter((one) => one.startsWith('comment.'))).toEqual([
      'comment.hidden',
      'comment.shown',
    ])
  })

  it('deletes what the bank wrote in the app, and never what a client wrote', async () => {
    const { id, message } = await comment('17900000000000963')
    await expect(desk.moderate(meta.world.ctx, { messageId: message, what: 'deleted' })).rejects.toMatchObject({
      code: 'comment.action_refused',
    })
    const own = await comment(meta.emulator.accounts.instagram.accountId, id)
    await expect(desk.moderate(meta.world.ctx, { messageId: own.message, what: 'hidden' })).rejects.toMatchObject({
      code: 'comment.action_refused',
    })
    await desk.moderate(meta.world.ctx, { messageId: own.message, what: 'deleted' })
    expect(meta.emulator.state.comments.get(own.id)?.isDeleted).toBe(true)
    expect((await stored(own.id)).deleted_at).not.toBeNull()
    expect((await stored(id)).deleted_at).toBeNull()
  })

  it('notes nothing the vendor refused, could not do now, or that is not public', async () => {
    const { message } = await comment('17900000000000964')
    meta.emulator.faults.strike('', { kind: 'refuse', refusal: graphRefusals.noPermission() })
    await expect(desk.moderate(meta.world.ctx, { messageId: message, what: 'hidden' })).rejects.toMatchObject({
      code: 'comment.action_refused',
    })
    meta.emulator.faults.strike('', { kind: 'drop_before_accept' })
    await expect(desk.moderate(meta.world.ctx, { messageId: message, what: 'hidden' })).rejects.toMatchObject({
      code: 'channel.unreachable',
    })
    expect((await view(message))?.hiddenAt).toBeNull()
    const mid = meta.emulator.person('instagram', '17900000000000965').write('Maxfiy gap')
    await settle()
    const { id } = await stored(mid)
    await expect(desk.moderate(meta.world.ctx, { messageId: id, what: 'hidden' })).rejects.toMatchObject({
      code: 'message.not_found',
    })
  })
})
