import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, isAppError, newId } from '#kernel'
import { audit, type Ctx, defineEvent, handleOnce, inTransaction, inTransactionTogether, openDb, publish } from '#platform'
import { collectLog, fakeClock, freePort, type TestCtx, testCtx, until } from '../../support/index.ts'

const bellRang = defineEvent('bell.rang', 1, z.object({ bellId: z.string(), times: z.number() }))

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx({ clock: fakeClock('2026-03-04T12:00:00.123+05:00') })
})
afterAll(() => ctx.close())

const eventsOf = (subjectId: string) =>
  ctx.db.query<{ name: string; ord: number; occurred_at: Date; data: unknown; actor: string; published_at: Date | null }>({
    text: 'SELECT * FROM event WHERE subject_id = $1 ORDER BY ord',
    values: [subjectId],
  })

describe('a transaction', () => {
  it('writes its facts and audit entries in the order they were stated, with the moment of the clock', async () => {
    const subject = newId()
    await inTransaction(ctx, async (tx) => {
      for (let times = 1; times <= 12; times++) await publish(tx, ctx, bellRang, subject, { bellId: 'b', times })
      await audit(tx, ctx, { action: 'bell.rung', subjectKind: 'bell', subjectId: subject, facts: { times: 12 } })
    })
    const events = await eventsOf(subject)
    expect(events.map((event) => (event.data as { times: number }).times)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(events[0]).toMatchObject({ name: 'bell.rang', actor: 'system:test', published_at: null })
    expect(events[0]?.occurred_at.toISOString()).toBe('2026-03-04T07:00:00.123Z')
    const entries = await ctx.db.prisma.auditEntry.findMany({ where: { subjectId: subject } })
    expect(entries).toMatchObject([{ action: 'bell.rung', actor: 'system:test', facts: { times: 12 }, trace: ctx.trace }])
    expect(entries[0]?.at.toISOString()).toBe('2026-03-04T07:00:00.123Z')
  })

  it('leaves no fact behind when it is rolled back', async () => {
    const subject = newId()
    const failing = inTransaction(ctx, async (tx) => {
      await publish(tx, ctx, bellRang, subject, { bellId: 'b', times: 1 })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await eventsOf(subject)).toEqual([])
  })

  it('refuses a fact that does not fit its definition, and everything done with it', async () => {
    const subject = newId()
    const data = { bellId: 'b', times: 'often' as unknown as number }
    await expect(inTransaction(ctx, (tx) => publish(tx, ctx, bellRang, subject, data))).rejects.toThrow()
    expect(await eventsOf(subject)).toEqual([])
  })

  it('refuses a fact stated after its end, which would otherwise be lost without a word', async () => {
    const tx = await inTransaction(ctx, async (handle) => handle)
    await expect(publish(tx, ctx, bellRang, newId(), { bellId: 'b', times: 1 })).rejects.toThrow(/inside the transaction/)
  })

  it('wakes the relay after the commit and only if it stated a fact', async () => {
    let woken = 0
    const stop = ctx.bus.subscribe('relay.wake', () => woken++)
    await new Promise((resolve) => setTimeout(resolve, 20)) // an earlier test's owed wake-up
    woken = 0
    await inTransaction(ctx, (tx) => tx.setting.upsert({ where: { key: 'a' }, create: { key: 'a', value: 1 }, update: {} }))
    expect(woken).toBe(0)
    await inTransaction(ctx, (tx) => publish(tx, ctx, bellRang, newId(), { bellId: 'b', times: 1 }))
    await until(() => woken > 0)
    stop()
  })

  it('is run once more after a deadlock', async () => {
    await ctx.db.prisma.setting.createMany({
      data: [
        { key: 'left', value: 0 },
        { key: 'right', value: 0 },
      ],
    })
    let tries = 0
    const add = (first: string, second: string, met: () => Promise<void>) =>
      inTransaction(ctx, async (tx) => {
        tries++
        await tx.$executeRaw`UPDATE setting SET value = to_jsonb(value::int + 1) WHERE key = ${first}`
        await met()
        await tx.$executeRaw`UPDATE setting SET value = to_jsonb(value::int + 1) WHERE key = ${second}`
      })
    let arrived = 0
    const bothHoldOne = async () => {
      arrived++
      await until(() => arrived >= 2)
    }
    await Promise.all([add('left', 'right', bothHoldOne), add('right', 'left', bothHoldOne)])
    expect(tries).toBeGreaterThan(2)
    const settings = await ctx.db.prisma.setting.findMany({ where: { key: { in: ['left', 'right'] } } })
    expect(settings.map((setting) => setting.value)).toEqual([2, 2])
  })

  it('says database.unavailable where nobody listens', async () => {
    const log = collectLog().log
    const db = openDb(`postgresql://nobody:word@127.0.0.1:${await freePort()}/none`, 2, log)
    const away: Ctx = { ...ctx, db }
    const isAway = (error: unknown) => isAppError(error, 'database.unavailable')
    await expect(inTransaction(away, async () => 1)).rejects.toSatisfy(isAway)
    await expect(db.query({ text: 'SELECT 1' })).rejects.toSatisfy(isAway)
    await db.close()
  })

  it('says database.unavailable when the server throws the connection out in the middle', async () => {
    const isAway = (error: unknown) => isAppError(error, 'database.unavailable')
    const thrownOut = inTransaction(ctx, async (tx) => {
      await tx.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`
    })
    await expect(thrownOut).rejects.toSatisfy(isAway)
    expect(await inTransaction(ctx, async () => 'again')).toBe('again')
  })
})

describe('handleOnce', () => {
  it('is true for the first of many who try at the same time, and for each subscriber apart', async () => {
    const eventId = newId()
    const attempt = (subscriber: string) => inTransaction(ctx, (tx) => handleOnce(tx, subscriber, eventId as never))
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => attempt('stats.count')))
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    expect(await attempt('stats.other')).toBe(true)
  })

  it('forgets what was rolled back', async () => {
    const eventId = newId()
    const failing = inTransaction(ctx, async (tx) => {
      await handleOnce(tx, 'stats.count', eventId as never)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await inTransaction(ctx, (tx) => handleOnce(tx, 'stats.count', eventId as never))).toBe(true)
  })
})

describe('several works in one transaction', () => {
  type Work = { readonly subject: string; readonly fails?: 'refuses' | 'at once' | 'late' }
  const ring = async (tx: Parameters<typeof publish>[0], { subject, fails }: Work) => {
    await tx.$queryRaw`SELECT 1`
    if (fails === 'refuses') throw new AppError('request.closed')
    if (fails === 'at once') throw new Error('no')
    await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${subject}, '1'::jsonb)`
    await publish(tx, ctx, bellRang, subject, { bellId: 'b', times: 1 })
    await audit(tx, ctx, { action: 'bell.rung', subjectKind: 'bell', subjectId: subject, facts: {} })
    if (fails === 'late') throw new AppError('request.closed')
    const [{ xact } = { xact: '' }] = await tx.$queryRaw<{ xact: string }[]>`SELECT pg_current_xact_id()::text AS xact`
    return xact
  }
  const together = (works: readonly Work[]) =>
    inTransactionTogether(
      ctx,
      works,
      async () => undefined,
      (tx, work) => ring(tx, work),
    )
  const keptOf = async ({ subject }: Work) => [
    await ctx.db.prisma.setting.count({ where: { key: subject } }),
    (await eventsOf(subject)).length,
    await ctx.db.prisma.auditEntry.count({ where: { subjectId: subject } }),
  ]

  it('commits once what all of them did, and leaves out whoever refuses before changing anything', async () => {
    const works: Work[] = [{ subject: newId() }, { subject: newId(), fails: 'refuses' }, { subject: newId() }]
    const [first, refused, last] = await together(works)
    expect(first?.status === 'fulfilled' && last?.status === 'fulfilled' && first.value === last.value).toBe(true)
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'request.closed' } })
    expect(await Promise.all(works.map(keptOf))).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [1, 1, 1],
    ])
  })

  it.each(['late', 'at once'] as const)('keeps the others apart from one that fails %s, and nothing of it', async (fails) => {
    const works: Work[] = [{ subject: newId() }, { subject: newId(), fails }, { subject: newId() }]
    const [first, failed, last] = await together(works)
    expect([first?.status, failed?.status, last?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await Promise.all(works.map(keptOf))).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [1, 1, 1],
    ])
  })
})
