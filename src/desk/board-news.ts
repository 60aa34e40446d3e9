import type { BoardView, FrequentProblems } from '#contracts'
import { queueCounts } from '#inbox'
import type { DepartmentId } from '#kernel'
import { type Ctx, onFacts } from '#platform'
import { seesEverything } from './audience.ts'
import type { ChannelEdge } from './channel-health.routes.ts'
import type { LiveConnection } from './live-connection.ts'
import type { LiveHub } from './live-hub.ts'

/** A burst of facts is one new board. */
const restMs = 1_000
/** Time alone makes requests late and channels silent. */
const lookAgainMs = 10_000
const problemsEveryMs = 60_000

export type BoardSources = {
  readonly problems: (ctx: Ctx) => Promise<FrequentProblems>
  readonly channels: ChannelEdge['health']
}

/**
 * Pushes the board to whoever has it on the screen: after every change, at most once a second, and now and then by itself. Costs
 * nothing while nobody looks.
 */
export class BoardNews {
  private readonly ctx: Ctx
  private readonly hub: LiveHub
  private readonly sources: BoardSources
  private timer: NodeJS.Timeout | null = null
  private isTelling = false
  private isOwed = false
  private isStopped = false
  private regular: NodeJS.Timeout | null = null
  private unsubscribe: () => void = () => undefined
  private problems: FrequentProblems | null = null
  private problemsAt = 0
  private working: Promise<void> = Promise.resolve()

  constructor(ctx: Ctx, hub: LiveHub, sources: BoardSources) {
    this.ctx = ctx
    this.hub = hub
    this.sources = sources
  }

  start(): void {
    this.unsubscribe = onFacts(this.ctx.bus, () => this.soon())
    this.regular = setInterval(() => this.soon(), lookAgainMs)
    this.regular.unref()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.unsubscribe()
    if (this.timer) clearTimeout(this.timer)
    if (this.regular) clearInterval(this.regular)
    await this.working
  }

  /** Tells everybody who looks, soon; to one who has just begun to look as well. */
  soon(): void {
    if (this.timer || this.watchers().length === 0) return
    // One board is made at a time; whoever asks meanwhile gets the next.
    if (this.isTelling) this.isOwed = true
    else this.timer = setTimeout(() => this.begin(), restMs)
  }

  private begin(): void {
    this.timer = null
    this.isTelling = true
    this.working = this.tell()
      .catch((error: unknown) => this.ctx.log.warn({ err: error }, 'the board was not told'))
      .finally(() => {
        this.isTelling = false
        const isOwed = this.isOwed
        this.isOwed = false
        if (isOwed && !this.isStopped) this.soon()
      })
  }

  private watchers(): LiveConnection[] {
    return [...this.hub.list()].filter(({ screen }) => screen.isOnBoard && screen.permissions.has('board.read'))
  }

  private async tell(): Promise<void> {
    const watchers = this.watchers()
    if (watchers.length === 0) return
    this.refreshProblems()
    const mayKnow = watchers.some(({ screen }) => screen.permissions.has('channels.read'))
    const channels = mayKnow ? await this.sources.channels(this.ctx) : null
    for (const { screen, ...watcher } of watchers.map((one) => ({ screen: one.screen, one }))) {
      const departmentIds = seesEverything(screen) ? ('all' as const) : ([...screen.departmentIds] as DepartmentId[])
      const board: BoardView = {
        counts: await queueCounts(this.ctx, { operatorId: screen.operatorId as never, departmentIds }),
        channels: screen.permissions.has('channels.read') ? channels : null,
        problems: seesEverything(screen) ? this.problems : null,
      }
      watcher.one.stream([JSON.stringify({ kind: 'board', board })])
    }
  }

  /** Clustering takes a second of a thread of its own: the board goes out without it, and again when it is there. */
  private refreshProblems(): void {
    const now = performance.now()
    if (this.problemsAt !== 0 && now - this.problemsAt < problemsEveryMs) return
    this.problemsAt = now
    this.sources
      .problems(this.ctx)
      .then((found) => {
        this.problems = found
        this.soon()
      })
      .catch((error: unknown) => this.ctx.log.warn({ err: error }, 'frequent problems were not found for the board'))
  }
}
