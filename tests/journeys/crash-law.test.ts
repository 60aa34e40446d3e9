/**
 * The crash law, end to end: the program is killed again and again in the middle of a stream of webhooks from a Telegram that
 * comes again until it is told 200. Nothing acknowledged is lost, nothing is there twice, the order of each client is kept,
 * and everything behind the intake (facts, clocks, replies) comes to its end.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modes, until } from '../support/index.ts'
import { type House, openHouse } from './house.ts'

const clients = 25
const linesEach = 8
const crashes = 4
const texts = [
  'Kartam bloklandi',
  'Pulim qaytmadi',
  'Kredit foizi qancha?',
  'Ilova ochilmayapti',
  'rahmat',
  'Filial manzili qayerda?',
]

for (const { mode, isAbsent, open } of modes()) {
  describe.skipIf(isAbsent)(`the crash law, ${mode}`, () => {
    let house: House
    beforeAll(async () => {
      house = await openHouse(await open())
    }, 120_000)
    afterAll(() => house?.close())

    it('loses nothing it acknowledged and doubles nothing, however often it is killed', async () => {
      const { hub, telegram } = house
      const people = Array.from({ length: clients }, (_, index) =>
        telegram.person({ id: 9_000 + index, first_name: `Mijoz${index}` }),
      )
      for (let crash = 0; crash < crashes; crash++) {
        const lines = linesEach / crashes
        for (let line = 0; line < lines; line++) {
          for (const [index, person] of people.entries()) {
            const number = crash * lines + line
            person.write(`${texts[(index + number) % texts.length]} ${number}`)
          }
        }
        // Somewhere in the middle of it: as soon as a little more of it has been taken in.
        const before = (await house.rows<{ n: number }>(`SELECT count(*)::int AS n FROM message`))[0]?.n ?? 0
        await until(
          async () => ((await house.rows<{ n: number }>(`SELECT count(*)::int AS n FROM message`))[0]?.n ?? 0) > before + 5,
          { withinMs: 30_000, what: 'the stream under way' },
        )
        await hub.crash()
        await hub.start()
      }
      await until(() => telegram.isIdle(), { withinMs: 90_000, what: 'every update acknowledged' })
      await house.quiet()

      const stored = await house.rows<{ chat: string; texts: string[] }>(`
        SELECT c.external_id AS chat, array_agg(m.text ORDER BY m.seq) AS texts FROM message m
        JOIN conversation c ON c.id = m.conversation_id WHERE m.author_kind = 'client' GROUP BY 1`)
      expect(stored).toHaveLength(clients)
      for (const [index] of people.entries()) {
        const own = stored.find((one) => one.chat === String(9_000 + index))?.texts
        const written = Array.from({ length: linesEach }, (_, number) => `${texts[(index + number) % texts.length]} ${number}`)
        expect(own, `client ${index}`).toEqual(written)
      }
    }, 240_000)

    it('told one fact of each message, without a gap in the feed, and parked none', async () => {
      const [facts] = await house.rows<{ told: number; messages: number }>(`SELECT
        (SELECT count(*)::int FROM event WHERE name = 'message.received') AS told,
        (SELECT count(*)::int FROM message WHERE author_kind = 'client') AS messages`)
      expect(facts?.told).toBe(facts?.messages)
      const [feed] = await house.rows<{ count: number; last: number; parked: number }>(`SELECT count(*)::int AS count,
        max(feed_no)::int AS last, (SELECT count(*)::int FROM event_batch WHERE parked_at IS NOT NULL) AS parked FROM event`)
      expect(feed).toEqual({ count: feed?.last, last: feed?.last, parked: 0 })
    })

    it('left every open request one holder and its clocks, and counted each request once', async () => {
      const [wrong] = await house.rows<{ without: number; twice: number; uncounted: number }>(`SELECT
        (SELECT count(*)::int FROM request r WHERE status <> 'closed'
           AND NOT EXISTS (SELECT 1 FROM sla_clock k WHERE k.request_id = r.id)) AS without,
        (SELECT count(*)::int FROM (SELECT conversation_id FROM request_conversation rc JOIN request r ON r.id = rc.request_id
           WHERE r.status <> 'closed' GROUP BY 1 HAVING count(*) > 1) x) AS twice,
        (SELECT count(*)::int FROM request r WHERE NOT EXISTS (SELECT 1 FROM stat_request s WHERE s.request_id = r.id)) AS uncounted`)
      expect(wrong).toEqual({ without: 0, twice: 0, uncounted: 0 })
    })

    it('sent no reply twice: what may or may not have gone is marked and stays', async () => {
      // What waits may go while this looks: what was heard before the look was begun by then, and what was sure then is heard after.
      const heardBy = () =>
        Array.from({ length: clients }, (_, index) => house.telegram.person({ id: 9_000 + index }).heard().length)
      const before = heardBy()
      const deliveries = await house.rows<{ chat: string; state: string; parts: number }>(`
        SELECT c.external_id AS chat, d.state, greatest(1, cardinality(d.sent_parts)) AS parts FROM delivery d
        JOIN conversation c ON c.id = d.conversation_id`)
      const after = heardBy()
      // Half-sent ones stay `sending` until nobody can be at them any more, and are then called unconfirmed; never sent again.
      const isSure = (state: string) => state === 'sent'
      const isNotBegun = (state: string) => state === 'pending'
      expect(deliveries.filter(({ state }) => !['sent', 'sending', 'unconfirmed', 'pending'].includes(state))).toEqual([])
      for (let index = 0; index < clients; index++) {
        const own = deliveries.filter((one) => one.chat === String(9_000 + index))
        const sure = own.filter((one) => isSure(one.state)).reduce((sum, one) => sum + one.parts, 0)
        const most = own.filter((one) => !isNotBegun(one.state)).reduce((sum, one) => sum + one.parts, 0)
        expect(after[index], `client ${index}`).toBeGreaterThanOrEqual(sure)
        expect(before[index], `client ${index}`).toBeLessThanOrEqual(most)
      }
    })
  })
}
