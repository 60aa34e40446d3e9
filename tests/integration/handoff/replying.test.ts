import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changeComposerMode,
  findTemplateVersion,
  publishedTemplates,
  replyAsOperator,
  searchTemplates,
  takeRequest,
  withdrawTemplate,
} from '#handoff'
import { saveChannelAccount } from '#inbox'
import { newId, type RequestId, type TemplateVersionId } from '#kernel'
import { withActor } from '#platform'
import { type Bank, openBank, wentOut } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const versionOf = async (shortcut: string) => {
  const found = (await publishedTemplates(bank.ctx)).find((template) => template.shortcut === shortcut)
  if (found === undefined) throw new Error(`no template ${shortcut}`)
  return found.versionId as TemplateVersionId
}
const held = async (client: string, text = 'question normal general: ?') => {
  const requestId = await bank.write(client, text)
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
  return requestId
}
const sent = async (messageId: string) =>
  (
    await bank.rows<{ text: string; template_version_id: string | null; is_template_edited: boolean }>(
      'SELECT text, template_version_id, is_template_edited FROM message WHERE id = $1',
      messageId,
    )
  )[0]
const reply = (requestId: RequestId, more: Partial<Parameters<typeof replyAsOperator>[1]>) =>
  wentOut(replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), ...more }))

describe('an answer by template', () => {
  it('speaks the client’s language, names them and the number, and keeps the version it came from', async () => {
    const requestId = await held('Ольга', 'suggestion normal service ru: предлагаю')
    const templateVersionId = await versionOf('taklif-rahmat')
    const { messageId } = await reply(requestId, { templateVersionId })
    const { number } = await bank.request(requestId)
    const message = await sent(messageId)
    expect(message?.text).toMatch(new RegExp(`^Ольга, спасибо за предложение! Оно зарегистрировано под номером ${number} `))
    expect(message).toMatchObject({ template_version_id: templateVersionId, is_template_edited: false })
  })

  it('tells the day the law gives, and the language may be chosen', async () => {
    const requestId = await held('+998 90 123', 'complaint normal p2p: pul tushmadi')
    const { messageId } = await reply(requestId, { templateVersionId: await versionOf('shikoyat-qabul'), language: 'uz-Cyrl' })
    // Received Monday 23 November; day 15 is a holiday, 8 December.
    expect((await sent(messageId))?.text).toMatch(/^Ҳурматли мижоз, .* 09\.12\.2026 санасидан кечикмай/)
  })

  it('edited by hand is marked so; sent as it was made it is not', async () => {
    const requestId = await held('edit')
    const templateVersionId = await versionOf('yopish')
    const asMade = (await findTemplateVersion(bank.ctx, templateVersionId))?.texts.ru ?? ''
    const same = await reply(requestId, { templateVersionId, text: asMade })
    const other = await reply(requestId, { templateVersionId, text: `${asMade} До свидания!` })
    expect((await sent(same.messageId))?.is_template_edited).toBe(false)
    expect((await sent(other.messageId))?.is_template_edited).toBe(true)
  })

  it('is refused with a gap in it, when it does not exist, and when it was withdrawn while it lay open in a composer', async () => {
    const requestId = await held('gaps')
    const withGap = { templateVersionId: await versionOf('qabul'), text: 'Ваш номер {{request_number}}' }
    await expect(reply(requestId, withGap)).rejects.toMatchObject({
      code: 'template.variable_missing',
      facts: { variable: 'request_number' },
    })
    const legalOnly = { templateVersionId: await versionOf('shikoyat-qabul') }
    await expect(reply(requestId, legalOnly)).rejects.toMatchObject({
      code: 'template.variable_missing',
      facts: { variable: 'answer_by' },
    })
    await expect(reply(requestId, { templateVersionId: newId<TemplateVersionId>() })).rejects.toMatchObject({
      code: 'template.not_found',
    })
    const open = await versionOf('valyuta')
    await withdrawTemplate(bank.as('nodira'), open)
    await expect(reply(requestId, { templateVersionId: open })).rejects.toMatchObject({ code: 'template.not_published' })
  })

  it('in public is one that is safe there and names nobody', async () => {
    const { id: page } = await saveChannelAccount(bank.ctx, {
      kind: 'facebook',
      externalId: 'page',
      name: 'Page',
      visibility: 'public',
      botEnabled: false,
    })
    const requestId = await bank.write('Olim', 'complaint normal service: yomon', {
      channelAccountId: page,
      channel: 'facebook',
      visibility: 'public',
    })
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
    await expect(reply(requestId, { templateVersionId: await versionOf('shikoyat-qabul') })).rejects.toMatchObject({
      code: 'template.not_published',
    })
    const { messageId } = await reply(requestId, { templateVersionId: await versionOf('shaxsiyga') })
    expect((await sent(messageId))?.text).not.toContain('Olim')
    // Until the bank says otherwise every word there begins as an approved one, and what is changed in it a second person reads.
    const own = { text: 'Rahmat, ko‘rib chiqamiz.' }
    await expect(reply(requestId, own)).rejects.toMatchObject({ code: 'reply.template_required' })
    const changed = { templateVersionId: await versionOf('shaxsiyga'), text: 'Yozing, tekshiramiz.' }
    await expect(reply(requestId, changed)).rejects.toMatchObject({ code: 'reply.needs_second_person' })
    const administrator = withActor(bank.ctx, { kind: 'operator', id: newId(), roles: ['administrator'] })
    await changeComposerMode(administrator, { publicMode: 'locked' })
    await expect(reply(requestId, changed)).rejects.toMatchObject({ code: 'reply.template_required' })
    await changeComposerMode(administrator, { publicMode: 'free' })
    await expect(reply(requestId, own)).rejects.toMatchObject({ code: 'reply.needs_second_person' })
    await changeComposerMode(administrator, { publicMode: 'difference' })
  })
})

describe('an answer in free words', () => {
  it('is refused when the client has written meanwhile, and goes out once the new message was seen', async () => {
    const requestId = await held('meanwhile')
    const [first] = await bank.rows<{ seq: number }>(
      'SELECT max(seq)::int AS seq FROM message WHERE request_id = $1',
      requestId,
    )
    await bank.write('meanwhile', 'и ещё вопрос')
    const answer = { text: 'Ответ', seenClientSeq: first?.seq ?? 0 }
    await expect(reply(requestId, answer)).rejects.toMatchObject({ code: 'reply.client_wrote_meanwhile' })
    await expect(reply(requestId, { ...answer, seenClientSeq: (first?.seq ?? 0) + 1 })).resolves.toBeDefined()
  })

  it('never carries a card number and never asks for a code', async () => {
    const requestId = await held('secrets')
    await expect(reply(requestId, { text: 'Карта 8600 0526 0018 1595' })).rejects.toMatchObject({ code: 'reply.guarded' })
    await expect(reply(requestId, { text: 'Пришлите код из SMS' })).rejects.toMatchObject({ code: 'reply.guarded' })
    await expect(reply(requestId, { text: '   ' })).rejects.toMatchObject({ code: 'message.empty' })
  })

  it('pressed twice is one answer', async () => {
    const requestId = await held('double')
    const clientReplyId = newId()
    const twice = await Promise.all(
      [1, 2].map(() => replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId, text: 'Раз' })),
    )
    expect(twice[0]).toEqual(twice[1])
  })

  it('is for the holder alone, and not for roles that do not answer', async () => {
    const requestId = await held('holder only')
    const words = { requestId, clientReplyId: newId(), text: 'Нет' }
    await expect(replyAsOperator(bank.as('jasur'), words)).rejects.toMatchObject({ code: 'request.held_by_other' })
    await expect(replyAsOperator(bank.as('nodira'), words)).rejects.toMatchObject({ code: 'permission.missing' })
    await expect(replyAsOperator(bank.ctx, words)).rejects.toMatchObject({ code: 'permission.missing' })
  })
})

describe('a search', () => {
  it('in public finds only what is safe there, best first, at most as many as asked', async () => {
    const found = await searchTemplates(bank.ctx, { text: '', visibility: 'public', limit: 3 })
    expect(found).toHaveLength(3)
    expect(found.every(({ visibility }) => visibility === 'public')).toBe(true)
    const [best] = await searchTemplates(bank.ctx, { text: 'банкомат', topic: 'atm', limit: 5 })
    expect(best?.topic).toBe('atm')
  })
})
