/** The relay: facts are numbered without gaps and told to whoever wants to hear. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  createFactDelivery,
  defineEvent,
  defineSubscriber,
  type Fact,
  inTransaction,
  lastFeedNo,
  onFacts,
  publish,
  readFeed,
} from '#platform'
import { type TestCtx, tellFacts, testCtx, until } from '../../support/index.ts'
import { batchesIn, beat, beatOf, drumBeat, listener, subject } from './band.ts'

const fluteBlown = defineEvent('flute.blown', 1, z.object({ tone: z.number() }))
type PlanNode = { 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: PlanNode[] }

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx({ poolSize: 12 })
})
afterEach(() => ctx.close())

describe('the relay', () => {
  it('numbers facts without gaps although slow transactions commit behind quick ones', async () => {
    const { relay } = createFactDelivery(ctx, [])
    const heard: number[] = []
    onFacts(ctx.bus, (facts) => heard.push(...facts.map((fact) => fact.feedNo)))
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    let isWritten = false
    const slow = inTransaction(ctx, async (tx) => {
      // The row is written and its `ord` drawn now, long before the commit.
      await tx.$executeRaw`INSERT INTO event (name, occurred_at, subject_id, actor, data)
        VALUES ('drum.beat', now(), ${subject}::uuid, 'system:slow', '{"beat": 0}')`
      isWritten = true
      await released
    })
    await until(() => isWritten)
    for (let number = 1; number <= 20; number++) await beat(ctx, number)
    expect(await relay.round()).toBe(20)
    release()
    await slow
    expect(await relay.round()).toBe(1)
    const feed = await readFeed(ctx, 0, 100)
    expect(feed.map((fact) => fact.feedNo)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    expect(feed.map(beatOf)).toEqual([...Array.from({ length: 20 }, (_, index) => index + 1), 0])
    expect(await lastFeedNo(ctx)).toBe(21)
    await until(() => heard.length === 21)
  })

  it('stays gapless while many write, some roll back and two relays compete', async () => {
    const relays = [createFactDelivery(ctx, []).relay, createFactDelivery(ctx, []).relay]
    let isWriting = true
    const relaying = relays.map(async (relay) => {
      while (isWriting || (await relay.round()) !== 0) await relay.round()
    })
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) {
        await inTransaction(ctx, async (tx) => {
          await publish(tx, ctx, drumBeat, subject, { beat: writer * 100 + turn })
          if (turn % 5 === 4) throw new Error('a changed mind')
        }).catch(() => undefined)
      }
    })
    await Promise.all(writers)
    isWriting = false
    await Promise.all(relaying)
    const feed = await readFeed(ctx, 0, 1_000)
    expect(feed.map((fact) => fact.feedNo)).toEqual(Array.from({ length: 160 }, (_, index) => index + 1))
    expect(new Set(feed.map(beatOf)).size).toBe(160)
    expect(await lastFeedNo(ctx)).toBe(160)
  })

  it('looks at the facts that wait and at no others, also where the planner believes the feed to be short', async () => {
    const { relay } = createFactDelivery(ctx, [])
    await beat(ctx, 0)
    await ctx.db.query({ text: 'ANALYZE event' })
    // After so many rounds the statement keeps its plan.
    for (let n = 0; n < 8; n++) {
      await beat(ctx, n)
      await relay.round()
    }
    const past = 4_000
    await ctx.db.query({
      text: `INSERT INTO event (name, occurred_at, subject_id, actor, data, published_at, feed_no)
        SELECT 'flute.blown', now(), gen_random_uuid(), 'test', '{}', now(), 1000 + n FROM generate_series(1, $1::int) n`,
      values: [past],
    })
    for (let n = 0; n < 20; n++) await beat(ctx, n)
    const client = await ctx.db.keyed.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE "relay-number"(500)`)
      const [{ Plan: plan }] = rows[0]['QUERY PLAN']
      const readOf = (node: PlanNode): number[] => [
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
        ...(node.Plans ?? []).flatMap(readOf),
      ]
      expect(Math.max(...readOf(plan))).toBeLessThan(past / 4)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })

  it('tells each subscriber only the facts it hears, in feed order, and once', async () => {
    const { subscriber, heard } = listener()
    const deaf = defineSubscriber({ name: 'band.deaf', events: ['flute.blown'], handle: async () => expect.unreachable() })
    for (let number = 1; number <= 1_200; number += 100) {
      await inTransaction(ctx, async (tx) => {
        for (let offset = 0; offset < 100; offset++) await publish(tx, ctx, drumBeat, subject, { beat: number + offset })
      })
    }
    await tellFacts(ctx, [subscriber, deaf])
    await tellFacts(ctx, [subscriber, deaf])
    expect(heard).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1))
    expect(await batchesIn(ctx)).toEqual([])
  })

  it('leaves a fact that nobody hears in the feed and makes no work of it', async () => {
    await inTransaction(ctx, (tx) => publish(tx, ctx, fluteBlown, subject, { tone: 1 }))
    const { relay } = createFactDelivery(ctx, [listener().subscriber])
    expect(await relay.round()).toBe(1)
    expect(await batchesIn(ctx)).toEqual([])
    expect(await readFeed(ctx, 0, 10)).toMatchObject([
      { name: 'flute.blown', feedNo: 1, actor: 'system:test', data: { tone: 1 } },
    ])
  })

  it('makes no work of a fact a subscriber does not want, and keeps it from it all the same', async () => {
    const { subscriber, heard } = listener()
    const picky = { ...subscriber, wants: (fact: Fact) => beatOf(fact) % 2 === 0 }
    const { relay, runner } = createFactDelivery(ctx, [picky])
    await beat(ctx, 1)
    expect(await relay.round()).toBe(1)
    expect(await batchesIn(ctx)).toEqual([])
    for (const number of [2, 3, 4]) await beat(ctx, number)
    await relay.round()
    await runner.drain('band.listen')
    expect(heard).toEqual([2, 4])
  })

  it('lets a process that did not number the facts read them, and one that did hear them as they were numbered', async () => {
    const { subscriber, heard } = listener()
    const here = createFactDelivery(ctx, [subscriber])
    const elsewhere = createFactDelivery(ctx, [subscriber])
    await beat(ctx, 1)
    await here.relay.round()
    await elsewhere.runner.drain('band.listen')
    await beat(ctx, 2)
    await here.relay.round()
    await ctx.db.query({ text: 'UPDATE event SET data = \'{"beat": 99}\' WHERE feed_no = 2' })
    await here.runner.drain('band.listen')
    expect(heard).toEqual([1, 2])
  })
})
