/** Two operators, one client: one of them has it, and the client hears one voice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from './story.ts'
import type { Answer, Desk } from './story-desk.ts'
import type { Visitor } from './story-visitor.ts'

let story: Story
let client: Visitor
let dilnoza: Desk
let jasur: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T11:00:00+05:00')
  client = await story.visitor()
  dilnoza = await story.comes('dilnoza')
  jasur = await story.comes('jasur')
  // Nobody is given anything: both look at the queue themselves.
  for (const desk of [dilnoza, jasur]) await desk.call('POST', '/api/me/presence', { state: 'away' })
}, 60_000)
afterAll(() => story?.close())

const isRefused = ({ status }: Answer) => status === 409

describe('two operators and one client', () => {
  let requestId: string
  let holder: Desk
  let other: Desk

  it('of two who press "take" in one moment one has it, and the other is told who', async () => {
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    const waiting = await dilnoza.sees(({ holderKind }) => holderKind === 'queue')
    requestId = waiting.id
    await jasur.sees(({ id }) => id === requestId)
    const answers = await Promise.all([dilnoza.take(requestId), jasur.take(requestId)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    holder = isRefused(answers[0]) ? jasur : dilnoza
    other = isRefused(answers[0]) ? dilnoza : jasur
    expect(answers.find(isRefused)?.body).toMatchObject({ code: 'request.held_by_other' })
    const told = await other.sees(({ id, holderKind }) => id === requestId && holderKind === 'operator')
    expect(told.holderOperatorId).toBe(holder.operatorId)
  })

  it('the other one sees who is writing, and their own reply goes nowhere', async () => {
    other.send({ kind: 'open', requestId })
    holder.send({ kind: 'open', requestId })
    // Whoever opened it first is told of the second.
    await Promise.any([holder, other].map((desk) => desk.hears('colleague', ({ what }) => what === 'viewing')))
    holder.send({ kind: 'typing', requestId, isTyping: true })
    const seen = await other.hears('colleague', ({ what }) => what === 'typing')
    expect(seen).toMatchObject({ requestId, operatorId: holder.operatorId })
    const refused = await other.reply(requestId, { text: 'Men ham javob beraman' })
    expect([refused.status, refused.body.code]).toEqual([409, 'request.held_by_other'])
  })

  it('who has not seen the client’s newest word is told before anything goes out', async () => {
    const { request } = await holder.detail(requestId)
    const seenClientSeq = (await holder.detail(requestId)).messages
      .filter(({ authorKind }) => authorKind === 'client')
      .at(-1)?.seq
    client.write('To‘xtang, pul qaytib keldi!')
    await holder.hears('message', ({ message }) => message.text.includes('qaytib keldi'))
    const refused = await holder.reply(request.id, { text: 'Pulingizni qidiryapmiz', seenClientSeq })
    expect([refused.status, refused.body.code]).toEqual([409, 'reply.client_wrote_meanwhile'])
    expect((await holder.reply(request.id, { text: 'Xursandmiz! Yana savol bormi?' })).status).toBe(200)
    await client.hears('Xursandmiz')
    expect(client.lines().filter(({ authorKind }) => authorKind === 'operator')).toHaveLength(1)
  })

  it('why it is theirs says who else stood there', async () => {
    const { assignment } = await holder.detail(requestId)
    expect(assignment?.rule).toBe('taken')
    expect(assignment?.candidates).toContainEqual(expect.objectContaining({ operatorId: holder.operatorId, verdict: 'chosen' }))
  })
})
