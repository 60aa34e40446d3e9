import { newId } from '#kernel'
import type { Ctx, JobDefinition } from '../ctx.ts'
import type { Sweep } from './define-sweep.ts'
import { createFactDelivery } from './deliver-facts.ts'
import type { Subscriber } from './subscriber.ts'
import { Sweeper } from './sweeper.ts'

export type Work = {
  readonly subscribers: readonly Subscriber[]
  readonly jobs: readonly JobDefinition<unknown>[]
  readonly sweeps: readonly Sweep[]
}

/**
 * Starts everything of the role `worker`: the relay, the jobs and the sweeps.
 * The returned stop lets what is under way come to its end; what it cuts off after a bound is found again from the tables.
 */
export async function startWorker(ctx: Ctx, work: Work): Promise<{ stop(): Promise<void> }> {
  const delivery = createFactDelivery(ctx, work.subscribers)
  const sweeper = new Sweeper(ctx, [delivery.sweep, ...work.sweeps])
  await ctx.queue.start([delivery.job as JobDefinition<unknown>, ...work.jobs], () => ({ ...ctx, trace: newId() }))
  delivery.relay.start()
  sweeper.start()
  return {
    async stop() {
      delivery.runner.takeNoMore()
      await Promise.all([delivery.relay.stop(), sweeper.stop()])
      await Promise.all([delivery.runner.stop(), ctx.queue.close()])
    },
  }
}
