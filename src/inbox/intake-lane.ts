/**
 * A lane of the intake: one transaction at a time, carrying whatever arrived while the last one was under way. With one
 * arrival at a time nothing waits; with many, one commit (and one flush to disk) serves them all. A conversation always has
 * the same lane, which keeps its messages in the order they arrived.
 */
import { AppError, isAppError } from '#kernel'
import type { Metrics } from '#platform'
import type { ReceivedRow } from './intake.store.ts'

export type Arrival = {
  readonly json: string
  readonly resolve: (row: ReceivedRow) => void
  readonly reject: (error: unknown) => void
}

const mostTries = 5
const retryable = new Set(['40001', '40P01'])

export class IntakeLane {
  private waiting: Arrival[] = []
  private running: Promise<void> | null = null
  private readonly store: (batch: string) => Promise<ReceivedRow[]>
  private readonly maxBatch: number
  private readonly metrics: Metrics

  /** @param store takes a JSON array in, in one transaction. */
  constructor(store: (batch: string) => Promise<ReceivedRow[]>, maxBatch: number, metrics: Metrics) {
    this.store = store
    this.maxBatch = maxBatch
    this.metrics = metrics
  }

  get length(): number {
    return this.waiting.length
  }

  add(arrival: Arrival): void {
    this.waiting.push(arrival)
    this.running ??= this.run()
  }

  /** Resolves when everything that had arrived is settled. */
  async drained(): Promise<void> {
    while (this.running !== null) await this.running
  }

  private async run(): Promise<void> {
    await Promise.resolve() // lets arrivals of the same turn share the first transaction
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.maxBatch)
      await this.settle(batch)
    }
    this.running = null
  }

  /** Every arrival of the batch is answered, whatever happens; a failure touches only those it concerns. */
  private async settle(batch: readonly Arrival[]): Promise<void> {
    try {
      const rows = await this.storePatiently(batch)
      const byPosition = new Map(rows.map((row) => [row.i, row]))
      for (const [index, arrival] of batch.entries()) {
        const row = byPosition.get(index + 1)
        if (row) arrival.resolve(row)
        else arrival.reject(new AppError('webhook.unknown_account'))
      }
    } catch (error) {
      await this.settleFailed(batch, error)
    }
  }

  private async settleFailed(batch: readonly Arrival[], error: unknown): Promise<void> {
    if (batch.length === 1 || isAppError(error)) {
      // Away or full concerns them all. Nothing is acknowledged, so the vendor sends again; what was committed after all is
      // a duplicate then.
      for (const arrival of batch) arrival.reject(error)
      return
    }
    // One of them cannot be stored: each alone shows which.
    this.metrics.count('intake_batches_split')
    for (const arrival of batch) await this.settle([arrival])
  }

  private async storePatiently(batch: readonly Arrival[]): Promise<ReceivedRow[]> {
    const json = `[${batch.map((arrival) => arrival.json).join(',')}]`
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.store(json)
      } catch (error) {
        if (attempt === mostTries || !isRetryable(error)) throw error
        this.metrics.count('intake_batches_retried')
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt))
      }
    }
  }
}

function isRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && retryable.has(String(error.code))
}
