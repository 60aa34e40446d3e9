import { type Ctx, createFactDelivery, type Subscriber } from '#platform'

/**
 * Lets every published fact reach these subscribers, and the facts their handling states, until nothing is left: the real
 * relay and the real batches, turned by hand. A subscriber's failure is not retried here: look at the log collector.
 */
export async function tellFacts(ctx: Ctx, subscribers: readonly Subscriber[]): Promise<void> {
  const { relay, runner } = createFactDelivery(ctx, subscribers)
  const names = subscribers.map((subscriber) => subscriber.name)
  do await runner.drainAll(names)
  while ((await relay.round()) !== 0)
}
