import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addNote,
  changeHolder,
  closeRequest,
  correctClassification,
  getRequest,
  listClocksToCompute,
  listQueue,
  meetClocks,
  pauseRequest,
  queueCounts,
  queueReply,
  recordReclassification,
  reopenRequest,
  requestSummaries,
  resumeRequest,
  setClockDue,
  setReachable,
  stampDueClocks,
} from '#inbox'
import { hourMs, minuteMs, type RequestId } from '#kernel'
import { ana, botir, calendar, cards, classify, general, type House, openHouse, operator } from './house.ts'

let house: House
let clients = 0
beforeAll(async () => {
  house = await openHouse({ botEnabled: false })
})
afterAll(() => house.close())

async function aRequest(text = 'kartam bloklandi') {
  const client = `q${++clients}`
  const received = await house.say(client, text)
  return { ...received, client, requestId: received.requestId as RequestId }
}
const take = (requestId: RequestId, by = ana, expectedVersion?: number) =>
  house.run(
    (tx, ctx) =>
      changeHolder(ctx, tx, {
        requestId,
        to: { kind: 'operator', operatorId: by },
        reason: 'taken',
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      }),
    operator(by),
  )
const reply = (requestId: RequestId, more: Partial<Parameters<typeof queueReply>[2]> = {}) =>
  house.run(
    (tx, ctx) => queueReply(ctx, tx, { requestId, author: { kind: 'operator', id: ana }, text: 'Javob', ...more }),
    operator(ana),
  )

describe('the holder', () => {
  it('two operators take at once: one wins, the other is told', async () => {
    const { requestId } = await aRequest()
    const results = await Promise.allSettled([take(requestId, ana, 1), take(requestId, botir, 1)])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find((result) => result.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'request.held_by_other' })
    expect((await house.eventsOf(requestId)).filter((name) => name === 'holder.changed')).toHaveLength(1)
  })
  it('given to who has it already keeps its version', async () => {
    const { requestId } = await aRequest()
    expect(await take(requestId)).toEqual({ version: 2 })
    expect(await take(requestId)).toEqual({ version: 2 })
  })
  it('a transfer carries its note and its department', async () => {
    const { requestId } = await aRequest()
    await house.run((tx, ctx) =>
      changeHolder(ctx, tx, {
        requestId,
        to: { kind: 'queue', departmentId: general },
        reason: 'transferred',
        note: 'kartasi 8600005260181595',
      }),
    )
    expect(await house.request(requestId)).toMatchObject({ department_id: general, holder_kind: 'queue' })
    expect(await house.rows('SELECT text FROM note WHERE request_id = $1', requestId)).toEqual([
      { text: 'kartasi ************1595' },
    ])
  })
})

describe('a reply', () => {
  it('of a bot that comes after a person took over is refused by the database', async () => {
    const { requestId } = await aRequest()
    await take(requestId)
    await expect(reply(requestId, { author: { kind: 'bot', holderVersion: 1 } })).rejects.toMatchObject({
      code: 'holder.stale',
    })
    expect(await house.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'bot'", requestId)).toEqual([])
  })
  it('and a take at the same moment never both succeed for an old version', async () => {
    const { requestId } = await aRequest()
    const [, spoken] = await Promise.allSettled([
      take(requestId),
      reply(requestId, { author: { kind: 'bot', holderVersion: 1 } }),
    ])
    const order = await house.rows<{ name: string }>(
      "SELECT name FROM event WHERE subject_id = $1 AND name IN ('holder.changed', 'reply.queued') ORDER BY ord",
      requestId,
    )
    const names = order.map((row) => row.name)
    expect(names).toEqual(spoken.status === 'fulfilled' ? ['reply.queued', 'holder.changed'] : ['holder.changed'])
  })
  it('of an operator who does not hold it is refused', async () => {
    const { requestId } = await aRequest()
    await expect(reply(requestId)).rejects.toMatchObject({ code: 'request.not_held_by_you' })
    await take(requestId, botir)
    await expect(reply(requestId)).rejects.toMatchObject({ code: 'request.held_by_other' })
  })
  it('is refused when the client has written meanwhile, and goes when the operator has seen it', async () => {
    const { requestId, client } = await aRequest()
    await take(requestId)
    await house.say(client, 'yana bir narsa')
    await expect(reply(requestId, { seenClientSeq: 1 })).rejects.toMatchObject({
      code: 'reply.client_wrote_meanwhile',
      facts: { lastClientSeq: 2 },
    })
    expect(await reply(requestId, { seenClientSeq: 2 })).toMatchObject({ seq: 3 })
  })
  it('with the same key twice is one reply', async () => {
    const { requestId } = await aRequest()
    await take(requestId)
    const [first, second] = await Promise.all([reply(requestId, { replyKey: 'k1' }), reply(requestId, { replyKey: 'k1' })])
    expect(second).toEqual(first)
    expect(await house.rows('SELECT 1 FROM delivery WHERE request_id = $1', requestId)).toHaveLength(1)
  })
  it('meets the response clocks of a person, and of a bot only when it is an answer', async () => {
    const { requestId } = await aRequest()
    await reply(requestId, { author: { kind: 'bot', holderVersion: 1 } })
    const first = async () => (await house.clocksOf(requestId)).find((clock) => clock.kind === 'first_response')
    expect(await first()).toMatchObject({ state: 'running' })
    expect((await house.request(requestId)).waiting_since).not.toBeNull()
    await reply(requestId, { author: { kind: 'bot', holderVersion: 1 }, isAnswer: true })
    expect(await first()).toMatchObject({ state: 'met', met: house.clock.now() })
    expect((await house.request(requestId)).waiting_since).toBeNull()
  })
  it('that comes late leaves the clock breached at its due moment, answered when it was', async () => {
    const { requestId } = await aRequest()
    const due = (await house.clocksOf(requestId))[0]?.due
    await take(requestId)
    house.clock.advance(30 * minuteMs)
    await reply(requestId)
    expect((await house.clocksOf(requestId))[0]).toMatchObject({ state: 'breached', breached: due, met: house.clock.now() })
    expect(await house.eventsOf(requestId)).toEqual(expect.arrayContaining(['clock.breached', 'clock.met']))
  })
  it('never carries a card nor asks for a secret', async () => {
    const { requestId } = await aRequest()
    await take(requestId)
    await expect(reply(requestId, { text: '8600 0052 6018 1595' })).rejects.toMatchObject({ code: 'reply.guarded' })
    await expect(reply(requestId, { text: 'SMS kodni ayting' })).rejects.toMatchObject({ code: 'reply.guarded' })
    await expect(reply(requestId, { text: '  ' })).rejects.toMatchObject({ code: 'message.empty' })
  })
  it('to a client who blocked the bot is refused until they come back', async () => {
    const { requestId, client } = await aRequest()
    await take(requestId)
    await setReachable(house.ctx, { channelAccountId: house.account, identityExternalId: client, isReachable: false })
    await expect(reply(requestId)).rejects.toMatchObject({ code: 'channel.unreachable' })
    await house.say(client, 'qaytdim?')
    await reply(requestId)
  })
})

describe('a request', () => {
  it('waits for the client and goes on by a person’s word', async () => {
    const { requestId } = await aRequest()
    await house.run((tx, ctx) => pauseRequest(ctx, tx, { requestId, reason: 'waiting_client_visit' }))
    expect(await house.request(requestId)).toMatchObject({ status: 'waiting_client', next_due_at: null })
    await house.run((tx, ctx) => resumeRequest(ctx, tx, { requestId }))
    expect(await house.request(requestId)).toMatchObject({ status: 'open' })
    await expect(house.run((tx, ctx) => resumeRequest(ctx, tx, { requestId }))).rejects.toMatchObject({
      code: 'request.not_paused',
    })
  })
  it('closed meets its resolution, cancels what nobody answered and frees the conversation', async () => {
    const { requestId, conversationId } = await aRequest()
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'resolved', note: 'hal qilindi' }))
    expect((await house.clocksOf(requestId)).map((clock) => [clock.kind, clock.state])).toEqual([
      ['first_response', 'cancelled'],
      ['resolution', 'met'],
    ])
    expect(await house.rows('SELECT open_request_id FROM conversation WHERE id = $1', conversationId)).toEqual([
      { open_request_id: null },
    ])
    await expect(take(requestId)).rejects.toMatchObject({ code: 'request.closed' })
    await expect(house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'resolved' }))).rejects.toMatchObject({
      code: 'request.closed',
    })
  })
  it('closed after a response was due leaves that clock breached at its due moment, though nobody had noticed yet', async () => {
    const { requestId } = await aRequest()
    const due = new Date(house.clock.now().getTime() - 60_000)
    await house.rows("UPDATE sla_clock SET due_at = $2 WHERE request_id = $1 AND kind = 'first_response'", requestId, due)
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'client_silent' }))
    const [first] = await house.clocksOf(requestId)
    expect(first).toMatchObject({ kind: 'first_response', state: 'breached', breached: due, met: null })
  })
  it('closed as spam meets nothing', async () => {
    const { requestId } = await aRequest()
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'spam' }))
    expect((await house.clocksOf(requestId)).map((clock) => clock.state)).toEqual(['cancelled', 'cancelled'])
  })
  it('is reopened by a person with a new resolution clock, unless another matter is open', async () => {
    const { requestId, client } = await aRequest()
    const reopen = (id: RequestId) =>
      house.run((tx, ctx) => reopenRequest(ctx, tx, { requestId: id, to: { kind: 'operator', operatorId: ana } }))
    await expect(reopen(requestId)).rejects.toMatchObject({ code: 'request.not_closed' })
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'answered' }))
    await reopen(requestId)
    expect(await house.request(requestId)).toMatchObject({ status: 'open', holder_operator_id: ana, reopen_count: 1 })
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'answered' }))
    house.clock.advance(30 * hourMs)
    await house.say(client, 'yana bloklandi')
    await expect(reopen(requestId)).rejects.toMatchObject({ code: 'request.other_open' })
  })
  it('corrected by a person is left alone by the model', async () => {
    const { requestId, messageId } = await aRequest()
    const second = { requestId, messageId, classification: classify('fraud'), departmentId: cards }
    expect(await house.run((tx, ctx) => recordReclassification(ctx, tx, second))).toBe('reclassified')
    expect(await house.run((tx, ctx) => recordReclassification(ctx, tx, second))).toBe('unchanged')
    await expect(
      house.run((tx, ctx) => correctClassification(ctx, tx, { requestId, priority: 'low' }), operator(ana)),
    ).rejects.toMatchObject({ code: 'priority.reason_missing' })
    await house.run(
      (tx, ctx) => correctClassification(ctx, tx, { requestId, priority: 'normal', reason: 'xavf yo‘q' }),
      operator(ana),
    )
    expect(await house.run((tx, ctx) => recordReclassification(ctx, tx, second))).toBe('confirmed')
    expect(await getRequest(house.ctx, requestId)).toMatchObject({ priority: 'normal', isConfirmed: true })
    const [record] = await house.rows(
      'SELECT o.corrected_priority FROM request r JOIN classification_record o ON o.id = r.classification_id WHERE r.id = $1',
      requestId,
    )
    expect(record).toEqual({ corrected_priority: 'normal' })
  })
})

describe('the clock ledger', () => {
  it('gives a due moment, warns and breaches once each, stamped with the due moment', async () => {
    const { requestId, client } = await aRequest()
    await take(requestId)
    await reply(requestId)
    await house.say(client, 'yana savol?')
    const waiting = (await listClocksToCompute(house.ctx, 50)).find((clock) => clock.requestId === requestId)
    expect(waiting).toMatchObject({ kind: 'next_response', type: 'complaint', entries: [{ kind: 'started' }] })
    if (!waiting) return
    const dueAt = new Date(house.clock.now().getTime() + 10 * minuteMs)
    const target = {
      targetMs: 10 * minuteMs,
      dueAt,
      warnAt: new Date(dueAt.getTime() - 2 * minuteMs),
      calendarId: calendar,
      policyVersion: 3,
      steps: [],
    }
    await house.run((tx, ctx) => setClockDue(ctx, tx, waiting.id, target, 'computed'))
    expect(await house.request(requestId)).toMatchObject({ next_due_at: dueAt })
    house.clock.advance(11 * minuteMs)
    const stamps = async () => {
      await stampDueClocks(house.ctx, 500)
      const rows = await house.rows(
        `SELECT kind FROM sla_clock_entry WHERE clock_id = $1 AND kind IN ('warned', 'breached') ORDER BY id`,
        waiting.id,
      )
      return rows.map(({ kind }) => kind)
    }
    expect(await stamps()).toEqual(['warned', 'breached'])
    expect(await stamps()).toEqual(['warned', 'breached'])
    const breached = (await house.clocksOf(requestId)).find((clock) => clock.id === waiting.id)
    expect(breached).toMatchObject({ state: 'breached', breached: dueAt })
    // Past due and unanswered, it stays at the head of the queue.
    expect(await house.request(requestId)).toMatchObject({ next_due_at: dueAt })
    await house.run((tx, ctx) => meetClocks(ctx, tx, { requestId, kinds: ['next_response'], at: house.clock.now() }))
    expect((await house.request(requestId)).next_due_at).not.toEqual(dueAt)
  })
  it('leaves a clock whose request is in other hands for the next round', async () => {
    const { requestId } = await aRequest()
    house.clock.advance(20 * minuteMs)
    const breached = async () => {
      await stampDueClocks(house.ctx, 500)
      return (await house.clocksOf(requestId)).some((clock) => clock.state === 'breached')
    }
    await house.run(async (tx, ctx) => {
      await addNote(ctx, tx, { requestId, text: 'band' })
      expect(await breached()).toBe(false)
    })
    expect(await breached()).toBe(true)
  })
})

describe('the queue', () => {
  it('pages by what breaches next without losing or repeating a request', async () => {
    const asked = { operatorId: ana, departmentIds: 'all' } as const
    const whole = await listQueue(house.ctx, { view: 'all_open', limit: 200 }, asked)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await listQueue(house.ctx, { view: 'all_open', limit: 3, ...(cursor ? { cursor } : {}) }, asked)
      paged.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(whole.items.map((item) => item.id))
    const due = whole.items.map((item) => item.nextDueAt ?? '9')
    expect(due).toEqual([...due].sort())
  })
  it('keeps closed requests newest first and finds by number, name and word', async () => {
    const { requestId, client } = await aRequest('mening kartam bloklandi-zumrad')
    const { number } = await house.request(requestId)
    const asked = { operatorId: ana, departmentIds: [cards] }
    for (const text of [number, `Mijoz ${client}`, 'zumrad']) {
      const { items } = await listQueue(house.ctx, { view: 'queue', limit: 10, text }, asked)
      expect(items.map((item) => item.id)).toContain(requestId)
    }
    expect((await listQueue(house.ctx, { view: 'queue', limit: 10, text: '100%' }, asked)).items).toEqual([])
    await house.run((tx, ctx) => closeRequest(ctx, tx, { requestId, outcome: 'answered' }))
    const closed = await listQueue(house.ctx, { view: 'closed', limit: 1 }, asked)
    expect(closed.items[0]?.id).toBe(requestId)
    const second = await listQueue(house.ctx, { view: 'closed', limit: 1, cursor: closed.nextCursor ?? '' }, asked)
    expect(second.items[0]?.id).not.toBe(requestId)
  })
  it('shows nothing of other departments but one’s own', async () => {
    const { requestId } = await aRequest()
    const asked = { operatorId: ana, departmentIds: [general] }
    const seen = async () => (await listQueue(house.ctx, { view: 'all_open', limit: 200 }, asked)).items.map((item) => item.id)
    expect(await seen()).not.toContain(requestId)
    await take(requestId)
    expect(await seen()).toContain(requestId)
  })
  it('counts what its pages hold, in every view and scope', async () => {
    await aRequest()
    for (const departmentIds of ['all', [cards], [general], []] as const) {
      const asked = { operatorId: ana, departmentIds }
      const counts = await queueCounts(house.ctx, asked)
      for (const view of ['mine', 'queue', 'all_open', 'waiting_client'] as const) {
        const { items, nextCursor } = await listQueue(house.ctx, { view, limit: 200 }, asked)
        expect(nextCursor).toBeNull()
        if (view !== 'mine') expect([view, counts[view]]).toEqual([view, items.length])
        else expect(counts.mine).toBe(items.length)
      }
      const { items } = await listQueue(house.ctx, { view: 'all_open', limit: 200 }, asked)
      const late = items.filter((item) => item.nextDueAt !== null && Date.parse(item.nextDueAt) < house.clock.now().getTime())
      expect(counts.pastDue).toBe(late.length)
      expect(counts.departments.reduce((sum, one) => sum + one.open, 0)).toBe(counts.all_open)
    }
  })
  it('refuses a cursor that is not ours', async () => {
    const asked = { operatorId: ana, departmentIds: 'all' } as const
    await expect(listQueue(house.ctx, { view: 'mine', limit: 5, cursor: 'x' }, asked)).rejects.toMatchObject({
      code: 'input.invalid',
    })
  })
  it('a summary says what a fresh load would, in the order asked', async () => {
    const one = await aRequest()
    const two = await aRequest()
    // What the house says by itself is no news for whoever chooses what to do next.
    const said = { requestId: one.requestId, author: { kind: 'system' }, text: 'Murojaatingiz qabul qilindi' } as const
    await house.run((tx, ctx) => queueReply(ctx, tx, said))
    const [second, first] = await requestSummaries(house.ctx, [two.requestId, one.requestId])
    expect(second?.id).toBe(two.requestId)
    expect(first).toMatchObject({
      id: one.requestId,
      lastClientSeq: 1,
      lastMessage: { text: 'kartam bloklandi', authorKind: 'client' },
      clocks: [{ kind: 'first_response' }, { kind: 'resolution' }],
    })
  })
})
