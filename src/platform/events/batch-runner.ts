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
import { createGatherer, type Gatherer } from '../db/gatherer.ts'
import { databaseCodeOf } from '../db/translate-error.ts'
import { tellTogether } from '../tracing/tracing.ts'
import type { Fact } from './fact.ts'
import type { RecentFacts } from './recent-facts.ts'
import {
  type ClaimedBatch,
  claimBatches,
  deleteBatches,
  giveBack,
  type OwnBatch,
  parkFacts,
  postponeBatch,
  renewLeases,
  selectFactsOf,
  triesInTurn,
} from './relay.store.ts'
import type { OwnHearer } from './relay.ts'
import type { Subscriber } from './subscriber.ts'

/** Longer than any handler may block the event loop, short enough to wait for after a crash. */
const leaseMs = 15_000
const renewEveryMs = 5_000
const longestStopMs = 10_000
/** A batch that has waited this long in memory has its lease renewed before it is heard. */
const freshMs = leaseMs / 2
/** Batches merged into one hearing while a backlog is worked off. */
const mostBatches = 32
/** Batches of one subscriber that wait in memory at most: who is further behind leaves the next to other processes too. */
const mostOwn = 4
const mostFactsPerHearing = 500
/** Hearings of several subscribers that end together are struck off by one statement. */
const mostFinishedAtOnce = 32
const wholeBatchTries = 3
const restsMs = [250, 1_000, 4_000] as const
const longestRestMs = 30_000

export class BatchRunner implements OwnHearer {
  private readonly ctx: Ctx
  private readonly byName: ReadonlyMap<string, Subscriber>
  private readonly recent: RecentFacts
  private readonly working = new Map<string, number>()
  private readonly again = new Set<string>()
  /** Batches under our lease that have not been heard yet, in feed order, and since when the oldest of them waits. */
  private readonly own = new Map<string, { readonly sinceMs: number; readonly batches: ClaimedBatch[] }>()
  /** For whom the table may hold batches nobody has taken. They are older than what this process would take over next. */
  private readonly owed = new Set<string>()
  private readonly drains = new Set<Promise<void>>()
  private readonly finish: Gatherer<readonly ClaimedBatch[], void>
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
    this.finish = createGatherer(
      async (lists) => {
        const ids = lists.flatMap((batches) => batches.map((batch) => batch.id))
        await deleteBatches(ctx.db, ids)
        return lists.map(() => ({ status: 'fulfilled', value: undefined }))
      },
      { most: mostFinishedAtOnce },
    )
  }

  /** After this no further batch is heard. */
  takeNoMore(): void {
    this.isStopped = true
  }

  /** When nothing is numbered here any more: what is being heard comes to its end, within a bound, and the rest is anybody's. */
  async stop(): Promise<void> {
    this.takeNoMore()
    let bound: NodeJS.Timeout | undefined
    const isOver = new Promise((resolve) => {
      bound = setTimeout(resolve, longestStopMs)
    })
    await Promise.race([Promise.all(this.drains), isOver])
    clearTimeout(bound)
    const left = [...this.own.values()].flatMap(({ batches }) => batches.map((batch) => batch.id))
    this.own.clear()
    // Where the database is away too, others find them when the lease is over.
    if (left.length > 0) await giveBack(this.ctx.db, left).catch(() => undefined)
  }

  /** Longer than 0 where nothing older of this subscriber is left in the table and what waits here is not too much. */
  wouldHear(name: string): number {
    const isAtLeisure = !this.isStopped && this.byName.has(name) && !this.owed.has(name)
    return isAtLeisure && (this.own.get(name)?.batches.length ?? 0) < mostOwn ? leaseMs : 0
  }

  lookFor(name: string): void {
    this.owed.add(name)
  }

  /** Batches under our lease from the moment they were written. They are heard when `hearOwn` says so, behind those before them. */
  takeOver(batches: readonly OwnBatch[]): void {
    for (const { subscriber, ...batch } of batches) {
      const waiting = this.own.get(subscriber)
      if (waiting) waiting.batches.push(batch)
      else this.own.set(subscriber, { sinceMs: performance.now(), batches: [batch] })
    }
  }

  /** Begins to hear what was taken over for these; returns whose batches must be looked for in the table. */
  hearOwn(names: readonly string[]): string[] {
    for (const name of names) {
      if (!this.own.has(name)) continue
      const drain = this.work(name)
        // The rows are the record: when the lease is over, whoever looks finds them.
        .catch((err: unknown) => this.ctx.log.warn({ err, subscriber: name }, 'batches of facts are left for later'))
        .finally(() => this.drains.delete(drain))
      this.drains.add(drain)
    }
    return names.filter((name) => this.owed.has(name))
  }

  /** Works until nothing due is left for these subscribers; unknown names are left to a process that knows them. */
  async drainAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.drain(name)))
  }

  async drain(name: string): Promise<void> {
    this.owed.add(name)
    await this.work(name)
  }

  private async work(name: string): Promise<void> {
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
    const own = await this.takeOwn(subscriber.name)
    if (own.length > 0) {
      await this.hearUnderLease(subscriber, own)
      return true
    }
    const batches = await this.claim(subscriber.name)
    if (batches.length > 0) await this.hearUnderLease(subscriber, batches)
    return batches.length === mostBatches
  }

  private async takeOwn(name: string): Promise<readonly ClaimedBatch[]> {
    const waiting = this.own.get(name)
    if (waiting === undefined) return []
    this.own.delete(name)
    if (performance.now() - waiting.sinceMs > freshMs)
      await renewLeases(
        this.ctx.db,
        waiting.batches.map((batch) => batch.id),
        leaseMs,
      )
    return waiting.batches
  }

  private async claim(name: string): Promise<readonly ClaimedBatch[]> {
    if (!this.owed.has(name)) return []
    // Freed before the table is asked: what is written from now on may be missing in its answer.
    this.owed.delete(name)
    let isWhole = false
    try {
      const batches = await claimBatches(this.ctx.db, name, mostBatches, leaseMs)
      isWhole = batches.length < mostBatches
      return batches
    } finally {
      if (!isWhole) this.owed.add(name)
    }
  }

  private async hearUnderLease(subscriber: Subscriber, batches: readonly ClaimedBatch[]): Promise<void> {
    const fresh = batches.filter((batch) => batch.attempts === 1)
    await this.underLease(batches, async () => {
      const again = batches.filter((batch) => batch.attempts > 1)
      for (const batch of again) if (batch.attempts <= triesInTurn) await this.hear(subscriber, [batch])
      if (fresh.length > 0) await this.hear(subscriber, fresh)
      for (const batch of again) if (batch.attempts > triesInTurn) await this.hear(subscriber, [batch])
    })
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
    await this.finish(batches)
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
