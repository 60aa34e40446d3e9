/**
 * Hands batches of facts to their subscribers. The rows are the record: a batch is taken for a lease that is renewed while
 * the handler works, so what a dead process held is taken by another when the lease is over.
 *
 * A batch that fails is tried again with growing rests, then fact by fact, so that one fact nobody can digest does not hold
 * up its neighbours; such a fact is parked for a person, with a metric and a log line. A failure that is nobody's fault
 * (database or vendor away) is waited out and never parked.
 */
import { isAppError } from '#kernel'
import { type Ctx, withActor } from '../ctx.ts'
import { databaseCodeOf } from '../db/translate-error.ts'
import { tellTogether } from '../tracing/tracing.ts'
import type { Fact } from './fact.ts'
import type { RecentFacts } from './recent-facts.ts'
import {
  type ClaimedBatch,
  claimBatches,
  deleteBatches,
  parkFacts,
  postponeBatch,
  renewLeases,
  selectFactsOf,
  triesInTurn,
} from './relay.store.ts'
import type { Subscriber } from './subscriber.ts'

/** Longer than any handler may block the event loop, short enough to wait for after a crash. */
const leaseMs = 15_000
const renewEveryMs = 5_000
/** Batches merged into one hearing while a backlog is worked off. */
const mostBatches = 32
const mostFactsPerHearing = 500
const wholeBatchTries = 3
const restsMs = [250, 1_000, 4_000] as const
const longestRestMs = 30_000

export class BatchRunner {
  private readonly ctx: Ctx
  private readonly byName: ReadonlyMap<string, Subscriber>
  private readonly recent: RecentFacts
  private readonly working = new Map<string, number>()
  private readonly again = new Set<string>()
  private readonly hintLater: (subscriber: string, afterMs: number) => void
  private isStopped = false

  /** @param recent facts this process has just numbered or heard of, which need not be read again. */
  constructor(
    ctx: Ctx,
    subscribers: readonly Subscriber[],
    recent: RecentFacts,
    hintLater: (subscriber: string, afterMs: number) => void,
  ) {
    this.ctx = ctx
    this.recent = recent
    this.byName = new Map(subscribers.map((subscriber) => [subscriber.name, subscriber]))
    this.hintLater = hintLater
  }

  /** After this no further batch is taken; those under way are finished by whoever awaits their drain. */
  stop(): void {
    this.isStopped = true
  }

  /** Works until nothing due is left for these subscribers; unknown names are left to a process that knows them. */
  async drainAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.drain(name)))
  }

  async drain(name: string): Promise<void> {
    const subscriber = this.byName.get(name)
    if (!subscriber) return
    const busy = this.working.get(name) ?? 0
    if (busy >= (subscriber.concurrency ?? 1)) {
      this.again.add(name) // whoever works looks once more before it stops
      return
    }
    this.working.set(name, busy + 1)
    try {
      do {
        this.again.delete(name)
        while (!this.isStopped && (await this.takeNext(subscriber))) {
          // There may be more than one turn takes.
        }
      } while (this.again.has(name) && !this.isStopped)
    } finally {
      this.working.set(name, (this.working.get(name) ?? 1) - 1)
    }
  }

  /** True where more may be due. What comes while it works brings a hint of its own. */
  private async takeNext(subscriber: Subscriber): Promise<boolean> {
    if (subscriber.pace !== 'prompt') await this.ctx.db.rest()
    const batches = await claimBatches(this.ctx.db, subscriber.name, mostBatches, leaseMs)
    if (batches.length === 0) return false
    const fresh = batches.filter((batch) => batch.attempts === 1)
    await this.underLease(batches, async () => {
      const again = batches.filter((batch) => batch.attempts > 1)
      for (const batch of again) if (batch.attempts <= triesInTurn) await this.hear(subscriber, [batch])
      if (fresh.length > 0) await this.hear(subscriber, fresh)
      for (const batch of again) if (batch.attempts > triesInTurn) await this.hear(subscriber, [batch])
    })
    return batches.length === mostBatches
  }

  private async underLease(batches: readonly ClaimedBatch[], work: () => Promise<void>): Promise<void> {
    const ids = batches.map((batch) => batch.id)
    const renewal = setInterval(() => {
      // A renewal that fails lets the lease run out, and the batch is heard twice: harmless by promise.
      renewLeases(this.ctx.db, ids, leaseMs).catch((err: unknown) => this.ctx.log.warn({ err }, 'a lease was not renewed'))
    }, renewEveryMs)
    try {
      await work()
    } finally {
      clearInterval(renewal)
    }
  }

  private async hear(subscriber: Subscriber, batches: readonly ClaimedBatch[]): Promise<void> {
    const facts = await this.factsOf(subscriber, batches)
    const startedAt = performance.now()
    const startedAtMs = Date.now()
    try {
      for (let from = 0; from < facts.length; from += mostFactsPerHearing) {
        await this.tell(subscriber, facts.slice(from, from + mostFactsPerHearing))
      }
    } catch (error) {
      await this.recover(subscriber, batches, facts, error)
      return
    } finally {
      this.ctx.metrics.observe('subscriber_seconds', (performance.now() - startedAt) / 1_000, { subscriber: subscriber.name })
      const traces = facts.map((fact) => fact.trace)
      tellTogether('subscriber', traces, { startedAtMs }, { subscriber: subscriber.name, facts: facts.length })
    }
    await deleteBatches(
      this.ctx.db,
      batches.map((batch) => batch.id),
    )
  }

  private async factsOf(subscriber: Subscriber, batches: readonly ClaimedBatch[]): Promise<readonly Fact[]> {
    const { events, wants = () => true } = subscriber
    const facts = this.recent.of(batches) ?? (await selectFactsOf(this.ctx.db, batches, events))
    return facts.filter((fact) => events.includes(fact.name) && wants(fact))
  }

  private tell(subscriber: Subscriber, facts: Fact[]): Promise<void> {
    const trace = facts[0]?.trace ?? this.ctx.trace
    return subscriber.handle(withActor(this.ctx, { kind: 'system', name: subscriber.name }, trace), facts)
  }

  private async recover(
    subscriber: Subscriber,
    batches: readonly ClaimedBatch[],
    facts: readonly Fact[],
    err: unknown,
  ): Promise<void> {
    const code = codeOf(err)
    const isPatient = isTransient(err)
    this.ctx.metrics.count('subscriber_failed', { subscriber: subscriber.name, code })
    for (const batch of batches) {
      if (!isPatient && batch.attempts > wholeBatchTries) {
        await this.hearOneByOne(subscriber, batch, facts)
        continue
      }
      const { from, to, attempts } = batch
      this.ctx.log.warn({ err, subscriber: subscriber.name, from, to, attempts }, 'a batch of facts failed')
      const restMs = isPatient ? Math.min(1_000 * 2 ** attempts, longestRestMs) : (restsMs[attempts - 1] ?? 4_000)
      await this.postpone(subscriber, batch, code, restMs, isPatient ? Math.min(attempts, wholeBatchTries) : attempts)
    }
  }

  private async postpone(
    subscriber: Subscriber,
    batch: ClaimedBatch,
    code: string,
    afterMs: number,
    attempts: number,
  ): Promise<void> {
    await postponeBatch(this.ctx.db, batch.id, { afterMs, attempts, code })
    this.hintLater(subscriber.name, afterMs)
  }

  private async hearOneByOne(subscriber: Subscriber, batch: ClaimedBatch, facts: readonly Fact[]): Promise<void> {
    const parked: { feedNo: number; code: string }[] = []
    for (const fact of facts) {
      try {
        await this.tell(subscriber, [fact])
      } catch (err) {
        if (isTransient(err)) {
          await this.postpone(subscriber, batch, codeOf(err), longestRestMs, wholeBatchTries)
          return
        }
        parked.push({ feedNo: fact.feedNo, code: codeOf(err) })
        this.ctx.metrics.count('fact_parked', { subscriber: subscriber.name })
        this.ctx.log.error({ err, subscriber: subscriber.name, feedNo: fact.feedNo, event: fact.name }, 'a fact was parked')
      }
    }
    await parkFacts(this.ctx.db, batch.id, subscriber.name, parked)
  }
}

const isTransient = (error: unknown) => isAppError(error) && (error.kind === 'unavailable' || error.kind === 'too_many')

function codeOf(error: unknown): string {
  if (isAppError(error)) return error.code
  return databaseCodeOf(error) ?? (error instanceof Error ? error.name : 'unknown')
}
