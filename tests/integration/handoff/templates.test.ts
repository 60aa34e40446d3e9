import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FourTexts, TemplateScope, TemplateVariable } from '#contracts'
import {
  approveTemplate,
  archiveTemplate,
  confirmTexts,
  draftTemplate,
  editDraft,
  listTemplates,
  readTemplate,
  rejectTemplate,
  renameTemplate,
  replyAsOperator,
  searchTemplates,
  submitTemplate,
  type TemplateDraft,
  takeRequest,
  withdrawTemplate,
} from '#handoff'
import { newId, type RequestId, type TemplateId, type TemplateVersionId } from '#kernel'
import type { Ctx } from '#platform'
import { type Bank, openBank, wentOut } from './bank.ts'

let bank: Bank
let author: Ctx
let approver: Ctx
beforeAll(async () => {
  bank = await openBank()
  author = bank.as('sherzod')
  approver = bank.as('nodira')
})
afterAll(async () => bank.close())

const texts = (word: string): FourTexts => ({
  'uz-Latn': `${word} uz`,
  'uz-Cyrl': `${word} уз`,
  ru: `${word} ру`,
  en: `${word} en`,
})
const everywhere: TemplateScope = { topic: 'fx', channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false }
const draftOf = (word: string, more: Partial<TemplateDraft> = {}): TemplateDraft => ({
  texts: texts(word),
  variables: [],
  scope: everywhere,
  ...more,
})
const named = (shortcut: string) => ({ shortcut, title: texts(shortcut) })
const publish = async (versionId: TemplateVersionId) => {
  await submitTemplate(author, versionId)
  await approveTemplate(approver, versionId)
}
const published = async (shortcut: string, more: Partial<TemplateDraft> = {}) => {
  const drafted = await draftTemplate(author, named(shortcut), draftOf(shortcut, more))
  await publish(drafted.versionId)
  return drafted
}
const offered = async (shortcut: string, place: object = {}) =>
  (await searchTemplates(bank.ctx, { text: `/${shortcut}`, limit: 5, ...place })).map((template) => template.texts.en)
const latestOf = async (id: TemplateId) => (await readTemplate(author, id)).versions[0]
const held = async (client: string) => {
  const requestId = await bank.write(client, 'question normal general: ?')
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
  return requestId
}
const minute = 60_000
const fromNow = (ms: number) => new Date(bank.clock.now().getTime() + ms)

describe('the way of approved words', () => {
  it('goes from draft over another person’s review to published, and the next version replaces it', async () => {
    const { templateId, versionId } = await draftTemplate(author, named('yangi'), draftOf('birinchi'))
    expect(await offered('yangi')).toEqual([])
    await expect(approveTemplate(approver, versionId)).rejects.toMatchObject({ code: 'template.changed_meanwhile' })
    await publish(versionId)
    expect(await offered('yangi')).toEqual(['birinchi en'])

    const next = await draftTemplate(author, { templateId }, draftOf('ikkinchi'))
    expect(next.version).toBe(2)
    await submitTemplate(author, next.versionId)
    expect(await offered('yangi')).toEqual(['birinchi en'])
    await approveTemplate(approver, next.versionId)
    expect(await offered('yangi')).toEqual(['ikkinchi en'])
    const { versions } = await readTemplate(author, templateId)
    expect(versions.map(({ version, standing }) => [version, standing])).toEqual([
      [2, 'in_force'],
      [1, 'replaced'],
    ])
    expect(versions[1]).toMatchObject({ author: { id: bank.idOf('sherzod') }, approver: { id: bank.idOf('nodira') } })
  })

  it('does not let one person write and approve, whatever their roles, nor whoever touched the draft of another', async () => {
    const both = {
      ...author,
      actor: { kind: 'operator' as const, id: bank.idOf('sherzod'), roles: ['supervisor', 'manager'] as const },
    }
    const own = await draftTemplate(both, named('ikki-rol'), draftOf('a'))
    await submitTemplate(both, own.versionId)
    await expect(approveTemplate(both, own.versionId)).rejects.toMatchObject({ code: 'template.approver_is_author' })

    const colleague = {
      ...author,
      actor: { kind: 'operator' as const, id: bank.idOf('jasur'), roles: ['supervisor'] as const },
    }
    const shared = await draftTemplate(colleague, named('birga'), draftOf('b'))
    await editDraft(both, shared.versionId, draftOf('b2'))
    await submitTemplate(colleague, shared.versionId)
    await expect(approveTemplate(both, shared.versionId)).rejects.toMatchObject({ code: 'template.approver_is_author' })
    await approveTemplate(approver, shared.versionId)
  })

  it('comes back from review with a reason, which is gone once it is submitted again', async () => {
    const { templateId, versionId } = await draftTemplate(author, named('qaytgan'), draftOf('c'))
    await submitTemplate(author, versionId)
    await rejectTemplate(approver, versionId, 'Foiz eskirgan')
    const rejected = await latestOf(templateId)
    expect(rejected).toMatchObject({
      standing: 'draft',
      rejection: { reason: 'Foiz eskirgan', by: { id: bank.idOf('nodira') } },
    })
    await editDraft(author, versionId, draftOf('c2'))
    await submitTemplate(author, versionId)
    expect(await latestOf(templateId)).toMatchObject({ standing: 'review', rejection: null, texts: { en: 'c2 en' } })
    await expect(editDraft(author, versionId, draftOf('c3'))).rejects.toMatchObject({ code: 'template.changed_meanwhile' })
  })

  it('may be a draft with gaps in it, which no review takes and nobody can send', async () => {
    const number: TemplateVariable = { name: 'number', isRequired: true, fallback: null }
    const half = { ...texts('yarim'), 'uz-Latn': 'Raqam {{number}}', 'uz-Cyrl': '', ru: ' ', en: '' }
    const { versionId, templateId } = await draftTemplate(
      author,
      named('yarim'),
      draftOf('yarim', { texts: half, variables: [number] }),
    )
    const refused = { code: 'input.invalid' }
    await expect(submitTemplate(author, versionId)).rejects.toMatchObject(refused)
    await editDraft(author, versionId, draftOf('yarim', { texts: { ...half, en: 'No. {{number}}' }, variables: [number] }))
    await expect(submitTemplate(author, versionId)).rejects.toMatchObject(refused)
    expect(await offered('yarim')).toEqual([])
    const whole = { 'uz-Latn': half['uz-Latn'], 'uz-Cyrl': 'Рақам {{number}}', ru: 'Номер {{number}}', en: 'No. {{number}}' }
    await editDraft(author, versionId, draftOf('yarim', { texts: whole, variables: [number] }))
    // Texts that were written for the first time have left nobody behind.
    expect(await latestOf(templateId)).toMatchObject({ standing: 'draft', stale: [] })
    await publish(versionId)
    expect(await offered('yarim')).toEqual(['No. {{number}}'])
  })

  it('refuses a draft with an undeclared variable, a secret, or an end before its beginning', async () => {
    const number: TemplateVariable = { name: 'number', isRequired: true, fallback: null }
    const refused = (more: Partial<TemplateDraft>) =>
      expect(draftTemplate(author, named(newId()), draftOf('d', more))).rejects.toMatchObject({ code: 'input.invalid' })
    await refused({ texts: { ...texts('d'), ru: 'Ваш {{number}}' } })
    await refused({ texts: { ...texts('d'), ru: 'Пришлите код из SMS' } })
    await refused({ variables: [{ ...number, type: 'choice' }] })
    await refused({ validFrom: fromNow(minute), validUntil: fromNow(minute) })
    await expect(draftTemplate(author, named('qabul'), draftOf('d'))).rejects.toMatchObject({ code: 'template.shortcut_taken' })
    await expect(draftTemplate(bank.as('dilnoza'), named('x'), draftOf('d'))).rejects.toMatchObject({
      code: 'permission.missing',
    })
  })

  it('is archived out of every list and comes back, and a new name is found at once', async () => {
    const { templateId } = await published('arxiv')
    await archiveTemplate(approver, templateId, true)
    expect(await offered('arxiv')).toEqual([])
    const shortcuts = async (archived: 'true' | 'false') =>
      (await listTemplates(author, { archived, limit: 200 })).items.map(({ shortcut }) => shortcut)
    expect(await shortcuts('true')).toEqual(['arxiv'])
    expect(await shortcuts('false')).not.toContain('arxiv')
    await archiveTemplate(approver, templateId, false)
    expect(await offered('arxiv')).toEqual(['arxiv en'])
    await expect(renameTemplate(author, templateId, { shortcut: 'qabul' })).rejects.toMatchObject({
      code: 'template.shortcut_taken',
    })
    await renameTemplate(author, templateId, { shortcut: 'boshqa-nom' })
    expect(await offered('boshqa-nom')).toEqual(['arxiv en'])
    expect(await offered('arxiv')).toEqual([])
  })
})

describe('a version with dates', () => {
  it('is not offered before its first day nor after its last, and cannot be sent then', async () => {
    const requestId = await held('dates')
    const { templateId, versionId } = await published('muddatli', {
      validFrom: fromNow(minute),
      validUntil: fromNow(2 * minute),
    })
    const send = () =>
      replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), templateVersionId: versionId, language: 'en' })
    expect(await offered('muddatli')).toEqual([])
    expect((await latestOf(templateId))?.standing).toBe('scheduled')
    await expect(send()).rejects.toMatchObject({ code: 'template.not_published' })
    bank.clock.advance(minute)
    expect(await offered('muddatli')).toEqual(['muddatli en'])
    await expect(send()).resolves.toBeDefined()
    bank.clock.advance(minute)
    expect(await offered('muddatli')).toEqual([])
    expect((await latestOf(templateId))?.standing).toBe('expired')
    await expect(send()).rejects.toMatchObject({ code: 'template.not_published' })
  })

  it('leaves the one before in force until its first day, and what it replaced does not come back when it is withdrawn', async () => {
    const first = await published('almashuv')
    const next = await draftTemplate(author, first, draftOf('keyingi', { validFrom: fromNow(minute) }))
    await publish(next.versionId)
    expect(await offered('almashuv')).toEqual(['almashuv en'])
    bank.clock.advance(minute)
    expect(await offered('almashuv')).toEqual(['keyingi en'])
    await withdrawTemplate(approver, next.versionId, 'Narx o‘zgardi')
    expect(await offered('almashuv')).toEqual([])
  })

  it('withdrawn before its first day changes nothing', async () => {
    const first = await published('bekor')
    const next = await draftTemplate(author, first, draftOf('bekor2', { validFrom: fromNow(minute) }))
    await publish(next.versionId)
    await withdrawTemplate(approver, next.versionId)
    bank.clock.advance(minute)
    expect(await offered('bekor')).toEqual(['bekor en'])
  })
})

describe('a translation', () => {
  it('is behind when another text was changed, until it is touched or confirmed, and holds the approval back', async () => {
    const first = await published('tarjima')
    const changed = { ...texts('tarjima'), ru: 'новое ру' }
    const { versionId } = await draftTemplate(author, first, draftOf('', { texts: changed }))
    const stale = async () => (await latestOf(first.templateId))?.stale
    expect(await stale()).toEqual(['uz-Latn', 'uz-Cyrl', 'en'])
    await editDraft(author, versionId, draftOf('', { texts: { ...changed, en: 'new en' } }))
    expect(await stale()).toEqual(['uz-Latn', 'uz-Cyrl'])
    await submitTemplate(author, versionId)
    await expect(approveTemplate(approver, versionId)).rejects.toMatchObject({
      code: 'template.text_stale',
      facts: { languages: 'uz-Latn uz-Cyrl' },
    })
    await confirmTexts(author, versionId, ['uz-Latn', 'uz-Cyrl'])
    expect(await stale()).toEqual([])
    await approveTemplate(approver, versionId)
    expect(await offered('tarjima')).toEqual(['new en'])
  })
})

describe('a scope', () => {
  it('keeps a template to its departments and channels, in the search and when it is sent', async () => {
    const cards = bank.department('quality').id
    const { versionId } = await published('doira', {
      scope: { ...everywhere, channels: ['telegram'], departmentIds: [cards] },
    })
    expect(await offered('doira', { channel: 'telegram', departmentId: cards })).toEqual(['doira en'])
    expect(await offered('doira', { channel: 'webchat', departmentId: cards })).toEqual([])
    const requestId = await held('scope')
    const { departmentId } = await bank.request(requestId)
    expect(await offered('doira', { channel: 'telegram', departmentId })).toEqual([])
    await expect(
      replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), templateVersionId: versionId }),
    ).rejects.toMatchObject({ code: 'template.not_published' })
  })

  it('keeps to its topic where it was approved for that one alone', async () => {
    const { versionId } = await published('mavzu', { scope: { ...everywhere, isTopicOnly: true } })
    expect(await offered('mavzu', { topic: 'fx' })).toEqual(['mavzu en'])
    expect(await offered('mavzu', { topic: 'atm' })).toEqual([])
    const reply = (requestId: RequestId) =>
      wentOut(replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), templateVersionId: versionId }))
    // `held` opens a matter of another topic.
    await expect(reply(await held('another topic'))).rejects.toMatchObject({ code: 'template.not_published' })
    const own = await held('its own topic')
    await bank.rows(`UPDATE request SET topic = 'fx' WHERE id = $1`, own)
    expect((await reply(own)).seq).toBeGreaterThan(0)
  })

  it('is widened only by an approved version', async () => {
    const first = await published('ommaviy')
    const next = await draftTemplate(author, first, draftOf('ommaviy', { scope: { ...everywhere, visibility: 'public' } }))
    expect(await offered('ommaviy', { visibility: 'public' })).toEqual([])
    await publish(next.versionId)
    expect(await offered('ommaviy', { visibility: 'public' })).toEqual(['ommaviy en'])
  })
})

describe('the library', () => {
  it('filters by standing, topic, visibility and words in any spelling, and turns its pages without a gap', async () => {
    await draftTemplate(author, named('kutmoqda'), draftOf('kutmoqda'))
    const list = async (query: object) =>
      (await listTemplates(author, { archived: 'false', limit: 200, ...query })).items.map(({ shortcut }) => shortcut)
    expect(await list({ standing: 'draft' })).toContain('kutmoqda')
    expect(await list({ standing: 'in_force' })).not.toContain('kutmoqda')
    expect(await list({ topic: 'atm', visibility: 'private', text: '/bankomat' })).toEqual(
      (await list({ topic: 'atm', visibility: 'private' })).filter((shortcut) => shortcut.includes('bankomat')),
    )
    const all = await list({})
    expect(all.length).toBeGreaterThan(39)
    const paged: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await listTemplates(author, { archived: 'false', limit: 7, ...(cursor ? { cursor } : {}) })
      paged.push(...page.items.map(({ shortcut }) => shortcut))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(all)
  })
})
