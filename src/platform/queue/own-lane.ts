/**
 * Hints for work that this very process does. Where it is the only one, a hint that goes through the store and comes back
 * costs more than most of the work it hurries along, so it is kept in memory. Nothing is lost with it: the record is in the
 * tables, and the sweeps find what a crash forgot.
 */

/** Beyond this many waiting and delayed hints of one job the store takes them. */
const mostWaiting = 5_000
/** A longer delay is worth the store: it should outlive a restart. */
const longestDelayMs = 60_000

type Hint = { readonly key: string | undefined; readonly isOwn: boolean; readonly run: () => Promise<void> }

export class OwnLane {
  private readonly concurrency: number
  private waiting: Hint[] = []
  private readonly keys = new Set<string>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly idle: (() => void)[] = []
  private running = 0
  private isClosed = false

  constructor(concurrency: number) {
    this.concurrency = concurrency
  }

  /** Running, waiting and delayed hints. */
  get depth(): number {
    return this.running + this.waiting.length + this.timers.size
  }

  /**
   * False where the store must take it. With a key, a hint is dropped while its twin waits; delayed and immediate ones keep
   * only their own kind out.
   */
  take(run: () => Promise<void>, { delayMs = 0, key }: { delayMs?: number; key?: string }): boolean {
    if (this.isClosed || this.waiting.length + this.timers.size >= mostWaiting || delayMs > longestDelayMs) return false
    const name = key === undefined ? undefined : `${delayMs > 0 ? 'later' : 'now'} ${key}`
    if (name !== undefined && this.keys.has(name)) return true
    if (name !== undefined) this.keys.add(name)
    const hint = { key: name, isOwn: true, run }
    if (delayMs <= 0) this.push(hint)
    else {
      const timer = setTimeout(() => {
        this.timers.delete(timer)
        this.push(hint)
      }, delayMs)
      timer.unref()
      this.timers.add(timer)
    }
    return true
  }

  /** Runs what the store handed out within the same bound, also after the end: somebody waits for it. */
  through<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.push({ key: undefined, isOwn: false, run: () => work().then(resolve, reject) })
    })
  }

  /** Takes nothing more and forgets own hints that wait; resolves when what runs is done. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.waiting = this.waiting.filter((hint) => !hint.isOwn)
    if (this.running > 0) await new Promise<void>((resolve) => this.idle.push(resolve))
  }

  private push(hint: Hint): void {
    this.waiting.push(hint)
    this.next()
  }

  private next(): void {
    if (this.running >= this.concurrency) return
    const hint = this.waiting.shift()
    if (!hint) return
    // Freed before the work looks at the tables: a hint that comes from now on may speak of something newer.
    if (hint.key !== undefined) this.keys.delete(hint.key)
    this.running++
    void hint.run().finally(() => {
      this.running--
      if (this.running === 0) for (const resolve of this.idle.splice(0)) resolve()
      this.next()
    })
  }
}
