/**
 * The line before the database. One transaction carries whatever arrived while the last one was under way: with one arrival
 * at a time nothing waits, with many, one commit (and one flush to disk) serves them all. A further transaction is begun
 * beside the first only where it pays: a whole batch is waiting, or the first is slow.
 *
 * A conversation is in one transaction at a time, which keeps its messages in the order they arrived. One that somebody else
 * has locked is answered `busy` by the database and brought again in a moment from its old place in the line, so that it
 * holds up nobody but itself.
 */
import { AppError, isAppError } from '#kernel'
import { isRetryable, type Metrics } from '#platform'
import type { BatchRow, SettledRow } from './intake.store.ts'

export type Arrival = {
  /** The conversation: arrivals with one key are never in two transactions at once. */
  readonly key: string
  readonly json: string
  readonly resolve: (row: SettledRow) => void
  readonly reject: (error: unknown) => void
}
/** Its place in the line, and since when and until when its conversation was found busy. */
type Waiting = Arrival & { readonly place: number; busySince: number | null; notBefore: number }
export type LineOptions = {
  /** Transactions at once at most. */
  readonly lanes: number
  /** Messages in one transaction at most. */
  readonly maxBatch: number
  readonly metrics: Metrics
}

const mostTries = 5
/** Several times an honest transaction: a longer one waits for something. */
const patienceMs = 25
/** How soon a busy conversation is tried again, and how long before the vendor is told to send again. */
const busyRetryMs = 8
const busyAtMostMs = 12_000

export class IntakeLine {
  private waiting: Waiting[] = []
  private places = 0
  private readonly busy = new Set<string>()
  private readonly running = new Map<Promise<void>, number>()
  private isPumpDue = false
  private readonly store: (batch: string) => Promise<BatchRow[]>
  private readonly options: LineOptions

  /** @param store takes a JSON array in, in one transaction. */
  constructor(store: (batch: string) => Promise<BatchRow[]>, options: LineOptions) {
    this.store = store
    this.options = options
  }

  get length(): number {
    return this.waiting.length
  }

  add(arrival: Arrival): void {
    this.waiting.push({ ...arrival, place: this.places++, busySince: null, notBefore: 0 })
    if (this.isPumpDue) return
    this.isPumpDue = true
    // Arrivals of the same turn share the first transaction.
    queueMicrotask(() => {
      this.isPumpDue = false
      this.pump()
    })
  }

  /** Resolves when everything that had arrived is settled. */
  async drained(): Promise<void> {
    while (this.waiting.length > 0 || this.running.size > 0) {
      if (this.running.size > 0) await Promise.race(this.running.keys())
      else await new Promise((resolve) => setTimeout(resolve, busyRetryMs))
    }
  }

  private pump(): void {
    while (this.waiting.length > 0 && this.mayBegin()) {
      const batch = this.take()
      if (batch.length === 0) {
        this.lookAgain()
        return
      }
      this.begin(batch)
    }
  }

  /**
   * A timer counts from the beginning of its turn of the loop, so after a long turn it comes before its moment; and where nothing
   * runs and nothing more arrives, nobody else would look.
   */
  private lookAgain(): void {
    if (this.running.size === 0) setTimeout(() => this.pump(), busyRetryMs)
  }

  private mayBegin(): boolean {
    if (this.running.size === 0) return true
    if (this.running.size >= this.options.lanes) return false
    const latest = Math.max(...this.running.values())
    return this.waiting.length >= this.options.maxBatch || performance.now() - latest >= patienceMs
  }

  /** The longest waiting whose conversations are free; whoever is passed over keeps their place before all of theirs. */
  private take(): Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    const passed = new Set<string>()
    const now = performance.now()
    for (const arrival of this.waiting) {
      const mayGo = !this.busy.has(arrival.key) && !passed.has(arrival.key) && arrival.notBefore <= now
      if (mayGo && batch.length < this.options.maxBatch) {
        batch.push(arrival)
        continue
      }
      left.push(arrival)
      passed.add(arrival.key)
    }
    this.waiting = left
    return batch
  }

  private begin(batch: readonly Waiting[]): void {
    for (const { key } of batch) this.busy.add(key)
    const nudge = setTimeout(() => this.pump(), patienceMs + 1)
    const run = this.settle(batch).then(() => {
      clearTimeout(nudge)
      for (const { key } of batch) this.busy.delete(key)
      this.running.delete(run)
      this.pump()
    })
    this.running.set(run, performance.now())
  }

  /** Every arrival of the batch is answered or back in its place, whatever happens; a failure touches only those it concerns. */
  private async settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const rows = await this.storePatiently(batch)
      const byPosition = new Map(rows.map((row) => [row.i, row]))
      this.bringAgain(batch.filter((_, index) => byPosition.get(index + 1)?.outcome === 'busy'))
      for (const [index, arrival] of batch.entries()) answer(arrival, byPosition.get(index + 1))
    } catch (error) {
      await this.settleFailed(batch, error)
    }
  }

  private bringAgain(busy: readonly Waiting[]): void {
    if (busy.length === 0) return
    const now = performance.now()
    const stay: Waiting[] = []
    for (const arrival of busy) {
      arrival.busySince ??= now
      arrival.notBefore = now + busyRetryMs
      // Nothing is acknowledged: the vendor sends again, as it would if we were away.
      if (now - arrival.busySince > busyAtMostMs)
        arrival.reject(new AppError('server.overloaded', { why: 'conversation busy' }))
      else stay.push(arrival)
    }
    this.options.metrics.count('intake_conversations_busy')
    this.waiting = [...stay, ...this.waiting].sort((a, b) => a.place - b.place)
    setTimeout(() => this.pump(), busyRetryMs + 1)
  }

  private async settleFailed(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1 || isAppError(error)) {
      // Away or full concerns them all. Nothing is acknowledged, so the vendor sends again; what was committed after all is
      // a duplicate then.
      for (const arrival of batch) arrival.reject(error)
      return
    }
    // One of them cannot be stored: each alone shows which.
    this.options.metrics.count('intake_batches_split')
    for (const arrival of batch) await this.settle([arrival])
  }

  private async storePatiently(batch: readonly Arrival[]): Promise<BatchRow[]> {
    const json = `[${batch.map((arrival) => arrival.json).join(',')}]`
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.store(json)
      } catch (error) {
        if (attempt === mostTries || !isRetryable(error)) throw error
        this.options.metrics.count('intake_batches_retried')
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt))
      }
    }
  }
}

function answer(arrival: Arrival, row: BatchRow | undefined): void {
  if (!row) arrival.reject(new AppError('webhook.unknown_account'))
  else if (row.outcome !== 'busy') arrival.resolve({ ...row, outcome: row.outcome })
}
