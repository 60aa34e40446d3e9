import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIntake } from '#inbox'
import { type ChannelAccountId, newId } from '#kernel'
import { decideArrival } from '../../../src/inbox/requests/request-rules.ts'
import { testDatabase, until } from '../../support/index.ts'
import { type House, openHouse, policy, sealKey } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const anIntake = (options = {}) => createIntake(house.ctx, policy, { sealKey, ...options })

describe('many at once', () => {
  it('fifty arrivals of one conversation through three intakes are one request with fifty messages in a row', async () => {
    const intakes = [anIntake(), anIntake({ lanes: 3 }), anIntake({ maxBatch: 4 })]
    const wanted = Array.from({ length: 50 }, (_, i) => house.message('s1', `kartam bloklandi ${i}`, { id: `s1-${i}` }))
    const received = await Promise.all(
      wanted.flatMap((message, i) => [intakes[i % 3]?.receive(message), intakes[(i + 1) % 3]?.receive(message)]),
    )
    expect(new Set(received.map((each) => each?.requestId)).size).toBe(1)
    expect(received.filter((each) => each?.opened)).toHaveLength(1)
    expect(received.filter((each) => each?.outcome === 'stored')).toHaveLength(50)
    const seqs = await house.rows<{ seq: number }>("SELECT seq FROM message WHERE external_id LIKE 's1-%' ORDER BY seq")
    expect(seqs.map((row) => row.seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    const facts = await house.rows<{ n: number }>(
      "SELECT count(*)::int AS n FROM event WHERE subject_id = $1 AND name = 'message.received'",
      received[0]?.requestId,
    )
    expect(facts).toEqual([{ n: 50 }])
  })
  it('arrivals of one intake keep their order in each conversation', async () => {
    const intake = anIntake({ maxBatch: 7 })
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => intake.receive(house.message(`s2-${i % 5}`, `yechildi ${i}`, { id: `s2-${i}` }))),
    )
    for (let c = 0; c < 5; c++) {
      const rows = await house.rows<{ text: string }>(
        `SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.external_id = $1 ORDER BY m.seq`,
        `s2-${c}`,
      )
      expect(rows.map((row) => Number(row.text.split(' ')[1]))).toEqual(Array.from({ length: 12 }, (_, i) => i * 5 + c))
    }
  })
  it('batches that meet in opposite order do not wait for each other for ever', async () => {
    const intakes = Array.from({ length: 4 }, () => anIntake({ lanes: 1, maxBatch: 16 }))
    const people = Array.from({ length: 12 }, (_, i) => `s3-${i}`)
    const rounds = intakes.flatMap((intake, i) =>
      [...Array(5).keys()].flatMap((round) =>
        (i % 2 ? people : people.toReversed()).map((person) =>
          intake.receive(house.message(person, 'kartam bloklandi', { id: `s3-${i}-${round}-${person}` })),
        ),
      ),
    )
    expect((await Promise.all(rounds)).filter((each) => each.outcome === 'stored')).toHaveLength(240)
    expect(
      await house.rows("SELECT 1 FROM request r JOIN contact k ON k.id = r.contact_id WHERE k.display_name LIKE 'Mijoz s3-%'"),
    ).toHaveLength(12)
  })
})

describe('one that cannot be stored', () => {
  it('fails alone: its neighbours in the same transaction are stored', async () => {
    const intake = anIntake({ lanes: 1 })
    const poisoned = { ...house.message('p1', 'kartam bloklandi'), sentAt: new Date(8.64e15) } // beyond PostgreSQL's calendar
    const results = await Promise.allSettled([
      intake.receive(house.message('p0', 'kartam bloklandi')),
      intake.receive(house.message('p2', 'kartam bloklandi')),
      intake.receive(poisoned),
      intake.receive(house.message('p3', 'kartam bloklandi')),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })
  it('of an unknown account is refused by name and leaves nothing behind', async () => {
    const stray = { ...house.message('p4', 'kartam bloklandi'), channelAccountId: newId<ChannelAccountId>() }
    await expect(house.intake.receive(stray)).rejects.toMatchObject({ code: 'webhook.unknown_account' })
    expect(await house.rows("SELECT 1 FROM identity WHERE external_id = 'p4'")).toEqual([])
  })
  it('is never a strange character: those are replaced', async () => {
    const { messageId } = await house.say('p5', 'kartam \0 bloklandi \ud800 !')
    expect(await house.rows('SELECT text FROM message WHERE id = $1', messageId)).toEqual([
      { text: 'kartam \ufffd bloklandi \ufffd !' },
    ])
  })
})

describe('more than can be kept waiting', () => {
  it('is refused at once, and what was taken before is settled by close', async () => {
    const intake = anIntake({ lanes: 1, maxBatch: 2, maxBacklog: 6 })
    const results = Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => intake.receive(house.message(`b${i}`, 'kartam bloklandi'))),
    )
    await intake.close()
    const settled = await results
    const refused = settled.filter((result) => result.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const each of refused) expect(each.reason).toMatchObject({ code: 'server.overloaded' })
    expect(settled.length - refused.length).toBeGreaterThanOrEqual(6)
    await expect(intake.receive(house.message('b99', 'x'))).rejects.toMatchObject({ code: 'server.overloaded' })
  })
})

describe('a slow transaction', () => {
  it('in one conversation holds up its own messages and nobody else’s facts are lost', async () => {
    const { conversationId } = await house.say('w1', 'kartam bloklandi')
    const slow = new pg.Client({ connectionString: house.ctx.database.url })
    await slow.connect()
    await slow.query('BEGIN')
    await slow.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversationId])
    const intake = anIntake()
    let isHeld = true
    const held = intake.receive(house.message('w1', 'yechildi')).finally(() => {
      isHeld = false
    })
    const free = await intake.receive(house.message('w2', 'kartam bloklandi'))
    expect(free.outcome).toBe('stored')
    expect(isHeld).toBe(true)
    await slow.query('COMMIT')
    await slow.end()
    expect(await held).toMatchObject({ outcome: 'stored', seq: 2 })
  })
  it('that commits late finds what it waited for: a request closed meanwhile is not appended to', async () => {
    const { requestId } = await house.say('w3', 'kartam bloklandi')
    const closing = new pg.Client({ connectionString: house.ctx.database.url })
    await closing.connect()
    await closing.query('BEGIN')
    await closing.query('SELECT 1 FROM conversation WHERE open_request_id = $1 FOR UPDATE', [requestId])
    await closing.query("UPDATE request SET status = 'closed', closed_at = $2, outcome = 'answered' WHERE id = $1", [
      requestId,
      house.clock.now(),
    ])
    const arriving = house.say('w3', 'rahmat')
    await until(async () => (await house.ctx.metrics.text()).includes('intake_conversations_busy'))
    await closing.query('COMMIT')
    await closing.end()
    expect(await arriving).toMatchObject({ requestId, opened: false })
    expect(await house.request(requestId)).toMatchObject({ status: 'closed' })
  })
  it('that stored the same id elsewhere leaves no request without its message', async () => {
    const { messageId } = await house.say('w4', 'kartam bloklandi')
    const other = new pg.Client({ connectionString: house.ctx.database.url })
    await other.connect()
    await other.query('BEGIN')
    await other.query(
      `INSERT INTO message SELECT (jsonb_populate_record(m, jsonb_build_object('id', $2::text, 'seq', 99, 'external_id', 'w5-same'))).*
       FROM message m WHERE m.id = $1`,
      [messageId, newId()],
    )
    const arriving = house.say('w5', 'yechildi', { id: 'w5-same' })
    const waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'"
    await until(async () => (await house.rows(waits)).length > 0)
    await other.query('COMMIT')
    await other.end()
    expect(await arriving).toMatchObject({ outcome: 'duplicate' })
    const requests = "SELECT r.id FROM request r JOIN contact k ON k.id = r.contact_id WHERE k.display_name = 'Mijoz w5'"
    expect(await house.rows(requests)).toEqual([])
  })
})

describe('the database’s decision', () => {
  async function withPast(client: string, closedForMs: number | null) {
    const { requestId } = await house.say(client, 'kartam bloklandi')
    if (closedForMs === null) return
    const closedAt = new Date(house.clock.now().getTime() - closedForMs)
    await house.rows("UPDATE request SET status = 'closed', closed_at = $2 WHERE id = $1", requestId, closedAt)
  }
  it('is the pure rule’s, for every state and every kind of message', async () => {
    const window = 24 * 3_600_000
    const kinds = [
      { text: 'kartam bloklandi', more: {}, needsWork: true, isQuiet: false },
      { text: 'rahmat', more: {}, needsWork: false, isQuiet: false },
      { text: '', more: { kind: 'button' as const, buttonData: 'x' }, needsWork: false, isQuiet: true },
    ]
    const seen: string[] = []
    const cases = (['never', 'open', 3_600_000, window, window + 1] as const).flatMap((past) =>
      kinds.map((kind) => ({ past, kind })),
    )
    for (const { past, kind } of cases) {
      const client = `t-${past}-${kind.text}-${kind.isQuiet}`
      const state = { hasOpenRequest: past === 'open', closedForMs: typeof past === 'number' ? past : null }
      if (past !== 'never') await withPast(client, state.closedForMs)
      const received = await house.say(client, kind.text, kind.more)
      const [audit] = await house.rows<{ effect: string }>(
        `SELECT facts->>'effect' AS effect FROM audit_entry WHERE subject_id = $1 ORDER BY id DESC LIMIT 1`,
        received.requestId,
      )
      expect(audit?.effect, client).toBe(decideArrival(state, kind, window))
      seen.push(audit?.effect ?? '')
    }
    expect(new Set(seen)).toEqual(new Set(['open', 'append', 'reopen', 'attach']))
  })
})

describe('plans', () => {
  it('of the hot look-ups go by index on a full table', async () => {
    const big = await testDatabase()
    const client = new pg.Client({ connectionString: big.url })
    await client.connect()
    await client.query(`
      INSERT INTO request (id, number, contact_id, channel_kind, type, priority, topic, language, department_id, holder_kind,
        holder_since, opened_at, status, closed_at, next_due_at, last_client_message_at)
      SELECT gen_random_uuid(), 'n' || i, gen_random_uuid(), 'telegram', 'question', 'normal', 'general', 'ru', gen_random_uuid(),
        'queue', now(), now() - i * interval '1 minute', CASE WHEN i % 20 = 0 THEN 'open' ELSE 'closed' END,
        CASE WHEN i % 20 = 0 THEN NULL ELSE now() - i * interval '1 minute' END, now() + i * interval '1 minute', now()
      FROM generate_series(1, 8000) i;
      INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, external_id, author_kind, kind, text, sent_at, received_at)
      SELECT gen_random_uuid(), r.id, r.department_id, r.id, s, r.id || '-' || s, 'client', 'text', 'matn', now(), now()
      FROM request r, generate_series(1, 2) s;
      INSERT INTO delivery (id, message_id, conversation_id, channel_account_id, seq, state, next_attempt_at, queued_at)
      SELECT gen_random_uuid(), id, conversation_id, channel_account_id, seq, CASE WHEN random() < 0.01 THEN 'pending' ELSE 'sent' END, now(), now() FROM message;
      INSERT INTO sla_clock (id, request_id, kind, state, started_at, due_at, next_wake_at)
      SELECT gen_random_uuid(), id, 'resolution', CASE WHEN status = 'open' THEN 'running' ELSE 'met' END, now(), now(),
        CASE WHEN status = 'open' THEN now() END FROM request;
      ANALYZE;`)
    const [some] = (
      await client.query('SELECT id, request_id, conversation_id, channel_account_id, external_id FROM message LIMIT 1')
    ).rows
    const plans: Record<string, [string, unknown[]]> = {
      queue: [
        `SELECT r.id FROM request r WHERE r.status = 'open' AND r.holder_kind = 'queue' ORDER BY r.next_due_at ASC NULLS LAST, r.opened_at, r.id LIMIT 51`,
        [],
      ],
      closed: [
        `SELECT id FROM request r WHERE r.status = 'closed' AND r.closed_at IS NOT NULL ORDER BY r.closed_at DESC, r.id DESC LIMIT 51`,
        [],
      ],
      mine: [`SELECT id FROM request WHERE holder_operator_id = $1 AND status IN ('open', 'waiting_client')`, [some.id]],
      timeline: [`SELECT id FROM message WHERE request_id = $1 ORDER BY received_at DESC, id DESC LIMIT 51`, [some.request_id]],
      resume: [`SELECT id FROM message WHERE conversation_id = $1 AND seq > 1 ORDER BY seq LIMIT 50`, [some.conversation_id]],
      repeat: [
        `SELECT id FROM message WHERE channel_account_id = $1 AND external_id = $2`,
        [some.channel_account_id, some.external_id],
      ],
      claim: [
        `SELECT id FROM delivery WHERE conversation_id = $1 AND state IN ('pending', 'sending') ORDER BY seq LIMIT 1`,
        [some.conversation_id],
      ],
      due: [
        `SELECT conversation_id FROM delivery WHERE state = 'pending' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 50`,
        [],
      ],
      wake: [`SELECT id FROM sla_clock WHERE next_wake_at <= now() AND state = 'running' ORDER BY next_wake_at LIMIT 100`, []],
      compute: [`SELECT id FROM sla_clock WHERE state = 'running' AND due_at IS NULL ORDER BY started_at LIMIT 100`, []],
    }
    for (const [name, [text, values]] of Object.entries(plans)) {
      const plan = (await client.query(`EXPLAIN ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan, name).not.toContain('Seq Scan')
    }
    await client.end()
    await big.drop()
  })
})
