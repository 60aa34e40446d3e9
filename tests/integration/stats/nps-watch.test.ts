import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NpsRule } from '#contracts'
import { changeFollowUpRule, closeAsOperator, readFollowUpRule, replyAsOperator, takeRequest } from '#handoff'
import { askSatisfaction, clocksOfRequest, notesOf, recordSatisfaction } from '#inbox'
import { AppError, type ConversationId, dayMs, minuteMs, newId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import {
  behindNumber,
  changeNpsRule,
  listNpsAlerts,
  markAlertSeen,
  npsStandings,
  type SendReport,
  tellNpsAlerts,
  watchNps,
} from '#stats'
import { type Bank, openBank } from '../handoff/bank.ts'

let bank: Bank
const rule: NpsRule = {
  isOn: true,
  windowDays: 7,
  fallPoints: 20,
  floor: null,
  leastAnswers: 3,
  quietDays: 14,
  addresses: ['rahbar@bank.example'],
  telegram: { channelAccountId: newId(), chatId: '-100200300' },
  language: 'ru',
}
beforeAll(async () => {
  bank = await openBank({ at: '2026-11-16T10:00:00+05:00' })
  await changeNpsRule(bank.as('sherzod'), rule)
})
afterAll(async () => bank.close())

type Given = { requestId: RequestId; client: string }

/** A client writes about transfers, is answered, and says whether they would recommend the bank. */
async function give(score: number, client = newId()): Promise<Given> {
  const requestId = await bank.write(client, 'question normal p2p: savol')
  await settleAs('dilnoza', requestId)
  await inTransaction(bank.ctx, (tx) =>
    askSatisfaction(bank.ctx, tx, { requestId, kind: 'nps', text: 'Tavsiya?', choices: [[{ score, label: String(score) }]] }),
  )
  const [asked] = await bank.rows<{ id: never; conversation_id: ConversationId }>(
    'SELECT id, conversation_id FROM satisfaction WHERE request_id = $1',
    requestId,
  )
  if (!asked) throw new Error('the client was not asked')
  const input = { id: asked.id, conversationId: asked.conversation_id, score }
  await inTransaction(bank.ctx, (tx) =>
    recordSatisfaction(bank.ctx, tx, { ...input, thanks: () => 'Rahmat', lowNote: () => '' }),
  )
  return { requestId, client }
}

async function settleAs(login: string, requestId: RequestId): Promise<void> {
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf(login) })
  await replyAsOperator(bank.as(login), { requestId, clientReplyId: newId(), text: 'Javob' })
  await closeAsOperator(bank.as(login), { requestId, outcome: 'resolved' })
}

const followUpsOf = (requestId: RequestId) =>
  bank.rows<{ id: RequestId; holder_kind: string; department_id: string; type: string; priority: string }>(
    'SELECT id, holder_kind, department_id, type, priority FROM request WHERE follow_up_of_id = $1',
    requestId,
  )

describe('a mark of 0 to 6', () => {
  it('opens a follow-up in the queue of the department, with clocks, and says what to do; a good mark opens nothing', async () => {
    const promoter = await give(9)
    const { requestId } = await give(4)
    await bank.settle()
    expect(await followUpsOf(promoter.requestId)).toEqual([])
    const [followUp, ...others] = await followUpsOf(requestId)
    if (!followUp) throw new Error('nobody was asked to follow up')
    expect(others).toEqual([])
    const { departmentId } = await bank.request(requestId)
    expect(followUp).toMatchObject({ holder_kind: 'queue', department_id: departmentId, type: 'other', priority: 'normal' })
    const clocks = await clocksOfRequest(bank.ctx, null, followUp.id)
    expect(clocks.map(({ kind, state, dueAt }) => [kind, state, dueAt !== null]).sort()).toEqual([
      ['first_response', 'running', true],
      ['resolution', 'running', true],
    ])
    const [note] = await notesOf(bank.ctx, followUp.id)
    expect(note?.text).toContain('10 dan 4')
    // Nobody says that it is settled without having written to the client.
    await takeRequest(bank.as('sherzod'), { requestId: followUp.id, operatorId: bank.idOf('dilnoza') })
    const early = closeAsOperator(bank.as('dilnoza'), { requestId: followUp.id, outcome: 'resolved' })
    await expect(early).rejects.toMatchObject({ code: 'outcome.needs_answer' })
    await replyAsOperator(bank.as('dilnoza'), { requestId: followUp.id, clientReplyId: newId(), text: 'Nima bo‘ldi?' })
    await closeAsOperator(bank.as('dilnoza'), { requestId: followUp.id, outcome: 'resolved' })
    await bank.settle()
    const days = { from: '2026-11-16', to: '2026-11-16', offset: 0, limit: 10 }
    expect(await behindNumber(bank.ctx, { ...days, measure: 'follow_ups.raised' })).toMatchObject({ total: 1 })
    expect(await behindNumber(bank.ctx, { ...days, measure: 'follow_ups.open' })).toMatchObject({ total: 0 })
  })

  it('stands as a note in the matter the client has open meanwhile, and beyond a day’s number opens nothing', async () => {
    const busy = await give(0)
    const next = await bank.write(busy.client, 'complaint normal p2p: yana yomon')
    await bank.settle()
    expect(await followUpsOf(busy.requestId)).toEqual([])
    expect((await notesOf(bank.ctx, next)).map(({ text }) => text)[0]).toContain('10 dan 0')
    await changeFollowUpRule(bank.as('sherzod'), { ...(await readFollowUpRule(bank.ctx)), mostPerDay: 1 })
    const one = await give(1)
    await bank.settle()
    expect(await followUpsOf(one.requestId)).toEqual([])
    await changeFollowUpRule(bank.as('sherzod'), { isOn: false, priority: 'normal', mostPerDay: 100 })
  })
})

describe('the watch over NPS', () => {
  const told: string[] = []
  const send: SendReport = async (_ctx, receiver, { subject, file }) => {
    told.push(`${receiver.via}: ${subject} (${file.mimeType})`)
  }

  it('alerts once for the bank and once for the department when it falls, and tells those outside once', async () => {
    for (let i = 0; i < 8; i++) await give(10)
    bank.clock.set('2026-11-25T10:00:00+05:00')
    for (const score of [10, 3, 2]) await give(score)
    await bank.settle()
    expect(await watchNps(bank.ctx)).toBe(2)
    expect(await watchNps(bank.ctx)).toBe(0)
    const alerts = await listNpsAlerts(bank.ctx)
    const { departmentId } = await bank.request((await give(9)).requestId)
    expect(alerts.map((one) => one.departmentId).sort()).toEqual([null, departmentId].sort())
    expect(alerts[0]).toMatchObject({
      reason: 'fell',
      points: -33,
      pointsBefore: 50,
      answered: 3,
      detractors: 2,
      endedAt: null,
    })
    expect(await tellNpsAlerts(bank.ctx, send)).toBe(2)
    expect(await tellNpsAlerts(bank.ctx, send)).toBe(0)
    expect(told).toHaveLength(4)
    expect(told).toContain('email: весь банк: NPS упал с 50 до -33 (application/pdf)')
    await markAlertSeen(bank.as('sherzod'), alerts[0]?.id ?? '')
    await markAlertSeen(bank.as('dilnoza'), alerts[0]?.id ?? '')
    expect((await listNpsAlerts(bank.ctx))[0]?.seenByName).toBe('Sherzod Aliyev')
    await expect(markAlertSeen(bank.as('sherzod'), newId())).rejects.toMatchObject({ code: 'report.alert_not_found' })
  })

  it('is over when it recovers, and is not told of again before the quiet days are gone', async () => {
    for (let i = 0; i < 6; i++) await give(10)
    await bank.settle()
    expect(await watchNps(bank.ctx)).toBe(0)
    expect((await listNpsAlerts(bank.ctx)).filter(({ endedAt }) => endedAt === null)).toEqual([])
    for (let i = 0; i < 8; i++) await give(1)
    await bank.settle()
    expect(await watchNps(bank.ctx)).toBe(0)
    await changeNpsRule(bank.as('sherzod'), { ...rule, quietDays: 1, floor: 0 })
    bank.clock.advance(dayMs)
    expect(await watchNps(bank.ctx)).toBe(2)
    const { window, standings } = await npsStandings(bank.ctx)
    expect(window).toEqual({ from: '2026-11-20', to: '2026-11-26' })
    expect(standings[0]).toMatchObject({ departmentId: null, answered: 18, points: -11, responseRate: 1 })
  })

  it('that cannot be told is tried again for some hours, and then says why', async () => {
    let tries = 0
    const away: SendReport = async () => {
      tries++
      throw new AppError('report.chat_not_reachable')
    }
    await bank.rows('UPDATE nps_alert SET tell_at = NULL WHERE department_id IS NOT NULL')
    for (let i = 0; i < 60; i++) {
      await tellNpsAlerts(bank.ctx, away)
      bank.clock.advance(10 * minuteMs)
    }
    expect(tries).toBe(6)
    const faults = (await listNpsAlerts(bank.ctx)).map(({ lastFault }) => lastFault)
    expect(faults).toContain('report.chat_not_reachable')
  })

  it('can be switched off', async () => {
    await changeNpsRule(bank.as('sherzod'), { ...rule, isOn: false })
    bank.clock.advance(2 * dayMs)
    expect(await watchNps(bank.ctx)).toBe(0)
  })
})
