/** A template is withdrawn while it lies open in a composer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageProof, TemplateView } from '#contracts'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let client: Person
let dilnoza: Desk
let sherzod: Desk
let nodira: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T10:00:00+05:00')
  client = story.client('Malika')
  dilnoza = await story.comes('dilnoza')
  sherzod = await story.comes('sherzod')
  nodira = await story.comes('nodira')
}, 60_000)
afterAll(() => story?.close())

const four = (word: string) => ({
  'uz-Latn': `${word} lotin`,
  'uz-Cyrl': `${word} кирилл`,
  ru: `${word} рус`,
  en: `${word} eng`,
})
const scope = { topic: 'atm', channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false }

describe('a template withdrawn while it is open in a composer', () => {
  let requestId: string
  let template: TemplateView
  const find = (text: string) =>
    dilnoza.get<TemplateView[]>(`/api/templates?requestId=${requestId}&text=${encodeURIComponent(text)}&limit=5`)

  it('is written by one, approved by another, and found by its shortcut at once', async () => {
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    requestId = (await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId)).id
    const words = { texts: four('Bankomat'), variables: [], scope }
    const drafted = await sherzod.call('POST', '/api/templates', { shortcut: 'bankomat-yangi', title: four('Yangi'), ...words })
    expect(drafted.status).toBe(200)
    const version = `/api/template-versions/${String(drafted.body['versionId'])}`
    expect((await sherzod.call('POST', `${version}/submit`)).status).toBe(204)
    expect((await sherzod.call('POST', `${version}/approve`)).status).toBe(403)
    expect(await find('/bankomat-yangi')).not.toContainEqual(expect.objectContaining({ shortcut: 'bankomat-yangi' }))
    expect((await nodira.call('POST', `${version}/approve`)).status).toBe(204)
    const told = await dilnoza.hears('template', ({ state }) => state === 'published')
    const [first] = await find('/bankomat-yangi')
    expect(first).toMatchObject({ shortcut: 'bankomat-yangi', versionId: told.versionId })
    template = first as TemplateView
    // What is only being written is no operator's business.
    expect(dilnoza.frames.some((frame) => frame.kind === 'template' && frame.state === 'draft')).toBe(false)
  })

  it('the open composer hears of the withdrawal, and whoever sends it all the same is refused', async () => {
    const withdrawn = await nodira.call('POST', `/api/template-versions/${template.versionId}/withdraw`, { reason: 'xato bor' })
    expect(withdrawn.status).toBe(204)
    await dilnoza.hears('template', ({ state, versionId }) => state === 'withdrawn' && versionId === template.versionId)
    const refused = await dilnoza.reply(requestId, { templateVersionId: template.versionId })
    expect([refused.status, refused.body.code]).toEqual([409, 'template.not_published'])
    expect(await find('/bankomat-yangi')).not.toContainEqual(expect.objectContaining({ shortcut: 'bankomat-yangi' }))
    expect(client.heard().some(({ text }) => text?.includes('Bankomat lotin'))).toBe(false)
  })

  it('another one goes out, with its version, its author and approver, and what was changed in it', async () => {
    const [other] = (await find('')).filter(({ variables }) => variables.length === 0)
    expect(other).toBeDefined()
    // Signs that a markup parser would choke on are only signs.
    const text = `${other?.texts['uz-Latn'] ?? ''} Hurmat bilan, Dilnoza <3 *_[.`
    const sent = await dilnoza.reply(requestId, { templateVersionId: other?.versionId, text, offered: [other?.versionId] })
    expect(sent.status).toBe(200)
    expect(await hears(client, 'Hurmat bilan')).toBe(text)
    const calls = story.telegram.calls.filter(({ method }) => method === 'sendmessage')
    expect(calls.filter(({ params }) => params['parse_mode'] !== undefined)).toEqual([])
    const proof = await dilnoza.get<MessageProof>(`/api/messages/${sent.body.messageId}/proof`)
    expect(proof.template).toMatchObject({ versionId: other?.versionId, standing: 'in_force' })
    expect(proof.author).toMatchObject({ id: dilnoza.operatorId })
    expect(proof.edit?.parts.some(({ kind, text: added }) => kind === 'added' && added.includes('Hurmat'))).toBe(true)
  })
})
