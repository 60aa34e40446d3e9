/** A complaint needs more time than the law gives: the client is told, and only then is the term a longer one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClockExplanation, RequestTime, TemplateView } from '#contracts'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'

let story: Story
let client: Person
let sherzod: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T10:00:00+05:00')
  client = story.client('Rustam')
}, 60_000)
afterAll(() => story?.close())

const dayMs = 86_400_000
const termOf = (desk: Desk, id: string) => desk.get<RequestTime>(`/api/requests/${id}/time`)

describe('a complaint whose term is extended', () => {
  let requestId: string
  let firstDueAt: Date

  it('has its legal term from the day it came, and whoever holds it sees it', async () => {
    const dilnoza = await story.comes('dilnoza')
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    requestId = (await dilnoza.sees(({ holderOperatorId }) => holderOperatorId === dilnoza.operatorId)).id
    expect((await dilnoza.reply(requestId, { text: 'Protsessingdan so‘radik, javobini kutyapmiz.' })).status).toBe(200)
    const { legal } = await termOf(dilnoza, requestId)
    expect(legal).toMatchObject({ term: { days: 15 }, extension: null })
    firstDueAt = new Date(legal.term?.dueAt ?? 0)
    expect(firstDueAt.getTime()).toBeGreaterThan(story.now().getTime() + 14 * dayMs)
    // To extend it is not for the one who is late with it.
    const refused = await dilnoza.call('POST', `/api/requests/${requestId}/statutory/extend`, {
      reason: 'Protsessing javob bermadi',
      termDays: 30,
      notice: { templateVersionId: requestId },
    })
    expect(refused.status).toBe(403)
    dilnoza.close()
  })

  it('is extended once, with a reason and an approved notice that names the new day and is proved to have arrived', async () => {
    story.at('2026-12-07T11:00:00+05:00')
    sherzod = await story.comes('sherzod')
    const found = await sherzod.get<TemplateView[]>(`/api/templates?text=${encodeURIComponent('/muddat-uzaytirildi')}&limit=5`)
    const template = found.find(({ shortcut }) => shortcut === 'muddat-uzaytirildi')
    const extend = () =>
      sherzod.call('POST', `/api/requests/${requestId}/statutory/extend`, {
        reason: 'Protsessing markazi hujjatlarni hali bermadi',
        termDays: 30,
        notice: { templateVersionId: template?.versionId },
      })
    const extended = await extend()
    expect([extended.status, extended.body.code]).toEqual([200, undefined])
    const { legal } = await until(async () => {
      const time = await termOf(sherzod, requestId)
      return time.legal.extension?.notice.proof === 'proved' ? time : null
    })
    expect(legal.extension).toMatchObject({ byId: sherzod.operatorId, fromDays: 15, toDays: 30 })
    expect(new Date(legal.extension?.fromDueAt ?? 0)).toEqual(firstDueAt)
    const dueAt = new Date(legal.extension?.toDueAt ?? 0)
    expect(legal.term?.dueAt).toBe(dueAt.toISOString())
    const day = new Intl.DateTimeFormat('ru-RU', {
      timeZone: 'Asia/Tashkent',
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
    })
    await hears(client, day.format(new Date(dueAt.getTime() - 1)))
    const again = await extend()
    expect([again.status, again.body.code]).toEqual([409, 'statutory.already_extended'])
  })

  it('is not late on the day it would have been, is late the moment the new term ends, and the ledger tells all of it', async () => {
    story.at(new Date(firstDueAt.getTime() + dayMs).toISOString())
    sherzod = await story.comes('sherzod')
    const legalClock = async () => {
      const { request } = await sherzod.detail(requestId)
      return request.clocks.find(({ kind }) => kind === 'statutory')
    }
    expect(await legalClock()).toMatchObject({ state: 'running', breachedAt: null })
    const dueAt = new Date((await legalClock())?.dueAt ?? 0)
    story.at(new Date(dueAt.getTime() + 90_000).toISOString())
    sherzod = await story.comes('sherzod')
    const late = await until(async () => {
      const clock = await legalClock()
      return clock?.breachedAt === null ? null : clock
    })
    // Stamped with the moment it was due, not with the moment somebody looked.
    expect(late.breachedAt).toBe(dueAt.toISOString())
    const explained = await sherzod.get<ClockExplanation>(`/api/requests/${requestId}/clocks/${late.id}`)
    expect(explained.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['started', 'extended', 'breached']))
  })
})
