/**
 * Warnings and breaches at their second.
 *
 * The table is the alarm clock: each running clock keeps the next moment it must be looked at, so nothing is lost with the
 * process and a restart begins with whatever came due meanwhile. Between rounds the waker sleeps until the nearest such
 * moment, a second at most, because another process may start a nearer one. Several wakers share the work by row locks.
 *
 * Nothing of it goes by the queue: the statements have connections of their own, and a step of escalation is done here as soon
 * as its moment is written down, beside the next round and not before it. What a crash leaves in between a sweep finds.
 */
import { nextClockWakeAt, stampDueClocks } from '#inbox'
import { secondMs } from '#kernel'
import { type Ctx, withActor } from '#platform'
import { doDueSteps } from './escalate.ts'

export type WakerOptions = {
  /** The longest sleep; also how late a clock started elsewhere can be at most. */
  maxSleepMs?: number
  /** Clocks stamped in one statement. */
  batch?: number
  /** Statements at once while there is more due than one batch. */
  lanes?: number
}

/** Due and not stamped: its request is in other hands, which are done in a moment. */
const lockedRetryMs = 10

export class ClockWaker {
  private readonly ctx: Ctx
  private readonly options: Required<WakerOptions>
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()
  private isRunning = false
  private escalating: Promise<void> | undefined
  private isStepOwed = false

  constructor(ctx: Ctx, options: WakerOptions = {}) {
    this.ctx = withActor(ctx, { kind: 'system', name: 'clock' })
    this.options = { maxSleepMs: secondMs, batch: 200, lanes: 2, ...options }
  }

  start(): void {
    if (this.isRunning) return
    this.isRunning = true
    this.schedule(0)
  }

  /** Lets the round in progress end; what is due later is found by the next start. */
  async stop(): Promise<void> {
    this.isRunning = false
    clearTimeout(this.timer)
    await this.round
    await this.escalating
  }

  /** Stamps everything that is due by now; how many stamps were written. */
  async wakeOnce(): Promise<number> {
    const { batch, lanes } = this.options
    const first = await this.stampBatch(batch)
    if (first.taken < batch) return first.stamped
    const rest = await Promise.all(Array.from({ length: lanes }, () => this.drain()))
    return rest.reduce((sum, stamped) => sum + stamped, first.stamped)
  }

  private async drain(): Promise<number> {
    let stamped = 0
    for (;;) {
      const round = await this.stampBatch(this.options.batch)
      stamped += round.stamped
      if (round.taken < this.options.batch) return stamped
    }
  }

  private async stampBatch(limit: number): Promise<{ taken: number; stamped: number }> {
    const round = await stampDueClocks(this.ctx, limit)
    // Late by how much it was noticed, not by how much the client waited: the second is the clock's own business.
    for (const delayMs of round.delaysMs) this.ctx.metrics.observe('clock_wake_delay', delayMs / secondMs)
    return round
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      this.round = this.runRound()
    }, delayMs)
    this.timer.unref()
  }

  private async runRound(): Promise<void> {
    let delayMs = this.options.maxSleepMs
    try {
      const stamped = await this.wakeOnce()
      if (stamped > 0) this.escalate()
      const nextAt = await nextClockWakeAt(this.ctx)
      if (nextAt !== null)
        delayMs = Math.min(
          delayMs,
          Math.max(stamped > 0 ? 0 : lockedRetryMs, nextAt.getTime() - this.ctx.clock.now().getTime()),
        )
    } catch (err) {
      // The database is away: what is due stays due, and is stamped with its own moment when it comes back.
      this.ctx.log.warn({ err }, 'clocks could not be woken')
    }
    if (this.isRunning) this.schedule(delayMs)
  }

  /** One at a time; what begins meanwhile is done by whoever is at it. */
  private escalate(): void {
    this.isStepOwed = true
    this.escalating ??= this.doSteps().finally(() => {
      this.escalating = undefined
    })
  }

  private async doSteps(): Promise<void> {
    while (this.isStepOwed) {
      this.isStepOwed = false
      try {
        if ((await doDueSteps(this.ctx)) > 0) this.isStepOwed = true
      } catch (err) {
        this.ctx.log.warn({ err }, 'steps of escalation could not be done; the sweep comes back to them')
      }
    }
  }
}
