/** The operator is there and says nothing, while a client waits. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { minuteMs } from '#kernel'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let client: Person
let jasur: Desk
let dilnoza: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T10:00:00+05:00')
  client = story.client('Karim')
  jasur = await story.comes('jasur')
}, 60_000)
afterAll(() => story?.close())

describe('an operator who goes silent', () => {
  let requestId: string

  it('has the request, and loses it after the working minutes of its priority, with a note that says so', async () => {
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    requestId = (await jasur.sees(({ holderOperatorId }) => holderOperatorId === jasur.operatorId)).id
    dilnoza = await story.comes('dilnoza')
    await story.pass(9 * minuteMs, jasur, dilnoza)
    expect((await jasur.detail(requestId)).request.holderOperatorId).toBe(jasur.operatorId)
    await story.pass(2 * minuteMs, jasur, dilnoza)
    const moved = await dilnoza.sees(
      ({ id, holderOperatorId }) => id === requestId && holderOperatorId === dilnoza.operatorId,
      20_000,
    )
    expect(moved.holderKind).toBe('operator')
    const { notes, assignment } = await dilnoza.detail(requestId)
    expect(notes.map(({ text }) => text).join()).toContain('ish daqiqasidan beri javob kutmoqda')
    const verdicts = new Map(assignment?.candidates.map((each) => [each['operatorId'], each['verdict']]))
    expect(verdicts.get(jasur.operatorId)).toBe('fell_silent')
    expect(verdicts.get(dilnoza.operatorId)).toBe('chosen')
  })

  it('who comes back to it late finds the door closed; the client hears the one who holds it', async () => {
    const late = await jasur.reply(requestId, { text: 'Uzr, endi ko‘rdim' })
    expect([late.status, late.body.code]).toEqual([409, 'request.held_by_other'])
    expect((await dilnoza.reply(requestId, { text: 'Bankomatni tekshiryapmiz, ertaga pulingiz qaytadi.' })).status).toBe(200)
    await hears(client, 'Bankomatni tekshiryapmiz')
    expect(client.heard().some(({ text }) => text?.includes('endi ko‘rdim'))).toBe(false)
  })

  it('who loses the connection keeps it over a moment and not over more', async () => {
    dilnoza.close()
    await story.pass(1 * minuteMs, jasur)
    expect((await jasur.detail(requestId)).request.holderOperatorId).toBe(dilnoza.operatorId)
    client.write('Qachon qaytadi?')
    await story.pass(3 * minuteMs, jasur)
    const back = await until(
      async () => {
        const { request } = await jasur.detail(requestId)
        return request.holderOperatorId === dilnoza.operatorId ? null : request
      },
      { withinMs: 25_000, what: 'the request leaving the one who is gone' },
    )
    expect(back.status).toBe('open')
  }, 30_000)
})
