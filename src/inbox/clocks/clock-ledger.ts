/**
 * The facts of time: when a clock started, stood still, was answered or ran out. The ledger is the record; due moments are
 * computed from it elsewhere and only kept here. Policy (which targets, which calendar) is not this room's.
 */
import type { ClockKind } from '#contracts'
import { type CalendarId, type ClockId, newId, type RequestId } from '#kernel'
import { actorName, type Ctx, type EventDefinition, publish, type Tx } from '#platform'
import { clockBreached, clockCancelled, clockMet, clockPaused, clockResumed, clockRetargeted, clockStarted } from '../events.ts'
import { lockRequest } from '../requests/request.store.ts'
import {
  type ClockChange,
  type ClockTarget,
  type ClockToCompute,
  type ClockToTarget,
  insertClock,
  insertEntries,
  type LedgerKind,
  lockRequests,
  lockRequestsOf,
  refreshNextDue,
  selectClock,
  selectClocksOfRequest,
  selectClocksOfRequests,
  selectClocksToCompute,
  selectNextWake,
  selectRunningAfter,
  selectRunningByCalendar,
  selectRunningClocksOf,
  updateCancelled,
  updateMet,
  updateOverdue,
  updatePaused,
  updateResumed,
  updateTargets,
} from './clock.store.ts'

type Telling = {
  readonly entry: LedgerKind
  readonly event: EventDefinition<string, { clockId: string; requestId: string; kind: string }>
  readonly at: Date
  readonly facts: Record<string, unknown>
}

async function tell(ctx: Ctx, tx: Tx, changes: readonly ClockChange[], telling: Telling): Promise<ClockId[]> {
  await insertEntries(
    tx,
    changes.map(({ id }) => ({
      clockId: id,
      kind: telling.entry,
      at: telling.at,
      actor: actorName(ctx.actor),
      facts: telling.facts,
    })),
  )
  for (const { id, requestId, kind } of changes) {
    await publish(tx, ctx, telling.event, requestId, { clockId: id, requestId, kind })
  }
  if (changes.length > 0)
    await refreshNextDue(
      tx,
      changes.map(({ requestId }) => requestId),
    )
  return changes.map(({ id }) => id)
}

/** Starts a clock; without a target it waits for its due moment to be computed. */
export async function startClock(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kind: ClockKind; startedAt: Date; target?: ClockTarget },
): Promise<ClockId> {
  await lockRequest(tx, input.requestId)
  const clock = { id: newId<ClockId>(), requestId: input.requestId, kind: input.kind, startedAt: input.startedAt }
  await insertClock(tx, clock)
  const change = { ...clock, state: 'running' as const, dueAt: null }
  await tell(ctx, tx, [change], { entry: 'started', event: clockStarted, at: input.startedAt, facts: {} })
  if (input.target) await setClockDue(ctx, tx, clock.id, input.target, 'started')
  return clock.id
}

/**
 * Answers the clocks of these kinds. One that is past due is breached, noticed or not, and keeps the moment it was answered
 * at all the same. Returns the clocks answered, late ones included.
 */
export async function meetClocks(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kinds: readonly ClockKind[]; at: Date },
): Promise<ClockId[]> {
  await breachOverdue(ctx, tx, input)
  const changes = await updateMet(tx, input.requestId, input.kinds, input.at)
  const late = changes.filter((change) => change.state === 'breached')
  const inTime = changes.filter((change) => change.state === 'met')
  await tell(ctx, tx, late, { entry: 'met', event: clockMet, at: input.at, facts: { isLate: true } })
  await tell(ctx, tx, inTime, { entry: 'met', event: clockMet, at: input.at, facts: { isLate: false } })
  return changes.map(({ id }) => id)
}

/** Whatever happens to a clock now, the moment it was due has passed: it is breached, whether the waker has come by or not. */
export async function breachOverdue(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kinds: readonly ClockKind[]; at: Date },
): Promise<void> {
  for (const breach of await updateOverdue(tx, input.requestId, input.kinds, input.at)) {
    await tell(ctx, tx, [breach], { entry: 'breached', event: clockBreached, at: breach.dueAt ?? input.at, facts: {} })
  }
}

/** Stops the running clocks that a wait for the client may stop: the statutory one and one past due go on. */
export async function pauseClocks(ctx: Ctx, tx: Tx, input: { requestId: RequestId; reason: string }): Promise<ClockId[]> {
  const at = ctx.clock.now()
  const changes = await updatePaused(tx, input.requestId, at)
  return tell(ctx, tx, changes, { entry: 'paused', event: clockPaused, at, facts: { reason: input.reason } })
}

/** Resumed clocks have no due moment until it is computed anew from the ledger. */
export async function resumeClocks(ctx: Ctx, tx: Tx, input: { requestId: RequestId; because: string }): Promise<ClockId[]> {
  const changes = await updateResumed(tx, input.requestId)
  const telling = { entry: 'resumed', event: clockResumed, at: ctx.clock.now(), facts: { because: input.because } } as const
  return tell(ctx, tx, changes, telling)
}

/** The promise did not apply: never counted, neither as met nor as breached. */
export async function cancelClocks(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kinds: readonly ClockKind[]; why: string },
): Promise<ClockId[]> {
  const changes = await updateCancelled(tx, input.requestId, input.kinds)
  const telling = { entry: 'cancelled', event: clockCancelled, at: ctx.clock.now(), facts: { why: input.why } } as const
  return tell(ctx, tx, changes, telling)
}

/** Gives a running clock its due moment; false where it does not run any more. */
export async function setClockDue(ctx: Ctx, tx: Tx, clockId: ClockId, target: ClockTarget, why: string): Promise<boolean> {
  return (await setClocksDue(ctx, tx, [{ id: clockId, ...target }], why)) === 1
}

/**
 * Gives many running clocks their due moments in a handful of statements, each with its ledger entry and its fact.
 * Returns how many ran.
 */
export async function setClocksDue(ctx: Ctx, tx: Tx, targets: readonly ClockToTarget[], why: string): Promise<number> {
  if (targets.length === 0) return 0
  const at = ctx.clock.now()
  await lockRequestsOf(
    tx,
    targets.map(({ id }) => id),
  )
  const changes = await updateTargets(tx, targets, at)
  const byId = new Map(targets.map((target) => [target.id, target]))
  const actor = actorName(ctx.actor)
  await insertEntries(
    tx,
    changes.map(({ id }) => ({ clockId: id, kind: 'targeted', at, actor, facts: targetFacts(byId.get(id), why) })),
  )
  for (const { id, requestId, kind } of changes)
    await publish(tx, ctx, clockRetargeted, requestId, { clockId: id, requestId, kind })
  await refreshNextDue(
    tx,
    changes.map(({ requestId }) => requestId),
  )
  return changes.length
}

function targetFacts(target: ClockToTarget | undefined, why: string): Record<string, unknown> {
  if (target === undefined) return { why }
  const { id: _, steps, dueAt, warnAt, ...rest } = target
  return { ...rest, dueAt: dueAt.toISOString(), warnAt: warnAt.toISOString(), why, ...(steps.length > 0 && { steps }) }
}

/** Writes into a clock's ledger what was done about it: registered as an appeal, extended, escalated. Ids and closed words. */
export async function enterInLedger(
  ctx: Ctx,
  tx: Tx,
  clockId: ClockId,
  entry: { kind: LedgerKind; facts: Record<string, unknown>; at?: Date },
): Promise<void> {
  const { kind, facts, at = ctx.clock.now() } = entry
  await insertEntries(tx, [{ clockId, kind, at, actor: actorName(ctx.actor), facts }])
}

/** Running clocks without a due moment, oldest first. */
export function listClocksToCompute(ctx: Ctx, limit: number): Promise<ClockToCompute[]> {
  return selectClocksToCompute(ctx.db, limit)
}

/** All clocks of one request; within a transaction the request is locked first. */
export async function clocksOfRequest(ctx: Ctx, tx: Tx | null, requestId: RequestId): Promise<ClockToCompute[]> {
  if (tx === null) return selectClocksOfRequest(ctx.db, requestId)
  await lockRequest(tx, requestId)
  return selectClocksOfRequest(tx, requestId)
}

/** All clocks of these requests with their ledgers, the requests locked until the transaction ends. */
export async function clocksOfRequests(tx: Tx, requestIds: readonly RequestId[]): Promise<ClockToCompute[]> {
  await lockRequests(tx, requestIds)
  return selectClocksOfRequests(tx, requestIds)
}

/** Running clocks of these requests with their ledgers, the requests locked until the transaction ends. */
export async function runningClocksOf(tx: Tx, requestIds: readonly RequestId[]): Promise<ClockToCompute[]> {
  await lockRequests(tx, requestIds)
  return selectRunningClocksOf(tx, requestIds)
}

/** Running clocks with their ledgers, page by page in the order of their ids; of one calendar where given. */
export function runningClocksAfter(
  ctx: Ctx,
  of: { calendarId: CalendarId | null; after: ClockId | null; limit: number },
): Promise<ClockToCompute[]> {
  return selectRunningAfter(ctx.db, of)
}

/** How many clocks count by each calendar right now. */
export async function countRunningByCalendar(ctx: Ctx): Promise<ReadonlyMap<CalendarId, number>> {
  return new Map((await selectRunningByCalendar(ctx.db)).map(({ calendarId, clocks }) => [calendarId, clocks]))
}

/** The next moment any clock must be looked at; null when none runs. */
export function nextClockWakeAt(ctx: Ctx): Promise<Date | null> {
  return selectNextWake(ctx.db)
}

export function getClock(ctx: Ctx, clockId: ClockId): Promise<ClockToCompute | null> {
  return selectClock(ctx.db, clockId)
}
