import { accessOfServerFrame, closeCodes, type DeskServerFrame } from '#contracts'
import { type Ctx, type Fact, lastFeedNo, onFacts, readFeed, tellTogether } from '#platform'
import { mayAccess } from './audience.ts'
import { type Addressed, framesOf, type Truth, touchedBy } from './frames.ts'
import { type LiveConnection, packFrames } from './live-connection.ts'

/** Facts that come within this time go out together: a burst is told once, and a person cannot see the difference. */
const coalesceMs = 10
/** The same where many watch, because then each round costs a write for every one of them. */
const coalesceForManyMs = 40
const many = 200
/** A screen further behind than this loads afresh: reading that much back costs more than a new snapshot. */
const maxBackfill = 2_000
const backfillPage = 500
/** Facts heard and not told yet; beyond it they are let go and read from the feed, which has them all. */
const mostPending = 4_000

export type ReadTruth = (ctx: Ctx, touched: ReturnType<typeof touchedBy>) => Promise<Truth>

/**
 * Tells the right screens what changed.
 *
 * Facts come over the bus as a hint; a gap in their numbers is read back from the feed, so that a lost hint costs a
 * delay and not a frame. Frames carry the whole present state of what was touched: applying them to a snapshot gives
 * what a fresh load would (the screen law), and hearing one twice is harmless.
 */
export class LiveHub {
  private readonly ctx: Ctx
  private readonly readTruth: ReadTruth
  private readonly connections = new Map<string, LiveConnection>()
  private pending: Fact[] = []
  private timer: NodeJS.Timeout | null = null
  private working: Promise<void> = Promise.resolve()
  /** A round waits for the one before it; it will tell whatever has come by then, so a second need not wait. */
  private isRoundDue = false
  private toldUpTo = 0
  private unsubscribe: () => void = () => undefined
  private catchUp: NodeJS.Timeout | null = null
  private isStopped = false

  constructor(ctx: Ctx, readTruth: ReadTruth) {
    this.ctx = ctx
    this.readTruth = readTruth
  }

  async start(): Promise<void> {
    this.toldUpTo = await lastFeedNo(this.ctx)
    this.unsubscribe = onFacts(this.ctx.bus, (facts) => this.hear(facts))
    // The bus is a hint: once a second the feed itself is asked whether something was missed.
    this.catchUp = setInterval(() => this.schedule(), 1_000)
    this.catchUp.unref()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.unsubscribe()
    if (this.timer) clearTimeout(this.timer)
    if (this.catchUp) clearInterval(this.catchUp)
    for (const connection of this.connections.values()) connection.close(closeCodes.shuttingDown, 'shutting_down')
    await this.working
  }

  get size(): number {
    return this.connections.size
  }

  list(): Iterable<LiveConnection> {
    return this.connections.values()
  }

  /**
   * Adds a connection and brings it up to now: everything after `after`, then `live`, then the stream.
   * @param after the highest feed number the screen is true as of; null for "from now on".
   */
  async join(connection: LiveConnection, after: number | null): Promise<void> {
    // Come between the last frame told and the last door shut: another process has it.
    if (this.isStopped) return connection.close(closeCodes.shuttingDown, 'shutting_down')
    // Joined first, read afterwards: what happens meanwhile waits in the connection, so there is no gap between.
    this.connections.set(connection.id, connection)
    const now = await lastFeedNo(this.ctx)
    if (after !== null && (after > now || now - after > maxBackfill)) {
      connection.sendNow([{ kind: 'reload', feedNo: now }])
    } else if (after !== null && after < now) {
      await this.backfill(connection, after, now)
    }
    connection.goLive(now)
  }

  leave(connection: LiveConnection): void {
    this.connections.delete(connection.id)
  }

  /** Sends a passing frame (typing, viewing) to the connections that pass the test; never stored, never resumed. */
  tell(frame: DeskServerFrame, isFor: (connection: LiveConnection) => boolean): void {
    const text = JSON.stringify(frame)
    const access = accessOfServerFrame[frame.kind]
    for (const connection of this.connections.values()) {
      if (mayAccess(connection.screen, access) && isFor(connection)) connection.stream([text])
    }
  }

  private async backfill(connection: LiveConnection, after: number, now: number): Promise<void> {
    for (let from = after; from < now; ) {
      const facts = await readFeed(this.ctx, from, backfillPage)
      const last = facts.at(-1)
      if (!last) return
      const touched = touchedBy(facts)
      const frames = framesOf(touched, await this.readTruth(this.ctx, touched))
      connection.sendNow(frames.filter((addressed) => addressed.isFor(connection.screen)).map((addressed) => addressed.frame))
      from = last.feedNo
    }
  }

  private hear(facts: readonly Fact[]): void {
    if (this.pending.length + facts.length <= mostPending) this.pending.push(...facts)
    else {
      this.ctx.metrics.count('live_facts_let_go')
      this.pending = []
    }
    if (!this.timer) {
      const afterMs = this.connections.size >= many ? coalesceForManyMs : coalesceMs
      this.timer = setTimeout(() => this.schedule(), afterMs)
    }
  }

  private schedule(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.isRoundDue) return
    this.isRoundDue = true
    // One round after another: frames of a later fact must not overtake those of an earlier one.
    this.working = this.working
      .then(() => {
        this.isRoundDue = false
        return this.round()
      })
      .catch((error: unknown) => {
        this.ctx.log.error({ err: error }, 'live round failed; the next one reads the feed again')
      })
  }

  private async round(): Promise<void> {
    const heard = this.pending
    this.pending = []
    const fresh = heard.filter((fact) => fact.feedNo > this.toldUpTo).sort((a, b) => a.feedNo - b.feedNo)
    const facts = isGapless(fresh, this.toldUpTo) ? fresh : await readFeed(this.ctx, this.toldUpTo, backfillPage)
    const last = facts.at(-1)
    if (!last) return
    if (this.connections.size > 0) {
      const startedAtMs = Date.now()
      const touched = touchedBy(facts)
      const frames = framesOf(touched, await this.readTruth(this.ctx, touched))
      this.send(frames)
      const traces = facts.map((fact) => fact.trace)
      tellTogether('frames', traces, { startedAtMs }, { frames: frames.length, screens: this.connections.size })
    }
    this.toldUpTo = last.feedNo
    // There was more than a page: go on at once.
    if (facts.length >= backfillPage) this.schedule()
  }

  /** Most screens are told the same: it is written once for all of them, and each costs its socket's write alone. */
  private send(frames: readonly Addressed[]): void {
    const texts = frames.map((addressed) => JSON.stringify(addressed.frame))
    const packs = new Map<string, { readonly texts: readonly string[]; readonly bytes: Buffer }>()
    for (const connection of this.connections.values()) {
      const own: number[] = []
      for (const [index, addressed] of frames.entries()) if (addressed.isFor(connection.screen)) own.push(index)
      if (own.length === 0) continue
      const key = own.join()
      let pack = packs.get(key)
      if (pack === undefined) {
        const some = own.flatMap((index) => texts[index] ?? [])
        pack = { texts: some, bytes: packFrames(some) }
        packs.set(key, pack)
      }
      connection.stream(pack.texts, pack.bytes)
    }
  }
}

/** Nothing heard means nothing known: then the feed is asked. */
function isGapless(facts: readonly Fact[], after: number): boolean {
  return facts.length > 0 && facts.every((fact, index) => fact.feedNo === after + index + 1)
}
