import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ClockWaker,
  changePolicy,
  computeClocks,
  explainClock,
  listPolicies,
  pauseAsOperator,
  replyAsOperator,
  resumeAsOperator,
  saveTopic,
  takeRequest,
} from '#handoff'
import { type ClockId, minuteMs, newId, type RequestId } from '#kernel'
import { changeCalendar, listCalendars } from '#staff'
import { until } from '../../support/index.ts'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

type ClockRow = {
  id: ClockId
  kind: string
  state: string
  started_at: Date
  due_at: Date | null
  breached_at: Date | null
  warned_at: Date | null
  met_at: Date | null
}
const clocksOf = (requestId: RequestId) =>
  bank.rows<ClockRow>('SELECT * FROM sla_clock WHERE request_id = $1 ORDER BY started_at, kind', requestId)
const clockOf = async (requestId: RequestId, kind: string) => {
  const found = (await clocksOf(requestId)).filter((clock) => clock.kind === kind).at(-1)
  if (found === undefined) throw new Error(`no clock ${kind}`)
  return found
}
const entriesOf = async (id: ClockId) =>
  (await bank.rows<{ kind: string }>('SELECT kind FROM sla_clock_entry WHERE clock_id = $1 ORDER BY id', id)).map(
    ({ kind }) => kind,
  )
const at = (text: string) => new Date(`${text}+05:00`)
const take = (requestId: RequestId) => takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
const waker = () => new ClockWaker(bank.ctx)

describe('a clock', () => {
  it('of a message in the evening begins at the opening, and an urgent card is for those who never close', async () => {
    bank.clock.set(at('2026-11-23T22:00:00'))
    const night = await bank.write('night', 'question normal general: ?')
    expect((await clockOf(night, 'first_response')).due_at).toEqual(at('2026-11-24T09:15:00'))
    const lost = await bank.write('lost card', 'complaint urgent card_block: yo‘qoldi')
    expect((await clockOf(lost, 'first_response')).due_at).toEqual(at('2026-11-23T22:02:00'))
    expect((await clockOf(lost, 'statutory')).due_at).toEqual(at('2026-12-10T00:00:00'))
  })

  it('stands still while the client is waited for, and is due later by exactly the working time of the pause', async () => {
    bank.clock.set(at('2026-11-24T12:30:00'))
    const requestId = await bank.write('pause', 'question normal general: ?')
    await take(requestId)
    const before = (await clockOf(requestId, 'resolution')).due_at
    expect(before).toEqual(at('2026-11-24T17:30:00'))
    bank.clock.set(at('2026-11-24T12:40:00'))
    await pauseAsOperator(bank.as('dilnoza'), { requestId, reason: 'waiting_client_document' })
    bank.clock.set(at('2026-11-24T14:20:00'))
    await resumeAsOperator(bank.as('dilnoza'), { requestId })
    expect((await clockOf(requestId, 'resolution')).due_at).toBeNull()
    await bank.settle()
    // 20 minutes before lunch and 20 after it: the lunch hour itself counts neither way.
    expect((await clockOf(requestId, 'resolution')).due_at).toEqual(at('2026-11-25T09:10:00'))
  })

  it('explains every minute between its start and its due moment', async () => {
    const clock = await clockOf(
      (await bank.rows<{ id: RequestId }>(`SELECT id FROM request ORDER BY opened_at DESC LIMIT 1`))[0]?.id as RequestId,
      'resolution',
    )
    bank.clock.set(clock.due_at ?? new Date(0))
    const explanation = await explainClock(bank.ctx, clock.id)
    expect(explanation?.intervals.map(({ why, countedMs }) => [why, countedMs / minuteMs])).toEqual([
      ['working', 10],
      ['paused', 0],
      ['working', 220],
      ['outside_hours', 0],
      ['working', 10],
    ])
    expect(explanation?.entries.map(({ kind }) => kind)).toEqual(['started', 'paused', 'resumed', 'targeted'])
    expect(await explainClock(bank.ctx, newId<ClockId>())).toBeNull()
  })

  it('is found and computed though every hint was lost', async () => {
    bank.clock.set(at('2026-11-26T10:00:00'))
    const requestId = await bank.write('no hint', 'question normal general: ?')
    await take(requestId)
    await replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Salom' })
    bank.clock.advance(minuteMs)
    await bank.write('no hint', 'va yana')
    expect((await clockOf(requestId, 'next_response')).due_at).toBeNull()
    expect(await computeClocks(bank.ctx)).toBeGreaterThan(0)
    expect((await clockOf(requestId, 'next_response')).due_at).toEqual(at('2026-11-26T10:21:00'))
    expect(await computeClocks(bank.ctx)).toBe(0)
  })

  it('moves, and says why, when a holiday is declared while it runs', async () => {
    bank.clock.set(at('2026-11-26T17:50:00'))
    const requestId = await bank.write('holiday', 'question normal general: ?')
    expect((await clockOf(requestId, 'first_response')).due_at).toEqual(at('2026-11-27T09:05:00'))
    const calendar = (await listCalendars(bank.ctx)).find(({ rules }) => rules.yearlyDaysOff.length > 0)
    if (calendar === undefined) throw new Error('no bank calendar')
    const rules = { ...calendar.rules, daysOff: [...calendar.rules.daysOff, '2026-11-27'] }
    await changeCalendar(bank.as('admin'), { calendarId: calendar.id, rules, expectedVersion: calendar.version })
    await bank.settle()
    const clock = await clockOf(requestId, 'first_response')
    expect(clock.due_at).toEqual(at('2026-11-30T09:05:00'))
    const [last] = await bank.rows<{ why: string }>(
      `SELECT facts->>'why' AS why FROM sla_clock_entry WHERE clock_id = $1 ORDER BY id DESC LIMIT 1`,
      clock.id,
    )
    expect(last?.why).toBe('calendar_changed')
    await bank.planner.refresh()
    bank.clock.set(at('2026-11-26T17:55:00'))
    expect((await clockOf(await bank.write('after', 'question normal general: ?'), 'first_response')).due_at).toEqual(
      at('2026-11-30T09:10:00'),
    )
  })

  it('that began before a new policy keeps the old promise; the next one has the new', async () => {
    bank.clock.set(at('2026-12-01T10:00:00'))
    const before = await bank.write('policy 1', 'question normal general: ?')
    const policy = (await listPolicies(bank.ctx)).at(-1)
    if (policy === undefined) throw new Error('no policy')
    const targets = { ...policy.targets, rules: [...policy.targets.rules, { firstResponseMinutes: 42 }] }
    await changePolicy(bank.as('admin'), { targets, expectedVersion: 1 })
    await expect(changePolicy(bank.as('admin'), { targets, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'request.changed_meanwhile',
    })
    await expect(
      changePolicy(bank.as('admin'), { targets: { ...targets, rules: [{ priority: 'low' }] }, expectedVersion: 2 }),
    ).rejects.toMatchObject({ code: 'policy.incomplete' })
    await expect(changePolicy(bank.as('sherzod'), { targets, expectedVersion: 2 })).rejects.toMatchObject({
      code: 'permission.missing',
    })
    await bank.planner.refresh()
    const after = await bank.write('policy 2', 'question normal general: ?')
    expect((await clockOf(before, 'first_response')).due_at).toEqual(at('2026-12-01T10:15:00'))
    expect((await clockOf(after, 'first_response')).due_at).toEqual(at('2026-12-01T10:42:00'))
  })

  it('topic table decides the department of the next request', async () => {
    const names = { 'uz-Latn': 'Umumiy', 'uz-Cyrl': 'Умумий', ru: 'Общее', en: 'General' }
    await saveTopic(bank.as('admin'), { code: 'general', names, departmentId: bank.department('quality').id })
    await bank.planner.refresh()
    expect(await bank.request(await bank.write('moved topic', 'question normal general: ?'))).toMatchObject({
      departmentId: bank.department('quality').id,
    })
    await saveTopic(bank.as('admin'), { code: 'general', names, departmentId: bank.department('info').id })
    await bank.planner.refresh()
  })
})

describe('the waker', () => {
  it('stamps a breach with the moment it was due, however late it wakes, and never one already answered', async () => {
    bank.clock.set(at('2026-12-02T10:00:00'))
    const answered = await bank.write('answered', 'complaint normal p2p: ?')
    const forgotten = await bank.write('forgotten', 'complaint normal p2p: ?')
    await take(answered)
    await replyAsOperator(bank.as('dilnoza'), { requestId: answered, clientReplyId: newId(), text: 'Salom' })
    const { due_at: due } = await clockOf(forgotten, 'first_response')
    bank.clock.set(new Date((due?.getTime() ?? 0) - 1))
    await waker().wakeOnce()
    expect(await clockOf(forgotten, 'first_response')).toMatchObject({ state: 'running', breached_at: null })
    bank.clock.advance(7 * 60_000)
    await waker().wakeOnce()
    expect(await clockOf(forgotten, 'first_response')).toMatchObject({ state: 'breached', breached_at: due })
    expect(await clockOf(answered, 'first_response')).toMatchObject({ state: 'met', breached_at: null })
    expect((await entriesOf((await clockOf(forgotten, 'first_response')).id)).slice(-2)).toEqual(['warned', 'breached'])
    expect(await waker().wakeOnce()).toBe(0)
  })

  it('begins after a restart with what came due meanwhile, and several wakers stamp each clock once', async () => {
    bank.clock.set(at('2026-12-03T10:00:00'))
    const ids = await Promise.all(Array.from({ length: 400 }, (_, i) => bank.write(`many ${i}`, 'complaint normal p2p: ?')))
    bank.clock.advance(60 * minuteMs)
    await Promise.all(Array.from({ length: 5 }, () => waker().wakeOnce()))
    await waker().wakeOnce()
    const stamped = await bank.rows<{ breached: number; warned: number; wrong: number }>(
      `SELECT count(*) FILTER (WHERE e.kind = 'breached')::int AS breached, count(*) FILTER (WHERE e.kind = 'warned')::int AS warned,
        count(*) FILTER (WHERE k.breached_at <> k.due_at)::int AS wrong
       FROM sla_clock k JOIN sla_clock_entry e ON e.clock_id = k.id WHERE k.kind = 'first_response' AND k.request_id = ANY ($1)`,
      ids,
    )
    expect(stamped).toEqual([{ breached: 400, warned: 400, wrong: 0 }])
    const facts = await bank.rows<{ times: number }>(
      `SELECT count(*)::int AS times FROM event WHERE name = 'clock.breached' AND subject_id = ANY ($1) AND data->>'kind' = 'first_response' GROUP BY data->>'clockId'`,
      ids,
    )
    expect(facts).toHaveLength(400)
    expect(facts.every(({ times }) => times === 1)).toBe(true)
  })

  it('comes also while every connection of all other work is taken', async () => {
    bank.clock.set(at('2026-12-03T10:00:00'))
    const requestId = await bank.write('starved', 'complaint normal p2p: ?')
    bank.clock.advance(60 * minuteMs)
    const { pool, transactions } = bank.ctx.db
    const taken = await Promise.all(
      [pool, transactions].flatMap((each) => Array.from({ length: each.options.max }, () => each.connect())),
    )
    try {
      expect(await waker().wakeOnce()).toBeGreaterThan(0)
    } finally {
      for (const client of taken) client.release()
    }
    expect(await clockOf(requestId, 'first_response')).toMatchObject({ state: 'breached' })
  })

  it('wakes by itself when the moment comes, and stops when told', async () => {
    bank.clock.set(at('2026-12-04T10:00:00'))
    const requestId = await bank.write('by itself', 'complaint normal p2p: ?')
    const running = new ClockWaker(bank.ctx, { maxSleepMs: 20 })
    running.start()
    bank.clock.advance(60 * minuteMs)
    await until(async () => (await clockOf(requestId, 'first_response')).state === 'breached')
    await running.stop()
    const next = await bank.write('after the stop', 'complaint normal p2p: ?')
    bank.clock.advance(60 * minuteMs)
    expect(await clockOf(next, 'first_response')).toMatchObject({ state: 'running' })
    expect(await waker().wakeOnce()).toBeGreaterThan(0)
  })
})
