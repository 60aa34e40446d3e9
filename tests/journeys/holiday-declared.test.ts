/** A decree makes tomorrow a day off while clocks run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CalendarUse, ClockExplanation, ClockView, RequestSummary } from '#contracts'
import { until } from '../support/index.ts'
import { type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'
import type { Visitor } from './story-visitor.ts'

let story: Story
let client: Visitor
let dilnoza: Desk
let admin: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T15:00:00+05:00')
  client = await story.visitor()
  dilnoza = await story.comes('dilnoza')
  admin = await story.comes('admin')
}, 60_000)
afterAll(() => story?.close())

const tomorrow = '2026-11-26'
const dayOf = (clock: ClockView | undefined) => (clock?.dueAt ?? '').slice(0, 10)
const clockOf = (request: RequestSummary, kind: ClockView['kind']) => request.clocks.find((clock) => clock.kind === kind)

describe('a holiday declared while clocks run', () => {
  let requestId: string
  let before: ClockView | undefined

  it('finds a complaint that is due tomorrow', async () => {
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    const request = await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId)
    requestId = request.id
    expect((await dilnoza.reply(requestId, { text: 'Tekshiryapmiz.' })).status).toBe(200)
    before = clockOf(request, 'resolution')
    expect(dayOf(before)).toBe(tomorrow)
  })

  it('moves every running clock of the calendar, on every open screen, with the reason in its ledger', async () => {
    const calendars = await admin.get<CalendarUse[]>('/api/calendars')
    const calendar = calendars.find(({ rules }) => rules.week[6]?.length === 0)
    expect(calendar?.runningClocks).toBeGreaterThan(0)
    const rules = { ...calendar?.rules, daysOff: [...(calendar?.rules.daysOff ?? []), tomorrow].sort() }
    const path = `/api/calendars/${calendar?.id}`
    const changed = await admin.call('POST', path, { rules, expectedVersion: calendar?.version })
    expect(changed.status).toBe(200)
    // Whoever changes it over somebody else's change is told.
    const stale = await admin.call('POST', path, { rules, expectedVersion: calendar?.version })
    expect([stale.status, stale.body.code]).toEqual([409, 'request.changed_meanwhile'])
    const moved = await dilnoza.sees((request) => request.id === requestId && dayOf(clockOf(request, 'resolution')) > tomorrow)
    const clock = clockOf(moved, 'resolution')
    expect(clock?.targetMs).toBe(before?.targetMs)
    const explained = await until(() => dilnoza.get<ClockExplanation>(`/api/requests/${requestId}/clocks/${clock?.id}`))
    expect(JSON.stringify(explained.entries)).toContain('calendar_changed')
  })

  it('counts nothing of the day off itself', async () => {
    const clockId = before?.id
    story.at('2026-11-27T09:30:00+05:00')
    dilnoza = await story.comes('dilnoza')
    const { clock, intervals } = await dilnoza.get<ClockExplanation>(`/api/requests/${requestId}/clocks/${clockId}`)
    expect(clock.breachedAt).toBeNull()
    const counted = intervals.filter(({ countedMs }) => countedMs > 0)
    expect(counted.filter(({ from }) => from.startsWith(tomorrow))).toEqual([])
    expect(counted.some(({ from }) => from.startsWith('2026-11-25'))).toBe(true)
    expect(counted.some(({ from }) => from.startsWith('2026-11-27'))).toBe(true)
  })
})
