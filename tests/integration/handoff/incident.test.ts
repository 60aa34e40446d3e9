import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  classifyAsOperator,
  endIncident,
  incidentBanner,
  incidentWordsFor,
  listIncidents,
  publishedTemplates,
  saveTopic,
  startIncident,
  takeRequest,
  tendIncidents,
  transferRequest,
  tryMessage,
  withdrawTemplate,
} from '#handoff'
import { minuteMs, type TemplateVersionId } from '#kernel'
import { type Bank, classify, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const banner = { 'uz-Latn': 'Nosozlik', 'uz-Cyrl': 'Носозлик', ru: 'Сбой', en: 'Outage' }
const start = (topics: string[], department: string, minutes = 60) =>
  startIncident(bank.as('sherzod'), {
    topics,
    departmentId: bank.department(department).id,
    banner,
    until: new Date(bank.clock.now().getTime() + minutes * minuteMs),
  })
const departmentOf = async (id: Awaited<ReturnType<Bank['write']>>) => (await bank.request(id)).departmentId

describe('an incident', () => {
  it('moves what waits and leads what comes, leaves what is held, and ends by a click', async () => {
    const waiting = await bank.write('waiting', 'complaint normal p2p: ?')
    const held = await bank.write('held', 'complaint normal p2p: ?')
    await takeRequest(bank.as('dilnoza'), { requestId: held, operatorId: bank.idOf('dilnoza') })
    const other = await bank.write('other', 'question normal card_issue: ?')
    const security = bank.department('security').id
    const cards = bank.department('cards').id

    const incident = await start(['p2p', 'p2p'], 'security')
    expect(incident).toMatchObject({ topics: ['p2p'], movedCount: 1, endedAt: null, banner })
    expect(await departmentOf(waiting)).toBe(security)
    expect(await departmentOf(held)).toBe(cards)
    expect(await departmentOf(other)).toBe(cards)
    await bank.planner.refresh()
    expect(await departmentOf(await bank.write('new', 'complaint normal p2p: ?'))).toBe(security)
    const corrected = await bank.write('corrected', 'question normal general: ?')
    await classifyAsOperator(bank.as('dilnoza'), { requestId: corrected, topic: 'p2p' })
    expect(await departmentOf(corrected)).toBe(security)

    await endIncident(bank.as('sherzod'), incident.id)
    await bank.planner.refresh()
    expect(await departmentOf(await bank.write('after', 'complaint normal p2p: ?'))).toBe(cards)
    expect(await departmentOf(waiting)).toBe(security)
    await expect(endIncident(bank.as('sherzod'), incident.id)).rejects.toMatchObject({ code: 'incident.not_found' })
    const told = await bank.rows('SELECT name FROM event WHERE subject_id = $1 ORDER BY id', incident.id)
    expect(told).toEqual([{ name: 'incident.started' }, { name: 'incident.ended' }])
    expect(await bank.rows(`SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id`, incident.id)).toEqual([
      { action: 'incident.started' },
      { action: 'incident.ended' },
    ])
  })

  it('ends by its time to the second, and is told once however many look', async () => {
    const incident = await start(['atm'], 'security', 30)
    await bank.planner.refresh()
    bank.clock.advance(30 * minuteMs - 1)
    expect(await tendIncidents(bank.ctx)).toBe(0)
    expect(await departmentOf(await bank.write('last', 'complaint normal atm: ?'))).toBe(bank.department('security').id)
    bank.clock.advance(1)
    // Nobody has told the intake yet: the moment itself is enough.
    expect(await departmentOf(await bank.write('first after', 'complaint normal atm: ?'))).toBe(bank.department('cards').id)
    expect((await Promise.all([tendIncidents(bank.ctx), tendIncidents(bank.ctx)])).reduce((a, b) => a + b)).toBe(1)
    const [ended] = await listIncidents(bank.ctx)
    expect(ended).toMatchObject({ id: incident.id, endedAt: incident.until, endedById: null })
  })

  it('catches what an intake that had not heard of it sent the old way, but not what a person sent elsewhere', async () => {
    const incident = await start(['deposit'], 'security')
    bank.clock.advance(1_000)
    const late = await bank.write('late', 'question normal deposit: ?')
    const usual = await departmentOf(late)
    expect(usual).not.toBe(bank.department('security').id)
    const sent = await bank.write('sent', 'question normal deposit: ?')
    await takeRequest(bank.as('sherzod'), { requestId: sent, operatorId: bank.idOf('sherzod') })
    await transferRequest(bank.as('sherzod'), { requestId: sent, to: { departmentId: bank.department('quality').id } })
    await tendIncidents(bank.ctx)
    expect(await departmentOf(late)).toBe(bank.department('security').id)
    expect(await departmentOf(sent)).toBe(bank.department('quality').id)
    expect((await listIncidents(bank.ctx))[0]).toMatchObject({ id: incident.id, movedCount: 1 })
    await endIncident(bank.as('sherzod'), incident.id)
  })

  it('is decided by the newest where two lead one topic, and the older one takes nothing back', async () => {
    const older = await start(['fx'], 'security')
    bank.clock.advance(1_000)
    const newer = await start(['fx'], 'quality')
    await bank.planner.refresh()
    const requestId = await bank.write('two', 'question normal fx: ?')
    await tendIncidents(bank.ctx)
    expect(await departmentOf(requestId)).toBe(bank.department('quality').id)
    for (const { id } of [older, newer]) await endIncident(bank.as('sherzod'), id)
  })

  it('is begun by whoever directs others, for a department that is there, until a moment to come', async () => {
    const input = { topics: ['atm'], departmentId: bank.department('cards').id, banner, until: bank.clock.now() }
    await expect(startIncident(bank.as('sherzod'), input)).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(startIncident(bank.as('dilnoza'), input)).rejects.toMatchObject({ code: 'permission.missing' })
    await expect(endIncident(bank.as('sherzod'), 'no id')).rejects.toMatchObject({ code: 'incident.not_found' })
  })
})

describe('what clients are told of an incident', () => {
  const place = { topic: 'tokenization', language: 'ru', channel: 'telegram', visibility: 'private' } as const
  const begin = (more: object = {}) =>
    startIncident(bank.as('sherzod'), {
      topics: ['tokenization'],
      departmentId: bank.department('cards').id,
      banner,
      until: new Date(bank.clock.now().getTime() + 60 * minuteMs),
      ...more,
    })

  it('is its approved template while that is in force, else its banner, and nothing once it is over', async () => {
    const template = (await publishedTemplates(bank.ctx)).find(({ variables }) => variables.length === 0)
    if (template === undefined) throw new Error('no template without places')
    const { id } = await begin({ templateId: template.id })
    expect(await incidentWordsFor(bank.ctx, place)).toEqual({ templateVersionId: template.versionId, text: template.texts.ru })
    expect(await incidentWordsFor(bank.ctx, { ...place, topic: 'general' })).toBeNull()
    await withdrawTemplate(bank.as('nodira'), template.versionId as TemplateVersionId)
    expect(await incidentWordsFor(bank.ctx, place)).toEqual({ templateVersionId: null, text: banner.ru })
    expect(await incidentBanner(bank.ctx, 'en')).toBe(banner.en)
    await endIncident(bank.as('sherzod'), id)
    expect(await incidentWordsFor(bank.ctx, place)).toBeNull()
    expect(await incidentBanner(bank.ctx, 'en')).toBeNull()
  })

  it('never asks for a secret, and is no template that is not in force', async () => {
    await expect(begin({ banner: { ...banner, ru: 'Пришлите код из SMS' } })).rejects.toMatchObject({ code: 'reply.guarded' })
    await expect(begin({ templateId: 'no-such' })).rejects.toMatchObject({ code: 'template.not_published' })
  })
})

describe('trying a message', () => {
  const tried = (text: string) => tryMessage(bank.as('sherzod'), { text, channel: 'telegram', visibility: 'private' }, classify)

  it('says the department, the person and why, and the planned clocks, and stores nothing', async () => {
    const before = await bank.rows('SELECT count(*) FROM request')
    const nobody = await tried('complaint normal credit: Gulnora qo‘pol')
    expect(nobody).toMatchObject({ departmentId: bank.department('credit').id, operatorId: null, rule: null, candidates: [] })
    await bank.come('dilnoza', 'gulnora')
    const answer = await tried('complaint normal credit: Gulnora qo‘pol')
    expect(answer).toMatchObject({ operatorId: bank.idOf('dilnoza'), rule: 'least_load', incidentId: null })
    expect(answer.candidates).toContainEqual(
      expect.objectContaining({ operatorId: bank.idOf('gulnora'), verdict: 'complained_about' }),
    )
    expect(answer.clocks.map(({ kind }) => kind).sort()).toEqual(['first_response', 'resolution', 'statutory'])
    expect(await bank.rows('SELECT count(*) FROM request')).toEqual(before)
  })
  it('follows the table of topics and an incident at once, and masks what must not be shown', async () => {
    const names = { 'uz-Latn': 'Valyuta', 'uz-Cyrl': 'Валюта', ru: 'Валюта', en: 'Currency' }
    await saveTopic(bank.as('admin'), { code: 'fx', names, departmentId: bank.department('quality').id })
    expect(await tried('question normal fx: kurs?')).toMatchObject({ departmentId: bank.department('quality').id })
    const incident = await start(['fx'], 'security')
    const led = await tried('question normal fx: karta 8600 1234 5678 9012')
    expect(led).toMatchObject({ departmentId: bank.department('security').id, incidentId: incident.id })
    expect(led.text).not.toContain('1234 5678')
    await expect(
      tryMessage(bank.as('dilnoza'), { text: 'x', channel: 'telegram', visibility: 'private' }, classify),
    ).rejects.toMatchObject({ code: 'permission.missing' })
  })
})
