/** Ties the relay, the queue and the batch runner together in a process with the role `worker`. */
import { z } from 'zod'
import type { Ctx, JobDefinition } from '../ctx.ts'
import { defineJob } from '../queue/define-job.ts'
import { BatchRunner } from './batch-runner.ts'
import { defineSweep, type Sweep } from './define-sweep.ts'
import { RecentFacts } from './recent-facts.ts'
import { selectBacklog, selectDueSubscribers } from './relay.store.ts'
import { type Hint, Relay } from './relay.ts'
import type { Subscriber } from './subscriber.ts'

/**
 * Hints within this time become one job: a hearing costs the same for one fact as for a hundred, nobody sees the difference,
 * and whoever takes the job finds all rows. The first after a rest goes out at once.
 */
const hintSpacingMs = 60
/** The same in a stream of facts: each hearing then has more of them, and costs the same. */
const streamHintSpacingMs = 150
/** And for those that are in no hurry, however few facts there are. */
const patientSpacingMs = 1_000
const sweepEveryMs = 2_000

export type FactDelivery = {
  readonly relay: Relay
  readonly runner: BatchRunner
  readonly job: JobDefinition<{ subscribers: string[] }>
  readonly sweep: Sweep
}

export function createFactDelivery(ctx: Ctx, subscribers: readonly Subscriber[]): FactDelivery {
  const recent = new RecentFacts()
  const runner = new BatchRunner(ctx, subscribers, recent, (subscriber, afterMs) => {
    void ctx.queue.add(job, { subscribers: [subscriber] }, { delayMs: afterMs }) // never rejects, by its promise
  })
  const job = defineJob({
    name: 'platform.deliver-facts',
    data: z.object({ subscribers: z.array(z.string()) }),
    concurrency: subscribers.length + 4, // one slow subscriber each, and room to look for the others
    attempts: 1, // the rows are tried again, not the job
    isPrompt: true, // each subscriber rests or does not, by its own pace
    run: (_ctx, data) => runner.drainAll(data.subscribers),
  })
  const relay: { current?: Relay } = {}
  const isPatient = (name: string) => subscribers.some((one) => one.name === name && one.pace === 'patient')
  const send = (names: string[]) => {
    const left = runner.hearOwn(names)
    if (left.length > 0) void ctx.queue.add(job, { subscribers: left })
  }
  const hintSoon = spaced(send, () => (relay.current?.isInStream ? streamHintSpacingMs : hintSpacingMs))
  const hintLater = spaced(send, () => patientSpacingMs)
  const hint: Hint = (names) => {
    hintSoon(names.filter((name) => !isPatient(name)))
    hintLater(names.filter(isPatient))
  }
  relay.current = new Relay(ctx, subscribers, hint, recent, runner)
  const sweep = defineSweep({
    name: 'platform.unheard-facts',
    everyMs: sweepEveryMs,
    run: async (sweeping) => {
      const names = await selectDueSubscribers(sweeping.db)
      for (const name of names) runner.lookFor(name)
      if (names.length > 0) hint(names)
      const { unpublished, unheard, parked, oldestAgeSeconds } = await selectBacklog(sweeping.db)
      sweeping.metrics.gauge('events_unpublished', unpublished)
      sweeping.metrics.gauge('event_batches_unheard', unheard)
      sweeping.metrics.gauge('facts_parked', parked)
      sweeping.metrics.gauge('relay_lag_seconds', oldestAgeSeconds)
    },
  })
  return { relay: relay.current, runner, job, sweep }
}

/** The first names go out at once, those that come within the spacing together at its end. */
function spaced(send: (names: string[]) => void, spacingMs: () => number): Hint {
  const owed = new Set<string>()
  let isQuiet = false
  const flush = () => {
    if (owed.size === 0) {
      isQuiet = false
      return
    }
    isQuiet = true
    send([...owed])
    owed.clear()
    setTimeout(flush, spacingMs()).unref()
  }
  return (names) => {
    for (const name of names) owed.add(name)
    if (!isQuiet && owed.size > 0) flush()
  }
}
