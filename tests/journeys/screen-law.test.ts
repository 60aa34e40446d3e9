/**
 * The screen law, end to end: whatever clients and staff do, and however often a screen loses its connection, snapshot plus
 * frames equals a fresh snapshot. The screens are the console's own store over the real API and the real socket.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestDetail } from '#contracts'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { modes, newReplyId, type StaffSession, signInAs, until } from '../support/index.ts'
import { type House, openHouse } from './house.ts'
import { freshRequests, openScreen, type Screen } from './screen.ts'

/** The same random walk for the same seed: a failure can be walked again. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const says = [
  'Kartam yo‘qoldi!',
  'Kredit foizi qancha?',
  'Почему списали комиссию?',
  'operator kerak',
  'rahmat',
  'Pulim qaytmadi, shikoyat qilaman',
]
const steps = 120

for (const { mode, isAbsent, open } of modes()) {
  describe.skipIf(isAbsent)(`the screen law, ${mode}`, () => {
    let house: House
    let staff: StaffSession[]
    let people: Person[]
    const screens: Screen[] = []
    const seed = 20_261_122
    beforeAll(async () => {
      house = await openHouse(await open())
      staff = []
      for (const login of ['jasur', 'dilnoza', 'gulnora', 'sherzod']) staff.push(await signInAs(house.hub, login))
      people = Array.from({ length: 12 }, (_, index) =>
        house.telegram.person({ id: 4_000 + index, first_name: `Mijoz${index}` }),
      )
    }, 120_000)
    afterAll(async () => {
      for (const screen of screens) screen.close()
      await house?.close()
    })

    it('holds after a random day', async () => {
      const roll = dice(seed)
      const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T
      for (const session of staff) screens.push(await openScreen(house.hub, session))
      const known = async () => [...(await freshRequests(staff[3] as StaffSession)).values()]
      const act = async () => {
        const session = pick(staff)
        const request = pick(await known())
        const path = `/api/requests/${request?.id ?? 'none'}`
        const acts: (() => Promise<unknown>)[] = [
          async () => void pick(people).write(pick(says)),
          async () => void pick(people).write(pick(says)),
          () => session.send('POST', `${path}/take`, {}),
          () => session.send('POST', `${path}/replies`, { clientReplyId: newReplyId(), text: 'Tekshiryapmiz, javob beramiz.' }),
          () => session.send('POST', `${path}/notes`, { text: 'eslatma' }),
          () => session.send('POST', `${path}/return`, {}),
          () => session.send('POST', `${path}/transfer`, { to: { operatorId: pick(staff).operatorId }, note: 'sizga' }),
          () => session.send('POST', `${path}/pause`, { reason: 'waiting_client_answer' }),
          () => session.send('POST', `${path}/resume`, {}),
          () => session.send('POST', `${path}/close`, { outcome: 'resolved' }),
          () => session.send('POST', `${path}/reopen`, {}),
          () => session.send('POST', `${path}/classification`, { priority: pick(['high', 'urgent']) }),
          () => session.send('POST', '/api/me/presence', { state: pick(['online', 'away']) }),
          () =>
            request
              ? pick(screens)
                  .open(request.id)
                  .catch(() => undefined)
              : Promise.resolve(),
          () => pick(screens).reconnect(),
        ]
        await pick(acts)()
      }
      for (const person of people.slice(0, 6)) person.write(pick(says))
      await until(async () => (await known()).length >= 6, { withinMs: 30_000, what: 'the first requests' })
      for (let step = 0; step < steps; step++) await act()
      await until(() => house.telegram.isIdle(), { withinMs: 30_000, what: 'every update acknowledged' })
      await house.quiet()

      for (const [index, screen] of screens.entries()) {
        const session = staff[index] as StaffSession
        await until(
          async () => {
            const fresh = await freshRequests(session)
            const own = new Map([...screen.state().requests].map(([id, one]) => [id, one.value]))
            expect(own).toEqual(fresh)
            return true
          },
          { withinMs: 15_000, what: `the screen of ${index} equal to a fresh one (seed ${seed})` },
        )
      }
    }, 240_000)

    it('holds for the timelines on the screens, after one more loss of the connection', async () => {
      const [watched] = [...(await freshRequests(staff[3] as StaffSession)).values()].filter((one) => one.status !== 'closed')
      if (!watched) throw new Error('no open request is left to watch')
      const [screen, session] = [screens[3] as Screen, staff[3] as StaffSession]
      await screen.open(watched.id)
      await session.send('POST', `/api/requests/${watched.id}/take`, {})
      await session.send('POST', `/api/requests/${watched.id}/replies`, {
        clientReplyId: newReplyId(),
        text: 'Javobimiz tayyor.',
      })
      await session.send('POST', `/api/requests/${watched.id}/notes`, { text: 'ikkinchi eslatma' })
      await screen.reconnect()
      await house.quiet()
      await until(
        async () => {
          const fresh = await session.get<RequestDetail>(`/api/requests/${watched.id}`)
          const timeline = screen.state().timelines.get(watched.id)
          const values = <T>(map: ReadonlyMap<string, { value: T }> | undefined) =>
            [...(map ?? new Map()).values()].map((one) => one.value)
          const bySeq = values(timeline?.messages).sort((a, b) => a.seq - b.seq || a.id.localeCompare(b.id))
          expect(bySeq).toEqual([...fresh.messages].sort((a, b) => a.seq - b.seq || a.id.localeCompare(b.id)))
          expect(
            values(timeline?.notes)
              .map((note) => note.id)
              .sort(),
          ).toEqual(fresh.notes.map((note) => note.id).sort())
          return true
        },
        { withinMs: 15_000, what: 'the timeline equal to a fresh one' },
      )
    }, 60_000)
  })
}
