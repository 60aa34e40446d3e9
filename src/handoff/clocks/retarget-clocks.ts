/**
 * Moving the promises of a request: computing clocks that have no due moment yet, and computing them anew when the matter
 * itself changed (type, priority, topic) or the calendar under it did. The ledger gets an entry with the reason each time.
 */
import type { ClockKind } from '#contracts'
import {
  type ClockTarget,
  type ClockToCompute,
  type ClockToTarget,
  cancelClocks,
  clockResumed,
  clockStarted,
  clocksOfRequest,
  clocksOfRequests,
  getRequest,
  type LedgerEntry,
  listClocksToCompute,
  requestReclassified,
  runningClocksOf,
  setClocksDue,
  startClock,
} from '#inbox'
import { type CalendarId, minuteMs, type RequestId, secondMs } from '#kernel'
import { type Ctx, defineSubscriber, defineSweep, type Fact, inTransaction, type Tx, withActor } from '#platform'
import { calendarChanged } from '#staff'
import { selectRequestsByCalendar, selectRequestsOfChangedCalendars } from './clock-reads.store.ts'
import { countedMs, type RunStretch, statutoryDays } from './clock-terms.ts'
import { loadPromises, type Promises, termOf } from './promises.ts'
import type { SlaPolicy } from './sla-policy.ts'

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

export type Why = 'computed' | 'reclassified' | 'calendar_changed' | 'appeal_registered' | 'appeal_withdrawn' | 'extended'

/** Requests whose clocks move in one transaction. */
const batch = 200
/** The same where clients are writing to them at this moment: their messages wait for the locks. */
const reclassifiedAtOnce = 20

/** Computes clocks that run without a due moment: just started, or resumed after a pause. How many got one. */
export async function computeClocks(ctx: Ctx, limit = batch): Promise<number> {
  const waiting = await listClocksToCompute(ctx, limit)
  if (waiting.length === 0) return 0
  return retargetAll(ctx, [...new Set(waiting.map((clock) => clock.requestId))], 'computed')
}

/** The due moment a clock should have; null where it has that one, or none can be given. */
export function targetOf(ctx: Ctx, promises: Promises, clock: ClockToCompute, why: Why): ClockToTarget | null {
  if (why === 'computed' && clock.dueAt !== null) return null
  const stretches = stretchesOf(clock.startedAt, clock.entries)
  // A clock keeps the policy it began under while it only pauses and resumes; a changed matter is judged by the policy in force.
  const policy = why === 'reclassified' ? promises.policy : promises.policyOf(clock.policyVersion)
  const fairMs = clock.kind === 'statutory' ? undefined : fairTargetMs(ctx, promises, policy, clock, stretches, why)
  const target = termOf(promises, policy, clock.kind, clock, stretches, fairMs)
  return target === null || isSame(target, clock) ? null : { id: clock.id, ...target }
}

/**
 * A target that tightens in mid-course would put the due moment into the past, and the breach on somebody who could not know.
 * So what was counted before the change is kept and the new target is given from the change on, but never beyond the old promise.
 */
function fairTargetMs(
  ctx: Ctx,
  promises: Promises,
  policy: SlaPolicy,
  clock: ClockToCompute,
  stretches: readonly RunStretch[],
  why: Why,
): number | undefined {
  if (clock.targetMs === null || clock.kind === 'statutory') return undefined
  if (why !== 'reclassified') return clock.targetMs
  const targetMs = promises.targetsOf(policy, clock)[clock.kind]
  if (clock.targetMs <= targetMs) return targetMs
  const counted = countedMs(promises.calendarOf(clock.departmentId).time, stretches, ctx.clock.now().getTime())
  return Math.max(targetMs, Math.min(clock.targetMs, counted + targetMs))
}

function isSame(term: ClockTarget, clock: ClockToCompute): boolean {
  return (
    term.targetMs === clock.targetMs &&
    term.calendarId === clock.calendarId &&
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
  await retarget(ctx, tx, promises, clocks, why)
  if (why === 'reclassified') await alignStatutory(ctx, tx, promises, requestId, clocks)
}

function retarget(ctx: Ctx, tx: Tx, promises: Promises, clocks: readonly ClockToCompute[], why: Why): Promise<number> {
  const running = clocks.filter(({ state }) => state === 'running')
  return setClocksDue(
    ctx,
    tx,
    running.flatMap((clock) => targetOf(ctx, promises, clock, why) ?? []),
    why,
  )
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
  const live = clocks.find((clock) => clock.kind === kind && clock.state !== 'cancelled')
  const isOwed = statutoryDays(promises.policy.targets.statutory, request.type, live?.entries ?? []) !== undefined
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
  const ids = [
    ...new Set(facts.filter(({ name }) => name === requestReclassified.name).map(({ subjectId }) => subjectId as RequestId)),
  ]
  if (ids.length === 0) return
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  for (let from = 0; from < ids.length; from += reclassifiedAtOnce) {
    const some = ids.slice(from, from + reclassifiedAtOnce)
    await inTransaction(acting, (tx) => retargetMany(acting, tx, promises, some))
  }
}

/** As retargetClocks of each, in few statements. */
async function retargetMany(ctx: Ctx, tx: Tx, promises: Promises, ids: readonly RequestId[]): Promise<void> {
  const all = await clocksOfRequests(tx, ids)
  await retarget(ctx, tx, promises, all, 'reclassified')
  for (const id of ids) {
    const own = all.filter(({ requestId }) => requestId === id)
    if (!isStatutoryAligned(promises, own)) await alignStatutory(ctx, tx, promises, id, own)
  }
}

/** The type is that of the request now, read with each of its clocks. False also where it has none to read it from. */
function isStatutoryAligned(promises: Promises, clocks: readonly ClockToCompute[]): boolean {
  const [any] = clocks
  if (any === undefined) return false
  const live = clocks.find(({ kind, state }) => kind === 'statutory' && state !== 'cancelled')
  const isOwed = statutoryDays(promises.policy.targets.statutory, any.type, live?.entries ?? []) !== undefined
  return (live !== undefined) === isOwed
}

/** A holiday is declared while clocks run: each that counts by this calendar is due at another moment from now on. */
async function retargetByCalendar(ctx: Ctx, facts: readonly Fact[]): Promise<void> {
  const calendarIds = new Set(
    facts.filter(({ name }) => name === calendarChanged.name).map(({ subjectId }) => subjectId as CalendarId),
  )
  for (const calendarId of calendarIds) {
    for (let after: RequestId | null = null; ; ) {
      const ids: RequestId[] = await selectRequestsByCalendar(ctx.db, calendarId, after, batch)
      await retargetAll(ctx, ids, 'calendar_changed')
      after = ids.at(-1) ?? null
      if (after === null) break
    }
  }
}

/** In one transaction; how many clocks moved. */
async function retargetAll(ctx: Ctx, ids: readonly RequestId[], why: Why): Promise<number> {
  if (ids.length === 0) return 0
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  return inTransaction(acting, async (tx) => retarget(acting, tx, promises, await runningClocksOf(tx, ids), why))
}

/** Longer than the intake may plan by rules of before (its planner reads them anew twice a minute). */
const plansByOldRulesMs = minuteMs

/** Clocks that began while the news of a changed calendar was on its way. */
async function retargetPlannedByOldRules(ctx: Ctx): Promise<void> {
  const changedSince = new Date(ctx.clock.now().getTime() - 2 * plansByOldRulesMs)
  const some = { changedSince, startedBeforeMs: plansByOldRulesMs, limit: 2_000 }
  const ids = await selectRequestsOfChangedCalendars(ctx.db, some)
  for (let i = 0; i < ids.length; i += batch) await retargetAll(ctx, ids.slice(i, i + batch), 'calendar_changed')
}

/** Finds clocks whose hint was lost: a clock without a due moment, or with one of before, would promise the wrong thing. */
export const clockSweep = defineSweep({
  name: 'handoff.clocks',
  everyMs: 5 * secondMs,
  run: async (ctx) => {
    for (let computed = 1; computed > 0; ) computed = await computeClocks(ctx)
    await retargetPlannedByOldRules(ctx)
  },
})
