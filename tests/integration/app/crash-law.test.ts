/**
 * The crash law behind the intake: whoever carries facts, hears them, stamps clocks, takes steps of escalation or migrates the
 * schema dies at every statement, before it is sent and while it is on its way. Then somebody else goes on. Nothing is lost,
 * nothing is there twice, every stamp bears its own moment.
 */
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { EscalationStep } from '#contracts'
import { ClockWaker, changePolicy, doDueSteps, handoffSweeps, listPolicies } from '#handoff'
import { minuteMs, newId, type RequestId } from '#kernel'
import {
  type Ctx,
  createFactDelivery,
  defineEvent,
  defineSubscriber,
  handleOnce,
  inTransaction,
  migrate,
  publish,
} from '#platform'
import { type Cut, cutsOf, liveUntil, mortal } from '../../support/cut-at-statement.ts'
import { type TestCtx, tellFacts, testCtx, testDatabase, until } from '../../support/index.ts'
import { type Bank, openBank } from '../handoff/bank.ts'

/** Lives with connections of its own that may be cut, and lets go of whatever is left of them. */
async function victimOf(ctx: TestCtx, cut: Cut | null, live: (victim: Ctx) => Promise<unknown>) {
  const { database, clock } = ctx
  const victim = await testCtx({ database: { ...database, url: mortal(database.url) }, clock, poolSize: 2 })
  const life = await liveUntil(cut, () => live(victim))
  await victim.close()
  if (cut !== null) expect(life.isDead, `${cut.mode} ${cut.at}`).toBe(true)
  return life
}
const nameOf = (cut: Cut | null) => (cut === null ? 'nobody died' : `died ${cut.mode} ${cut.at}`)

describe('who carries and hears facts', () => {
  const beat = defineEvent('hammer.fell', 1, z.object({ beat: z.number() }))
  const echoed = defineEvent('hammer.echoed', 1, z.object({ beat: z.number() }))
  const name = 'crash.hear'
  const listener = defineSubscriber({
    name,
    events: ['hammer.fell'],
    async handle(ctx, facts) {
      for (const { id, data } of facts) {
        const { beat: number } = data as { beat: number }
        await inTransaction(ctx, async (tx) => {
          if (!(await handleOnce(tx, name, id))) return
          await tx.$executeRaw`INSERT INTO heard (beat) VALUES (${number})`
          await publish(tx, ctx, echoed, newId(), { beat: number })
        })
      }
    },
  })
  let ctx: TestCtx
  beforeAll(async () => {
    ctx = await testCtx()
    await ctx.db.query({ text: 'CREATE TABLE heard (beat int NOT NULL)' })
  })
  afterAll(() => ctx.close())

  async function dieAt(cut: Cut | null, from: number) {
    const beats = [from, from + 1, from + 2]
    for (const number of beats) await inTransaction(ctx, (tx) => publish(tx, ctx, beat, newId(), { beat: number }))
    const life = await victimOf(ctx, cut, async (victim) => {
      const { relay, runner } = createFactDelivery(victim, [listener])
      await relay.round()
      await runner.drain(name)
      await relay.round()
    })
    const waits = async () => {
      // What the dead one had taken is free when its lease is over.
      await ctx.db.query({ text: 'UPDATE event_batch SET due_at = now()' })
      await tellFacts(ctx, [listener])
      const [left] = await ctx.db.query<{ n: number }>({
        text: 'SELECT (SELECT count(*) FROM event WHERE published_at IS NULL) + (SELECT count(*) FROM event_batch) AS n',
      })
      return Number(left?.n) === 0
    }
    await until(waits, { withinMs: 15_000, what: `everything being heard after who ${nameOf(cut)}` })
    const counted = (text: string) => ctx.db.query<{ beat: number; times: number }>({ text, values: [from] })
    const once = beats.map((number) => ({ beat: number, times: 1 }))
    expect(
      await counted('SELECT beat, count(*)::int AS times FROM heard WHERE beat >= $1 GROUP BY 1 ORDER BY 1'),
      nameOf(cut),
    ).toEqual(once)
    expect(
      await counted(`SELECT (data->>'beat')::int AS beat, count(*)::int AS times FROM event
        WHERE name = 'hammer.echoed' AND (data->>'beat')::int >= $1 GROUP BY 1 ORDER BY 1`),
      nameOf(cut),
    ).toEqual(once)
    return life
  }

  it('may die at every statement: each fact is numbered once, heard once, and so is what follows', async () => {
    const cuts = cutsOf(await dieAt(null, 10))
    expect(cuts.length).toBeGreaterThan(15)
    for (const [index, cut] of cuts.entries()) await dieAt(cut, 20 + index * 10)
    const numbers = await ctx.db.query<{ feed_no: number }>({ text: 'SELECT feed_no FROM event ORDER BY feed_no' })
    expect(numbers.map(({ feed_no }) => feed_no)).toEqual(numbers.map((_, index) => index + 1))
  }, 120_000)
})

describe('who stamps clocks and takes steps', () => {
  let bank: Bank
  beforeAll(async () => {
    bank = await openBank({ at: '2026-11-25T10:00:00+05:00' })
    await bank.come('jasur')
    const policy = (await listPolicies(bank.ctx)).at(-1)
    const step = (code: string, share: number, action: EscalationStep['action']): EscalationStep => ({
      ...{ code, share, action },
      clock: 'first_response',
    })
    const escalation = [step('half', 0.5, { kind: 'raise_priority' }), step('late', 1.5, { kind: 'tell_supervisor' })]
    if (policy === undefined) throw new Error('no policy')
    await changePolicy(bank.as('admin'), { targets: { ...policy.targets, escalation }, expectedVersion: policy.version })
    await bank.planner.refresh()
    await bank.settle()
  })
  afterAll(() => bank.close())

  const work = async (ctx: Ctx) => {
    await new ClockWaker(ctx).wakeOnce()
    await doDueSteps(ctx)
  }
  const begunElsewhere = handoffSweeps.find(({ name }) => name === 'handoff.escalation')

  /** What the ledger and the facts hold of this request's promise of a first answer, each with how often. */
  const ledgerOf = (requestId: RequestId) =>
    bank.rows<{ what: string; times: number; late: number }>(
      `SELECT e.kind || coalesce(' ' || (e.facts->>'code'), '') AS what, count(*)::int AS times,
         count(*) FILTER (WHERE e.kind = 'breached' AND e.at <> k.due_at)::int AS late
       FROM sla_clock_entry e JOIN sla_clock k ON k.id = e.clock_id
       WHERE k.request_id = $1 AND k.kind = 'first_response' GROUP BY 1
       UNION ALL
       SELECT 'fact ' || name || coalesce(' ' || (data->>'code'), '') || coalesce(' ' || (data->>'kind'), ''), count(*)::int, 0
       FROM event WHERE subject_id = $1 AND name LIKE 'clock.%' AND name <> 'clock.started' GROUP BY 1 ORDER BY 1`,
      requestId,
    )

  async function dieAt(cut: Cut | null) {
    const requestId = await bank.write(`crash ${nameOf(cut)}`, 'complaint normal p2p: ?')
    // Past the due moment and both steps, so that every kind of stamp is in this round.
    bank.clock.advance(20 * minuteMs)
    const life = await victimOf(bank.ctx, cut, work)
    const isDone = async () => {
      await work(bank.ctx)
      await begunElsewhere?.run(bank.ctx)
      const open = await bank.rows(
        `SELECT 1 FROM clock_step WHERE request_id = $1 AND state <> 'done'
         UNION ALL SELECT 1 FROM sla_clock WHERE request_id = $1 AND state = 'running' AND next_wake_at <= $2`,
        requestId,
        bank.clock.now(),
      )
      return open.length === 0
    }
    await until(isDone, { withinMs: 15_000, what: `every stamp being there after who ${nameOf(cut)}` })
    const ledger = await ledgerOf(requestId)
    const [stamps] = await bank.rows(
      `SELECT breached_at = due_at AS breached, warned_at IS NOT NULL AS warned FROM sla_clock
       WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
    )
    expect(await bank.request(requestId), nameOf(cut)).toMatchObject({ priority: 'high' })
    return { life, seen: { ledger, stamps } }
  }

  it('may die at every statement: each warning, breach and step is there once, with its own moment', async () => {
    const { life, seen } = await dieAt(null)
    expect(seen.stamps).toEqual({ breached: true, warned: true })
    expect(seen.ledger.length).toBeGreaterThan(5)
    expect(seen.ledger.filter(({ times, late }) => times !== 1 || late !== 0)).toEqual([])
    const cuts = cutsOf(life)
    expect(cuts.length).toBeGreaterThan(10)
    for (const cut of cuts) {
      // Two hours on, the same day or not: what comes due is the same.
      bank.clock.set(new Date('2026-11-25T10:00:00+05:00'))
      expect((await dieAt(cut)).seen, nameOf(cut)).toEqual(seen)
    }
  }, 120_000)
})

describe('who migrates the schema', () => {
  let directory: string
  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-migrations-'))
    const files = {
      '20260101000000_first': 'CREATE TABLE bell (n int PRIMARY KEY); INSERT INTO bell VALUES (1);',
      '20260102000000_second':
        'ALTER TABLE bell ADD COLUMN tone text; UPDATE bell SET tone = $$a;b$$; INSERT INTO bell VALUES (2); -- end',
      '20260103000000_third': 'CREATE INDEX bell_tone_idx ON bell (tone);\nINSERT INTO bell SELECT max(n) + 1 FROM bell;',
    }
    for (const [name, sql] of Object.entries(files)) {
      fs.mkdirSync(path.join(directory, name))
      fs.writeFileSync(path.join(directory, name, 'migration.sql'), sql)
    }
  })
  afterAll(() => fs.rmSync(directory, { recursive: true }))

  async function dieAt(cut: Cut | null) {
    const database = await testDatabase('empty')
    try {
      const life = await liveUntil(cut, () => migrate(mortal(database.url), undefined, directory))
      if (cut !== null) expect(life.isDead, nameOf(cut)).toBe(true)
      await migrate(database.url, undefined, directory)
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      const { rows: bells } = await client.query('SELECT n, tone FROM bell ORDER BY n')
      const { rows: notes } = await client.query(
        'SELECT migration_name, count(*)::int AS times FROM _prisma_migrations WHERE finished_at IS NOT NULL GROUP BY 1 ORDER BY 1',
      )
      await client.end()
      expect(bells, nameOf(cut)).toEqual([
        { n: 1, tone: 'a;b' },
        { n: 2, tone: null },
        { n: 3, tone: null },
      ])
      expect(
        notes.map(({ times }) => times),
        nameOf(cut),
      ).toEqual([1, 1, 1])
      return life
    } finally {
      await database.drop()
    }
  }

  it('may die at every statement: the next start goes on, and each migration is done once', async () => {
    const cuts = cutsOf(await dieAt(null))
    expect(cuts.length).toBeGreaterThan(15)
    for (const cut of cuts) await dieAt(cut)
  }, 120_000)
})
