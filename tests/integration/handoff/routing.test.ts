import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RoutingRules } from '#contracts'
import {
  changeRoutingRules,
  closeAsOperator,
  lastAssignment,
  placeRequest,
  placeWaiting,
  replyAsOperator,
  returnFromSilent,
  routingRules,
  takeRequest,
  transferRequest,
} from '#handoff'
import { addNote } from '#inbox'
import { minuteMs, newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { changeOperator, changeOverflow, setPresence } from '#staff'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const everybody = ['dilnoza', 'jasur', 'gulnora'] as const
/** Everybody has gone home and nothing is open. */
beforeEach(async () => {
  await bank.rows('DELETE FROM presence_lease')
  for (const { id } of await bank.rows<{ id: RequestId }>(`SELECT id FROM request WHERE status <> 'closed'`)) {
    await closeAsOperator(bank.as('sherzod'), { requestId: id, outcome: 'spam' })
  }
  bank.clock.advance(20 * minuteMs)
  for (const login of everybody) {
    await bank.come(login)
    await setPresence(bank.ctx, bank.idOf(login), 'online')
  }
  await bank.pass(2 * minuteMs, ...everybody)
  await bank.rows('DELETE FROM presence_lease')
})
const rulesWith = async (change: Partial<RoutingRules>) => {
  const { version, rules } = await routingRules(bank.ctx)
  await changeRoutingRules(bank.as('admin'), { rules: { ...rules, ...change }, expectedVersion: version })
}
/** Longer than a client's message opens the closed request again: what they write next is a matter of its own. */
const aFewDays = () => bank.clock.advance(4 * 24 * 60 * minuteMs)
const take = (login: string, requestId: RequestId) => takeRequest(bank.as(login), { requestId, operatorId: bank.idOf(login) })
const verdictsOf = async (requestId: RequestId) => {
  const assignment = await lastAssignment(bank.ctx, requestId)
  return {
    rule: assignment?.rule,
    ...Object.fromEntries((assignment?.candidates ?? []).map((c) => [c['operatorId'], c['verdict']])),
  }
}

describe('skills', () => {
  it('of channel and type decide who is asked, and the explanation names them', async () => {
    await bank.come('dilnoza', 'jasur', 'gulnora')
    await changeOperator(bank.ctx, bank.idOf('dilnoza'), { channels: ['webchat'] })
    await changeOperator(bank.ctx, bank.idOf('gulnora'), { types: ['suggestion'] })
    const requestId = await bank.write('skills', 'complaint normal general: ?')
    expect(await placeRequest(bank.ctx, requestId)).toMatchObject({ placed: true, operatorId: bank.idOf('jasur') })
    expect(await verdictsOf(requestId)).toEqual({
      rule: 'least_load',
      [bank.idOf('dilnoza')]: 'channel',
      [bank.idOf('gulnora')]: 'type',
      [bank.idOf('jasur')]: 'chosen',
    })
    await changeOperator(bank.ctx, bank.idOf('dilnoza'), { channels: [] })
    await changeOperator(bank.ctx, bank.idOf('gulnora'), { types: [] })
  })
})

describe('the weight of a request', () => {
  it('is what it uses of a capacity, by hand and by program, and the rules change it at once', async () => {
    await rulesWith({ weights: [{ type: 'complaint', weight: 3 }] })
    const heavy = await bank.write('heavy', 'complaint normal credit: ?')
    const light = await bank.write('light', 'question normal credit: ?')
    await take('gulnora', heavy)
    await expect(take('gulnora', light)).rejects.toMatchObject({ code: 'operator.at_capacity', facts: { load: 3 } })
    await bank.come('gulnora')
    expect(await placeWaiting(bank.ctx)).toBe(0)
    await rulesWith({ weights: [] })
    expect(await placeWaiting(bank.ctx)).toBe(1)
    expect(await lastAssignment(bank.ctx, light)).toMatchObject({ candidates: [{ load: 1, capacity: 3, verdict: 'chosen' }] })
  })
  it('is changed by nobody without the right, nor over somebody else’s change', async () => {
    const { version, rules } = await routingRules(bank.ctx)
    await expect(changeRoutingRules(bank.as('sherzod'), { rules, expectedVersion: version })).rejects.toMatchObject({
      code: 'permission.missing',
    })
    await expect(changeRoutingRules(bank.as('admin'), { rules, expectedVersion: version - 1 })).rejects.toMatchObject({
      code: 'request.changed_meanwhile',
    })
  })
})

describe('a department whose people are all busy', () => {
  it('hands over to the other one only after its wait, and the rule says so', async () => {
    const [credit, security] = [bank.department('credit').id, bank.department('security').id]
    await changeOverflow(bank.as('admin'), credit, { overflowDepartmentId: security, overflowAfterMs: 3 * minuteMs })
    const requestId = await bank.write('overflow', 'question normal credit: ?')
    await bank.come('jasur')
    await bank.pass(3 * minuteMs - 1, 'jasur')
    expect(await placeWaiting(bank.ctx)).toBe(0)
    await bank.pass(1, 'jasur')
    expect(await placeWaiting(bank.ctx)).toBe(1)
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('jasur'), departmentId: credit })
    expect(await lastAssignment(bank.ctx, requestId)).toMatchObject({
      rule: 'overflow',
      candidates: [{ operatorId: bank.idOf('jasur'), isOverflow: true, verdict: 'chosen' }],
    })
    await expect(
      changeOverflow(bank.as('admin'), credit, { overflowDepartmentId: credit, overflowAfterMs: 1 }),
    ).rejects.toMatchObject({ code: 'input.invalid' })
    await changeOverflow(bank.as('admin'), credit, { overflowDepartmentId: null, overflowAfterMs: null })
  })
})

describe('a client who writes again', () => {
  const again = async (client: string) => {
    const requestId = await bank.write(client, 'question normal general: ?')
    await placeRequest(bank.ctx, requestId)
    return lastAssignment(bank.ctx, requestId)
  }
  it('comes to the person of last time within a week, while they are there and below capacity', async () => {
    const first = await bank.write('regular', 'question normal general: ?')
    await take('gulnora', first)
    await closeAsOperator(bank.as('gulnora'), { requestId: first, outcome: 'no_reply_needed' })
    aFewDays()
    await bank.come(...everybody)
    await bank.pass(2 * minuteMs, ...everybody)
    for (const client of ['other 1', 'other 2']) {
      const requestId = await bank.write(client, 'question normal general: ?')
      await take('gulnora', requestId)
    }
    expect(await again('regular')).toMatchObject({ rule: 'same_operator' })
    const second = await bank.rows<{ id: RequestId }>(`SELECT id FROM request ORDER BY opened_at DESC, id DESC LIMIT 1`)
    expect(await bank.request(second[0]?.id as RequestId)).toMatchObject({ holderOperatorId: bank.idOf('gulnora') })
  })
  it('comes to whoever is free where that person is not, or it was too long ago', async () => {
    const first = await bank.write('rare', 'question normal general: ?')
    await take('gulnora', first)
    await closeAsOperator(bank.as('gulnora'), { requestId: first, outcome: 'no_reply_needed' })
    aFewDays()
    await bank.come('dilnoza', 'jasur')
    expect(await again('rare')).toMatchObject({ rule: 'least_load' })
    await closeAsOperator(bank.as('sherzod'), {
      requestId: (await bank.rows<{ id: RequestId }>(`SELECT id FROM request WHERE status = 'open'`))[0]?.id as RequestId,
      outcome: 'spam',
    })
    bank.clock.advance(8 * 24 * 60 * minuteMs)
    await bank.come(...everybody)
    expect(await again('rare')).toMatchObject({ rule: 'least_load' })
  })
})

describe('a complaint about a member of staff', () => {
  it('never goes to who dealt with this client lately, by no way', async () => {
    const before = await bank.write('offended', 'question normal credit: ?')
    await take('gulnora', before)
    await closeAsOperator(bank.as('gulnora'), { requestId: before, outcome: 'no_reply_needed' })
    aFewDays()
    const requestId = await bank.write('offended', 'complaint normal staff: operator qo‘pol')
    await bank.come('gulnora')
    expect(await placeRequest(bank.ctx, requestId)).toEqual({ placed: false, why: 'nobody_eligible' })
    const aboutYou = { code: 'request.about_you' }
    await expect(take('gulnora', requestId)).rejects.toMatchObject(aboutYou)
    const toHer = { requestId, operatorId: bank.idOf('gulnora') }
    await expect(takeRequest(bank.as('sherzod'), toHer)).rejects.toMatchObject(aboutYou)
    await take('sherzod', requestId)
    await expect(
      transferRequest(bank.as('sherzod'), { requestId, to: { operatorId: bank.idOf('gulnora') } }),
    ).rejects.toMatchObject(aboutYou)
  })
  it('never goes to who is named in it, whatever its topic and script', async () => {
    await bank.come('dilnoza', 'gulnora')
    const requestId = await bank.write('names her', 'complaint normal credit: Дилноза Қодирова алдади')
    expect(await placeRequest(bank.ctx, requestId)).toMatchObject({ placed: true, operatorId: bank.idOf('gulnora') })
    expect(await verdictsOf(requestId)).toMatchObject({ [bank.idOf('dilnoza')]: 'complained_about' })
  })
  it('may be looked into again by those whose work it is', async () => {
    const requestId = await bank.write('again', 'complaint normal staff: qo‘pol')
    await take('gulnora', requestId)
    await transferRequest(bank.as('gulnora'), { requestId, to: { departmentId: bank.department('quality').id } })
    await take('gulnora', requestId)
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('gulnora') })
  })
})

describe('a holder who is there and does nothing', () => {
  it('loses the request after the working minutes of its priority, with a note, and rests from it', async () => {
    bank.clock.set(new Date('2026-12-09T12:50:00+05:00'))
    const requestId = await bank.write('waits', 'question normal general: ?')
    await take('jasur', requestId)
    // Ten minutes to the lunch hour, and then five after it.
    bank.clock.set(new Date('2026-12-09T14:04:59+05:00'))
    expect(await returnFromSilent(bank.ctx)).toBe(0)
    bank.clock.set(new Date('2026-12-09T14:05:00+05:00'))
    expect(await Promise.all([returnFromSilent(bank.ctx), returnFromSilent(bank.ctx)]).then(([a, b]) => a + b)).toBe(1)
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue' })
    expect(await bank.rows('SELECT 1 FROM note WHERE request_id = $1', requestId)).toHaveLength(1)
    await bank.come('jasur')
    expect(await placeRequest(bank.ctx, requestId)).toEqual({ placed: false, why: 'nobody_eligible' })
    await bank.come('dilnoza')
    await placeRequest(bank.ctx, requestId)
    expect(await verdictsOf(requestId)).toEqual({
      rule: 'least_load',
      [bank.idOf('jasur')]: 'fell_silent',
      [bank.idOf('dilnoza')]: 'chosen',
    })
  })
  it('keeps it while they do anything, and when the client waits for nothing', async () => {
    bank.clock.set(new Date('2026-12-10T10:00:00+05:00'))
    const working = await bank.write('working', 'question normal general: ?')
    const answered = await bank.write('answered', 'question normal general: ?')
    await take('jasur', working)
    await take('jasur', answered)
    await replyAsOperator(bank.as('jasur'), { requestId: answered, clientReplyId: newId(), text: 'Salom' })
    bank.clock.advance(10 * minuteMs)
    await inTransaction(bank.as('jasur'), (tx) => addNote(bank.as('jasur'), tx, { requestId: working, text: 'Tekshiryapman' }))
    bank.clock.advance(14 * minuteMs)
    expect(await returnFromSilent(bank.ctx)).toBe(0)
    bank.clock.advance(minuteMs)
    expect(await returnFromSilent(bank.ctx)).toBe(1)
    expect(await bank.request(answered)).toMatchObject({ holderOperatorId: bank.idOf('jasur') })
  })
  it('has less time where money is in danger, and all of it where the bank says never', async () => {
    bank.clock.set(new Date('2026-12-11T10:00:00+05:00'))
    const requestId = await bank.write('urgent', 'complaint urgent fraud: !')
    await take('jasur', requestId)
    bank.clock.advance(5 * minuteMs)
    await rulesWith({ silentReturnMinutes: { urgent: null, high: null, normal: null, low: null } })
    expect(await returnFromSilent(bank.ctx)).toBe(0)
    await rulesWith({ silentReturnMinutes: { urgent: 5, high: 10, normal: 15, low: 60 } })
    expect(await returnFromSilent(bank.ctx)).toBe(1)
  })
})

describe('a matter nobody has a place for', () => {
  it('of a topic that is in no table, or was switched off, waits in a department all the same and finds a person', async () => {
    const [unknown, off] = [
      await bank.write('no topic', 'question normal nowhere: ?'),
      await bank.write('topic off', 'question normal promo: ?'),
    ]
    await bank.rows("UPDATE topic SET is_active = false WHERE code = 'promo'")
    await bank.planner.refresh()
    const later = await bank.write('topic off later', 'question normal promo: ?')
    await bank.rows("UPDATE topic SET is_active = true WHERE code = 'promo'")
    await bank.planner.refresh()
    const { departmentId } = await bank.request(await bank.write('general', 'question normal general: ?'))
    for (const id of [unknown, later]) expect(await bank.request(id)).toMatchObject({ holderKind: 'queue', departmentId })
    expect((await bank.request(off)).holderKind).toBe('queue')
    await bank.come('gulnora')
    expect(await placeRequest(bank.ctx, unknown)).toMatchObject({ placed: true })
  })
})

describe('picking the easy ones', () => {
  it('is refused where the bank says so, but not to supervisors, and what one may not answer is no obstacle', async () => {
    await rulesWith({ cherryPicking: 'next_only' })
    const english = await bank.write('john', 'question high general en: ?')
    const next = await bank.write('next', 'question high general: ?')
    const later = await bank.write('later', 'question low general: ?')
    const refused = { code: 'request.not_next', facts: { nextRequestId: next } }
    await expect(take('dilnoza', later)).rejects.toMatchObject(refused)
    await take('sherzod', later)
    await take('dilnoza', next)
    await take('jasur', english)
    await rulesWith({ cherryPicking: 'allowed' })
    const any = [await bank.write('a', 'question high general: ?'), await bank.write('b', 'question low general: ?')]
    await take('dilnoza', any[1] as RequestId)
    expect(await bank.request(any[1] as RequestId)).toMatchObject({ holderOperatorId: bank.idOf('dilnoza') as OperatorId })
  })
})
