/**
 * Who goes first when the database has more to do than it can: work somebody outside waits for (a vendor's webhook), before
 * work nobody waits for (what follows from facts). Following work is put off, never dropped, and never for long: a burst goes
 * first and leaves it slices; a stream that does not end shares with it, or what follows would never be done.
 */

/** Urgent work that comes in shorter steps than this is one stream. */
const quietMs = 5
/** Urgent work so long ago may have been followed by more, which waits in a socket nobody has looked at. */
const unseenMs = 50
/** As long as a stream is younger than this it is a burst. */
const burstMs = 10_000
/** How long following work rests at most, and then goes on without resting. */
const whileBurst = { restMs: 500, sliceMs: 30 }
const whileStream = { restMs: 60, sliceMs: 120 }

const socketsRead = () => new Promise<void>((resolve) => setImmediate(resolve))

export class Urgency {
  private underWay = 0
  private lastAt = Number.NEGATIVE_INFINITY
  private streamSince = Number.NEGATIVE_INFINITY
  private sliceUntil = Number.NEGATIVE_INFINITY
  private resting: Promise<void> | null = null

  /** Marks urgent work while it lasts. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    // Gaps in which following work got through do not make a new burst of an old stream.
    if (this.underWay === 0 && performance.now() - this.lastAt > whileBurst.restMs) this.streamSince = performance.now()
    this.underWay++
    try {
      return await work()
    } finally {
      this.underWay--
      this.lastAt = performance.now()
    }
  }

  /** Resolves at once when nothing is urgent or following work has its slice, and after half a second at the latest. */
  async rest(): Promise<void> {
    const now = performance.now()
    if (now < this.sliceUntil || (this.underWay === 0 && now - this.lastAt > unseenMs)) return
    this.resting ??= this.untilQuiet().finally(() => {
      this.resting = null
    })
    await this.resting
  }

  private isBusy(): boolean {
    return this.underWay > 0 || performance.now() - this.lastAt < quietMs
  }

  private async untilQuiet(): Promise<void> {
    const { restMs, sliceMs } = performance.now() - this.streamSince < burstMs ? whileBurst : whileStream
    const until = performance.now() + restMs
    // A turn of the loop that was long looks like quiet: first what has come meanwhile is read.
    await socketsRead()
    while (this.isBusy() && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, quietMs))
      await socketsRead()
    }
    if (this.isBusy()) this.sliceUntil = performance.now() + sliceMs
  }
}
