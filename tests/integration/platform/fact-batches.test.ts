/** Batches of facts: heard again after a death or a failure, parked where nobody can digest them, due whatever the clock says. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, type EventId } from '#kernel'
import { createFactDelivery, defineSubscriber, handleOnce, inTransaction, startWorker } from '#platform'
import { type TestCtx, tellFacts, testCtx, until } from '../../support/index.ts'
import { batchesIn, beat, beatOf, listener, makeAllDue } from './band.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx({ poolSize: 12 })
})
afterEach(() => ctx.close())

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
      await makeAllDue(ctx)
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
      await makeAllDue(ctx)
    }
    expect(heard).toEqual([1, 3])
    expect(await batchesIn(ctx)).toMatchObject([
      { subscriber: 'band.listen', from_feed_no: 2, to_feed_no: 2, last_error: 'TypeError' },
    ])
    expect((await batchesIn(ctx))[0]?.parked_at).toBeInstanceOf(Date)
    expect(ctx.collector.saying('a fact was parked')).toHaveLength(1)
    expect(ctx.collector.lines.join('')).not.toContain('secret words')
    await makeAllDue(ctx)
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
      await makeAllDue(ctx)
    }
    expect(await batchesIn(ctx)).toMatchObject([{ parked_at: null, last_error: 'channel.unreachable' }])
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

describe('a batch of facts nobody has tried', () => {
  /** The database's own clock, which stands in for PostgreSQL's wherever a statement asks for the time. */
  async function openWithOwnClock() {
    const { database } = ctx
    await ctx.db.query({ text: 'CREATE SCHEMA own' })
    const setBack = (by: string) =>
      Promise.all(
        ['now', 'clock_timestamp'].map((name) =>
          ctx.db.query({
            text: `CREATE OR REPLACE FUNCTION own.${name}() RETURNS timestamptz VOLATILE LANGUAGE sql
              AS $$SELECT pg_catalog.clock_timestamp() - interval '${by}'$$`,
          }),
        ),
      )
    await setBack('0')
    await ctx.db.query({ text: `ALTER DATABASE ${database.name} SET search_path = own, public, pg_catalog` })
    return { on: await testCtx({ database }), setBack }
  }

  it('is due at once, also when the clock was set back after it was written', async () => {
    const { on, setBack } = await openWithOwnClock()
    try {
      const hinted: unknown[] = []
      const queue = { ...on.queue, add: async (_job: unknown, data: unknown) => void hinted.push(data) }
      const { subscriber, heard } = listener()
      await beat(on, 1)
      await createFactDelivery(on, [subscriber]).relay.round() // and its process is gone
      await setBack('1 hour')
      const { runner, sweep } = createFactDelivery({ ...on, queue }, [subscriber])
      await sweep.run(on)
      expect(hinted).toEqual([{ subscribers: ['band.listen'] }])
      await runner.drain('band.listen')
      expect(heard).toEqual([1])
      expect(await batchesIn(on)).toEqual([])
    } finally {
      await on.close()
    }
  })

  it('is due at once where a process gave it back, whatever the clock says then', async () => {
    const { on, setBack } = await openWithOwnClock()
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    try {
      const { subscriber, heard } = listener('band.listen', () => held)
      const worker = await startWorker(on, { subscribers: [subscriber], jobs: [], sweeps: [] })
      for (const number of [1, 2]) {
        await beat(on, number)
        await until(async () => (await batchesIn(on)).length === number)
      }
      const stopping = worker.stop()
      release()
      await stopping
      expect(await batchesIn(on)).toMatchObject([{ attempts: 0, from_feed_no: 2 }])
      await setBack('1 hour')
      await createFactDelivery(on, [subscriber]).runner.drain('band.listen')
      expect(heard).toEqual([1, 2])
    } finally {
      await on.close()
    }
  })
})
