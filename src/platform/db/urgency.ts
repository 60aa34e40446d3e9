/**
 * Who goes first when the database has more to do than it can: work somebody outside waits for (a vendor's webhook), before
 * work nobody waits for (what follows from facts). Following work is put off, never dropped, and never for long: an
 * endless stream of urgent work leaves it a slice.
 */

/** Urgent work that comes in shorter steps than this is one stream. */
const quietMs = 5
/** Following work gets its slice after this at the latest. */
const longestRestMs = 1_000

export class Urgency {
  private underWay = 0
  private lastAt = Number.NEGATIVE_INFINITY
  private resting: Promise<void> | null = null

  /** Marks urgent work while it lasts. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.underWay++
    try {
      return await work()
    } finally {
      this.underWay--
      this.lastAt = performance.now()
    }
  }

  /** Resolves at once when nothing is urgent, and after a second at the latest. */
  async rest(): Promise<void> {
    if (!this.isBusy()) return
    this.resting ??= this.untilQuiet().finally(() => {
      this.resting = null
    })
    await this.resting
  }

  private isBusy(): boolean {
    return this.underWay > 0 || performance.now() - this.lastAt < quietMs
  }

  private async untilQuiet(): Promise<void> {
    const until = performance.now() + longestRestMs
    while (this.isBusy() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, quietMs))
  }
}
