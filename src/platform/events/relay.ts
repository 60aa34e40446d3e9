/**
 * The relay carries facts from the transactions that made them true to whoever wants to hear.
 *
 * It takes rows that are not yet published, never `number > last seen`: a slow transaction commits behind such a mark and
 * would be skipped. Each fact gets the next number of the feed, without gaps, and each interested subscriber one row per
 * round that says which numbers it has to hear. All of it is one transaction, so a crash at any point repeats nothing and
 * loses nothing. Who is at leisure in this very process has its row under its own lease from the beginning, and need not ask
 * for it. What follows the commit (the shout to the screens, the hint to the queue) may be lost and is then made up
 * for by those who watch the tables.
 */
import type { Ctx } from '../ctx.ts'
import { type Fact, feedTopic } from './fact.ts'
import type { RecentFacts } from './recent-facts.ts'
import { type NewBatch, numberFacts, type OwnBatch } from './relay.store.ts'
import type { Subscriber } from './subscriber.ts'
import { relayWakeTopic } from './wake-relay.ts'

/** Facts of one round: enough for the busiest second in a few rounds, few enough to hold no lock for long. */
const roundSize = 500
/** A round waits this long for company after the last one; alone it starts at once. */
const spacingMs = 10
/** The same where the last one was large: a stream is carried in few rounds, and a screen shows no difference. */
const streamSpacingMs = 40
const largeRound = 12
/** And in a flood: what is touched more often than once between two rounds is told once. */
const floodSpacingMs = 80
const hugeRound = 60
const timerMs = 250
const longestRestMs = 2_000

export type Hint = (subscribers: readonly string[]) => void

/** Who hears facts where they are numbered. What it takes over nobody has to look for. */
export type OwnHearer = {
  /** For how long this subscriber's next batch is to be its own; 0 where it must be left to whoever finds it. */
  wouldHear(subscriber: string): number
  takeOver(batches: readonly OwnBatch[]): void
  /** The table holds something for this subscriber that nobody has taken. */
  lookFor(subscriber: string): void
}

export class Relay {
  private readonly ctx: Ctx
  private readonly hint: Hint
  private readonly interest = new Map<string, Subscriber[]>()
  private readonly timer: { handle: NodeJS.Timeout | undefined } = { handle: undefined }
  private stopHearing: () => void = () => undefined
  private running: Promise<void> | undefined
  private isOwed = false
  private isStopped = true
  private readonly recent: RecentFacts
  private readonly hearer: OwnHearer
  private lastStartAt = 0
  private lastCount = 0
  private failures = 0

  /** @param hint told after each round who has something to hear. */
  constructor(ctx: Ctx, subscribers: readonly Subscriber[], hint: Hint, recent: RecentFacts, hearer: OwnHearer) {
    this.ctx = ctx
    this.hearer = hearer
    this.recent = recent
    this.hint = hint
    for (const subscriber of subscribers) {
      for (const event of subscriber.events) this.interest.set(event, [...(this.interest.get(event) ?? []), subscriber])
    }
  }

  start(): void {
    this.isStopped = false
    this.stopHearing = this.ctx.bus.subscribe(relayWakeTopic, () => this.wake())
    this.wake()
  }

  /** Waits for the round that is under way. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.stopHearing()
    clearTimeout(this.timer.handle)
    await this.running
  }

  /** Facts come one upon the other. */
  get isInStream(): boolean {
    return this.lastCount >= largeRound
  }

  /** One round: returns how many facts were numbered, or null where another relay is at it. */
  async round(): Promise<number | null> {
    let batches: readonly NewBatch[] = []
    const numbered = await numberFacts(this.ctx.db, roundSize, (waiting) => {
      batches = this.batchesOf(waiting)
      return batches
    })
    if (numbered === null) return null
    const { facts, own } = numbered
    if (facts.length === 0) return 0
    this.recent.keep(facts)
    this.hearer.takeOver(own)
    for (const { subscriber, forMs } of batches) if (forMs === 0) this.hearer.lookFor(subscriber)
    this.ctx.bus.publish(feedTopic, facts)
    this.hint(batches.map((batch) => batch.subscriber))
    return facts.length
  }

  private wake(): void {
    if (this.isStopped) return
    if (this.running || this.failures > 0) {
      this.isOwed = true // a failing database is not asked more often because more is waiting
      return
    }
    this.plan(Math.max(0, this.nextStartAt() - Date.now()))
  }

  private plan(inMs: number): void {
    clearTimeout(this.timer.handle)
    if (this.isStopped) return
    if (inMs === 0) this.run()
    else this.timer.handle = setTimeout(() => this.run(), inMs)
  }

  private run(): void {
    if (this.running || this.isStopped) return
    this.isOwed = false
    this.lastStartAt = Date.now()
    this.running = this.runRound()
      .finally(() => {
        this.running = undefined
      })
      .then((restMs) => this.plan(restMs))
  }

  /** Returns the time to rest before the next round. */
  private async runRound(): Promise<number> {
    try {
      const count = await this.round()
      this.failures = 0
      this.lastCount = count ?? 0
      const isMoreWaiting = count === roundSize || (this.isOwed && count !== null)
      if (!isMoreWaiting) return timerMs
      return count === roundSize ? 1 : Math.max(1, this.nextStartAt() - Date.now())
    } catch (err) {
      this.failures++
      if (this.failures === 1) this.ctx.log.warn({ err }, 'the relay could not read the events; it keeps trying')
      this.ctx.metrics.count('relay_failed')
      return Math.min(timerMs * 2 ** (this.failures - 1), longestRestMs)
    }
  }

  private nextStartAt(): number {
    if (this.lastCount >= hugeRound) return this.lastStartAt + floodSpacingMs
    return this.lastStartAt + (this.isInStream ? streamSpacingMs : spacingMs)
  }

  private batchesOf(facts: readonly Fact[]): NewBatch[] {
    const ranges = new Map<string, { from: number; to: number }>()
    for (const fact of facts) {
      const { feedNo } = fact
      for (const { name, wants } of this.interest.get(fact.name) ?? []) {
        if (wants !== undefined && !wants(fact)) continue
        const range = ranges.get(name)
        if (range) range.to = feedNo
        else ranges.set(name, { from: feedNo, to: feedNo })
      }
    }
    return [...ranges].map(([subscriber, range]) => {
      // A round by hand leaves what it numbers to whoever looks.
      const forMs = this.isStopped ? 0 : this.hearer.wouldHear(subscriber)
      return { subscriber, ...range, forMs }
    })
  }
}
