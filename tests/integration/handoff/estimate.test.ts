/** What a client is told of when a person answers comes from what people did here, and from who stands before them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeAsOperator, createAnswerEstimator, handoffSubscribers, placeRequest, replyAsOperator } from '#handoff'
import { closeRequest } from '#inbox'
import { minuteMs, newId, type RequestId } from '#kernel'
import { inTransaction, withActor } from '#platform'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
let estimator: ReturnType<typeof createAnswerEstimator>
beforeAll(async () => {
  bank = await openBank()
  estimator = createAnswerEstimator()
})
afterAll(() => bank?.close())

const minutesNow = async () => {
  const dueAt = new Date(bank.clock.now().getTime() + 15 * minuteMs)
  const ms = await estimator(bank.ctx, { departmentId: bank.department('info').id, dueAt })
  return ms === null ? null : ms / minuteMs
}

/** Given at once, answered after so many minutes, closed after so many more. */
async function deal(client: string, replyAfter: number, closeAfter: number): Promise<void> {
  const requestId = await bank.write(client, 'question normal general: qanday?')
  await placeRequest(bank.ctx, requestId)
  await bank.pass(replyAfter * minuteMs, 'dilnoza')
  await replyAsOperator(bank.as('dilnoza'), { requestId, text: 'Javob', clientReplyId: newId() })
  await bank.pass(closeAfter * minuteMs, 'dilnoza')
  await closeAsOperator(bank.as('dilnoza'), { requestId, outcome: 'answered' })
  await bank.settle(handoffSubscribers)
}

describe('the estimate', () => {
  it('is nothing while nobody is there', async () => {
    expect(await minutesNow()).toBeNull()
  })
  it('follows what people here lately took to their first words', async () => {
    await bank.come('dilnoza')
    await bank.pass(2 * minuteMs, 'dilnoza')
    const before = await minutesNow()
    expect(before).toBe(3)
    for (let n = 0; n < 12; n++) await deal(`client ${n}`, 6, 4)
    await bank.pass(2 * minuteMs, 'dilnoza')
    expect(await minutesNow()).toBe(6)
  }, 60_000)
  it('grows with those who stand before, and only with those', async () => {
    const places = 5
    const open: RequestId[] = []
    for (let n = 0; n < places + 3; n++) open.push(await bank.write(`crowd ${n}`, 'question normal general: qanday?'))
    await bank.settle(handoffSubscribers)
    await bank.come('dilnoza')
    // Three wait behind a full person: four places must become free, one every 10 / 5 minutes.
    expect(await minutesNow()).toBe(6 + (4 * 10) / places)
    const urgentDueAt = new Date(bank.clock.now().getTime() + minuteMs)
    const urgent = await estimator(bank.ctx, { departmentId: bank.department('info').id, dueAt: urgentDueAt })
    expect((urgent ?? 0) / minuteMs).toBe(6 + 10 / places)
    // A request that waits for its client takes no place: one of those before is gone.
    const system = withActor(bank.ctx, { kind: 'system', name: 'test' })
    const last = open.at(-1) as RequestId
    await inTransaction(system, (tx) => closeRequest(system, tx, { requestId: last, outcome: 'spam' }))
    expect(await minutesNow()).toBe(6 + (3 * 10) / places)
  }, 60_000)
})
