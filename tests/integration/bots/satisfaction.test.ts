import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWebchatChannel } from '#bots'
import type { Language, Outcome } from '#contracts'
import { changeHolder, closeRequest, getRequest, notesOf, satisfactionOf, setReachable } from '#inbox'
import { dayMs, newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction, withActor, writeSetting } from '#platform'
import { guardOutgoing } from '#privacy'
import { satisfactionTexts } from '../../../src/bots/dialogue/satisfaction-texts.ts'
import { openWorld, type World } from '../../contract/bots-world.ts'

const site = 'bank'
const operatorId = newId<OperatorId>()
let world: World
let token: string

beforeAll(async () => {
  world = await openWorld({ kind: 'webchat', externalId: site, botEnabled: true })
  const { account, config, intake, makeCtx, ctx, bots, server } = world
  const channel = createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus })
  bots.channels.add(channel)
  channel.addRoutes?.(server)
})
afterAll(() => world.close())

const visit = async (language: Language = 'uz-Latn') => {
  const answer = await world.server.inject({ method: 'POST', url: `/widget/${site}/session`, payload: { language } })
  token = answer.json<{ visitorToken: string }>().visitorToken
}
const send = async (payload: { text?: string; pressed?: string; clientMessageId?: string }) => {
  const answer = await world.server.inject({
    method: 'POST',
    url: `/widget/${site}/messages`,
    headers: { authorization: `Bearer ${token}` },
    payload: { clientMessageId: randomUUID(), ...payload },
  })
  expect(answer.statusCode).toBe(200)
  await world.settle()
}
type Line = { authorKind: string; text: string; content: { buttons?: { label: string; data: string }[][] } }
const lines = async () => {
  const answer = await world.server.inject({
    method: 'GET',
    url: `/widget/${site}/messages?after=0`,
    headers: { authorization: `Bearer ${token}` },
  })
  return answer.json<{ messages: Line[] }>().messages
}
const questions = async () => (await lines()).filter((line) => line.content.buttons?.flat()[0]?.data.startsWith('rate:'))
const mark = async (score: number, question = 0) => {
  const data = (await questions())[question]?.content.buttons?.flat().find((button) => button.data.endsWith(`:${score}`))?.data
  if (data === undefined) throw new Error('there is no such mark')
  return data
}
const newest = async () => {
  const rows = await world.rows<{ id: RequestId }>('SELECT id FROM request ORDER BY number DESC LIMIT 1')
  const request = await getRequest(world.ctx, rows[0]?.id ?? newId())
  if (request === null) throw new Error('there is no request')
  return request
}
const asOperator = () => withActor(world.ctx, { kind: 'operator', id: operatorId, roles: ['operator'] })
/** A complaint, taken and closed by a person. */
const settled = async (outcome: Outcome = 'resolved') => {
  await send({ text: 'Pulim tushmadi' })
  const { id } = await newest()
  const ctx = asOperator()
  await inTransaction(ctx, async (tx) => {
    await changeHolder(ctx, tx, { requestId: id, to: { kind: 'operator', operatorId }, reason: 'taken' })
    await closeRequest(ctx, tx, { requestId: id, outcome })
  })
  await world.settle()
  return id
}
const factsOf = async (id: RequestId) =>
  (await world.rows<{ name: string }>('SELECT name FROM event WHERE subject_id = $1 ORDER BY ord', [id])).map(
    ({ name }) => name,
  )

beforeEach(async () => {
  await visit()
  world.approved.answer = null
})

describe('after a closing', () => {
  it('by a person the client is asked once, in the same conversation, with five marks in words', async () => {
    const id = await settled()
    await world.settle()
    const asked = await questions()
    expect(asked).toHaveLength(1)
    expect(asked[0]?.text).toContain((await newest()).number)
    expect(asked[0]?.content.buttons?.flat().map((button) => button.label)).toEqual([
      '5 · A’lo',
      '4 · Yaxshi',
      '3 · O‘rtacha',
      '2 · Yomon',
      '1 · Juda yomon',
    ])
    expect(await satisfactionOf(world.ctx, id)).toMatchObject([{ kind: 'csat', score: null }])
  })

  it('a mark is stored with thanks, opens nothing, reopens nothing and starts no clock', async () => {
    const id = await settled()
    const before = await newest()
    const clocks = await world.rows('SELECT id FROM sla_clock')
    await send({ pressed: await mark(5) })
    expect(await satisfactionOf(world.ctx, id)).toMatchObject([
      { kind: 'csat', score: 5 },
      { kind: 'nps', score: null },
    ])
    expect((await lines()).map((line) => line.text)).toContain(satisfactionTexts['uz-Latn'].thanks)
    const after = await newest()
    expect(after).toMatchObject({ id, status: 'closed', reopenCount: 0, waitingSince: null, closedAt: before.closedAt })
    expect(await world.rows('SELECT id FROM sla_clock')).toEqual(clocks)
    expect(await factsOf(id)).not.toContain('satisfaction.low')
  })

  it('a low mark is told and noted, and the request stays closed', async () => {
    const id = await settled()
    await send({ pressed: await mark(2) })
    expect(await factsOf(id)).toContain('satisfaction.low')
    expect((await notesOf(world.ctx, id)).map((note) => note.text).join()).toContain('5 dan 2')
    expect((await newest()).status).toBe('closed')
  })

  it('the first press counts, whatever is pressed or sent again', async () => {
    const id = await settled()
    const [four, one] = [await mark(4), await mark(1)]
    const clientMessageId = randomUUID()
    await send({ pressed: four, clientMessageId })
    await send({ pressed: four, clientMessageId })
    await send({ pressed: one })
    expect((await satisfactionOf(world.ctx, id))[0]).toMatchObject({ score: 4 })
    expect((await lines()).filter((line) => line.text === satisfactionTexts['uz-Latn'].thanks)).toHaveLength(1)
    expect(await factsOf(id)).not.toContain('satisfaction.low')
  })

  it('a mark pressed while another matter waits neither resumes nor disturbs it', async () => {
    const rated = await settled()
    const five = await mark(5)
    world.clock.advance(2 * dayMs)
    await send({ text: 'Yana pulim tushmadi' })
    const { id: waiting } = await newest()
    expect(waiting).not.toBe(rated)
    await world.rows(`UPDATE request SET status = 'waiting_client', pause_reason = 'waiting_client_document' WHERE id = $1`, [
      waiting,
    ])
    const before = await newest()
    await send({ pressed: five })
    expect(await newest()).toMatchObject({
      id: waiting,
      status: 'waiting_client',
      waitingSince: before.waitingSince,
      holderVersion: before.holderVersion,
    })
    expect((await satisfactionOf(world.ctx, rated))[0]).toMatchObject({ score: 5 })
  })

  it('a mark that is not on the question, or pressed in somebody else’s conversation, counts nothing', async () => {
    const id = await settled()
    const five = await mark(5)
    await send({ pressed: five.replace(/:5$/, ':7') })
    await visit()
    await settled()
    await send({ pressed: five })
    expect((await satisfactionOf(world.ctx, id))[0]).toMatchObject({ score: null })
  })

  it.each(['spam', 'duplicate', 'no_reply_needed', 'client_silent'] as const)('as %s nobody is asked', async (outcome) => {
    await settled(outcome)
    expect(await questions()).toEqual([])
  })

  it('a client who cannot be reached is not asked', async () => {
    await send({ text: 'Pulim tushmadi' })
    const { id } = await newest()
    const [identity] = await world.rows<{ external_id: string }>(
      'SELECT i.external_id FROM identity i JOIN request r ON r.contact_id = i.contact_id WHERE r.id = $1',
      [id],
    )
    await setReachable(world.ctx, {
      channelAccountId: world.account.id,
      identityExternalId: identity?.external_id ?? '',
      isReachable: false,
    })
    const ctx = asOperator()
    await inTransaction(ctx, (tx) => closeRequest(ctx, tx, { requestId: id, outcome: 'resolved' }))
    await world.settle()
    expect(await satisfactionOf(world.ctx, id)).toEqual([])
  })

  it('the bot asks where the client said that it helped, and not where they let it lie', async () => {
    world.approved.answer = { templateVersionId: newId(), text: 'Ha, ishlaydi.', score: 0.95 }
    await send({ text: 'Shanba kuni ishlaysizmi?' })
    await send({ pressed: 'bot:helped' })
    expect(await questions()).toHaveLength(1)
    await visit()
    await send({ text: 'Yakshanba kuni ishlaysizmi?' })
    const { id } = await newest()
    const bot = withActor(world.ctx, { kind: 'bot' })
    await inTransaction(bot, (tx) => closeRequest(bot, tx, { requestId: id, outcome: 'answered' }))
    await world.settle()
    expect(await questions()).toEqual([])
  })

  it('a second closing is asked about again', async () => {
    const id = await settled()
    await send({ pressed: await mark(3) })
    await send({ text: 'Pulim yana tushmadi' })
    expect(await newest()).toMatchObject({ id, reopenCount: 1 })
    world.clock.advance(1000)
    const ctx = asOperator()
    await inTransaction(ctx, (tx) => closeRequest(ctx, tx, { requestId: id, outcome: 'resolved' }))
    await world.settle()
    expect((await satisfactionOf(world.ctx, id)).filter(({ kind }) => kind === 'csat')).toHaveLength(2)
  })
})

describe('the question about the bank', () => {
  it('comes after a mark, once in ninety days for one client', async () => {
    await settled()
    await send({ pressed: await mark(5) })
    expect(await questions()).toHaveLength(2)
    expect((await questions())[1]?.content.buttons?.flat().map((button) => button.label)).toEqual(
      Array.from({ length: 11 }, (_, score) => String(score)),
    )
    await send({ pressed: await mark(9, 1) })
    world.clock.advance(89 * dayMs)
    const second = await settled()
    await send({ pressed: await mark(5, 2) })
    expect((await satisfactionOf(world.ctx, second)).map(({ kind }) => kind)).toEqual(['csat'])
    world.clock.advance(2 * dayMs)
    const third = await settled()
    await send({ pressed: await mark(5, 3) })
    expect((await satisfactionOf(world.ctx, third)).map(({ kind }) => kind)).toEqual(['csat', 'nps'])
  })

  it('is not asked where the bank has switched it off, and no mark either', async () => {
    await writeSetting(world.ctx, 'satisfaction.nps', false)
    await settled()
    await send({ pressed: await mark(5) })
    expect(await questions()).toHaveLength(1)
    await writeSetting(world.ctx, 'satisfaction.csat', false)
    await visit()
    await settled()
    expect(await questions()).toEqual([])
    await writeSetting(world.ctx, 'satisfaction.csat', true)
    await writeSetting(world.ctx, 'satisfaction.nps', true)
  })
})

describe('the words', () => {
  it('pass the guard in every language', () => {
    for (const texts of Object.values(satisfactionTexts)) {
      for (const text of [texts.csat('2026-000001'), texts.nps, texts.thanks, texts.thanksLow])
        expect(guardOutgoing(text, 'private'), text).toEqual({ ok: true })
    }
  })
})
