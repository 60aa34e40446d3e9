/** Approved words through the console's own API: cookie, CSRF token, permissions and shapes as the program serves them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ComposerView,
  FourTexts,
  MessageProof,
  Problem,
  Role,
  TemplateDetail,
  TemplateDraftInput,
  TemplateFile,
  TemplateLibrary,
  TemplateReport,
  TemplateView,
} from '#contracts'
import { errorCatalogue } from '#contracts'
import { createDesk, type Insights } from '#desk'
import { handoffSweeps } from '#handoff'
import { eraseByTerm } from '#inbox'
import { dayMs, newId, type RequestId } from '#kernel'
import {
  buildServer,
  ctxOfRequest,
  type HttpServer,
  inTransaction,
  isSameOrigin,
  loadConfig,
  sessionCookieName,
} from '#platform'
import { changePassword, createOperator, signIn } from '#staff'
import { noChannelAccounts } from '../../support/no-channel-accounts.ts'
import { noEdges } from '../../support/no-edges.ts'
import { type Bank, openBank } from './bank.ts'

type Answer<T> = { status: number; body: T; text: string }
type Person = { id: string } & {
  call<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Answer<T>>
  upload<T>(path: string, file: { name: string; bytes: Buffer }): Promise<Answer<T>>
}

let bank: Bank
let server: HttpServer
let operator: Person
let writer: Person
let manager: Person
let compliance: Person
let administrator: Person
let stranger: Person

beforeAll(async () => {
  bank = await openBank()
  const config = loadConfig({})
  server = await buildServer(bank.ctx, config, { version: '1.0.0' })
  createDesk(server, {
    ctx: bank.ctx,
    ctxFor: (request) => ctxOfRequest(bank.ctx, request),
    isOwnOrigin: (request) => isSameOrigin(request, config),
    sessionCookie: sessionCookieName(false),
    isSecure: false,
    sessionMaxAgeSeconds: 3600,
    insights: { classifier: {} } as Insights, // nobody asks the classifier here
    channelAccounts: noChannelAccounts,
    edges: noEdges,
  })
  await server.ready()
  const department = (await bank.request(await bank.write('first', 'question normal general: ?'))).departmentId
  operator = await hire('operator', department)
  writer = await hire('supervisor', department)
  manager = await hire('manager', department)
  compliance = await hire('compliance', department)
  administrator = await hire('administrator', department)
  const elsewhere = ['quality', 'cards', 'fraud', 'it'].map((code) => {
    try {
      return bank.department(code).id
    } catch {
      return undefined
    }
  })
  stranger = await hire('operator', elsewhere.find((id) => id !== undefined && id !== department) ?? '')
}, 120_000)
afterAll(async () => {
  await server.close()
  await bank.close()
})

async function hire(role: Role, departmentId: string): Promise<Person> {
  const login = newId()
  const [first, second] = [newId(), newId()]
  const fields = { displayName: `Xodim ${role}`, roles: [role], languages: [], capacity: 20, interfaceLanguage: 'ru' as const }
  const id = await createOperator(bank.ctx, { login, password: first, ...fields, departmentIds: [departmentId as never] })
  await changePassword(bank.ctx, { operatorId: id, currentPassword: first, newPassword: second })
  const { token, session } = await signIn(bank.ctx, { login, password: second })
  const headers = {
    host: '127.0.0.1',
    origin: 'http://127.0.0.1',
    cookie: `${sessionCookieName(false)}=${token}`,
    'x-csrf-token': session.csrfToken,
  }
  const answerOf = (answer: Awaited<ReturnType<typeof server.inject>>) => {
    const isJson = `${answer.headers['content-type']}`.includes('json')
    return { status: answer.statusCode, text: answer.body, body: (isJson ? answer.json() : null) as never }
  }
  return {
    id,
    call: async (method, path, body) =>
      answerOf(await server.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body }) })),
    async upload(path, { name, bytes }) {
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(bytes)]), name)
      const wrapped = new Response(form)
      const payload = Buffer.from(await wrapped.arrayBuffer())
      const contentType = wrapped.headers.get('content-type') ?? ''
      const sent = { method: 'POST', url: path, headers: { ...headers, 'content-type': contentType }, payload } as const
      return answerOf(await server.inject(sent))
    },
  }
}

const texts = (word: string): FourTexts => ({
  'uz-Latn': `${word} uz`,
  'uz-Cyrl': `${word} уз`,
  ru: `${word} ру`,
  en: `${word} en`,
})
const draft = (word: string, more: Partial<TemplateDraftInput> = {}): TemplateDraftInput => ({
  texts: texts(word),
  variables: [],
  scope: { topic: 'general', channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false },
  ...more,
})
type Drafted = { templateId: string; versionId: string; version: number }
async function publish(shortcut: string, more: Partial<TemplateDraftInput> = {}): Promise<Drafted> {
  const made = await writer.call<Drafted>('POST', '/api/templates', {
    shortcut,
    title: texts(shortcut),
    ...draft(shortcut, more),
  })
  expect(made.status, made.text).toBe(200)
  expect((await writer.call('POST', `/api/template-versions/${made.body.versionId}/submit`)).status).toBe(204)
  expect((await manager.call('POST', `/api/template-versions/${made.body.versionId}/approve`)).status).toBe(204)
  return made.body
}
async function held(client: string): Promise<RequestId> {
  const requestId = await bank.write(client, 'question normal general: qanday?')
  const taken = await operator.call('POST', `/api/requests/${requestId}/take`, {})
  expect(taken.status, taken.text).toBe(200)
  return requestId
}
const reply = (requestId: string, body: object) =>
  operator.call<{ messageId: string } & Problem>('POST', `/api/requests/${requestId}/replies`, {
    clientReplyId: crypto.randomUUID(),
    ...body,
  })
const setMode = (body: object) => administrator.call('PATCH', '/api/composer-modes', body)

describe('a template is withdrawn while open in a composer', () => {
  it('is refused when it is sent, offered to nobody again, and what was sent before stays proved', async () => {
    const requestId = await held('composer')
    const { templateId, versionId } = await publish('ochiq')
    const inSearch = async () =>
      (await operator.call<TemplateView[]>('GET', `/api/templates?text=/ochiq&requestId=${requestId}`)).body
    const [open] = await inSearch()
    expect(open?.versionId).toBe(versionId)
    const press = { clientReplyId: crypto.randomUUID(), templateVersionId: versionId, language: 'en' }
    const before = await operator.call<{ messageId: string }>('POST', `/api/requests/${requestId}/replies`, press)
    expect(before.status, before.text).toBe(200)

    const withdrawn = await manager.call('POST', `/api/template-versions/${versionId}/withdraw`, { reason: 'Foiz o‘zgardi' })
    expect(withdrawn.status, withdrawn.text).toBe(204)
    const after = await reply(requestId, { templateVersionId: versionId, text: open?.texts.en })
    expect(after.status).toBe(409)
    expect(after.body.code).toBe('template.not_published')
    expect(await inSearch()).toEqual([])
    const messages = await bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", requestId)
    expect(messages).toHaveLength(1)

    // The press that was already written down is the same reply, however late its answer is asked for again.
    const again = await operator.call<{ messageId: string }>('POST', `/api/requests/${requestId}/replies`, press)
    expect(again.body.messageId).toBe(before.body.messageId)
    const proof = await compliance.call<MessageProof>('GET', `/api/messages/${before.body.messageId}/proof`)
    expect(proof.body).toMatchObject({
      text: 'ochiq en',
      author: { id: operator.id },
      template: { templateId, versionId, standing: 'withdrawn', author: { id: writer.id }, approver: { id: manager.id } },
      edit: null,
    })
  })

  it('cannot slip through between the press and the withdrawal', async () => {
    for (let round = 0; round < 5; round++) {
      const requestId = await held(`race ${round}`)
      const { versionId } = await publish(`poyga-${round}`)
      const [sent, withdrawn] = await Promise.all([
        reply(requestId, { templateVersionId: versionId, language: 'ru' }),
        manager.call('POST', `/api/template-versions/${versionId}/withdraw`, { reason: 'darhol' }),
      ])
      expect(withdrawn.status).toBe(204)
      const uses = await bank.rows('SELECT 1 FROM template_use WHERE version_id = $1', versionId)
      expect([sent.status, uses.length]).toEqual(sent.status === 200 ? [200, 1] : [409, 0])
    }
  })
})

describe('files of a template', () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF')
  const filesOf = (requestId: RequestId) =>
    bank.rows<{ file_name: string; mime_type: string; storage_key: string; kind: string }>(
      `SELECT a.file_name, a.mime_type, a.storage_key, a.kind FROM attachment a JOIN message m ON m.id = a.message_id
        WHERE m.request_id = $1 ORDER BY a.id`,
      requestId,
    )
  const put = (name: string) => writer.upload<TemplateFile>('/api/template-files', { name, bytes: pdf })

  it('are judged by their bytes, approved with the words and sent with them; another file is another version', async () => {
    const program = await writer.upload<Problem>('/api/template-files', { name: 'tarif.pdf', bytes: Buffer.from('MZ no pdf') })
    expect([program.status, program.body.code]).toEqual([400, 'attachment.type_refused'])
    expect((await operator.upload('/api/template-files', { name: 'tarif.pdf', bytes: pdf })).status).toBe(403)
    const first = await put('tarif 8600 1234 5678 9012.pdf')
    expect(first.body).toMatchObject({ kind: 'document', mimeType: 'application/pdf', sizeBytes: pdf.length })
    expect(first.body.fileName).not.toContain('1234 5678')
    const unknown = await writer.call<Problem>('POST', '/api/templates', {
      ...{ shortcut: 'fayl-yoq', title: texts('x') },
      ...draft('x', { fileIds: [newId()] }),
    })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'attachment.not_found'])

    const { templateId, versionId } = await publish('tarif-fayl', { fileIds: [first.body.id] })
    const requestId = await held('wants the tariff')
    const sent = await reply(requestId, { templateVersionId: versionId, language: 'uz-Latn' })
    expect(sent.status, sent.text).toBe(200)
    expect(await filesOf(requestId)).toMatchObject([{ mime_type: 'application/pdf', kind: 'document' }])
    expect((await operator.call('GET', `/api/template-files/${first.body.id}`)).text).toBe(pdf.toString())

    const second = await put('yangi.pdf')
    const changed = draft('tarif-fayl', { fileIds: [second.body.id] })
    const next = await writer.call<Drafted>('POST', `/api/templates/${templateId}/versions`, changed)
    // Until a second person has approved the other file, clients get the approved one.
    await reply(requestId, { templateVersionId: versionId, language: 'ru' })
    await writer.call('POST', `/api/template-versions/${next.body.versionId}/submit`)
    await manager.call('POST', `/api/template-versions/${next.body.versionId}/approve`)
    await reply(requestId, { templateVersionId: next.body.versionId, language: 'ru' })
    const names = (await filesOf(requestId)).map(({ file_name: name }) => name)
    expect(names).toEqual([first.body.fileName, first.body.fileName, 'yangi.pdf'])
    const { body } = await operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(body.versions.map(({ files }) => files.map(({ id }) => id))).toEqual([[second.body.id], [first.body.id]])
    const proof = await compliance.call<MessageProof>('GET', `/api/messages/${sent.body.messageId}/proof`)
    expect(proof.body.template?.files).toMatchObject([{ id: first.body.id }])
  })

  it('stay with the template when a request that carried them is erased, and what no draft kept goes', async () => {
    const kept = await put('qoladi.pdf')
    const { versionId } = await publish('qoladi', { fileIds: [kept.body.id] })
    const lost = await put('hech-kim.pdf')
    const requestId = await held('is forgotten')
    await reply(requestId, { templateVersionId: versionId, language: 'en' })
    await bank.rows(`UPDATE request SET status = 'closed', closed_at = $2 WHERE id = $1`, requestId, bank.clock.now())
    const later = (days: number) => ({ ...bank.ctx, clock: { now: () => new Date(bank.clock.now().getTime() + days * dayMs) } })
    const terms = { category: 'requests', days: 0 } as const
    await inTransaction(later(1_500), (tx) => eraseByTerm(later(1_500), tx, terms, 10))
    expect(await filesOf(requestId)).toEqual([])
    await handoffSweeps.find(({ name }) => name === 'handoff.template-files')?.run(later(3))
    const going = (await bank.rows<{ key: string }>('SELECT storage_key AS key FROM file_removal')).map(({ key }) => key)
    const keyOf = async (id: string) =>
      (await bank.rows<{ key: string }>('SELECT storage_key AS key FROM template_file WHERE id = $1', id))[0]?.key
    expect(going).not.toContain(await keyOf(kept.body.id))
    expect(await keyOf(lost.body.id)).toBeUndefined()
    expect(going.filter((key) => key.startsWith('shared/')).length).toBeGreaterThan(0)
  })

  it('are refused where the channel takes none, and nothing of the reply goes out', async () => {
    const file = await put('izoh.pdf')
    const scope = { topic: 'general', channels: [], departmentIds: [], visibility: 'public' as const, botMayAnswer: false }
    const { versionId } = await publish('izoh-fayl', { fileIds: [file.body.id], scope })
    const requestId = await held('in public')
    await bank.rows(
      `UPDATE conversation SET visibility = 'public' WHERE id IN (SELECT conversation_id FROM request_conversation WHERE request_id = $1)`,
      requestId,
    )
    const refused = await reply(requestId, { templateVersionId: versionId, language: 'en' })
    expect([refused.status, refused.body.code]).toEqual([409, 'attachment.channel_refuses'])
    expect(await bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", requestId)).toEqual([])
  })
})

describe('the way of a template over HTTP', () => {
  it('shows who wrote and approved each version, and refuses the author with a sentence of their own', async () => {
    const { templateId } = await publish('yol')
    const next = await writer.call<Drafted>('POST', `/api/templates/${templateId}/versions`, {
      ...draft('yol2'),
      texts: { ...texts('yol'), ru: 'новое' },
    })
    const version = `/api/template-versions/${next.body.versionId}`
    const shown = await operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(shown.body.versions[0]).toMatchObject({ version: 2, standing: 'draft', stale: ['uz-Latn', 'uz-Cyrl', 'en'] })
    await writer.call('POST', `${version}/submit`)
    const early = await manager.call<Problem>('POST', `${version}/approve`)
    expect([early.status, early.body.code]).toEqual([409, 'template.text_stale'])
    expect((await manager.call('POST', `${version}/confirm`, { languages: ['en'] })).status).toBe(403)
    await writer.call('POST', `${version}/confirm`, { languages: ['en', 'uz-Latn', 'uz-Cyrl'] })
    expect((await operator.call('POST', `${version}/approve`)).status).toBe(403)
    expect((await manager.call('POST', `${version}/approve`)).status).toBe(204)
    const { body } = await operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(body.versions.map(({ standing, approver }) => [standing, approver?.id])).toEqual([
      ['in_force', manager.id],
      ['replaced', manager.id],
    ])
    const library = await operator.call<TemplateLibrary>('GET', '/api/templates/library?text=yol&standing=in_force')
    expect(library.body.items[0]).toMatchObject({ shortcut: 'yol', inForce: { version: 2 } })
    expect((await operator.call('GET', '/api/templates/never-given')).status).toBe(404)
    expect(errorCatalogue['template.approver_is_author'].kind).toBe('forbidden')
  })
})

describe('a composer that is not free', () => {
  it('locked takes a template as approved and nothing else, until it is free again', async () => {
    const requestId = await held('locked')
    const { versionId } = await publish('qulf')
    const mode = async () => (await operator.call<ComposerView>('GET', `/api/requests/${requestId}/composer`)).body
    expect(await mode()).toEqual({ mode: 'free', windowEndsAt: null })
    expect((await operator.call('PATCH', '/api/composer-modes', { channel: 'telegram', mode: 'locked' })).status).toBe(403)
    expect((await setMode({ channel: 'telegram', mode: 'locked' })).status).toBe(200)
    expect((await mode()).mode).toBe('locked')
    for (const words of [{ text: 'O‘z so‘zim' }, { templateVersionId: versionId, language: 'en', text: 'qulf en, albatta' }]) {
      const refused = await reply(requestId, words)
      expect([refused.status, refused.body.code]).toEqual([409, 'reply.template_required'])
    }
    expect((await reply(requestId, { templateVersionId: versionId, language: 'en', text: ' qulf en\r\n' })).status).toBe(200)
    await setMode({ channel: 'telegram', mode: 'free' })
    expect((await reply(requestId, { text: 'O‘z so‘zim' })).status).toBe(200)
  })

  it('with differences kept takes an edited template, stores what was changed and marks what went beyond the limit', async () => {
    const requestId = await held('difference')
    const { versionId } = await publish('farq', { texts: texts('bir ikki uch to‘rt besh olti yetti sakkiz') })
    await setMode({ topic: 'general', mode: 'difference' })
    expect((await reply(requestId, { text: 'O‘z so‘zim' })).body.code).toBe('reply.template_required')
    const small = 'bir ikki uch to‘rt besh olti yetti sakkiz EN'
    const sent = await reply(requestId, { templateVersionId: versionId, language: 'en', text: small })
    const other = await reply(requestId, { templateVersionId: versionId, language: 'en', text: 'butunlay boshqa gap' })
    await setMode({ topic: 'general', mode: 'free' })
    const proofOf = async (id: string) => (await operator.call<MessageProof>('GET', `/api/messages/${id}/proof`)).body
    const proof = await proofOf(sent.body.messageId)
    expect(proof.edit).toMatchObject({ rendered: small.replace('EN', 'en'), sent: small, isBeyond: false })
    expect(proof.edit?.parts.slice(-2)).toEqual([
      { kind: 'removed', text: 'en' },
      { kind: 'added', text: 'EN' },
    ])
    expect(proof.template).toMatchObject({ language: 'en', approvedText: small.replace('EN', 'en') })
    expect((await proofOf(other.body.messageId)).edit?.isBeyond).toBe(true)
    // Whoever may not know of the request learns nothing of its messages either.
    expect((await stranger.call('GET', `/api/messages/${sent.body.messageId}/proof`)).status).toBe(404)
  })

  it('knows only topics of the tree', async () => {
    expect((await setMode({ topic: 'no-such', mode: 'locked' })).status).toBe(400)
    expect((await setMode({ editLimit: 2 })).status).toBe(400)
  })
})

describe('use and outcome', () => {
  it('are counted per template, on the screen and in the spreadsheet alike', async () => {
    bank.clock.advance(24 * 3_600_000 * 7)
    writer = await hire('supervisor', (await bank.request(await bank.write('u', 'question normal general: ?'))).departmentId)
    manager = await hire('manager', bank.department('quality').id)
    operator = await hire('operator', (await bank.request(await bank.write('u', '?'))).departmentId)
    const [good, poor] = [await publish('yaxshi'), await publish('yomon')]
    const requests = [await held('one'), await held('two')]
    const offered = [good.versionId, poor.versionId, newId(), 'not an id']
    for (const requestId of requests)
      await reply(requestId, { templateVersionId: good.versionId, language: 'en', offered, inserted: [poor.versionId] })
    await reply(requests[0] ?? '', { templateVersionId: good.versionId, language: 'en', text: 'yaxshi en!' })
    bank.clock.advance(60_000)
    const at = bank.clock.now().toISOString()
    await bank.rows(
      "INSERT INTO stat_reopening (event_id, request_id, at, channel_kind, type, department_id) VALUES ($1, $2, $3, 'telegram', 'question', $1)",
      newId(),
      requests[1],
      at,
    )
    await bank.rows(
      `INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score, at)
       VALUES ($1, $2, $1, 'csat', $3, $3, 4, $3)`,
      newId(),
      requests[0],
      at,
    )
    const period = '?from=2026-11-30&to=2026-11-30'
    const { body } = await manager.call<TemplateReport>('GET', `/api/statistics/templates${period}`)
    expect(body.rows.map(({ templateId, title, ...row }) => row)).toEqual([
      {
        ...{ shortcut: 'yaxshi', isArchived: false, offered: 2, inserted: 2, accepted: 2, acceptance: 1, sent: 3, edited: 1 },
        ...{ editedShare: 1 / 3, beyond: 0, requests: 2, reopened: 1, reopenedShare: 0.5, rated: 1, csat: 4 },
        lastSentAt: new Date(bank.clock.now().getTime() - 60_000).toISOString(),
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
    const { text, status } = await manager.call('GET', `/api/statistics/templates.csv${period}`)
    expect(status).toBe(200)
    const [header, first] = text.replace('\uFEFF', '').split('\r\n')
    expect(header).toMatch(/^shortcut,title,offered,/)
    expect(first).toMatch(/^yaxshi,yaxshi uz,2,2,2,1,3,1,0\.333/)
  })
})
