import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, type EventId, newId } from '#kernel'
import {
  type Ctx,
  createFactDelivery,
  defineEvent,
  defineJob,
  defineSubscriber,
  defineSweep,
  type Fact,
  handleOnce,
  inTransaction,
  lastFeedNo,
  onFacts,
  openJobQueue,
  publish,
  readFeed,
  Sweeper,
  startWorker,
} from '#platform'
import { type TestCtx, tellFacts, testCtx, until } from '../../support/index.ts'

const drumBeat = defineEvent('drum.beat', 1, z.object({ beat: z.number() }))
const fluteBlown = defineEvent('flute.blown', 1, z.object({ tone: z.number() }))
const subject = newId()

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx({ poolSize: 12 })
})
afterEach(() => ctx.close())

const beat = (on: Ctx, number: number) => inTransaction(on, (tx) => publish(tx, on, drumBeat, subject, { beat: number }))
const beatOf = (fact: Fact) => (fact.data as { beat: number }).beat
const batches = () =>
  ctx.db.query<{
    subscriber: string
    attempts: number
    parked_at: Date | null
    from_feed_no: number
    to_feed_no: number
    last_error: string | null
  }>({
    text: 'SELECT * FROM event_batch ORDER BY id',
  })
type PlanNode = { 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: PlanNode[] }
const makeAllDue = () => ctx.db.query({ text: 'UPDATE event_batch SET due_at = now()' })

function listener(name = 'band.listen', handle: (facts: Fact[]) => Promise<void> = async () => undefined) {
  const heard: number[] = []
  const subscriber = defineSubscriber({
    name,
    events: ['drum.beat'],
    handle: async (_ctx, facts) => {
      await handle(facts)
      heard.push(...facts.map(beatOf))
    },
  })
  return { subscriber, heard }
}

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
    expect(await batches()).toEqual([])
  })

  it('leaves a fact that nobody hears in the feed and makes no work of it', async () => {
    await inTransaction(ctx, (tx) => publish(tx, ctx, fluteBlown, subject, { tone: 1 }))
    const { relay } = createFactDelivery(ctx, [listener().subscriber])
    expect(await relay.round()).toBe(1)
    expect(await batches()).toEqual([])
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
    expect(await batches()).toEqual([])
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

describe('a batch of facts', () => {
  it('is heard after the process that had taken it died', async () => {
    await beat(ctx, 1)
    let isDead = false
    const dying = defineSubscriber({
      name: 'band.listen',
      events: ['drum.beat'],
      handle: () => {
        isDead = true
        return new Promise(() => undefined) // a killed process neither finishes nor fails
      },
    })
    const first = createFactDelivery(ctx, [dying])
    await first.relay.round()
    void first.runner.drain('band.listen')
    await until(() => isDead)
    const { subscriber, heard } = listener()
    const second = createFactDelivery(ctx, [subscriber])
    await second.runner.drain('band.listen')
    expect(heard).toEqual([]) // the lease of the dead one still runs
    // The one that plays dead here lives on and may renew its lease in between, so the lease ends until it was heard.
    await until(async () => {
      await makeAllDue()
      await second.runner.drain('band.listen')
      return heard.length > 0
    })
    expect(heard).toEqual([1])
  })

  it('keeps its turn when its holder died, however many have come since', async () => {
    await beat(ctx, 1)
    await createFactDelivery(ctx, [listener().subscriber]).relay.round()
    await ctx.db.query({ text: 'UPDATE event_batch SET attempts = 1' }) // taken once and not finished; its lease is over
    const { subscriber, heard } = listener()
    const { relay, runner } = createFactDelivery(ctx, [subscriber])
    for (let number = 2; number <= 20; number++) {
      await beat(ctx, number)
      await relay.round()
    }
    await runner.drain('band.listen')
    expect(heard).toHaveLength(20)
    expect(heard.slice(0, 8)).toContain(1)
  })

  it('gives way to all others once it has been taken three times in vain', async () => {
    await beat(ctx, 1)
    const { subscriber, heard } = listener()
    const { relay, runner } = createFactDelivery(ctx, [subscriber])
    await relay.round()
    await ctx.db.query({ text: 'UPDATE event_batch SET attempts = 3' })
    for (let number = 2; number <= 20; number++) {
      await beat(ctx, number)
      await relay.round()
    }
    await runner.drain('band.listen')
    expect(heard).toHaveLength(20)
    expect(heard.at(-1)).toBe(1)
  })

  it('is tried again, then fact by fact, and only the indigestible fact is parked', async () => {
    const { subscriber, heard } = listener('band.listen', async (facts) => {
      if (facts.some((fact) => beatOf(fact) === 2)) throw new TypeError('secret words of a client')
    })
    for (const number of [1, 2, 3]) await beat(ctx, number)
    for (let attempt = 1; attempt <= 4; attempt++) {
      await tellFacts(ctx, [subscriber])
      await makeAllDue()
    }
    expect(heard).toEqual([1, 3])
    expect(await batches()).toMatchObject([
      { subscriber: 'band.listen', from_feed_no: 2, to_feed_no: 2, last_error: 'TypeError' },
    ])
    expect((await batches())[0]?.parked_at).toBeInstanceOf(Date)
    expect(ctx.collector.saying('a fact was parked')).toHaveLength(1)
    expect(ctx.collector.lines.join('')).not.toContain('secret words')
    await makeAllDue()
    await tellFacts(ctx, [subscriber])
    expect(heard).toEqual([1, 3])
  })

  it('is never parked while a vendor is away', async () => {
    let isAway = true
    const { subscriber, heard } = listener('band.listen', async () => {
      if (isAway) throw new AppError('channel.unreachable')
    })
    await beat(ctx, 1)
    for (let attempt = 1; attempt <= 8; attempt++) {
      await tellFacts(ctx, [subscriber])
      await makeAllDue()
    }
    expect(await batches()).toMatchObject([{ parked_at: null, last_error: 'channel.unreachable' }])
    isAway = false
    await tellFacts(ctx, [subscriber])
    expect(heard).toEqual([1])
  })

  it('has its effect once where the handler guards it, however often it is heard', async () => {
    const { subscriber } = listener('band.listen', (facts) =>
      inTransaction(ctx, async (tx) => {
        for (const fact of facts) {
          if (!(await handleOnce(tx, 'band.listen', fact.id as EventId))) continue
          await tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('count', '1')
            ON CONFLICT (key) DO UPDATE SET value = to_jsonb(setting.value::int + 1)`
        }
      }),
    )
    for (const number of [1, 2, 3]) await beat(ctx, number)
    await tellFacts(ctx, [subscriber])
    await ctx.db.query({ text: `INSERT INTO event_batch (subscriber, from_feed_no, to_feed_no) VALUES ('band.listen', 1, 3)` })
    await tellFacts(ctx, [subscriber])
    expect((await ctx.db.prisma.setting.findUniqueOrThrow({ where: { key: 'count' } })).value).toBe(3)
  })
})

describe('a worker', () => {
  it('hears facts within the run of the program, and finds at start what an earlier one left behind', async () => {
    const queue = await openJobQueue({ databaseUrl: ctx.database.url }, ctx.log, ctx.metrics)
    const on: Ctx = { ...ctx, queue }
    await ctx.db.query({
      text: `INSERT INTO event (name, occurred_at, subject_id, actor, data)
      VALUES ('drum.beat', now(), gen_random_uuid(), 'system:earlier', '{"beat": 100}')`,
    })
    const { subscriber, heard } = listener()
    const ran: string[] = []
    const job = defineJob({
      name: 'band.tune',
      data: z.object({ id: z.string() }),
      run: async (_ctx, data) => void ran.push(data.id),
    })
    const sweep = defineSweep({
      name: 'band.sweep',
      everyMs: 60_000,
      run: async (sweeping) => sweeping.queue.add(job, { id: 'swept' }),
    })
    const worker = await startWorker(on, { subscribers: [subscriber], jobs: [job], sweeps: [sweep] })
    await beat(on, 1)
    await until(() => heard.includes(100) && heard.includes(1) && ran.includes('swept'))
    await worker.stop()
    expect(await batches()).toEqual([])
  })

  it('hears facts although every hint of the queue is lost', async () => {
    const { subscriber, heard } = listener()
    let taken: (() => Promise<void>) | undefined
    const lossy: Ctx['queue'] = {
      ...ctx.queue,
      start: async (jobs, makeCtx) => {
        taken = async () => {
          for (const job of jobs) await job.run(makeCtx(), { subscribers: ['band.listen'] })
        }
      },
    }
    const worker = await startWorker({ ...ctx, queue: lossy }, { subscribers: [subscriber], jobs: [], sweeps: [] })
    await beat(ctx, 1)
    await until(async () => heard.length === 1 && (await batches()).length === 0)
    // Numbered by another process, which is gone.
    await ctx.db.query({ text: "INSERT INTO event_batch (subscriber, from_feed_no, to_feed_no) VALUES ('band.listen', 1, 1)" })
    await taken?.() // as the hint of a later sweep would
    expect(heard).toEqual([1, 1])
    await worker.stop()
  })

  it('hears what it has numbered in its order, and leaves what it has not begun to others when it stops', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { subscriber, heard } = listener('band.listen', () => held)
    const worker = await startWorker(ctx, { subscribers: [subscriber], jobs: [], sweeps: [] })
    for (const number of [1, 2, 3, 4, 5, 6, 7]) {
      await beat(ctx, number)
      await until(async () => (await batches()).length === number)
    }
    // Nobody else gets the first while this one works; it is too far behind to keep all of them to itself.
    expect((await batches()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 0, 0])
    const stopping = worker.stop()
    release()
    await stopping
    expect(heard).toEqual([1])
    expect((await batches()).map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0])
    await createFactDelivery(ctx, [subscriber]).runner.drain('band.listen')
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})

describe('a sweep', () => {
  it('runs in one process at a time, and elsewhere once that process is gone', async () => {
    const runs: string[] = []
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const sweepOf = (who: string, wait?: Promise<void>) =>
      defineSweep({
        name: 'band.sweep',
        everyMs: 50,
        run: async () => {
          runs.push(who)
          await wait
        },
      })
    const first = new Sweeper(ctx, [sweepOf('first', held)])
    const second = new Sweeper(ctx, [sweepOf('second')])
    first.start()
    await until(() => runs.includes('first'))
    second.start()
    await new Promise((resolve) => setTimeout(resolve, 200)) // time in which the second would have run
    expect(runs).toEqual(['first'])
    release()
    await first.stop()
    await until(() => runs.includes('second'))
    await second.stop()
  })

  it('goes on after a run that failed', async () => {
    let runs = 0
    const sweeper = new Sweeper(ctx, [
      defineSweep({
        name: 'band.sweep',
        everyMs: 50,
        run: async () => {
          runs++
          throw new Error('no')
        },
      }),
    ])
    sweeper.start()
    await until(() => runs >= 3)
    await sweeper.stop()
  })
})
