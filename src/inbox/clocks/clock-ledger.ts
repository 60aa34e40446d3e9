/**
 * The facts of time: when a clock started, stood still, was answered or ran out. The ledger is the record; due moments are
 * computed from it elsewhere and only kept here. Policy (which targets, which calendar) is not this room's.
 */
import type { ClockKind } from '#contracts'
import { type ClockId, newId, type RequestId } from '#kernel'
import { actorName, type Ctx, type EventDefinition, publish, type Tx } from '#platform'
import {
  clockBreached,
  clockCancelled,
  clockMet,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockStarted,
  clockWarned,
} from '../events.ts'
import { lockRequest } from '../requests/request.store.ts'
import {
  type ClockChange,
  type ClockFacts,
  type ClockTarget,
  type ClockToCompute,
  insertClock,
  insertEntries,
  type LedgerKind,
  refreshNextDue,
  selectClock,
  selectClocksOfRequest,
  selectClocksToCompute,
  selectNextWake,
  takeDue,
  updateBreached,
  updateCancelled,
  updateMet,
  updateOverdue,
  updatePaused,
  updateResumed,
  updateTarget,
  updateWarned,
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
  const requestId = changes[0]?.requestId
  if (requestId !== undefined) await refreshNextDue(tx, requestId)
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
  const at = ctx.clock.now()
  const change = await updateTarget(tx, clockId, target, at)
  if (!change) return false
  const facts = { ...target, dueAt: target.dueAt.toISOString(), warnAt: target.warnAt.toISOString(), why }
  await tell(ctx, tx, [change], { entry: 'targeted', event: clockRetargeted, at, facts })
  return true
}

/** True where this call is the one that warned. */
export async function stampWarned(ctx: Ctx, tx: Tx, clockId: ClockId): Promise<boolean> {
  const change = await updateWarned(tx, clockId)
  if (!change) return false
  await tell(ctx, tx, [change], { entry: 'warned', event: clockWarned, at: ctx.clock.now(), facts: {} })
  return true
}

/** Stamped with the due moment, not the moment noticed. True where this call is the one that stamped. */
export async function stampBreached(ctx: Ctx, tx: Tx, clockId: ClockId): Promise<boolean> {
  const now = ctx.clock.now()
  const change = await updateBreached(tx, clockId, now)
  if (!change) return false
  await tell(ctx, tx, [change], { entry: 'breached', event: clockBreached, at: change.dueAt ?? now, facts: {} })
  return true
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

/** Running clocks whose warning or due moment has come, locked with their requests; those in other hands are left out. */
export function takeDueClocks(tx: Tx, now: Date, limit: number): Promise<ClockFacts[]> {
  return takeDue(tx, now, limit)
}

/** The next moment any clock must be looked at; null when none runs. */
export function nextClockWakeAt(ctx: Ctx): Promise<Date | null> {
  return selectNextWake(ctx.db)
}

export function getClock(ctx: Ctx, clockId: ClockId): Promise<ClockToCompute | null> {
  return selectClock(ctx.db, clockId)
}
