/**
 * Moving the promises of a request: computing clocks that have no due moment yet, and computing them anew when the matter
 * itself changed (type, priority, topic) or the calendar under it did. The ledger gets an entry with the reason each time.
 */
import type { ClockKind } from '#contracts'
import {
  type ClockTarget,
  type ClockToCompute,
  cancelClocks,
  clockResumed,
  clockStarted,
  clocksOfRequest,
  getRequest,
  type LedgerEntry,
  listClocksToCompute,
  requestReclassified,
  setClockDue,
  startClock,
} from '#inbox'
import { type CalendarId, type RequestId, secondMs } from '#kernel'
import { type Ctx, defineSubscriber, defineSweep, type Fact, inTransaction, type Tx, withActor } from '#platform'
import { calendarChanged } from '#staff'
import { selectRequestsByCalendar } from './clock-reads.store.ts'
import { countedMs, type RunStretch, serviceTerm } from './clock-terms.ts'
import { loadPromises, type Promises, termOf } from './promises.ts'

/** When the clock ran, read from its ledger. A clock that still runs ends in an open stretch. */
export function stretchesOf(startedAt: Date, entries: readonly LedgerEntry[]): RunStretch[] {
  const stretches: RunStretch[] = []
  let fromMs: number | null = startedAt.getTime()
  for (const entry of entries) {
    const atMs = entry.at.getTime()
    if (fromMs !== null && (entry.kind === 'paused' || entry.kind === 'met' || entry.kind === 'cancelled')) {
      stretches.push({ fromMs, toMs: atMs })
      fromMs = null
    } else if (fromMs === null && entry.kind === 'resumed') {
      fromMs = atMs
    }
  }
  if (fromMs !== null) stretches.push({ fromMs, toMs: null })
  return stretches
}

type Why = 'computed' | 'reclassified' | 'calendar_changed'

/** Computes clocks that run without a due moment: just started, or resumed after a pause. How many got one. */
export async function computeClocks(ctx: Ctx, limit = 200): Promise<number> {
  const waiting = await listClocksToCompute(ctx, limit)
  if (waiting.length === 0) return 0
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  let computed = 0
  for (const requestId of new Set(waiting.map((clock) => clock.requestId))) {
    computed += await inTransaction(acting, (tx) => computeOf(acting, tx, promises, requestId))
  }
  return computed
}

async function computeOf(ctx: Ctx, tx: Tx, promises: Promises, requestId: RequestId): Promise<number> {
  let computed = 0
  for (const clock of await clocksOfRequest(ctx, tx, requestId)) {
    if (clock.state !== 'running' || clock.dueAt !== null) continue
    if (await computeClock(ctx, tx, promises, clock, 'computed')) computed++
  }
  return computed
}

/** False where nothing moved. */
async function computeClock(ctx: Ctx, tx: Tx, promises: Promises, clock: ClockToCompute, why: Why): Promise<boolean> {
  const stretches = stretchesOf(clock.startedAt, clock.entries)
  // A clock keeps the policy it began under while it only pauses and resumes; a changed matter is judged by the policy in force.
  const policy = why === 'reclassified' ? promises.policy : promises.policyOf(clock.policyVersion)
  const term = termOf(promises, policy, clock.kind, clock, stretches)
  if (term === null) return false
  const due = clock.kind === 'statutory' ? term : serviceDue(ctx, promises, clock, stretches, term, why)
  if (due === null || isSame(due, clock)) return false
  await setClockDue(ctx, tx, clock.id, due, why)
  return true
}

function serviceDue(
  ctx: Ctx,
  promises: Promises,
  clock: ClockToCompute,
  stretches: readonly RunStretch[],
  term: ClockTarget,
  why: Why,
): ClockTarget | null {
  const calendar = promises.calendarOf(clock.departmentId).time
  const targetMs = fairTargetMs(ctx, calendar, clock, stretches, term.targetMs, why)
  const due = serviceTerm(calendar, stretches, targetMs, promises.policyOf(term.policyVersion).targets.warnShare)
  return due && { ...term, ...due, targetMs }
}

/**
 * A target that tightens in mid-course would put the due moment into the past, and the breach on somebody who could not know.
 * So what was counted before the change is kept and the new target is given from the change on, but never beyond the old promise.
 */
function fairTargetMs(
  ctx: Ctx,
  calendar: Parameters<typeof countedMs>[0],
  clock: ClockToCompute,
  stretches: readonly RunStretch[],
  targetMs: number,
  why: Why,
): number {
  if (clock.targetMs === null) return targetMs
  if (why !== 'reclassified') return clock.targetMs
  if (clock.targetMs <= targetMs) return targetMs
  const counted = countedMs(calendar, stretches, ctx.clock.now().getTime())
  return Math.max(targetMs, Math.min(clock.targetMs, counted + targetMs))
}

function isSame(term: { targetMs: number; dueAt: Date; warnAt: Date }, clock: ClockToCompute): boolean {
  return (
    term.targetMs === clock.targetMs &&
    term.dueAt.getTime() === clock.dueAt?.getTime() &&
    term.warnAt.getTime() === clock.warnAt?.getTime()
  )
}

/**
 * Brings every clock of the request in line with what it is now. Running clocks move; the statutory clock begins when the
 * request has become a matter the law gives a term to (counted from its receipt) and is cancelled when it no longer is.
 */
export async function retargetClocks(ctx: Ctx, tx: Tx, promises: Promises, requestId: RequestId, why: Why): Promise<void> {
  const clocks = await clocksOfRequest(ctx, tx, requestId)
  for (const clock of clocks.filter(({ state }) => state === 'running')) await computeClock(ctx, tx, promises, clock, why)
  if (why === 'reclassified') await alignStatutory(ctx, tx, promises, requestId, clocks)
}

async function alignStatutory(
  ctx: Ctx,
  tx: Tx,
  promises: Promises,
  requestId: RequestId,
  clocks: readonly ClockToCompute[],
): Promise<void> {
  const request = await getRequest(ctx, requestId, tx)
  if (request === null || request.status === 'closed') return
  const kind: ClockKind = 'statutory'
  const live = clocks.some((clock) => clock.kind === kind && clock.state !== 'cancelled')
  const isOwed = promises.policy.targets.statutory.termDays[request.type] !== undefined
  if (live && !isOwed) await cancelClocks(ctx, tx, { requestId, kinds: [kind], why: 'reclassified' })
  if (live || !isOwed) return
  const target = termOf(promises, promises.policy, kind, request, [{ fromMs: request.openedAt.getTime(), toMs: null }])
  await startClock(ctx, tx, { requestId, kind, startedAt: request.openedAt, ...(target && { target }) })
}

export const computeClocksWhenNeeded = defineSubscriber({
  name: 'handoff.compute-clocks',
  events: [clockStarted.name, clockResumed.name, requestReclassified.name, calendarChanged.name],
  handle: async (ctx, facts) => {
    await retargetReclassified(ctx, facts)
    await retargetByCalendar(ctx, facts)
    await computeClocks(ctx)
  },
})

async function retargetReclassified(ctx: Ctx, facts: readonly Fact[]): Promise<void> {
  const ids = new Set(
    facts.filter(({ name }) => name === requestReclassified.name).map(({ subjectId }) => subjectId as RequestId),
  )
  if (ids.size > 0) await retargetAll(ctx, [...ids], 'reclassified')
}

/** A holiday is declared while clocks run: each that counts by this calendar is due at another moment from now on. */
async function retargetByCalendar(ctx: Ctx, facts: readonly Fact[]): Promise<void> {
  for (const fact of facts.filter(({ name }) => name === calendarChanged.name)) {
    for (let after: RequestId | null = null; ; ) {
      const ids: RequestId[] = await selectRequestsByCalendar(ctx.db, fact.subjectId as CalendarId, after, 200)
      await retargetAll(ctx, ids, 'calendar_changed')
      after = ids.at(-1) ?? null
      if (after === null) break
    }
  }
}

async function retargetAll(ctx: Ctx, ids: readonly RequestId[], why: Why): Promise<void> {
  if (ids.length === 0) return
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  for (const requestId of ids) await inTransaction(acting, (tx) => retargetClocks(acting, tx, promises, requestId, why))
}

/** Finds clocks whose hint was lost: a clock without a due moment would promise nothing. */
export const clockSweep = defineSweep({
  name: 'handoff.clocks',
  everyMs: 5 * secondMs,
  run: async (ctx) => {
    for (let computed = 1; computed > 0; ) computed = await computeClocks(ctx)
  },
})
