import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  classifyAsOperator,
  closeAsOperator,
  lastAssignment,
  pauseAsOperator,
  reopenAsOperator,
  replyAsOperator,
  resumeAsOperator,
  returnToQueue,
  takeRequest,
  transferRequest,
} from '#handoff'
import { changeHolder } from '#inbox'
import { newId } from '#kernel'
import { inTransaction } from '#platform'
import { setPresence } from '#staff'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(async () => bank.close())

const take = (login: string, requestId: Awaited<ReturnType<Bank['write']>>) =>
  takeRequest(bank.as(login), { requestId, operatorId: bank.idOf(login) })

describe('taking a request', () => {
  it('is won by one of two who press at once; the other is told who has it', async () => {
    for (let round = 0; round < 10; round++) {
      const requestId = await bank.write(`together ${round}`, 'question normal general: qanday?')
      const [a, b] = await Promise.allSettled([take('dilnoza', requestId), take('jasur', requestId)])
      expect([a?.status, b?.status].sort()).toEqual(['fulfilled', 'rejected'])
      const lost = a?.status === 'rejected' ? a.reason : b?.status === 'rejected' ? b.reason : undefined
      const { holderOperatorId } = await bank.request(requestId)
      expect(lost).toMatchObject({ code: 'request.held_by_other', facts: { holderOperatorId } })
      await closeAsOperator(bank.as('sherzod'), { requestId, outcome: 'no_reply_needed' })
    }
  })

  it('twice by the same person is once', async () => {
    const requestId = await bank.write('twice', 'question normal general: ?')
    expect(await take('dilnoza', requestId)).toEqual(await take('dilnoza', requestId))
    expect(await lastAssignment(bank.ctx, requestId)).toMatchObject({ rule: 'taken' })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'no_reply_needed' })
  })

  it('leaves a record of how everybody stood, also when it is passed on, opened again or given from above', async () => {
    await bank.come('dilnoza', 'jasur')
    const requestId = await bank.write('why me', 'question normal general: ?')
    const verdicts = async () => {
      const assignment = await lastAssignment(bank.ctx, requestId)
      return {
        rule: assignment?.rule,
        chosen: assignment?.candidates.filter((each) => each['verdict'] === 'chosen').map((each) => each['operatorId']),
        others: (assignment?.candidates ?? []).filter((each) => each['verdict'] !== 'chosen').length,
      }
    }
    const [dilnoza, jasur, sherzod] = [bank.idOf('dilnoza'), bank.idOf('jasur'), bank.idOf('sherzod')]
    await take('dilnoza', requestId)
    const taken = await verdicts()
    expect(taken).toMatchObject({ rule: 'taken', chosen: [dilnoza] })
    expect(taken.others).toBeGreaterThan(0)
    await transferRequest(bank.as('dilnoza'), { requestId, to: { operatorId: jasur }, note: 'sizga' })
    expect(await verdicts()).toMatchObject({ rule: 'transferred', chosen: [jasur] })
    await closeAsOperator(bank.as('jasur'), { requestId, outcome: 'no_reply_needed' })
    await reopenAsOperator(bank.as('dilnoza'), { requestId })
    expect(await verdicts()).toMatchObject({ rule: 'reopened', chosen: [dilnoza] })
    // Whose work is to direct stands in no list of free people, and is named all the same.
    await takeRequest(bank.as('sherzod'), { requestId, operatorId: sherzod })
    expect(await verdicts()).toMatchObject({ rule: 'taken', chosen: [sherzod] })
    await closeAsOperator(bank.as('sherzod'), { requestId, outcome: 'no_reply_needed' })
  })

  it('with a version that is no longer true is refused', async () => {
    const requestId = await bank.write('stale', 'question normal general: ?')
    const to = { kind: 'queue', departmentId: bank.department('cards').id } as const
    await inTransaction(bank.ctx, (tx) => changeHolder(bank.ctx, tx, { requestId, to, reason: 'test' }))
    await expect(
      takeRequest(bank.as('jasur'), { requestId, operatorId: bank.idOf('jasur'), expectedVersion: 1 }),
    ).rejects.toMatchObject({
      code: 'request.changed_meanwhile',
    })
  })

  it('stops at the capacity, also when everything is pressed at once; who directs may go beyond', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, i) => bank.write(`many ${i}`, 'question normal general: ?')))
    const results = await Promise.allSettled(ids.map((id) => take('gulnora', id)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    )
    expect(new Set(refused)).toEqual(new Set(['operator.at_capacity']))
    const left = ids.filter((_, i) => results[i]?.status === 'rejected')[0]
    if (left === undefined) throw new Error('nothing is left')
    await takeRequest(bank.as('sherzod'), { requestId: left, operatorId: bank.idOf('gulnora') })
    expect(await bank.request(left)).toMatchObject({ holderOperatorId: bank.idOf('gulnora') })
    for (const requestId of ids) await closeAsOperator(bank.as('sherzod'), { requestId, outcome: 'no_reply_needed' })
  })

  it('is refused to whoever does not work there, to managers, and for a closed request', async () => {
    const requestId = await bank.write('quality', 'complaint normal staff: qo‘pol')
    await expect(take('dilnoza', requestId)).rejects.toMatchObject({ code: 'request.not_found' })
    await expect(take('nodira', requestId)).rejects.toMatchObject({ code: 'permission.missing' })
    await take('gulnora', requestId)
    await closeAsOperator(bank.as('gulnora'), { requestId, outcome: 'spam' })
    await expect(take('gulnora', requestId)).rejects.toMatchObject({ code: 'request.closed' })
  })
})

describe('a request in somebody’s hands', () => {
  it('is passed to a department, to a colleague who is there, and back, each with its assignment ended', async () => {
    await bank.come('gulnora', 'jasur')
    const requestId = await bank.write('passing', 'question normal general: ?')
    await take('dilnoza', requestId)
    await expect(
      transferRequest(bank.as('dilnoza'), { requestId, to: { operatorId: bank.idOf('nodira') } }),
    ).rejects.toMatchObject({ code: 'operator.not_found' })
    await setPresence(bank.ctx, bank.idOf('jasur'), 'away')
    await expect(
      transferRequest(bank.as('dilnoza'), { requestId, to: { operatorId: bank.idOf('jasur') } }),
    ).rejects.toMatchObject({ code: 'operator.absent' })
    await transferRequest(bank.as('dilnoza'), { requestId, to: { operatorId: bank.idOf('gulnora') }, note: 'Kredit haqida' })
    await expect(returnToQueue(bank.as('dilnoza'), { requestId })).rejects.toMatchObject({ code: 'request.not_held_by_you' })
    const credit = bank.department('credit').id
    await transferRequest(bank.as('gulnora'), { requestId, to: { departmentId: credit } })
    expect(await bank.request(requestId)).toMatchObject({ holderKind: 'queue', departmentId: credit })
    const assignments = await bank.rows(
      'SELECT rule, end_reason FROM assignment WHERE request_id = $1 ORDER BY at, id',
      requestId,
    )
    expect(assignments).toEqual([
      { rule: 'taken', end_reason: 'transferred' },
      { rule: 'transferred', end_reason: 'transferred' },
    ])
    await setPresence(bank.ctx, bank.idOf('jasur'), 'online')
    await closeAsOperator(bank.as('sherzod'), { requestId, outcome: 'duplicate' })
  })

  it('waits for the client, goes on, is closed and opened again by the one who holds it', async () => {
    const requestId = await bank.write('life', 'question normal general: ?')
    await take('dilnoza', requestId)
    await expect(pauseAsOperator(bank.as('jasur'), { requestId, reason: 'waiting_client_answer' })).rejects.toMatchObject({
      code: 'request.not_held_by_you',
    })
    await pauseAsOperator(bank.as('dilnoza'), { requestId, reason: 'waiting_client_answer' })
    expect(await bank.request(requestId)).toMatchObject({ status: 'waiting_client' })
    await resumeAsOperator(bank.as('dilnoza'), { requestId })
    for (const outcome of ['resolved', 'answered', 'redirected', 'refused'] as const)
      await expect(closeAsOperator(bank.as('dilnoza'), { requestId, outcome })).rejects.toMatchObject({
        code: 'outcome.needs_answer',
      })
    await replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Salom' })
    await expect(resumeAsOperator(bank.as('dilnoza'), { requestId })).rejects.toMatchObject({ code: 'request.not_paused' })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })
    await expect(closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })).rejects.toMatchObject({
      code: 'request.closed',
    })
    await reopenAsOperator(bank.as('dilnoza'), { requestId, reason: 'Yana savol' })
    expect(await bank.request(requestId)).toMatchObject({
      status: 'open',
      holderOperatorId: bank.idOf('dilnoza'),
      reopenCount: 1,
    })
    await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'resolved' })
  })
})

describe('a priority', () => {
  it('is lowered only with a reason, for a complaint only by a supervisor, and its clocks say why they moved', async () => {
    const requestId = await bank.write('lower', 'complaint high p2p: pul tushmadi')
    const lower = { requestId, priority: 'normal' as const }
    await expect(classifyAsOperator(bank.as('dilnoza'), { ...lower, reason: 'shunday' })).rejects.toMatchObject({
      code: 'priority.needs_supervisor',
    })
    await expect(classifyAsOperator(bank.as('sherzod'), lower)).rejects.toMatchObject({ code: 'priority.reason_missing' })
    await classifyAsOperator(bank.as('sherzod'), { ...lower, reason: 'Pul topildi' })
    const [clock] = await bank.rows<{ target_ms: number; entries: { why: string }[] }>(
      `SELECT k.target_ms, (SELECT jsonb_agg(e.facts ORDER BY e.id) FROM sla_clock_entry e WHERE e.clock_id = k.id AND e.kind = 'targeted') AS entries
       FROM sla_clock k WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
    )
    expect(clock?.target_ms).toBe(10 * 60_000)
    expect(clock?.entries.at(-1)).toMatchObject({ why: 'reclassified' })
  })

  it('raised late gives the new target from then on, never beyond the old promise', async () => {
    const requestId = await bank.write('raise', 'question normal general: ?')
    bank.clock.advance(5 * 60_000)
    await classifyAsOperator(bank.as('dilnoza'), { requestId, priority: 'urgent' })
    const due = await bank.rows<{ kind: string; due: number }>(
      `SELECT kind, extract(epoch FROM due_at - started_at)::float / 60 AS due FROM sla_clock WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
    )
    expect(due).toEqual([{ kind: 'first_response', due: 7 }])
  })

  it('or type that changes begins and ends the legal term, counted from receipt', async () => {
    const requestId = await bank.write('legal', 'question normal general: ?')
    const statutory = () =>
      bank.rows(
        `SELECT state, started_at FROM sla_clock WHERE request_id = $1 AND kind = 'statutory' ORDER BY started_at, id`,
        requestId,
      )
    expect(await statutory()).toEqual([])
    const openedAt = bank.clock.now()
    bank.clock.advance(60_000)
    await classifyAsOperator(bank.as('dilnoza'), { requestId, type: 'complaint' })
    expect(await statutory()).toEqual([{ state: 'running', started_at: openedAt }])
    await expect(classifyAsOperator(bank.as('dilnoza'), { requestId, type: 'question' })).rejects.toMatchObject({
      code: 'priority.reason_missing',
    })
    await classifyAsOperator(bank.as('dilnoza'), { requestId, type: 'question', reason: 'Aslida savol' })
    expect(await statutory()).toEqual([{ state: 'cancelled', started_at: openedAt }])
  })

  it('topic that belongs to another department moves the request to that queue', async () => {
    const requestId = await bank.write('topic', 'question normal general: ?')
    await classifyAsOperator(bank.as('dilnoza'), { requestId, topic: 'credit' })
    expect(await bank.request(requestId)).toMatchObject({
      topic: 'credit',
      departmentId: bank.department('credit').id,
      holderKind: 'queue',
    })
  })
})
