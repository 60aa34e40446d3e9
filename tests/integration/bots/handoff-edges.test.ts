import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWebchatChannel } from '#bots'
import { languages } from '#contracts'
import {
  type ChannelAccountView,
  changeHolder,
  getRequest,
  type InboundMessage,
  listChannelAccounts,
  notesOf,
  saveChannelAccount,
  timeline,
} from '#inbox'
import { newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction, readHistory, withActor } from '#platform'
import { guardOutgoing } from '#privacy'
import { decideTurn, type TurnFacts } from '../../../src/bots/dialogue/decide-turn.ts'
import { seedVariables } from '../../../src/handoff/templates/seed-template.ts'
import { seedTemplates } from '../../../src/handoff/templates/seed-templates.ts'
import { renderTemplate } from '../../../src/handoff/templates/template.ts'
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

beforeEach(async () => {
  const answer = await world.server.inject({ method: 'POST', url: `/widget/${site}/session`, payload: { language: 'uz-Latn' } })
  token = answer.json<{ visitorToken: string }>().visitorToken
})

const write = async (text: string) => {
  const answer = await world.server.inject({
    method: 'POST',
    url: `/widget/${site}/messages`,
    headers: { authorization: `Bearer ${token}` },
    payload: { clientMessageId: randomUUID(), text },
  })
  expect(answer.statusCode).toBe(200)
  world.clock.advance(1000)
  await world.settle()
}
const newest = async () => {
  const rows = await world.rows<{ id: RequestId }>('SELECT id FROM request ORDER BY number DESC LIMIT 1')
  const request = await getRequest(world.ctx, rows[0]?.id ?? newId())
  if (request === null) throw new Error('there is no request')
  return request
}
const accountOf = async (kind: string): Promise<ChannelAccountView> => {
  const found = (await listChannelAccounts(world.ctx)).find((account) => account.kind === kind)
  if (found === undefined) throw new Error(`no account of ${kind}`)
  return found
}
type Edge = { from: string; to: string; reason: string; version: number }
const edges = async (id: RequestId) =>
  (await readHistory(world.ctx, id, 200))
    .filter((fact) => fact.name === 'holder.changed')
    .map((fact) => fact.data as Edge)
    .sort((a, b) => a.version - b.version)

describe('a handoff', () => {
  it('is on record at both its edges, and a second one is as visible as the first', async () => {
    world.approved.answer = null
    await write('Pulim tushmadi')
    const { id } = await newest()
    const ctx = withActor(world.ctx, { kind: 'operator', id: operatorId, roles: ['operator'] })
    const give = (to: { kind: 'bot' } | { kind: 'operator'; operatorId: OperatorId }, reason: string) =>
      inTransaction(ctx, (tx) => changeHolder(ctx, tx, { requestId: id, to, reason }))
    await give({ kind: 'operator', operatorId }, 'taken')
    await give({ kind: 'bot' }, 'given_to_bot')
    await write('Operator kerak')
    const seen = await edges(id)
    expect(seen.map(({ from, to, reason }) => `${from} > ${to}: ${reason}`)).toEqual([
      'bot > queue: bot.complaint',
      'queue > operator: taken',
      'operator > bot: given_to_bot',
      'bot > queue: bot.client_asked',
    ])
    expect(seen.map(({ version }) => version)).toEqual([2, 3, 4, 5])
    const notes = (await notesOf(world.ctx, id)).map((note) => note.text)
    expect(notes.filter((note) => note.startsWith('Bot:'))).toHaveLength(2)
  })
})

describe('a phone number of one’s own', () => {
  const share = (client: string, isOwn: boolean): InboundMessage => ({
    channelAccountId: world.account.id,
    channel: 'webchat',
    visibility: 'private',
    conversationExternalId: client,
    messageExternalId: randomUUID(),
    sender: { externalId: client, displayName: client },
    kind: 'contact',
    text: '',
    content: { sharedContact: { phone: '+998935554433', name: client, isOwn } },
    sentAt: world.clock.now(),
  })

  it('makes one client of two channels, once; somebody else’s number makes nothing', async () => {
    const first = await world.intake.receive(share('aziz', true))
    world.clock.advance(1000)
    await world.intake.receive(share('aziz-2', true))
    await world.intake.receive(share('begona', false))
    await world.settle()
    const identities = await world.rows<{ external_id: string }>(
      'SELECT external_id FROM identity WHERE contact_id = $1 ORDER BY external_id',
      [first.contactId],
    )
    expect(identities.map((row) => row.external_id)).toEqual(['aziz', 'aziz-2'])
    await world.intake.receive(share('aziz-2', true))
    await world.settle()
    expect(await world.rows('SELECT 1 FROM contact_merge')).toHaveLength(1)
  })
})

describe('one number on two accounts of the bank', () => {
  it('is two clients, each with a thread of their own, until they prove to be one', async () => {
    const other = await saveChannelAccount(world.ctx, {
      kind: 'facebook',
      externalId: 'second-page',
      name: 'Ikkinchi sahifa',
      visibility: 'private',
      botEnabled: false,
    })
    const message = (account: ChannelAccountView, text: string): InboundMessage => ({
      channelAccountId: account.id,
      channel: account.kind,
      visibility: 'private',
      conversationExternalId: '424242',
      messageExternalId: randomUUID(),
      sender: { externalId: '424242', displayName: 'Bir xil raqam' },
      kind: 'text',
      text,
      sentAt: world.clock.now(),
    })
    const [here, there] = [
      await world.intake.receive(message(await accountOf('webchat'), 'Pulim tushmadi')),
      await world.intake.receive(message(other, 'Pulim tushmadi')),
    ]
    expect(here.contactId).not.toBe(there.contactId)
    expect(here.conversationId).not.toBe(there.conversationId)
    const seen = (await timeline(world.ctx, { requestId: there.requestId as RequestId }, { limit: 10 })).messages
    expect(seen).toHaveLength(1)
    await world.settle()
  })
})

describe('what the bot may say of its own accord', () => {
  const filled = { request_number: '2026-000123', answer_by: '15.12.2026', opens_at: '23.11.2026, 9:00', department: 'Bo‘lim' }
  const base: Omit<TurnFacts, 'language' | 'answer'> = {
    bank: null,
    visibility: 'private',
    request: {
      number: '2026-000123',
      type: 'question',
      priority: 'normal',
      topic: 'general',
      language: 'uz-Latn',
      needsIdentity: false,
      isDangerNamed: false,
    },
    texts: ['Savolim bor?'],
    pressed: null,
    hasFiles: false,
    advice: null,
    incident: null,
    mayAskLanguage: false,
    estimate: { kind: 'minutes', minutes: 4 },
    ownRequests: [],
  }
  const said = (facts: TurnFacts) =>
    decideTurn({ step: 'fresh', failures: 0, offeredTemplateVersionId: null }, facts).actions.flatMap((action) =>
      action.kind === 'say' ? [action.text] : [],
    )
  const botTemplates = seedTemplates.filter(({ botMayAnswer }) => botMayAnswer)

  it('is some of the seeded templates', () => expect(botTemplates.length).toBeGreaterThan(10))

  it.each(botTemplates.map((template) => [template.shortcut, template] as const))(
    '%s passes the guard in every language, as an answer and as advice in danger',
    (_, template) => {
      const variables = template.variables.map((name) => seedVariables[name])
      for (const language of languages) {
        const rendered = renderTemplate({ texts: template.texts, variables }, language, filled)
        if (!rendered.ok) throw new Error(`${template.shortcut} ${language}: ${rendered.refusal}`)
        const text = { templateVersionId: 'v', text: rendered.value }
        const answer = said({ ...base, language, answer: { ...text, score: 1 } })
        const request = { ...base.request, type: 'complaint', priority: 'urgent', isDangerNamed: true }
        const advice = said({ ...base, request, language, answer: null, advice: text })
        expect([answer.length, advice.length]).toEqual([1, 1])
        for (const words of [...answer, ...advice]) {
          expect(words).toContain(rendered.value)
          expect(guardOutgoing(words, 'private'), `${language}: ${words}`).toEqual({ ok: true })
        }
      }
    },
  )
})
