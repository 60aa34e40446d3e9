import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EscalationStep } from '#contracts'
import {
  ClockWaker,
  changePolicy,
  classifyAsOperator,
  closeAsOperator,
  doDueSteps,
  explainClock,
  handoffSweeps,
  listPolicies,
  readRequestTime,
  replyAsOperator,
  takeRequest,
} from '#handoff'
import { type ClockId, minuteMs, newId, type RequestId } from '#kernel'
import { until } from '../../support/index.ts'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const at = (text: string) => new Date(`${text}+05:00`)
const waker = () => new ClockWaker(bank.ctx)
const stepsOf = (requestId: RequestId) =>
  bank.rows<{ code: string; state: string; action: string; outcome: string; due_at: Date }>(
    'SELECT code, state, action, outcome, due_at FROM clock_step WHERE request_id = $1 ORDER BY due_at, code',
    requestId,
  )

/** Puts these steps in force and gives them to new requests. */
async function escalateBy(...escalation: EscalationStep[]): Promise<void> {
  const policy = (await listPolicies(bank.ctx)).at(-1)
  if (policy === undefined) throw new Error('no policy')
  await changePolicy(bank.as('admin'), { targets: { ...policy.targets, escalation }, expectedVersion: policy.version })
  await bank.planner.refresh()
}
const step = (code: string, share: number, action: EscalationStep['action']): EscalationStep => ({
  ...{ code, share, action },
  clock: 'first_response',
})

describe('a step of escalation', () => {
  beforeEach(async () => {
    bank.clock.set(at('2026-11-25T10:00:00'))
    await bank.come('jasur')
  })

  it('comes at its share of the target, is done once, and is in the ledger with the moment it was for', async () => {
    await escalateBy(step('half', 0.5, { kind: 'notify' }), step('late', 1.5, { kind: 'tell_supervisor' }))
    const requestId = await bank.write('share', 'complaint normal p2p: ?')
    const [clock] = await bank.rows<{ id: ClockId; due_at: Date }>(
      `SELECT id, due_at FROM sla_clock WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
    )
    if (clock === undefined) throw new Error('no clock')
    expect(clock.due_at).toEqual(at('2026-11-25T10:10:00'))
    expect((await explainClock(bank.ctx, clock.id))?.steps?.map(({ code }) => code)).toEqual(['half', 'late'])
    bank.clock.set(at('2026-11-25T10:04:59'))
    await waker().wakeOnce()
    expect(await stepsOf(requestId)).toEqual([])
    bank.clock.set(at('2026-11-25T10:05:30'))
    await Promise.all([waker().wakeOnce(), waker().wakeOnce()])
    await Promise.all([doDueSteps(bank.ctx), doDueSteps(bank.ctx), doDueSteps(bank.ctx)])
    expect(await stepsOf(requestId)).toMatchObject([{ code: 'half', state: 'done', outcome: 'told' }])
    bank.clock.set(at('2026-11-25T10:20:00'))
    await waker().wakeOnce()
    await doDueSteps(bank.ctx)
    expect(await stepsOf(requestId)).toMatchObject([
      { code: 'half', due_at: at('2026-11-25T10:05:00') },
      { code: 'late', due_at: at('2026-11-25T10:15:00'), action: 'tell_supervisor' },
    ])
    const explanation = await explainClock(bank.ctx, clock.id)
    expect(explanation?.steps).toEqual([])
    expect(explanation?.entries.filter(({ kind }) => kind === 'escalated')).toMatchObject([
      { at: at('2026-11-25T10:05:00').toISOString(), facts: { code: 'half', action: 'notify', outcome: 'told' } },
      { at: at('2026-11-25T10:15:00').toISOString(), facts: { code: 'late' } },
    ])
    const facts = await bank.rows(`SELECT 1 FROM event WHERE name = 'clock.escalated' AND subject_id = $1`, requestId)
    expect(facts).toHaveLength(2)
    expect((await readRequestTime(bank.ctx, requestId)).escalations.map(({ code }) => code)).toEqual(['half', 'late'])
  })

  it('is done by the waker that wrote it down, without the queue, a sweep or anybody who hears of it', async () => {
    await escalateBy(step('half', 0.5, { kind: 'notify' }), step('up', 0.5, { kind: 'raise_priority' }))
    const requestId = await bank.write('by the waker', 'complaint normal p2p: ?')
    bank.clock.advance(6 * minuteMs)
    const running = new ClockWaker(bank.ctx, { maxSleepMs: 20 })
    running.start()
    await until(async () => (await stepsOf(requestId)).filter(({ state }) => state === 'done').length === 2)
    await running.stop()
    expect((await stepsOf(requestId)).map(({ outcome }) => outcome)).toEqual(['told', 'raised'])
  })

  it('begun by a process that died is done by the sweep of another', async () => {
    await escalateBy(step('half', 0.5, { kind: 'notify' }))
    const requestId = await bank.write('orphan', 'complaint normal p2p: ?')
    bank.clock.advance(6 * minuteMs)
    await waker().wakeOnce()
    expect(await stepsOf(requestId)).toMatchObject([{ state: 'due' }])
    await handoffSweeps.find(({ name }) => name === 'handoff.escalation')?.run(bank.ctx)
    expect(await stepsOf(requestId)).toMatchObject([{ state: 'done' }])
  })

  it('raises the priority by one degree, never beyond high, and the clocks follow', async () => {
    await escalateBy(step('up', 0.5, { kind: 'raise_priority' }), step('up_again', 0.6, { kind: 'raise_priority' }))
    const requestId = await bank.write('raise', 'question normal general: ?')
    const [before] = await bank.rows<{ due_at: Date }>(
      `SELECT due_at FROM sla_clock WHERE request_id = $1 AND kind = 'resolution'`,
      requestId,
    )
    bank.clock.advance(10 * minuteMs)
    await waker().wakeOnce()
    await doDueSteps(bank.ctx)
    expect(await bank.request(requestId)).toMatchObject({ priority: 'high', isConfirmed: false })
    expect((await stepsOf(requestId)).map(({ outcome }) => outcome)).toEqual(['raised', 'already_high'])
    const [after] = await bank.rows<{ due_at: Date }>(
      `SELECT due_at FROM sla_clock WHERE request_id = $1 AND kind = 'resolution'`,
      requestId,
    )
    expect(after?.due_at.getTime()).toBeLessThan(before?.due_at.getTime() ?? 0)
    const entries = await bank.rows<{ facts: { why: string } }>(
      `SELECT e.facts FROM sla_clock_entry e JOIN sla_clock k ON k.id = e.clock_id
       WHERE k.request_id = $1 AND k.kind = 'resolution' AND e.kind = 'targeted'`,
      requestId,
    )
    expect(entries.map(({ facts }) => facts.why)).toEqual(['reclassified'])
  })

  it('takes the request from a silent holder to the queue, to a department, or to a person who is there', async () => {
    const quality = bank.department('quality').id
    const jasur = bank.idOf('jasur')
    await escalateBy(
      step('queue', 0.3, { kind: 'reassign', to: { kind: 'queue' } }),
      step('person', 0.5, { kind: 'reassign', to: { kind: 'operator', operatorId: jasur } }),
      step('away', 0.6, { kind: 'reassign', to: { kind: 'operator', operatorId: bank.idOf('gulnora') } }),
      step('department', 0.8, { kind: 'reassign', to: { kind: 'department', departmentId: quality } }),
    )
    const requestId = await bank.write('moved', 'complaint normal p2p: ?')
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
    const goTo = async (minutes: number) => {
      bank.clock.set(new Date(at('2026-11-25T10:00:00').getTime() + minutes * minuteMs))
      await bank.come('jasur')
      await waker().wakeOnce()
      await doDueSteps(bank.ctx)
      return bank.request(requestId)
    }
    expect(await goTo(3)).toMatchObject({ holderKind: 'queue', departmentId: bank.department('cards').id })
    expect(await goTo(5)).toMatchObject({ holderKind: 'operator', holderOperatorId: jasur })
    expect(await goTo(6)).toMatchObject({ holderKind: 'queue', departmentId: bank.department('cards').id })
    expect(await goTo(8)).toMatchObject({ holderKind: 'queue', departmentId: quality })
    expect((await stepsOf(requestId)).map(({ outcome }) => outcome)).toEqual(['queued', 'handed', 'queued', 'queued'])
  })

  it('does not come for a clock that was answered, nor for a request that was closed', async () => {
    await escalateBy(step('half', 0.5, { kind: 'raise_priority' }), step('late', 2, { kind: 'raise_priority' }))
    const answered = await bank.write('answered in time', 'complaint normal p2p: ?')
    const between = await bank.write('answered between', 'complaint normal p2p: ?')
    const closed = await bank.write('closed late', 'complaint normal p2p: ?')
    for (const requestId of [answered, between, closed])
      await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
    const reply = (requestId: RequestId) =>
      replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Salom' })
    await reply(answered)
    bank.clock.advance(6 * minuteMs)
    await waker().wakeOnce()
    await reply(between)
    await doDueSteps(bank.ctx)
    expect(await stepsOf(answered)).toEqual([])
    expect(await stepsOf(between)).toMatchObject([{ state: 'dropped', outcome: 'answered_meanwhile' }])
    expect(await bank.request(between)).toMatchObject({ priority: 'normal' })
    bank.clock.advance(5 * minuteMs)
    await waker().wakeOnce()
    await closeAsOperator(bank.as('dilnoza'), { requestId: closed, outcome: 'spam' })
    bank.clock.advance(60 * minuteMs)
    await waker().wakeOnce()
    await doDueSteps(bank.ctx)
    expect((await stepsOf(closed)).map(({ code }) => code)).toEqual(['half'])
  })

  it('whose moment came once does not come again when the clock moves', async () => {
    await escalateBy(step('half', 0.5, { kind: 'notify' }))
    const requestId = await bank.write('moves', 'question normal general: ?')
    bank.clock.advance(8 * minuteMs)
    await waker().wakeOnce()
    await doDueSteps(bank.ctx)
    await classifyAsOperator(bank.as('sherzod'), { requestId, type: 'suggestion', reason: 'taklif' })
    bank.clock.advance(200 * minuteMs)
    await waker().wakeOnce()
    await doDueSteps(bank.ctx)
    expect(await stepsOf(requestId)).toHaveLength(1)
  })
})
