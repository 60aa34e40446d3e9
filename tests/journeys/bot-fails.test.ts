/** The bot fails in the middle of its work: what is half said is not said twice, and a person has the matter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let dilnoza: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T10:00:00+05:00')
  dilnoza = await story.comes('dilnoza')
}, 60_000)
afterAll(() => story?.close())

const notesOf = async (id: string) => (await dilnoza.detail(id)).notes.map(({ text }) => text).join()

describe('a bot that fails', () => {
  it('while it thinks: the client has a number and a person, and the note says why', async () => {
    const client = story.client('Nigora')
    await story.rows('ALTER TABLE incident RENAME TO incident_away')
    client.write('Valyuta kursi qancha?')
    const request = await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId)
    await story.rows('ALTER TABLE incident_away RENAME TO incident')
    expect(await hears(client, request.number)).not.toContain('?')
    expect(client.heard()).toHaveLength(1)
    expect(await notesOf(request.id)).toContain('xato yuz berdi')
  })

  it('in the middle of a sentence: the line is cut, the answer is marked unconfirmed and never said twice', async () => {
    const client = story.client('Bobur')
    story.telegram.faults.strike('sendmessage', { kind: 'drop_after_accept' })
    client.write('Bankomat pulimni yutib yubordi')
    const request = await dilnoza.sees(
      ({ holderOperatorId, contactName }) => holderOperatorId === dilnoza.operatorId && contactName.startsWith('Bobur'),
    )
    const half = await until(async () => {
      const { messages } = await dilnoza.detail(request.id)
      return messages.find(({ delivery }) => delivery?.state === 'unconfirmed')
    })
    expect(half.authorKind).toBe('bot')
    expect((await dilnoza.reply(request.id, { text: 'Bankomatni bugun ochamiz.' })).status).toBe(200)
    await hears(client, 'Bankomatni bugun ochamiz')
    expect(client.heard().filter(({ text }) => text === half.text)).toHaveLength(1)
  })

  it('overtaken in the middle of its turn: its late word is refused, and only the person is heard', async () => {
    const client = story.client('Sanobar')
    client.write('Omonat foizi qancha?')
    const held = await dilnoza.sees(({ holderKind, contactName }) => holderKind === 'bot' && contactName.startsWith('Sanobar'))
    expect((await dilnoza.take(held.id)).status).toBe(200)
    expect((await dilnoza.reply(held.id, { text: 'Omonatlar 22 foizgacha, qaysi muddatga?' })).status).toBe(200)
    await hears(client, '22 foizgacha')
    // Longer than the bot waits for the end of a burst.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect(client.heard()).toHaveLength(1)
  })
})
