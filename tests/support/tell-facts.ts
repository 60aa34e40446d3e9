import { setTimeout as sleep } from 'node:timers/promises'
import { type Ctx, createFactDelivery, type Subscriber } from '#platform'

/** What a handler meets through no fault of its own, by its code: the program tries again, and so does a story. */
const passing = ['40001', '40P01', '55P03', 'database.unavailable']
const mostAgain = 100

/**
 * Lets every published fact reach these subscribers, and the facts their handling states, until nothing is left: the real
 * relay and the real batches, turned by hand. What a busy database put off is heard again at once; a subscriber's own failure is
 * not retried here: look at the log collector.
 */
export async function tellFacts(ctx: Ctx, subscribers: readonly Subscriber[]): Promise<void> {
  const { relay, runner } = createFactDelivery(ctx, subscribers)
  const names = subscribers.map((subscriber) => subscriber.name)
  for (let again = 0; ; again++) {
    do await runner.drainAll(names)
    while ((await relay.round()) !== 0)
    const left = await putOff(ctx, names)
    if (left.length === 0) return
    if (again >= mostAgain) throw new Error(`facts that nobody gets to hear: ${left.join('; ')}`)
    await sleep(10)
  }
}

/**
 * Batches nobody has tried yet (the clock of the database was set back meanwhile), or that failed in passing: due at once. Whose,
 * and why.
 */
async function putOff(ctx: Ctx, names: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.query<{ subscriber: string; why: string | null }>({
    text: `UPDATE event_batch SET due_at = clock_timestamp() WHERE subscriber = ANY($1) AND parked_at IS NULL
      AND (attempts = 0 OR last_error = ANY($2)) RETURNING subscriber, last_error AS why`,
    values: [names, passing],
  })
  return rows.map(({ subscriber, why }) => `${subscriber} (${why ?? 'untried'})`)
}
