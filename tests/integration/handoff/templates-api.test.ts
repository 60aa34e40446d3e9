/** Approved words through the console's own API: cookie, CSRF token, permissions and shapes as the program serves them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ComposerView,
  MessageProof,
  Problem,
  TemplateDetail,
  TemplateLibrary,
  TemplateReport,
  TemplateView,
} from '#contracts'
import { errorCatalogue } from '#contracts'
import { newId } from '#kernel'
import type { Bank } from './bank.ts'

import { type Drafted, draft, openTemplateBank, type TemplateBank, texts } from './template-bank.ts'

let house: TemplateBank
let bank: Bank
beforeAll(async () => {
  house = await openTemplateBank()
  bank = house.bank
}, 120_000)
afterAll(async () => house.close())

const setMode = (body: object) => house.administrator.call('PATCH', '/api/composer-modes', body)

describe('a template is withdrawn while open in a composer', () => {
  it('is refused when it is sent, offered to nobody again, and what was sent before stays proved', async () => {
    const requestId = await house.held('composer')
    const { templateId, versionId } = await house.publish('ochiq')
    const inSearch = async () =>
      (await house.operator.call<TemplateView[]>('GET', `/api/templates?text=/ochiq&requestId=${requestId}`)).body
    const [open] = await inSearch()
    expect(open?.versionId).toBe(versionId)
    const press = { clientReplyId: crypto.randomUUID(), templateVersionId: versionId, language: 'en' }
    const before = await house.operator.call<{ messageId: string }>('POST', `/api/requests/${requestId}/replies`, press)
    expect(before.status, before.text).toBe(200)

    const withdrawn = await house.manager.call('POST', `/api/template-versions/${versionId}/withdraw`, {
      reason: 'Foiz o‘zgardi',
    })
    expect(withdrawn.status, withdrawn.text).toBe(204)
    const after = await house.reply(requestId, { templateVersionId: versionId, text: open?.texts.en })
    expect(after.status).toBe(409)
    expect(after.body.code).toBe('template.not_published')
    expect(await inSearch()).toEqual([])
    const messages = await bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", requestId)
    expect(messages).toHaveLength(1)

    // The press that was already written down is the same reply, however late its answer is asked for again.
    const again = await house.operator.call<{ messageId: string }>('POST', `/api/requests/${requestId}/replies`, press)
    expect(again.body.messageId).toBe(before.body.messageId)
    const proof = await house.compliance.call<MessageProof>('GET', `/api/messages/${before.body.messageId}/proof`)
    expect(proof.body).toMatchObject({
      text: 'ochiq en',
      author: { id: house.operator.id },
      template: {
        templateId,
        versionId,
        standing: 'withdrawn',
        author: { id: house.writer.id },
        approver: { id: house.manager.id },
      },
      edit: null,
    })
  })

  it('cannot slip through between the press and the withdrawal', async () => {
    for (let round = 0; round < 5; round++) {
      const requestId = await house.held(`race ${round}`)
      const { versionId } = await house.publish(`poyga-${round}`)
      const [sent, withdrawn] = await Promise.all([
        house.reply(requestId, { templateVersionId: versionId, language: 'ru' }),
        house.manager.call('POST', `/api/template-versions/${versionId}/withdraw`, { reason: 'darhol' }),
      ])
      expect(withdrawn.status).toBe(204)
      const uses = await bank.rows('SELECT 1 FROM template_use WHERE version_id = $1', versionId)
      expect([sent.status, uses.length]).toEqual(sent.status === 200 ? [200, 1] : [409, 0])
    }
  })
})

describe('the way of a template over HTTP', () => {
  it('shows who wrote and approved each version, and refuses the author with a sentence of their own', async () => {
    const { templateId } = await house.publish('yol')
    const next = await house.writer.call<Drafted>('POST', `/api/templates/${templateId}/versions`, {
      ...draft('yol2'),
      texts: { ...texts('yol'), ru: 'новое' },
    })
    const version = `/api/template-versions/${next.body.versionId}`
    const shown = await house.operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(shown.body.versions[0]).toMatchObject({ version: 2, standing: 'draft', stale: ['uz-Latn', 'uz-Cyrl', 'en'] })
    await house.writer.call('POST', `${version}/submit`)
    const early = await house.manager.call<Problem>('POST', `${version}/approve`)
    expect([early.status, early.body.code]).toEqual([409, 'template.text_stale'])
    expect((await house.manager.call('POST', `${version}/confirm`, { languages: ['en'] })).status).toBe(403)
    await house.writer.call('POST', `${version}/confirm`, { languages: ['en', 'uz-Latn', 'uz-Cyrl'] })
    expect((await house.operator.call('POST', `${version}/approve`)).status).toBe(403)
    expect((await house.manager.call('POST', `${version}/approve`)).status).toBe(204)
    const { body } = await house.operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(body.versions.map(({ standing, approver }) => [standing, approver?.id])).toEqual([
      ['in_force', house.manager.id],
      ['replaced', house.manager.id],
    ])
    const library = await house.operator.call<TemplateLibrary>('GET', '/api/templates/library?text=yol&standing=in_force')
    expect(library.body.items[0]).toMatchObject({ shortcut: 'yol', inForce: { version: 2 } })
    expect((await house.operator.call('GET', '/api/templates/never-given')).status).toBe(404)
    expect(errorCatalogue['template.approver_is_author'].kind).toBe('forbidden')
  })
})

describe('a composer that is not free', () => {
  it('locked takes a template as approved and nothing else, until it is free again', async () => {
    const requestId = await house.held('locked')
    const { versionId } = await house.publish('qulf')
    const mode = async () => (await house.operator.call<ComposerView>('GET', `/api/requests/${requestId}/composer`)).body
    expect(await mode()).toEqual({ mode: 'free', windowEndsAt: null })
    expect((await house.operator.call('PATCH', '/api/composer-modes', { channel: 'telegram', mode: 'locked' })).status).toBe(
      403,
    )
    expect((await setMode({ channel: 'telegram', mode: 'locked' })).status).toBe(200)
    expect((await mode()).mode).toBe('locked')
    for (const words of [{ text: 'O‘z so‘zim' }, { templateVersionId: versionId, language: 'en', text: 'qulf en, albatta' }]) {
      const refused = await house.reply(requestId, words)
      expect([refused.status, refused.body.code]).toEqual([409, 'reply.template_required'])
    }
    expect((await house.reply(requestId, { templateVersionId: versionId, language: 'en', text: ' qulf en\r\n' })).status).toBe(
      200,
    )
    await setMode({ channel: 'telegram', mode: 'free' })
    expect((await house.reply(requestId, { text: 'O‘z so‘zim' })).status).toBe(200)
  })

  it('with differences kept takes an edited template, stores what was changed and marks what went beyond the limit', async () => {
    const requestId = await house.held('difference')
    const { versionId } = await house.publish('farq', { texts: texts('bir ikki uch to‘rt besh olti yetti sakkiz') })
    await setMode({ topic: 'general', mode: 'difference' })
    expect((await house.reply(requestId, { text: 'O‘z so‘zim' })).body.code).toBe('reply.template_required')
    const small = 'bir ikki uch to‘rt besh olti yetti sakkiz EN'
    const sent = await house.reply(requestId, { templateVersionId: versionId, language: 'en', text: small })
    const other = await house.reply(requestId, { templateVersionId: versionId, language: 'en', text: 'butunlay boshqa gap' })
    await setMode({ topic: 'general', mode: 'free' })
    const proofOf = async (id: string) => (await house.operator.call<MessageProof>('GET', `/api/messages/${id}/proof`)).body
    const proof = await proofOf(sent.body.messageId)
    expect(proof.edit).toMatchObject({ rendered: small.replace('EN', 'en'), sent: small, isBeyond: false })
    expect(proof.edit?.parts.slice(-2)).toEqual([
      { kind: 'removed', text: 'en' },
      { kind: 'added', text: 'EN' },
    ])
    expect(proof.template).toMatchObject({ language: 'en', approvedText: small.replace('EN', 'en') })
    expect((await proofOf(other.body.messageId)).edit?.isBeyond).toBe(true)
    // Whoever may not know of the request learns nothing of its messages either.
    expect((await house.stranger.call('GET', `/api/messages/${sent.body.messageId}/proof`)).status).toBe(404)
  })

  it('knows only topics of the tree', async () => {
    expect((await setMode({ topic: 'no-such', mode: 'locked' })).status).toBe(400)
    expect((await setMode({ editLimit: 2 })).status).toBe(400)
  })
})

describe('use and outcome', () => {
  // Nobody has sent anything here yet.
  let fresh: TemplateBank
  beforeAll(async () => {
    fresh = await openTemplateBank()
  }, 120_000)
  afterAll(async () => fresh.close())

  it('are counted per template, on the screen and in the spreadsheet alike', async () => {
    const [good, poor] = [await fresh.publish('yaxshi'), await fresh.publish('yomon')]
    const requests = [await fresh.held('one'), await fresh.held('two')]
    const offered = [good.versionId, poor.versionId, newId(), 'not an id']
    for (const requestId of requests)
      await fresh.reply(requestId, { templateVersionId: good.versionId, language: 'en', offered, inserted: [poor.versionId] })
    await fresh.reply(requests[0] ?? '', { templateVersionId: good.versionId, language: 'en', text: 'yaxshi en!' })
    fresh.bank.clock.advance(60_000)
    const at = fresh.bank.clock.now().toISOString()
    await fresh.bank.rows(
      "INSERT INTO stat_reopening (event_id, request_id, at, channel_kind, type, department_id) VALUES ($1, $2, $3, 'telegram', 'question', $1)",
      newId(),
      requests[1],
      at,
    )
    await fresh.bank.rows(
      `INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score, at)
       VALUES ($1, $2, $1, 'csat', $3, $3, 4, $3)`,
      newId(),
      requests[0],
      at,
    )
    const period = '?from=2026-11-23&to=2026-11-23'
    const { body } = await fresh.manager.call<TemplateReport>('GET', `/api/statistics/templates${period}`)
    expect(body.rows.map(({ templateId, title, ...row }) => row)).toEqual([
      {
        ...{ shortcut: 'yaxshi', isArchived: false, offered: 2, inserted: 2, accepted: 2, acceptance: 1, sent: 3, edited: 1 },
        ...{ editedShare: 1 / 3, beyond: 0, requests: 2, reopened: 1, reopenedShare: 0.5, rated: 1, csat: 4 },
        lastSentAt: new Date(fresh.bank.clock.now().getTime() - 60_000).toISOString(),
      },
      {
        ...{ shortcut: 'yomon', isArchived: false, offered: 2, inserted: 2, accepted: 0, acceptance: 0, sent: 0, edited: 0 },
        ...{
          editedShare: null,
          beyond: 0,
          requests: 0,
          reopened: 0,
          reopenedShare: null,
          rated: 0,
          csat: null,
          lastSentAt: null,
        },
      },
    ])
    const { text, status } = await fresh.manager.call('GET', `/api/statistics/templates.csv${period}`)
    expect(status).toBe(200)
    const [header, first] = text.replace('\uFEFF', '').split('\r\n')
    expect(header).toMatch(/^shortcut,title,offered,/)
    expect(first).toMatch(/^yaxshi,yaxshi uz,2,2,2,1,3,1,0\.333/)
  })
})
