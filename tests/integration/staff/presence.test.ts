import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, type OperatorId } from '#kernel'
import { withActor } from '#platform'
import {
  changeCalendar,
  dropPresence,
  leaseMs,
  listCalendars,
  listPresent,
  loadCalendars,
  presenceSweep,
  renewPresence,
  seedStaff,
  setPresence,
} from '#staff'
import { fakeClock, type TestCtx, testCtx } from '../../support/index.ts'

const clock = fakeClock()
let ctx: TestCtx
let dilnoza: OperatorId

beforeAll(async () => {
  ctx = await testCtx({ clock })
  const { operators } = await seedStaff(ctx, { passwordFor: () => newId() })
  const found = operators.find(({ login }) => login === 'dilnoza')
  if (found === undefined) throw new Error('the seed has no dilnoza')
  dilnoza = found.id
})
afterAll(async () => ctx.close())
beforeEach(async () => {
  await ctx.db.query({ text: 'DELETE FROM presence_lease' })
  await ctx.db.query({ text: 'DELETE FROM operator_presence' })
  await ctx.db.query({ text: 'DELETE FROM event' })
})

const stated = async () =>
  (
    await ctx.db.query<{ state: string }>({
      text: "SELECT data->>'state' AS state FROM event WHERE name = 'presence.changed' ORDER BY ord",
    })
  ).map(({ state }) => state)

describe('presence', () => {
  it('begins with the first console and ends with the last one', async () => {
    await renewPresence(ctx, 'one', dilnoza)
    await renewPresence(ctx, 'two', dilnoza)
    await renewPresence(ctx, 'one', dilnoza)
    expect(await listPresent(ctx)).toEqual([{ operatorId: dilnoza, state: 'online', since: clock.now() }])
    await dropPresence(ctx, 'one')
    expect(await listPresent(ctx)).toHaveLength(1)
    await dropPresence(ctx, 'two')
    await dropPresence(ctx, 'two')
    expect(await listPresent(ctx)).toEqual([])
    expect(await stated()).toEqual(['online', 'offline'])
  })

  it('of a console that died without a word ends with its lease, and says so once', async () => {
    await renewPresence(ctx, 'one', dilnoza)
    clock.advance(leaseMs - 1)
    await presenceSweep.run(ctx)
    expect(await stated()).toEqual(['online'])
    const endsAt = new Date(clock.now().getTime() + 1)
    clock.advance(10_000)
    await presenceSweep.run(ctx)
    await presenceSweep.run(ctx)
    expect(await listPresent(ctx)).toEqual([])
    expect(await stated()).toEqual(['online', 'offline'])
    const [row] = await ctx.db.query<{ changed_at: Date }>({ text: 'SELECT changed_at FROM operator_presence' })
    expect(row?.changed_at).toEqual(endsAt)
  })

  it('keeps what a person chose over a reconnect', async () => {
    await renewPresence(ctx, 'one', dilnoza)
    await setPresence(ctx, dilnoza, 'away')
    await dropPresence(ctx, 'one')
    await renewPresence(ctx, 'two', dilnoza)
    expect(await listPresent(ctx)).toMatchObject([{ state: 'away' }])
    expect(await stated()).toEqual(['online', 'away', 'offline', 'away'])
  })

  it('states one fact when many consoles of a person open and close at once', async () => {
    const consoles = Array.from({ length: 20 }, (_, i) => `console-${i}`)
    await Promise.all(consoles.map((id) => renewPresence(ctx, id, dilnoza)))
    await Promise.all(consoles.map((id) => dropPresence(ctx, id)))
    expect(await stated()).toEqual(['online', 'offline'])
  })

  it('is refused to somebody who does not work here', async () => {
    await expect(renewPresence(ctx, 'x', newId<OperatorId>())).rejects.toMatchObject({ code: 'operator.not_found' })
  })
})

describe('a calendar', () => {
  it('changes by version: the second of two who change it at once is told', async () => {
    const [calendar] = await listCalendars(ctx)
    if (calendar === undefined) throw new Error('the seed has no calendar')
    const admin = withActor(ctx, { kind: 'operator', id: dilnoza, roles: ['administrator'] })
    const change = { calendarId: calendar.id, rules: { ...calendar.rules, daysOff: ['2026-12-30'] }, expectedVersion: 1 }
    const results = await Promise.allSettled([changeCalendar(admin, change), changeCalendar(admin, change)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const now = (await loadCalendars(ctx)).get(calendar.id)
    expect(now).toMatchObject({ version: 2, rules: { daysOff: ['2026-12-30'] } })
  })

  it('that never opens, or names no real zone, is refused', async () => {
    const [calendar] = await listCalendars(ctx)
    if (calendar === undefined) throw new Error('the seed has no calendar')
    const admin = withActor(ctx, { kind: 'operator', id: dilnoza, roles: ['administrator'] })
    const change = { calendarId: calendar.id, expectedVersion: calendar.version }
    const shut = { ...calendar.rules, week: [[], [], [], [], [], [], []], specialDays: {} }
    await expect(changeCalendar(admin, { ...change, rules: shut })).rejects.toMatchObject({ code: 'calendar.never_opens' })
    const nowhere = { ...calendar.rules, timeZone: 'Asia/Nowhere' }
    await expect(changeCalendar(admin, { ...change, rules: nowhere })).rejects.toMatchObject({ code: 'calendar.never_opens' })
    await expect(changeCalendar(withActor(ctx, { kind: 'bot' }), { ...change, rules: calendar.rules })).rejects.toMatchObject({
      code: 'permission.missing',
    })
  })
})
