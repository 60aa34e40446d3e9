import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoffSubscribers, handoffSweeps, listPolicies, previewCalendar, previewPolicy } from '#handoff'
import { type CalendarId, minuteMs, type RequestId } from '#kernel'
import { changeCalendar, changeDepartmentCalendar, createCalendar, getCalendar } from '#staff'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
let ids: RequestId[]
const many = 450

beforeAll(async () => {
  bank = await openBank({ at: '2026-11-26T17:50:00+05:00' })
  ids = await Promise.all(Array.from({ length: many }, (_, i) => bank.write(`many ${i}`, 'question normal general: ?')))
  await bank.settle()
})
afterAll(async () => bank.close())

const at = (text: string) => new Date(`${text}+05:00`)
const infoCalendar = () => getCalendar(bank.ctx, bank.department('info').calendarId as CalendarId)
const firstDue = async () =>
  (
    await bank.rows<{ due_at: Date; clocks: number }>(
      `SELECT due_at, count(*)::int AS clocks FROM sla_clock WHERE kind = 'first_response' AND request_id = ANY ($1) GROUP BY 1`,
      ids,
    )
  ).map(({ due_at, clocks }) => [due_at, clocks])

describe('a draft', () => {
  it('of a calendar says how many running clocks it would move, and moves none', async () => {
    const { id, rules } = await infoCalendar()
    const holiday = { ...rules, daysOff: [...rules.daysOff, '2026-11-27'] }
    const preview = await previewCalendar(bank.ctx, { calendarId: id, rules: holiday, month: '2026-11' })
    expect(preview).toMatchObject({ clocks: many * 2, later: many * 2, earlier: 0, late: 0, isCut: false })
    expect(preview.month?.days[26]).toMatchObject({ date: '2026-11-27', kind: 'day_off', workingMinutes: 0 })
    const round = { from: '00:00', to: '24:00' }
    const always = { ...rules, week: rules.week.map(() => [round]) }
    expect(await previewCalendar(bank.ctx, { calendarId: id, rules: always })).toMatchObject({ earlier: many * 2, month: null })
    expect(await firstDue()).toEqual([[at('2026-11-27T09:05:00'), many]])
    const shut = { ...rules, week: rules.week.map(() => []), specialDays: {} }
    await expect(previewCalendar(bank.ctx, { calendarId: id, rules: shut })).rejects.toMatchObject({
      code: 'calendar.never_opens',
    })
  })

  it('of a policy says how the open requests would stand and when a sample would be due, and changes nothing', async () => {
    const policy = (await listPolicies(bank.ctx)).at(-1)
    if (policy === undefined) throw new Error('no policy')
    const targets = { ...policy.targets, rules: [...policy.targets.rules, { firstResponseMinutes: 1 }] }
    bank.clock.set(at('2026-11-26T17:55:00'))
    const sample = {
      priority: 'normal',
      type: 'complaint',
      channel: 'telegram',
      at: at('2026-11-27T17:30:00').toISOString(),
    } as const
    const preview = await previewPolicy(bank.ctx, { targets, samples: [sample] })
    expect(preview).toMatchObject({ requests: many, isCut: false })
    expect(preview.clocks).toContainEqual({
      kind: 'first_response',
      now: { late: 0, dueWithinHour: 0, later: many },
      draft: { late: many, dueWithinHour: 0, later: 0 },
    })
    const dueOf = (kind: string) => preview.samples[0]?.clocks.find((clock) => clock.kind === kind)
    expect(dueOf('first_response')).toMatchObject({ targetMs: minuteMs, dueAt: at('2026-11-27T17:31:00').toISOString() })
    expect(dueOf('first_response')?.steps.map(({ code }) => code)).toEqual(['first_late'])
    expect(dueOf('statutory')).toMatchObject({ dueAt: at('2026-12-13T00:00:00').toISOString() })
    expect(await listPolicies(bank.ctx)).toHaveLength(1)
    const hole = { ...policy.targets, rules: [{ priority: 'low' as const }] }
    await expect(previewPolicy(bank.ctx, { targets: hole, samples: [] })).rejects.toMatchObject({ code: 'policy.incomplete' })
  })
})

describe('a holiday declared while clocks run', () => {
  it('moves every running clock once, in batches, each with its ledger entry, and hearing of it again moves none', async () => {
    bank.clock.set(at('2026-11-26T17:56:00'))
    const { id, rules, version } = await infoCalendar()
    const holiday = { ...rules, daysOff: [...rules.daysOff, '2026-11-27'] }
    await changeCalendar(bank.as('admin'), { calendarId: id, rules: holiday, expectedVersion: version })
    await bank.settle(handoffSubscribers)
    expect(await firstDue()).toEqual([[at('2026-11-30T09:05:00'), many]])
    const entries = () =>
      bank.rows<{ times: number }>(
        `SELECT count(*)::int AS times FROM sla_clock_entry e JOIN sla_clock k ON k.id = e.clock_id
         WHERE k.kind = 'first_response' AND e.kind = 'targeted' AND e.facts->>'why' = 'calendar_changed' GROUP BY e.clock_id`,
      )
    expect(await entries()).toHaveLength(many)
    expect((await entries()).every(({ times }) => times === 1)).toBe(true)
    const told = await bank.rows<{ facts: number; clocks: number }>(
      `SELECT count(*)::int AS facts, count(DISTINCT data->>'clockId')::int AS clocks FROM event
       WHERE name = 'clock.retargeted' AND data->>'kind' = 'first_response'`,
    )
    expect(told).toEqual([{ facts: many, clocks: many }])
    const queue = await bank.rows('SELECT DISTINCT next_due_at FROM request WHERE id = ANY ($1)', ids)
    expect(queue).toEqual([{ next_due_at: at('2026-11-30T09:05:00') }])
    const again = handoffSubscribers.find(({ name }) => name === 'handoff.compute-clocks')
    const facts = await bank.rows<{ subject_id: string }>(`SELECT subject_id FROM event WHERE name = 'calendar.changed'`)
    await again?.handle(
      bank.ctx,
      facts.map(({ subject_id }) => ({ name: 'calendar.changed', subjectId: subject_id }) as never),
    )
    expect((await entries()).every(({ times }) => times === 1)).toBe(true)
  })
})

describe('a clock that began while the news of a holiday was on its way', () => {
  it('is found by the sweep and moved', async () => {
    bank.clock.set(at('2026-12-01T17:50:00'))
    const { id, rules, version } = await infoCalendar()
    const holiday = { ...rules, daysOff: [...rules.daysOff, '2026-12-02'] }
    const sweep = handoffSweeps.find(({ name }) => name === 'handoff.clocks')
    await changeCalendar(bank.as('admin'), { calendarId: id, rules: holiday, expectedVersion: version })
    await bank.settle(handoffSubscribers)
    bank.clock.advance(1_000)
    const requestId = await bank.write('in between', 'question normal general: ?')
    const dueOf = async () =>
      (
        await bank.rows<{ due_at: Date }>(
          `SELECT due_at FROM sla_clock WHERE request_id = $1 AND kind = 'first_response'`,
          requestId,
        )
      )[0]?.due_at
    // Whatever the planner knew at this moment: as if it had known nothing yet.
    await bank.rows(
      `UPDATE sla_clock SET due_at = $2 WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
      at('2026-12-02T09:05:01'),
    )
    await sweep?.run(bank.ctx)
    expect(await dueOf()).toEqual(at('2026-12-03T09:05:01'))
  })
})

describe('a calendar', () => {
  it('that leads a department from now on moves the running clocks of its requests', async () => {
    bank.clock.set(at('2026-12-17T17:50:00'))
    const requestId = await bank.write('led otherwise', 'question normal general: ?')
    const { rules } = await infoCalendar()
    const late = [{ from: '11:00', to: '19:00' }]
    const { id } = await createCalendar(bank.as('admin'), {
      name: 'Late',
      rules: { ...rules, week: rules.week.map(() => late) },
    })
    const info = bank.department('info').id
    await expect(changeDepartmentCalendar(bank.as('sherzod'), info, id)).rejects.toMatchObject({ code: 'permission.missing' })
    await changeDepartmentCalendar(bank.as('admin'), info, id)
    await bank.settle(handoffSubscribers)
    const clocks = await bank.rows(
      `SELECT calendar_id, due_at FROM sla_clock WHERE request_id = $1 AND kind = 'first_response'`,
      requestId,
    )
    expect(clocks).toEqual([{ calendar_id: id, due_at: at('2026-12-17T18:05:00') }])
  })

  it('is made in any zone by who may, and one that never opens is refused', async () => {
    const { rules } = await infoCalendar()
    const { id } = await createCalendar(bank.as('admin'), {
      name: 'New York',
      rules: { ...rules, timeZone: 'America/New_York' },
    })
    expect((await getCalendar(bank.ctx, id)).time.timeZone).toBe('America/New_York')
    await expect(createCalendar(bank.as('sherzod'), { name: 'x', rules })).rejects.toMatchObject({ code: 'permission.missing' })
    const nowhere = { ...rules, timeZone: 'Mars/Base' }
    await expect(createCalendar(bank.as('admin'), { name: 'x', rules: nowhere })).rejects.toMatchObject({
      code: 'calendar.never_opens',
    })
  })
})
