/** Three in the morning, and a card is gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let client: Person
let jasur: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T03:00:00+05:00')
  jasur = await story.comes('jasur')
  client = story.client('Olim')
}, 60_000)
afterAll(() => story?.close())

describe('a lost card at three in the morning', () => {
  let requestId: string

  it('the first line says what to do now, before anything else and without waiting for the end of a burst', async () => {
    client.write('Kartamni yo‘qotib qo‘ydim, kimdir pulimni yechyapti!')
    const said = await hears(client, /blok/i)
    expect(client.heard()[0]?.text).toBe(said)
    expect(said.split('\n')[0]).toMatch(/blok/i)
    expect(said).toMatch(/\d{4}-\d{6}/)
    // No question back, no menu, no code asked for.
    expect(said).not.toMatch(/PIN|SMS|CVV/i)
  })

  it('a person has it at once, in the department that never sleeps, with the shortest promise running', async () => {
    const request = await jasur.sees(({ holderOperatorId }) => holderOperatorId === jasur.operatorId)
    requestId = request.id
    expect(request).toMatchObject({ priority: 'urgent', holderKind: 'operator', status: 'open' })
    const clock = request.clocks.find(({ kind }) => kind === 'first_response')
    const leftMs = new Date(clock?.dueAt ?? 0).getTime() - story.now().getTime()
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThan(15 * 60_000)
    const { notes, assignment } = await jasur.detail(requestId)
    expect(notes.map(({ text }) => text).join()).toContain('shoshilinch')
    expect(assignment?.candidates.map((each) => [each['operatorId'], each['verdict']])).toContainEqual([
      jasur.operatorId,
      'chosen',
    ])
  })

  it('what the client writes on is the person’s, and the bot is silent', async () => {
    const before = client.heard().length
    client.write('Tezroq iltimos!!!')
    await jasur.hears('message', ({ message }) => message.text.includes('Tezroq'))
    expect((await jasur.reply(requestId, { text: 'Kartangiz bloklandi, yangisini bepul chiqaramiz.' })).status).toBe(200)
    await hears(client, 'Kartangiz bloklandi')
    expect(client.heard()).toHaveLength(before + 1)
    const answered = await until(async () => {
      const { request } = await jasur.detail(requestId)
      return request.clocks.find(({ kind, state }) => kind === 'first_response' && state === 'met')
    })
    expect(answered.breachedAt).toBeNull()
  })
})
