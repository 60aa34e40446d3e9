/** A client of the website goes on in Telegram, by a link that works once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'
import type { Visitor } from './story-visitor.ts'

let story: Story
let visitor: Visitor
let client: Person
let dilnoza: Desk
let sherzod: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T10:00:00+05:00')
  visitor = await story.visitor()
  client = story.client('Lola')
  dilnoza = await story.comes('dilnoza')
  sherzod = await story.comes('sherzod')
}, 60_000)
afterAll(() => story?.close())

type Merge = { id: string; proof: string; undoneAt: string | null }

describe('from the website to Telegram', () => {
  let requestId: string
  let start: string

  it('the request goes on with its history, its number and its holder', async () => {
    visitor.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    const request = await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId)
    requestId = request.id
    const url = await until(() => visitor.continueElsewhere().catch(() => undefined))
    start = new URL(url).searchParams.get('start') ?? ''
    expect(Buffer.from(start, 'base64url').length).toBeGreaterThanOrEqual(16)
    client.write(`/start ${start}`)
    expect(await hears(client, request.number)).toContain('davom etadi')
    client.write('Bu men, chekni shu yerga yuboraman')
    await until(async () => (await dilnoza.detail(requestId)).messages.some(({ text }) => text.includes('Bu men')))
    const { messages, request: now } = await dilnoza.detail(requestId)
    expect(new Set(messages.map(({ channel }) => channel))).toEqual(new Set(['webchat', 'telegram']))
    expect(now).toMatchObject({ number: request.number, holderOperatorId: dilnoza.operatorId })
    const note = 'Ichki eslatma: mijoz asabiy'
    expect((await dilnoza.call('POST', `/api/requests/${requestId}/notes`, { text: note })).status).toBeLessThan(300)
    expect((await dilnoza.reply(requestId, { text: 'Chekni ko‘rdim, rahmat.' })).status).toBe(200)
    await hears(client, 'Chekni ko‘rdim')
    // What colleagues tell each other has a way of its own, and no client is on it.
    expect((await dilnoza.detail(requestId)).notes.map(({ text }) => text)).toContain(note)
    const heard = [...client.heard().map(({ text }) => text), ...visitor.lines().map(({ text }) => text)]
    expect(heard.join()).not.toContain('eslatma')
  })

  it('the link works for nobody else', async () => {
    const stranger = story.client('Begona')
    stranger.write(`/start ${start}`)
    await hears(stranger, 'foydalanib bo‘lingan')
    expect(stranger.heard().some(({ text }) => text?.includes('davom etadi'))).toBe(false)
  })

  it('the two were made one by proof, and a supervisor takes it back exactly', async () => {
    const { contact } = await sherzod.detail(requestId)
    const merges = () => sherzod.get<Merge[]>(`/api/contacts/${contact.id}/merges`)
    const [merge] = await merges()
    expect(merge).toMatchObject({ proof: 'continuation', undoneAt: null })
    const undone = await sherzod.call('POST', `/api/merges/${merge?.id}/undo`, { reason: 'boshqa odam ekan' })
    expect(undone.status).toBeLessThan(300)
    const owners = await story.rows<{ contact_id: string }>(
      'SELECT DISTINCT contact_id FROM identity WHERE display_name IN ($1, $2)',
      ['Lola', 'Sayt mehmoni'],
    )
    expect(owners).toHaveLength(2)
    expect((await merges()).every(({ undoneAt }) => undoneAt !== null)).toBe(true)
  })
})
