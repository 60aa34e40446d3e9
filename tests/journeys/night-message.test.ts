/** A message in the night waits for the morning, and its promise with it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClockExplanation } from '#contracts'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let client: Person
beforeAll(async () => {
  story = await tellStory('2026-11-24T23:30:00+05:00')
  client = story.client('Zuhra')
}, 60_000)
afterAll(() => story?.close())

describe('a message in the night', () => {
  it('is registered, and the client hears the moment at which somebody opens the door', async () => {
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    const said = await hears(client, /\d{4}-\d{6}/)
    expect(said).toMatch(/chorshanba, 25-noyabr, 09:00/)
  })

  it('goes in the morning to the first who comes, and no minute of the night has counted', async () => {
    story.at('2026-11-25T09:04:00+05:00')
    const dilnoza: Desk = await story.comes('dilnoza')
    const request = await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId, 20_000)
    expect(request.type).toBe('complaint')
    const clock = request.clocks.find(({ kind }) => kind === 'first_response')
    expect(clock).toMatchObject({ state: 'running', breachedAt: null })
    expect(new Date(clock?.dueAt ?? 0).getTime()).toBeGreaterThan(new Date('2026-11-25T09:04:00+05:00').getTime())

    expect((await dilnoza.reply(request.id, { text: 'Hisobingizni tekshiryapman, bugun javob beramiz.' })).status).toBe(200)
    await hears(client, 'tekshiryapman')
    const explained = await until(async () => {
      const found = await dilnoza.get<ClockExplanation>(`/api/requests/${request.id}/clocks/${clock?.id}`)
      return found.clock.state === 'met' ? found : null
    })
    const counted = explained.intervals.filter(({ countedMs }) => countedMs > 0)
    expect(counted.map(({ from }) => from)).toEqual(['2026-11-25T04:00:00.000Z'])
    const totalMs = counted.reduce((sum, { countedMs }) => sum + countedMs, 0)
    expect(totalMs).toBeGreaterThanOrEqual(4 * 60_000)
    expect(totalMs).toBeLessThan(6 * 60_000)
    expect(explained.intervals.some(({ why }) => why === 'outside_hours')).toBe(true)
  })
})
