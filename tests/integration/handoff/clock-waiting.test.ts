import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { outcomes } from '#contracts'
import {
  askDepartment,
  closeAsOperator,
  endDepartmentWait,
  handoffSweeps,
  needsNoReplyAsOperator,
  pauseAsOperator,
  readRequestTime,
  replyAsOperator,
  takeRequest,
} from '#handoff'
import { minuteMs, newId, type RequestId } from '#kernel'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const at = (text: string) => new Date(`${text}+05:00`)
const thanks = 'other low general: rahmat'
const held = async (client: string, text: string) => {
  const requestId = await bank.write(client, text)
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
  return requestId
}
const reply = (requestId: RequestId) =>
  replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Salom' })
const clocksOf = async (requestId: RequestId) =>
  (
    await bank.rows<{ kind: string; state: string }>(
      'SELECT kind, state FROM sla_clock WHERE request_id = $1 ORDER BY started_at, kind',
      requestId,
    )
  ).map(({ kind, state }) => `${kind} ${state}`)

beforeEach(() => bank.clock.set(at('2026-11-25T10:00:00')))

describe('closing', () => {
  it('with an outcome that claims the matter was dealt with needs an answer to the last message as to the first', async () => {
    const requestId = await held('last unanswered', 'complaint normal p2p: ?')
    await reply(requestId)
    bank.clock.advance(minuteMs)
    await bank.write('last unanswered', 'complaint normal p2p: va yana')
    const claims = outcomes.filter((outcome) => !['no_reply_needed', 'spam', 'duplicate'].includes(outcome))
    expect(claims).toHaveLength(5)
    for (const outcome of claims) {
      const closing = closeAsOperator(bank.as('dilnoza'), { requestId, outcome })
      await expect(closing, outcome).rejects.toMatchObject({ code: 'outcome.needs_answer' })
    }
    await reply(requestId)
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })
    expect(await clocksOf(requestId)).toContain('next_response met')
  })

  it.each(['no_reply_needed', 'spam', 'duplicate'] as const)('as %s needs none', async (outcome) => {
    const requestId = await held(`closed as ${outcome}`, 'complaint normal p2p: ?')
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome })
    expect(await bank.request(requestId)).toMatchObject({ status: 'closed', outcome })
  })
})

describe('a thank-you', () => {
  it('in a matter that was answered starts no clock, lets nobody wait, and the matter may be closed', async () => {
    const requestId = await held('thanks inside', 'question normal general: ?')
    await reply(requestId)
    const before = await clocksOf(requestId)
    bank.clock.advance(minuteMs)
    await bank.write('thanks inside', thanks)
    expect(await clocksOf(requestId)).toEqual(before)
    expect(await bank.request(requestId)).toMatchObject({ status: 'open', waitingSince: null, type: 'question' })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'answered' })
  })

  it('after the closing neither reopens nor starts a clock', async () => {
    const requestId = await held('thanks after', 'question normal general: ?')
    await reply(requestId)
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'answered' })
    const before = await clocksOf(requestId)
    bank.clock.advance(minuteMs)
    expect(await bank.write('thanks after', thanks)).toBe(requestId)
    expect(await clocksOf(requestId)).toEqual(before)
    expect(await bank.request(requestId)).toMatchObject({ status: 'closed', reopenCount: 0, waitingSince: null })
  })

  it('before the first answer ends nobody’s wait', async () => {
    const requestId = await held('thanks early', 'question normal general: ?')
    const { waitingSince } = await bank.request(requestId)
    await bank.write('thanks early', thanks)
    expect(await bank.request(requestId)).toMatchObject({ waitingSince })
    expect(await clocksOf(requestId)).toContain('first_response running')
  })

  it('that was not recognised as one is said to need no reply by the holder, after the first answer only', async () => {
    const requestId = await held('thanks unseen', 'question normal general: ?')
    const saying = needsNoReplyAsOperator(bank.as('dilnoza'), { requestId })
    await expect(saying).rejects.toMatchObject({ code: 'outcome.needs_answer' })
    await reply(requestId)
    bank.clock.advance(minuteMs)
    await bank.write('thanks unseen', 'question normal general: tushundim')
    expect(await clocksOf(requestId)).toContain('next_response running')
    await expect(needsNoReplyAsOperator(bank.as('jasur'), { requestId })).rejects.toMatchObject({
      code: 'request.not_held_by_you',
    })
    await needsNoReplyAsOperator(bank.as('dilnoza'), { requestId })
    expect(await clocksOf(requestId)).toContain('next_response cancelled')
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'answered' })
  })

  it('said too late leaves the breach where it is', async () => {
    const requestId = await held('thanks too late', 'question normal general: ?')
    await reply(requestId)
    await bank.write('thanks too late', 'question normal general: yana savol')
    await bank.settle()
    bank.clock.advance(60 * minuteMs)
    await needsNoReplyAsOperator(bank.as('dilnoza'), { requestId })
    expect(await clocksOf(requestId)).toContain('next_response breached')
  })
})

describe('waiting for another department', () => {
  it('stops no clock of the client and is due in the working time of that department', async () => {
    bank.clock.set(at('2026-11-25T17:30:00'))
    const requestId = await held('inner', 'complaint high p2p: ?')
    const before = await clocksOf(requestId)
    const credit = bank.department('credit').id
    await askDepartment(bank.as('dilnoza'), { requestId, departmentId: credit, note: 'Shartnoma bormi?' })
    expect(await clocksOf(requestId)).toEqual(before)
    expect(await bank.request(requestId)).toMatchObject({ status: 'open' })
    const { innerWaits } = await readRequestTime(bank.ctx, requestId)
    // An hour of the department's working time: half of it today, half tomorrow.
    expect(innerWaits).toMatchObject([{ departmentId: credit, dueAt: at('2026-11-26T09:30:00').toISOString(), endedAt: null }])
    await endDepartmentWait(bank.as('dilnoza'), { requestId, waitId: innerWaits[0]?.id ?? '', note: 'Bor ekan' })
    const after = (await readRequestTime(bank.ctx, requestId)).innerWaits
    expect(after).toMatchObject([{ endedById: bank.idOf('dilnoza'), breachedAt: null }])
    const again = endDepartmentWait(bank.as('dilnoza'), { requestId, waitId: innerWaits[0]?.id ?? '' })
    await expect(again).rejects.toMatchObject({ code: 'inner_wait.not_found' })
    expect(await bank.rows('SELECT 1 FROM note WHERE request_id = $1', requestId)).toHaveLength(2)
  })

  it('is noticed once when it is late, stamped with its own moment, also while the client is waited for', async () => {
    const requestId = await held('inner late', 'complaint high p2p: ?')
    const note = 'Tekshiring'
    await askDepartment(bank.as('dilnoza'), { requestId, departmentId: bank.department('credit').id, note })
    await pauseAsOperator(bank.as('dilnoza'), { requestId, reason: 'waiting_client_document' })
    bank.clock.set(at('2026-11-25T11:00:07'))
    const sweep = handoffSweeps.find(({ name }) => name === 'handoff.inner-waits')
    await sweep?.run(bank.ctx)
    await sweep?.run(bank.ctx)
    const { innerWaits } = await readRequestTime(bank.ctx, requestId)
    expect(innerWaits).toMatchObject([{ breachedAt: at('2026-11-25T11:00:00').toISOString() }])
    const facts = await bank.rows(`SELECT 1 FROM event WHERE name = 'inner_wait.overdue' AND subject_id = $1`, requestId)
    expect(facts).toHaveLength(1)
  })

  it('is asked by the holder, of another department, and ends with the request', async () => {
    const requestId = await held('inner rules', 'complaint normal p2p: ?')
    const ask = (login: string, code: string) =>
      askDepartment(bank.as(login), { requestId, departmentId: bank.department(code).id, note: 'Savol' })
    await expect(ask('jasur', 'credit')).rejects.toMatchObject({ code: 'request.not_held_by_you' })
    await expect(ask('dilnoza', 'cards')).rejects.toMatchObject({ code: 'department.not_found' })
    await ask('dilnoza', 'credit')
    await reply(requestId)
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })
    const { innerWaits } = await readRequestTime(bank.ctx, requestId)
    expect(innerWaits[0]?.endedAt).toBe(bank.clock.now().toISOString())
  })
})
