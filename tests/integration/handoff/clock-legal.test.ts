import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changePolicy,
  classifyAsOperator,
  closeAsOperator,
  extendStatutory,
  listPolicies,
  markRepeats,
  publishedTemplates,
  readRequestTime,
  registerAppealAsOperator,
  replyAsOperator,
  takeRequest,
  withdrawAppealAsSupervisor,
} from '#handoff'
import { repeatReport } from '#inbox'
import { dayMs, newId, type RequestId } from '#kernel'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
let noticeVersion: string
beforeAll(async () => {
  bank = await openBank()
  const template = (await publishedTemplates(bank.ctx)).find(({ shortcut }) => shortcut === 'muddat-uzaytirildi')
  if (template === undefined) throw new Error('the bank starts with the words for an extension')
  noticeVersion = template.versionId
})
afterAll(async () => bank.close())

const at = (text: string) => new Date(`${text}+05:00`)
const card = { fullName: 'Aliyev Vali G‘aniyevich', phone: '+998 90 123 45 67', essence: 'Kartam 8600005260181595 yechildi' }
const legalClocks = (requestId: RequestId) =>
  bank.rows<{ id: string; state: string; due_at: Date; started_at: Date }>(
    `SELECT id, state, due_at, started_at FROM sla_clock WHERE request_id = $1 AND kind = 'statutory' ORDER BY started_at`,
    requestId,
  )
const ledgerOf = async (clockId: string) =>
  (
    await bank.rows<{ kind: string; facts: Record<string, unknown> }>(
      'SELECT kind, facts FROM sla_clock_entry WHERE clock_id = $1 ORDER BY id',
      clockId,
    )
  ).map(({ kind, facts }) => [kind, facts['why'] ?? facts['number'] ?? facts['termDays'] ?? null])
const extend = (requestId: RequestId, termDays = 30, by = 'sherzod') =>
  extendStatutory(bank.as(by), {
    requestId,
    termDays,
    reason: 'Hujjatlar so‘raldi',
    notice: { templateVersionId: noticeVersion, language: 'uz-Latn' },
  })
const told = (requestId: RequestId) =>
  bank.rows<{ text: string; author_kind: string }>(
    `SELECT text, author_kind FROM message WHERE request_id = $1 AND author_kind <> 'client' ORDER BY seq`,
    requestId,
  )

describe('an official appeal', () => {
  it('begins the legal term of a matter that had none, registered on the next working day when it comes after closing', async () => {
    bank.clock.set(at('2026-11-06T18:30:00'))
    const requestId = await bank.write('appeal', 'question normal general: ?')
    expect(await legalClocks(requestId)).toEqual([])
    await registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    const [clock] = await legalClocks(requestId)
    // Friday evening is registered on Monday the 9th; the 15th day is Tuesday the 24th and ends with it.
    expect(clock).toMatchObject({ state: 'running', due_at: at('2026-11-25T00:00:00') })
    const { legal } = await readRequestTime(bank.ctx, requestId)
    expect(legal.appeal).toMatchObject({
      registrationNumber: expect.stringMatching(/^R-2026-\d{6}$/),
      registeredAt: at('2026-11-09T09:00:00').toISOString(),
      registeredById: bank.idOf('dilnoza'),
      withdrawal: null,
    })
    expect(legal.appeal?.essence).not.toContain('8600005260181595')
    expect(legal.appeal?.printable).toContain(legal.appeal?.registrationNumber ?? '?')
    expect(legal.term).toMatchObject({ days: 15, dueAt: at('2026-11-25T00:00:00').toISOString() })
    expect(await ledgerOf(clock?.id ?? '')).toEqual([
      ['started', null],
      ['registered', 'official_appeal'],
      ['targeted', 'appeal_registered'],
    ])
    const again = registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    await expect(again).rejects.toMatchObject({ code: 'appeal.already_registered' })
  })

  it('goes on with the term that runs already, and keeps it when the type becomes one without a term', async () => {
    bank.clock.set(at('2026-11-09T10:00:00'))
    const requestId = await bank.write('complaint appeal', 'complaint normal p2p: ?')
    bank.clock.set(at('2026-11-11T10:00:00'))
    await registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    const clocks = await legalClocks(requestId)
    expect(clocks).toMatchObject([{ started_at: at('2026-11-09T10:00:00'), due_at: at('2026-11-25T00:00:00') }])
    await classifyAsOperator(bank.as('sherzod'), { requestId, type: 'question', reason: 'savol ekan' })
    expect(await legalClocks(requestId)).toMatchObject([{ state: 'running', due_at: at('2026-11-25T00:00:00') }])
  })

  it('is taken back by a supervisor alone, with a reason, and its term goes with it', async () => {
    bank.clock.set(at('2026-11-10T10:00:00'))
    const requestId = await bank.write('withdrawn', 'question normal general: ?')
    await registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    const input = { requestId, reason: 'Mijoz fikridan qaytdi' }
    await expect(withdrawAppealAsSupervisor(bank.as('dilnoza'), input)).rejects.toMatchObject({ code: 'permission.missing' })
    await withdrawAppealAsSupervisor(bank.as('sherzod'), input)
    expect(await legalClocks(requestId)).toMatchObject([{ state: 'cancelled' }])
    const { legal } = await readRequestTime(bank.ctx, requestId)
    expect(legal.appeal?.withdrawal).toMatchObject({ byId: bank.idOf('sherzod'), reason: 'Mijoz fikridan qaytdi' })
    await expect(withdrawAppealAsSupervisor(bank.as('sherzod'), input)).rejects.toMatchObject({ code: 'appeal.none' })
    await registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    expect((await legalClocks(requestId)).map(({ state }) => state)).toEqual(['cancelled', 'running'])
  })

  it('leaves the term of a complaint running when it is taken back', async () => {
    const requestId = await bank.write('complaint back', 'complaint normal p2p: ?')
    await registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card })
    await withdrawAppealAsSupervisor(bank.as('sherzod'), { requestId, reason: 'Takror' })
    expect(await legalClocks(requestId)).toMatchObject([{ state: 'running' }])
  })

  it('was received neither before the request began nor in the future', async () => {
    const requestId = await bank.write('moment', 'question normal general: ?')
    for (const days of [-1, 1]) {
      const receivedAt = new Date(bank.clock.now().getTime() + days * dayMs)
      const registering = registerAppealAsOperator(bank.as('dilnoza'), { requestId, ...card, receivedAt })
      await expect(registering).rejects.toMatchObject({ code: 'appeal.moment_refused' })
    }
  })
})

describe('the extension of a legal term', () => {
  it('moves the term once, tells the client the new day, and has the delivery for its proof', async () => {
    bank.clock.set(at('2026-11-02T11:00:00'))
    const requestId = await bank.write('extended', 'complaint normal p2p: ?')
    expect(await legalClocks(requestId)).toMatchObject([{ due_at: at('2026-11-18T00:00:00') }])
    await expect(extend(requestId, 30, 'dilnoza')).rejects.toMatchObject({ code: 'permission.missing' })
    await expect(extend(requestId, 15)).rejects.toMatchObject({ code: 'statutory.term_refused' })
    await expect(extend(requestId, 31)).rejects.toMatchObject({ code: 'statutory.term_refused' })
    expect(await told(requestId)).toEqual([])
    bank.clock.set(at('2026-11-10T11:00:00'))
    await extend(requestId)
    // Day 30 from 2 November is 2 December.
    const [clock] = await legalClocks(requestId)
    expect(clock).toMatchObject({ state: 'running', due_at: at('2026-12-03T00:00:00') })
    expect(await told(requestId)).toMatchObject([{ author_kind: 'system', text: expect.stringContaining('02.12.2026') }])
    expect((await ledgerOf(clock?.id ?? '')).slice(-2)).toEqual([
      ['extended', 30],
      ['targeted', 'extended'],
    ])
    const { legal } = await readRequestTime(bank.ctx, requestId)
    expect(legal.extension).toMatchObject({
      fromDays: 15,
      toDays: 30,
      byId: bank.idOf('sherzod'),
      notice: { proof: 'under_way' },
    })
    await expect(extend(requestId)).rejects.toMatchObject({ code: 'statutory.already_extended' })
    expect(await told(requestId)).toHaveLength(1)
    // The notice is no answer: the client still waits for one.
    expect(await bank.request(requestId)).toMatchObject({ firstResponseAt: null })
    await bank.settle()
    expect(await legalClocks(requestId)).toMatchObject([{ due_at: at('2026-12-03T00:00:00') }])
  })

  it('is proved by a notice that went out and unproved by one that did not', async () => {
    bank.clock.set(at('2026-11-10T11:00:00'))
    const proofAfter = async (client: string, state: string) => {
      const requestId = await bank.write(client, 'complaint normal p2p: ?')
      await extend(requestId)
      await bank.rows(
        `UPDATE delivery SET state = $2, external_id = 'v' || id, sent_at = CASE WHEN $2 = 'sent' THEN now() END WHERE request_id = $1`,
        requestId,
        state,
      )
      return (await readRequestTime(bank.ctx, requestId)).legal.extension?.notice.proof
    }
    expect(await proofAfter('sent notice', 'sent')).toBe('proved')
    expect(await proofAfter('failed notice', 'failed')).toBe('unproved')
    expect(await proofAfter('unconfirmed notice', 'unconfirmed')).toBe('unproved')
  })

  it('is refused where no legal term runs, or the client cannot be told', async () => {
    bank.clock.set(at('2026-11-10T11:00:00'))
    const question = await bank.write('no term', 'question normal general: ?')
    await expect(extend(question)).rejects.toMatchObject({ code: 'statutory.none' })
    const complaint = await bank.write('unreachable', 'complaint normal p2p: ?')
    await bank.rows(`UPDATE identity SET is_reachable = false WHERE external_id = 'unreachable'`)
    await expect(extend(complaint)).rejects.toMatchObject({ code: 'channel.unreachable' })
    expect((await readRequestTime(bank.ctx, complaint)).legal.extension).toBeNull()
    expect(await legalClocks(complaint)).toMatchObject([{ due_at: at('2026-11-26T00:00:00') }])
  })
})

describe('a repeat', () => {
  const settled = async (client: string, topic: string) => {
    const requestId = await bank.write(client, `complaint normal ${topic}: ?`)
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
    await replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Javob' })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'answered' })
    return requestId
  }

  it('of the same client on the same topic is linked, raised by one degree and counted', async () => {
    bank.clock.set(at('2026-11-12T10:00:00'))
    const from = bank.clock.now()
    const first = await settled('again', 'p2p')
    bank.clock.set(at('2026-11-16T10:00:00'))
    const second = await bank.write('again', 'complaint normal p2p: yana')
    expect(second).not.toBe(first)
    await bank.settle()
    expect((await readRequestTime(bank.ctx, second)).legal.repeatOf).toMatchObject({ requestId: first, status: 'closed' })
    expect(await bank.request(second)).toMatchObject({ priority: 'high', isConfirmed: false })
    expect(await markRepeats(bank.ctx, [second])).toBe(0)
    const report = await repeatReport(bank.ctx, from, new Date(bank.clock.now().getTime() + 1))
    expect(report.byTopic).toContainEqual({ topic: 'p2p', opened: 2, repeats: 1 })
  })

  it('is neither another topic, nor another client, nor one after the window, nor one whose first was spam', async () => {
    bank.clock.set(at('2026-11-17T10:00:00'))
    await settled('window', 'atm')
    await settled('long ago', 'atm')
    const spam = await bank.write('spammer', 'complaint normal atm: ?')
    await takeRequest(bank.as('sherzod'), { requestId: spam, operatorId: bank.idOf('dilnoza') })
    await closeAsOperator(bank.as('dilnoza'), { requestId: spam, outcome: 'spam' })
    bank.clock.set(at('2026-11-19T10:00:00'))
    const others = [
      await bank.write('window', 'complaint normal credit: ?'),
      await bank.write('a stranger', 'complaint normal atm: ?'),
      await bank.write('spammer', 'complaint normal atm: ?'),
    ]
    bank.clock.set(at('2027-01-19T10:00:00'))
    others.push(await bank.write('long ago', 'complaint normal atm: ?'))
    expect(await markRepeats(bank.ctx, others)).toBe(0)
  })

  it('is never marked where the bank says so', async () => {
    const policy = (await listPolicies(bank.ctx)).at(-1)
    if (policy === undefined) throw new Error('no policy')
    const change = { targets: { ...policy.targets, repeatDays: 0 }, expectedVersion: policy.version }
    await changePolicy(bank.as('admin'), change)
    bank.clock.set(at('2027-02-01T10:00:00'))
    await settled('switched off', 'card_issue')
    bank.clock.set(at('2027-02-03T10:00:00'))
    const again = await bank.write('switched off', 'complaint normal card_issue: ?')
    expect(await markRepeats(bank.ctx, [again])).toBe(0)
  })
})
