import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  absenceGraceMs,
  changeRoutingRules,
  closeAsOperator,
  lastAssignment,
  pauseAsOperator,
  placeRequest,
  placeWaiting,
  returnFromAbsent,
  returnToQueue,
  routingRules,
  takeRequest,
} from '#handoff'
import { isAppError, minuteMs, newId, type OperatorId, type RequestId } from '#kernel'
import { dropPresence, presenceSweep, renewPresence, setPresence } from '#staff'
import { type Bank, openBank } from './bank.ts'

/** Fifty wait for one lock over two dozen connections: on a busy machine one may wait longer for a connection than is allowed. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error, 'database.unavailable')) throw error
    }
  }
}

describe('fifty assigners over a thousand requests', () => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank({ poolSize: 24 })
  })
  afterAll(async () => bank.close())

  it('give each request once and nobody more than their capacity', async () => {
    const departments = ['info', 'cards', 'credit', 'security', 'quality']
    const people: { id: OperatorId; capacity: number }[] = []
    for (let i = 0; i < 30; i++) {
      const capacity = 5 + (i % 40)
      const id = await bank.hire({ capacity, departments: [departments[i % 5] ?? 'info', departments[(i + 2) % 5] ?? 'info'] })
      await renewPresence(bank.ctx, newId(), id)
      people.push({ id, capacity })
    }
    bank.clock.advance(20_000)
    const topics = ['general', 'p2p', 'credit', 'fraud', 'staff']
    const ids = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => bank.write(`client ${i}`, `question normal ${topics[i % 5]}: ?`)),
    )

    const assigners = Array.from({ length: 50 }, async (_, n) => {
      for (let i = n; i < ids.length; i += 200) {
        const requestId = ids[(i * 37) % ids.length]
        if (requestId !== undefined) await patiently(() => placeRequest(bank.ctx, requestId))
      }
      await patiently(() => placeWaiting(bank.ctx))
    })
    await Promise.all(assigners)

    const perRequest = await bank.rows<{ times: number }>('SELECT count(*)::int AS times FROM assignment GROUP BY request_id')
    expect(perRequest.every(({ times }) => times === 1)).toBe(true)
    const loads = await bank.rows<{ id: OperatorId; load: number }>(
      `SELECT holder_operator_id AS id, count(*)::int AS load FROM request WHERE holder_kind = 'operator' GROUP BY 1`,
    )
    // Everybody has just come, and is given half of what they can hold at first.
    const placesOf = new Map(people.map(({ id, capacity }) => [id, Math.ceil(capacity / 2)]))
    for (const { id, load } of loads) expect(load).toBeLessThanOrEqual(placesOf.get(id) ?? 0)
    expect(perRequest).toHaveLength(loads.reduce((sum, { load }) => sum + load, 0))
    expect(await placeWaiting(bank.ctx)).toBe(0)
    const [left] = await bank.rows<{ takeable: number }>(
      `SELECT count(*)::int AS takeable FROM request r WHERE r.holder_kind = 'queue' AND EXISTS (
         SELECT 1 FROM operator_department d JOIN operator o ON o.id = d.operator_id
         JOIN presence_lease l ON l.operator_id = o.id
         WHERE d.department_id = r.department_id
           AND (SELECT count(*) FROM request h WHERE h.holder_operator_id = o.id AND h.status = 'open')
             < ceil(o.capacity / 2.0))`,
    )
    expect(left?.takeable).toBe(0)
  }, 60_000)
})

describe('placing', () => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(async () => bank.close())
  const closeAll = async () => {
    for (const { id } of await bank.rows<{ id: RequestId }>(`SELECT id FROM request WHERE status <> 'closed'`)) {
      await closeAsOperator(bank.as('sherzod'), { requestId: id, outcome: 'spam' })
    }
  }

  it('begins when somebody comes, takes the most pressing first, and says why to whom', async () => {
    const normal = await bank.write('first in line', 'question normal credit: ?')
    const urgent = await bank.write('second in line', 'complaint high credit: !')
    await bank.settle()
    expect(await bank.request(urgent)).toMatchObject({ holderKind: 'queue' })
    await bank.come('gulnora')
    await bank.settle()
    const gulnora = bank.idOf('gulnora')
    expect(await bank.request(urgent)).toMatchObject({ holderOperatorId: gulnora })
    expect(await bank.request(normal)).toMatchObject({ holderOperatorId: gulnora })
    const [first] = await bank.rows<{ request_id: string }>('SELECT request_id FROM assignment ORDER BY id LIMIT 1')
    expect(first?.request_id).toBe(urgent)
    expect(await lastAssignment(bank.ctx, urgent)).toMatchObject({
      rule: 'least_load',
      candidates: [{ operatorId: gulnora, verdict: 'chosen', load: 0, capacity: 3 }],
    })
  })

  it('goes on as soon as a place becomes free, by closing or by waiting for the client', async () => {
    await bank.pass(2 * minuteMs, 'gulnora')
    const more = [
      await bank.write('third', 'question normal credit: ?'),
      await bank.write('fourth', 'question normal credit: ?'),
    ]
    await bank.settle()
    const held = async () => (await Promise.all(more.map((id) => bank.request(id)))).map(({ holderKind }) => holderKind)
    expect(await held()).toEqual(['operator', 'queue'])
    const [mine] = await bank.rows<{ id: RequestId }>(
      `SELECT id FROM request WHERE holder_operator_id = $1 LIMIT 1`,
      bank.idOf('gulnora'),
    )
    if (mine === undefined) throw new Error('gulnora holds nothing')
    await closeAsOperator(bank.as('gulnora'), { requestId: mine.id, outcome: 'no_reply_needed' })
    await bank.settle()
    expect(await held()).toEqual(['operator', 'operator'])
    await closeAll()
  })

  it('does not give a request back at once to who returned it, and lets it wait where nobody else is', async () => {
    await bank.come('gulnora')
    const requestId = await bank.write('returned', 'question normal credit: ?')
    await bank.settle()
    await returnToQueue(bank.as('gulnora'), { requestId })
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue' })
    expect(await placeRequest(bank.ctx, requestId)).toEqual({ placed: false, why: 'nobody_eligible' })
    await bank.come('dilnoza')
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('dilnoza') })
    await closeAll()
  })

  it('knows the language: an English client waits for somebody who writes English', async () => {
    await bank.come('dilnoza', 'gulnora')
    const requestId = await bank.write('john', 'question normal general en: How?')
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue', language: 'en' })
    await bank.come('jasur')
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('jasur') })
    await closeAll()
  })

  it('gives nothing to managers, to people who are away, and to those whose place is elsewhere', async () => {
    await bank.rows('DELETE FROM presence_lease')
    await bank.come('sherzod', 'nodira', 'admin', 'jasur')
    await setPresence(bank.ctx, bank.idOf('jasur'), 'away')
    const requestId = await bank.write('nobody', 'question normal general: ?')
    await bank.settle()
    expect(await placeRequest(bank.ctx, requestId)).toEqual({ placed: false, why: 'nobody_eligible' })
    await setPresence(bank.ctx, bank.idOf('jasur'), 'online')
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('jasur') })
    await closeAll()
  })
})

describe('the holder who falls silent', () => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(async () => bank.close())

  it('keeps the request over a short break and loses it after the grace, once, to whoever is there', async () => {
    await renewPresence(bank.ctx, 'dilnoza’s console', bank.idOf('dilnoza'))
    const requestId = await bank.write('silent', 'question normal general: ?')
    await takeRequest(bank.as('dilnoza'), { requestId, operatorId: bank.idOf('dilnoza') })
    await dropPresence(bank.ctx, 'dilnoza’s console')
    bank.clock.advance(absenceGraceMs - 1)
    expect(await returnFromAbsent(bank.ctx)).toBe(0)
    await renewPresence(bank.ctx, 'dilnoza’s next console', bank.idOf('dilnoza'))
    bank.clock.advance(10_000)
    expect(await returnFromAbsent(bank.ctx)).toBe(0)

    bank.clock.advance(50_000)
    await presenceSweep.run(bank.ctx)
    bank.clock.advance(absenceGraceMs)
    await bank.come('jasur')
    expect(await Promise.all([returnFromAbsent(bank.ctx), returnFromAbsent(bank.ctx)]).then(([a, b]) => a + b)).toBe(1)
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue' })
    await bank.settle()
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('jasur') })
    const [lost] = await bank.rows(`SELECT end_reason FROM assignment WHERE request_id = $1 ORDER BY at LIMIT 1`, requestId)
    expect(lost).toEqual({ end_reason: 'absent' })
  })

  it('who stepped away loses it too, but not a request that waits for the client', async () => {
    const open = await bank.write('stepped away', 'question normal credit: ?')
    const waiting = await bank.write('stepped away 2', 'question normal credit: ?')
    await renewPresence(bank.ctx, 'gulnora’s console', bank.idOf('gulnora'))
    for (const requestId of [open, waiting])
      await takeRequest(bank.as('gulnora'), { requestId, operatorId: bank.idOf('gulnora') })
    await pauseAsOperator(bank.as('gulnora'), { requestId: waiting, reason: 'waiting_client_answer' })
    await setPresence(bank.ctx, bank.idOf('gulnora'), 'away')
    bank.clock.advance(absenceGraceMs + 1)
    await returnFromAbsent(bank.ctx)
    expect(await bank.request(open)).toMatchObject({ holderKind: 'queue' })
    expect(await bank.request(waiting)).toMatchObject({ holderOperatorId: bank.idOf('gulnora') })
  })

  it('is waited for as long as the bank says', async () => {
    const { rules, version } = await routingRules(bank.ctx)
    const graceMs = 600_000
    const longer = { ...rules, absenceGraceSeconds: graceMs / 1_000 }
    await changeRoutingRules(bank.as('admin'), { rules: longer, expectedVersion: version })
    const requestId = await bank.write('patient', 'question normal credit: ?')
    await renewPresence(bank.ctx, 'gulnora’s console', bank.idOf('gulnora'))
    await setPresence(bank.ctx, bank.idOf('gulnora'), 'online')
    await takeRequest(bank.as('gulnora'), { requestId, operatorId: bank.idOf('gulnora') })
    await setPresence(bank.ctx, bank.idOf('gulnora'), 'away')
    bank.clock.advance(graceMs - 1)
    await returnFromAbsent(bank.ctx)
    expect(await bank.request(requestId)).toMatchObject({ holderOperatorId: bank.idOf('gulnora') })
    bank.clock.advance(1)
    await returnFromAbsent(bank.ctx)
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue' })
  })
})
