import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '#kernel'
import { defineJob, type JobDefinition, type JobQueue, openJobQueue } from '#platform'
import { hasRedis, redisForTests, type TestCtx, type TestDatabase, testCtx, testDatabase, until } from '../../support/index.ts'

type Place = { ctx: TestCtx; open(): Promise<JobQueue>; database: TestDatabase }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function place(redisUrl?: string): Promise<Place> {
  const database = await testDatabase()
  const ctx = await testCtx({ database })
  closing.push(() => database.drop())
  closing.push(() => ctx.close())
  const open = async () => {
    const queue = await openJobQueue({ databaseUrl: database.url, redisUrl }, ctx.log, ctx.metrics)
    closing.push(() => queue.close())
    return queue
  }
  return { ctx, open, database }
}

const data = z.object({ id: z.string() })
const asJobs = (...jobs: JobDefinition<{ id: string }>[]) => jobs as JobDefinition<unknown>[]

const stores = [
  { store: 'PostgreSQL', isAbsent: false, make: () => place() },
  {
    store: 'Redis',
    isAbsent: !hasRedis(),
    make: async () => {
      const redis = await redisForTests()
      closing.push(() => redis.stop())
      return place(redis.url)
    },
  },
]

for (const { store, isAbsent, make } of stores) {
  describe.skipIf(isAbsent)(`the queue on ${store}`, () => {
    it('runs each job once, in another process as well, with a trace of its own', async () => {
      const { ctx, open } = await make()
      const [adding, working] = [await open(), await open()]
      const ran: string[] = []
      const traces = new Set<string>()
      const job = defineJob({
        name: 'band.play',
        data,
        concurrency: 4,
        run: async (on, { id }) => {
          traces.add(on.trace)
          ran.push(id)
        },
      })
      await working.start(asJobs(job), () => ctx)
      await Promise.all(Array.from({ length: 30 }, (_, index) => adding.add(job, { id: `n${index}` })))
      await until(() => ran.length >= 30)
      expect(new Set(ran).size).toBe(30)
      expect(traces.size).toBe(30)
      await until(async () => (await adding.depth())['band.play'] === 0)
    })

    it('never runs more at once than the job allows', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      let running = 0
      let most = 0
      let done = 0
      const job = defineJob({
        name: 'band.play',
        data,
        concurrency: 2,
        run: async () => {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setTimeout(resolve, 20))
          running--
          done++
        },
      })
      await queue.start(asJobs(job), () => ctx)
      await Promise.all(Array.from({ length: 8 }, (_, index) => queue.add(job, { id: `n${index}` })))
      await until(() => done === 8)
      expect(most).toBe(2)
    })

    it('waits with a delayed job until it is due', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      const ran: string[] = []
      const job = defineJob({ name: 'band.play', data, run: async (_ctx, { id }) => void ran.push(id) })
      await queue.add(job, { id: 'later' }, { delayMs: 400 })
      await queue.start(asJobs(job), () => ctx)
      await queue.add(job, { id: 'now' })
      await until(() => ran.length === 2)
      expect(ran).toEqual(['now', 'later'])
    })

    it('keeps a twin out while one waits, and lets it in once that one runs, failed or was delayed', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      const ran: string[] = []
      let release: () => void = () => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const job = defineJob({
        name: 'band.play',
        data,
        attempts: 1,
        run: async (_ctx, { id }) => {
          ran.push(id)
          if (id === 'first') await held
          if (id === 'failing') throw new Error('no')
        },
      })
      await queue.add(job, { id: 'first' }, { key: 'k' })
      await queue.add(job, { id: 'twin' }, { key: 'k' })
      await queue.add(job, { id: 'far away' }, { key: 'k', delayMs: 60_000 })
      await queue.start(asJobs(job), () => ctx)
      await until(() => ran.includes('first'))
      await queue.add(job, { id: 'failing' }, { key: 'k' })
      release()
      await until(() => ran.includes('failing'))
      await until(async () => {
        await queue.add(job, { id: 'after' }, { key: 'k' })
        return ran.includes('after')
      })
      expect(ran.slice(0, 3)).toEqual(['first', 'failing', 'after'])
      expect(ran).not.toContain('twin')
    })

    it('tries a job again when something is away, and not at all when it is refused', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      const tries = { away: 0, refused: 0 }
      const job = defineJob({
        name: 'band.play',
        data,
        attempts: 3,
        concurrency: 2,
        run: async (_ctx, { id }) => {
          if (id === 'away' && ++tries.away < 3) throw new AppError('channel.unreachable')
          if (id === 'refused') {
            tries.refused++
            throw new AppError('request.closed')
          }
        },
      })
      await queue.start(asJobs(job), () => ctx)
      await queue.add(job, { id: 'refused' })
      await queue.add(job, { id: 'away' })
      await until(() => tries.away === 3)
      expect(tries.refused).toBe(1)
    })

    it('refuses data that does not fit, and nobody is bothered', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      const ran: unknown[] = []
      const job = defineJob({ name: 'band.play', data, run: async (_ctx, given) => void ran.push(given) })
      await queue.start(asJobs(job), () => ctx)
      await queue.add(job, { id: 7 as unknown as string })
      await queue.add(job, { id: 'fits' })
      await until(() => ran.length === 1)
      expect(ran).toEqual([{ id: 'fits' }])
      expect(await ctx.metrics.text()).toContain('queue_hint_lost{job="band.play"} 1')
    })

    it('lets running jobs finish when it closes', async () => {
      const { ctx, open } = await make()
      const queue = await open()
      let state = 'waiting'
      const job = defineJob({
        name: 'band.play',
        data,
        run: async () => {
          state = 'running'
          await new Promise((resolve) => setTimeout(resolve, 100))
          state = 'done'
        },
      })
      await queue.start(asJobs(job), () => ctx)
      await queue.add(job, { id: 'a' })
      await until(() => state === 'running')
      await queue.close()
      expect(state).toBe('done')
      await queue.add(job, { id: 'b' }) // a hint after the end is lost, not an error
    })
  })
}

describe('what a failed job leaves behind', () => {
  it('is a code and no words', async () => {
    const { ctx, open, database } = await place()
    const queue = await open()
    let ran = 0
    const job = defineJob({
      name: 'band.play',
      data,
      attempts: 1,
      run: async () => {
        ran++
        throw new TypeError('karta 8600 1234 5678 9012')
      },
    })
    await queue.add(job, { id: 'a' }) // before anybody works on it here: it waits in the store
    await queue.start(asJobs(job), () => ctx)
    await until(() => ran === 1)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const row = await until(async () => {
      const { rows } = await client.query(`SELECT j::text AS whole, failed_reason FROM bullmq.job j WHERE state = 'failed'`)
      return rows[0] as { whole: string; failed_reason: string } | undefined
    })
    await client.end()
    expect(row.failed_reason).toContain('TypeError')
    expect(row.whole).not.toContain('8600')
    expect(ctx.collector.lines.join('')).not.toContain('8600')
  })
})

describe.skipIf(!hasRedis())('the queue when Redis is away', () => {
  it('tries its own work again as often as any other, and no more', async () => {
    const redis = await redisForTests()
    const { ctx, open } = await place(redis.url)
    const queue = await open()
    await redis.stop()
    let tries = 0
    const run = async () => {
      tries++
      throw new AppError('channel.unreachable')
    }
    const job = defineJob({ name: 'band.play', data, attempts: 2, run })
    const after = defineJob({ name: 'band.rest', data, run: async () => undefined })
    await queue.start(asJobs(job, after), () => ctx)
    await queue.add(job, { id: 'away' })
    await until(() => tries === 2)
    // Whatever would come a third time would come before this.
    let isLater = false
    const note = () => {
      isLater = true
    }
    const last = defineJob({ ...after, run: async () => note() })
    await queue.add(last, { id: 'later' }, { delayMs: 1_200 })
    await until(() => isLater)
    expect(tries).toBe(2)
    const again = await redisForTests(redis.port)
    closing.unshift(() => again.stop())
  })

  it('goes on with its own work, loses only hints for others, and works again when Redis is back', async () => {
    const redis = await redisForTests()
    const { ctx, open } = await place(redis.url)
    const queue = await open()
    const ran: string[] = []
    const job = defineJob({ name: 'band.play', data, run: async (_ctx, { id }) => void ran.push(id) })
    await queue.start(asJobs(job), () => ctx)
    await queue.add(job, { id: 'before' })
    await until(() => ran.includes('before'))
    await redis.stop()
    const elsewhere = defineJob({ name: 'band.rest', data, run: async () => undefined })
    await until(async () => {
      await queue.add(elsewhere, { id: 'nobody here does it' })
      return (await ctx.metrics.text()).includes('queue_hint_lost')
    })
    await queue.add(job, { id: 'meanwhile' })
    await until(() => ran.includes('meanwhile'))
    const again = await redisForTests(redis.port)
    closing.unshift(() => again.stop())
    await until(
      async () => {
        await queue.add(job, { id: 'after' })
        return ran.includes('after')
      },
      { withinMs: 15_000 },
    )
  })

  it('opens and starts although Redis is not there yet, and works when it comes', async () => {
    const redis = await redisForTests()
    await redis.stop()
    const { ctx, open } = await place(redis.url)
    const queue = await open()
    const ran: string[] = []
    const job = defineJob({ name: 'band.play', data, run: async (_ctx, { id }) => void ran.push(id) })
    await queue.start(asJobs(job), () => ctx)
    await queue.add(job, { id: 'lost' })
    const later = await redisForTests(redis.port)
    closing.unshift(() => later.stop())
    await until(
      async () => {
        await queue.add(job, { id: 'found' })
        return ran.includes('found')
      },
      { withinMs: 15_000 },
    )
  })
})
