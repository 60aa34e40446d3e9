/** What the suites of the relay share: a drum whose beats are facts, and who listens to it. */
import { z } from 'zod'
import { newId } from '#kernel'
import { type Ctx, defineEvent, defineSubscriber, type Fact, inTransaction, publish } from '#platform'

export const drumBeat = defineEvent('drum.beat', 1, z.object({ beat: z.number() }))
export const subject = newId()

export const beat = (on: Ctx, number: number) => inTransaction(on, (tx) => publish(tx, on, drumBeat, subject, { beat: number }))
export const beatOf = (fact: Fact) => (fact.data as { beat: number }).beat

/** What still has to be heard, the oldest first. */
export const batchesIn = ({ db }: Ctx) =>
  db.query<{
    subscriber: string
    attempts: number
    parked_at: Date | null
    from_feed_no: number
    to_feed_no: number
    last_error: string | null
  }>({ text: 'SELECT * FROM event_batch ORDER BY id' })

/** As if every lease and every rest were over. */
export const makeAllDue = ({ db }: Ctx) => db.query({ text: 'UPDATE event_batch SET due_at = now()' })

export function listener(name = 'band.listen', handle: (facts: Fact[]) => Promise<void> = async () => undefined) {
  const heard: number[] = []
  const subscriber = defineSubscriber({
    name,
    events: ['drum.beat'],
    handle: async (_ctx, facts) => {
      await handle(facts)
      heard.push(...facts.map(beatOf))
    },
  })
  return { subscriber, heard }
}
