/** A worker: the relay, the queue and the sweeps together. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Ctx, createFactDelivery, defineJob, defineSweep, openJobQueue, Sweeper, startWorker } from '#platform'
import { type TestCtx, testCtx, until } from '../../support/index.ts'
import { batchesIn, beat, listener } from './band.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx({ poolSize: 12 })
})
afterEach(() => ctx.close())

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
    expect(await batchesIn(ctx)).toEqual([])
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
    await until(async () => heard.length === 1 && (await batchesIn(ctx)).length === 0)
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
      await until(async () => (await batchesIn(ctx)).length === number)
    }
    // Nobody else gets the first while this one works; it is too far behind to keep all of them to itself.
    expect((await batchesIn(ctx)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 0, 0])
    const stopping = worker.stop()
    release()
    await stopping
    expect(heard).toEqual([1])
    expect((await batchesIn(ctx)).map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0])
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
