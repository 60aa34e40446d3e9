/** Time through the console's own API: cookie, CSRF token, permissions and shapes as the program serves them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  CalendarMonth,
  CalendarPreview,
  CalendarUse,
  ImportedHolidays,
  PolicyPreview,
  Problem,
  RepeatReport,
  RequestDetail,
  RequestTime,
  Role,
  SlaPolicyView,
} from '#contracts'
import { publishedTemplates, takeRequest } from '#handoff'
import { newId } from '#kernel'
import type { HttpServer } from '#platform'
import { createOperator } from '#staff'
import { type Bank, openBank } from './bank.ts'
import { serveDesk, signedIn } from './serve-desk.ts'

type Person = { call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: T }> }

let bank: Bank
let server: HttpServer
let operator: Person & { id: string }
let supervisor: Person
let administrator: Person

beforeAll(async () => {
  bank = await openBank()
  server = await serveDesk(bank)
  operator = await hire('operator')
  supervisor = await hire('supervisor')
  administrator = await hire('administrator')
}, 120_000)
afterAll(async () => {
  await server.close()
  await bank.close()
})
beforeEach(() => bank.clock.set(new Date('2026-11-23T10:00:00+05:00')))

async function hire(role: Role): Promise<Person & { id: string }> {
  const login = `time-${role}`
  const password = newId()
  const id = await createOperator(bank.ctx, {
    ...{ login, password, displayName: role, roles: [role], languages: [], capacity: 50, interfaceLanguage: 'uz-Latn' },
    departmentIds: [bank.department('cards').id, bank.department('info').id],
  })
  const headers = await signedIn(bank, { id, login, password })
  return {
    id,
    async call<T>(method: 'GET' | 'POST', url: string, body?: object) {
      const answer = await server.inject({ method, url, headers, ...(body && { payload: body }) })
      return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as T }
    },
  }
}

const held = async (client: string, text: string) => {
  const requestId = await bank.write(client, text)
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: operator.id as never })
  return requestId
}

describe('the policy', () => {
  it('is read with its versions, tried as a draft, and changed by compare-and-set', async () => {
    await bank.write('policy', 'complaint normal p2p: ?')
    const { body: versions } = await supervisor.call<SlaPolicyView[]>('GET', '/api/clocks/policies')
    expect(versions).toMatchObject([{ version: 1, createdById: null }])
    const targets = { ...versions[0]?.targets, repeatDays: 14 }
    const samples = [{ priority: 'normal', type: 'question', channel: 'webchat', at: '2026-11-23T10:00:00+05:00' }]
    const preview = await supervisor.call<PolicyPreview>('POST', '/api/clocks/policies/preview', { targets, samples })
    expect(preview).toMatchObject({
      status: 200,
      body: { requests: 1, samples: [{ clocks: [{ kind: 'first_response' }, {}, {}] }] },
    })
    const change = { targets, expectedVersion: 1 }
    expect(await supervisor.call('POST', '/api/clocks/policies', change)).toMatchObject({ status: 403 })
    expect(await administrator.call('POST', '/api/clocks/policies', change)).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
    const late = await administrator.call<Problem>('POST', '/api/clocks/policies', change)
    expect(late).toMatchObject({ status: 409, body: { code: 'request.changed_meanwhile' } })
    const step = { code: 'x', clock: 'resolution', share: 1, action: { kind: 'notify' } }
    const twice = { targets: { ...targets, escalation: [step, step] }, expectedVersion: 2 }
    const refused = await administrator.call<Problem>('POST', '/api/clocks/policies', twice)
    expect(refused).toMatchObject({ status: 400, body: { code: 'policy.incomplete' } })
    const after = await supervisor.call<SlaPolicyView[]>('GET', '/api/clocks/policies')
    expect(after.body.map(({ version }) => version)).toEqual([2, 1])
    expect(await supervisor.call('GET', '/api/clocks/escalations')).toEqual({ status: 200, body: [] })
  })
})

describe('a request', () => {
  it('is made an appeal, extended with a notice and taken back, and its detail shows it', async () => {
    const id = await held('appeal', 'complaint normal p2p: ?')
    const card = { fullName: 'Aliyev Vali', essence: 'Pul yechilgan, qaytarilsin', hasConsent: true }
    expect(await operator.call('POST', `/api/requests/${id}/appeal`, card)).toMatchObject({ status: 400 })
    const appeal = await operator.call<RequestTime>('POST', `/api/requests/${id}/appeal`, { ...card, address: 'Toshkent' })
    expect(appeal).toMatchObject({ status: 200, body: { legal: { appeal: { fullName: 'Aliyev Vali' }, term: { days: 15 } } } })
    const template = (await publishedTemplates(bank.ctx)).find(({ shortcut }) => shortcut === 'muddat-uzaytirildi')
    const extension = { reason: 'Tekshiruv', termDays: 30, notice: { templateVersionId: template?.versionId ?? '' } }
    expect(await operator.call('POST', `/api/requests/${id}/statutory/extend`, extension)).toMatchObject({ status: 403 })
    const extended = await supervisor.call<RequestTime>('POST', `/api/requests/${id}/statutory/extend`, extension)
    expect(extended).toMatchObject({
      status: 200,
      body: { legal: { extension: { toDays: 30, notice: { proof: 'under_way' } } } },
    })
    const back = await supervisor.call<RequestTime>('POST', `/api/requests/${id}/appeal/withdraw`, { reason: 'Xato' })
    expect(back).toMatchObject({ status: 200, body: { legal: { appeal: { withdrawal: { reason: 'Xato' } } } } })
    const detail = await operator.call<RequestDetail>('GET', `/api/requests/${id}`)
    expect(detail.body.time?.legal.extension).toMatchObject({ reason: 'Tekshiruv' })
  })

  it('waits for another department, and needs no reply where its holder says so', async () => {
    const id = await held('waits', 'complaint normal p2p: ?')
    const ask = { departmentId: bank.department('credit').id, note: 'Shartnoma bormi?' }
    const asked = await operator.call<RequestTime>('POST', `/api/requests/${id}/inner-waits`, ask)
    expect(asked).toMatchObject({ status: 200, body: { innerWaits: [{ endedAt: null, targetMs: 240 * 60_000 }] } })
    const end = `/api/requests/${id}/inner-waits/${asked.body.innerWaits[0]?.id}/end`
    expect(await operator.call('POST', end, {})).toMatchObject({ status: 200 })
    expect(await operator.call('POST', end, {})).toMatchObject({ status: 404, body: { code: 'inner_wait.not_found' } })
    expect(await operator.call('POST', `/api/requests/${id}/no-reply-needed`)).toMatchObject({ status: 409 })
    const reply = { clientReplyId: newId(), text: 'Salom' }
    expect(await operator.call('POST', `/api/requests/${id}/replies`, reply)).toMatchObject({ status: 200 })
    expect(await operator.call('POST', `/api/requests/${id}/no-reply-needed`)).toMatchObject({ status: 204 })
  })
})

describe('a calendar', () => {
  it('is shown, drafted out of a file, previewed and changed', async () => {
    const { body: calendars } = await supervisor.call<CalendarUse[]>('GET', '/api/calendars')
    const calendar = calendars.find(({ departmentIds }) => departmentIds.includes(bank.department('cards').id))
    if (calendar === undefined) throw new Error('the department has a calendar')
    expect(calendar.runningClocks).toBeGreaterThan(0)
    const at = `/api/calendars/${calendar.id}`
    const month = await supervisor.call<CalendarMonth>('GET', `${at}/month?month=2026-12`)
    expect(month.body.days).toHaveLength(31)
    expect(await supervisor.call('GET', `${at}/month?month=2026-13`)).toMatchObject({ status: 400 })
    const file = { format: 'csv', text: '2026-11-24;off;Bayram\n2026-11-25;oops;?' }
    const draft = await administrator.call<ImportedHolidays>('POST', `${at}/import`, file)
    expect(draft.body).toMatchObject({ found: [{ date: '2026-11-24', isNew: true }], faults: [{ line: 2, problem: 'kind' }] })
    const asked = { rules: draft.body.rules, month: '2026-11' }
    const preview = await supervisor.call<CalendarPreview>('POST', `${at}/preview`, asked)
    expect(preview.body.later).toBeGreaterThan(0)
    const change = { rules: draft.body.rules, expectedVersion: calendar.version }
    expect(await supervisor.call('POST', at, change)).toMatchObject({ status: 403 })
    expect(await administrator.call('POST', at, change)).toMatchObject({ status: 200, body: { version: calendar.version + 1 } })
    expect(await administrator.call('POST', at, change)).toMatchObject({ status: 409 })
    const made = { name: 'Samarqand', rules: { ...draft.body.rules, timeZone: 'Asia/Samarkand' } }
    expect(await administrator.call('POST', '/api/calendars', made)).toMatchObject({ status: 200 })
    for (const id of [newId(), 'x'])
      expect(await supervisor.call('GET', `/api/calendars/${id}/month?month=2026-12`)).toMatchObject({
        status: 404,
        body: { code: 'calendar.not_found' },
      })
  })
})

describe('repeats', () => {
  it('are counted over local days', async () => {
    const report = await supervisor.call<RepeatReport>('GET', '/api/statistics/repeats?from=2026-11-23&to=2026-11-23')
    expect(report.body).toMatchObject({ opened: 3, repeats: 0, share: 0 })
    const none = await supervisor.call<RepeatReport>('GET', '/api/statistics/repeats?from=2026-11-22&to=2026-11-22')
    expect(none.body).toMatchObject({ opened: 0, share: null })
    expect(await supervisor.call('GET', '/api/statistics/repeats?from=2026-11-24&to=2026-11-23')).toMatchObject({ status: 400 })
  })
})
