/**
 * Giving waiting requests to people.
 *
 * Every hint (a request came, somebody came online, a place became free) leads to the same act: look at what waits, the one
 * that breaches next first, and at who is there, and place what can be placed. So a lost hint costs a few seconds until the
 * sweep, and a new request never overtakes a more pressing one that waits already.
 */
import type { RoutingRules } from '#contracts'
import {
  changeHolder,
  holderChanged,
  lockWithConversations,
  requestClosed,
  requestOpened,
  requestPaused,
  requestReopened,
  requestResumed,
} from '#inbox'
import { type DepartmentId, isAppError, type OperatorId, type RequestId, secondMs } from '#kernel'
import { allDone, audit, type Ctx, defineSubscriber, defineSweep, inTransaction, type Tx, withActor } from '#platform'
import { operatorChanged, presenceChanged } from '#staff'
import { routingChanged } from '../events.ts'
import {
  endAssignments,
  endStrayAssignments,
  lockPlacing,
  replaceAssignment,
  selectDepartmentsWithPlace,
  selectHeldByAbsent,
  selectOnlineOperators,
  selectPastAssignments,
} from './assignment.store.ts'
import { type Choice, chooseOperators } from './choose-operator.ts'
import { selectRoutingPolicy } from './routing.store.ts'
import { weightTable } from './routing-rules.ts'
import { complainedAbout, readUnread, type UnreadRequest } from './waiting-requests.ts'

/** What happened to a request offered for placing. */
export type Placing =
  | { readonly placed: true; readonly operatorId: OperatorId; readonly version: number }
  | { readonly placed: false; readonly why: 'not_in_queue' | 'nobody_eligible' | 'changed_meanwhile' }

/** Requests in one transaction: their rows stay locked until it ends, and a client's message to any of them waits. */
const mostAtOnce = 10
/** Looked at in one go, so that one nobody can answer (a language, a department at home) does not hide those behind it. */
const mostLookedAt = 500
const nobody: ReadonlySet<OperatorId> = new Set()

/** Tries to give this one request to the best person there is. Anybody may call it at any time; it is given at most once. */
export async function placeRequest(ctx: Ctx, requestId: RequestId): Promise<Placing> {
  const acting = asPlacer(ctx)
  return inTransaction(acting, async (tx) => {
    await lockPlacing(tx)
    const { rules } = await selectRoutingPolicy(tx)
    const waiting = await readUnread(acting, tx, rules, { requestId, limit: 1 })
    if (waiting.length === 0) return { placed: false, why: 'not_in_queue' }
    const [choice] = await choose(acting, tx, waiting, rules)
    if (choice === undefined) return { placed: false, why: 'nobody_eligible' }
    const version = await carryOut(acting, tx, choice)
    return version === null
      ? { placed: false, why: 'changed_meanwhile' }
      : { placed: true, operatorId: choice.operatorId, version }
  })
}

/** Places what can be placed now, the most pressing first; how many were. */
export async function placeWaiting(ctx: Ctx): Promise<number> {
  const acting = asPlacer(ctx)
  let placed = 0
  for (;;) {
    const { rules } = await selectRoutingPolicy(ctx.db)
    const departmentIds = await selectDepartmentsWithPlace(ctx.db, ctx.clock.now(), weightTable(rules))
    if (departmentIds.length === 0) return placed
    const round = await placeRound(acting, departmentIds)
    placed += round.placed
    // Less than a full round, all of it carried out: whatever is left, nobody here can take.
    if (round.chosen < mostAtOnce && round.placed === round.chosen) return placed
  }
}

/** What waits is read under the lock: a choice made for a request that is gone would use up somebody's free place. */
async function placeRound(ctx: Ctx, departmentIds: readonly DepartmentId[]): Promise<{ chosen: number; placed: number }> {
  return inTransaction(ctx, async (tx) => {
    await lockPlacing(tx)
    const { rules } = await selectRoutingPolicy(tx)
    const waiting = await readUnread(ctx, tx, rules, { departmentIds, limit: mostLookedAt })
    if (waiting.length === 0) return { chosen: 0, placed: 0 }
    const choices = await choose(ctx, tx, waiting, rules)
    await lockWithConversations(
      tx,
      choices.map(({ request }) => request.requestId),
    )
    const versions = await allDone(choices.map((choice) => carryOut(ctx, tx, choice)))
    return { chosen: choices.length, placed: versions.filter((version) => version !== null).length }
  })
}

/**
 * The first that can be given to somebody. Whom a client complains about is read of these alone: it can only take a person
 * away, so a request that finds nobody without it finds nobody with it, and the choice is made again until all are read.
 */
async function choose(ctx: Ctx, tx: Tx, waiting: readonly UnreadRequest[], rules: RoutingRules): Promise<Choice[]> {
  const now = ctx.clock.now()
  const online = await selectOnlineOperators(tx, now, weightTable(rules))
  if (online.length === 0) return []
  const past = await selectPastAssignments(
    tx,
    waiting.map(({ requestId }) => requestId),
  )
  const topics = new Map(waiting.map(({ requestId, topic }) => [requestId, topic]))
  const about = new Map<RequestId, ReadonlySet<OperatorId>>()
  for (;;) {
    const known = waiting.map((request) => ({ ...request, complainedAbout: about.get(request.requestId) ?? nobody }))
    const choices = chooseOperators(known, online, past, { now, rampUp: rules }, mostAtOnce)
    const unread = choices.map(({ request }) => request).filter(({ requestId }) => !about.has(requestId))
    if (unread.length === 0) return choices
    const matters = unread.map(({ requestId, type }) => ({ requestId, type, topic: topics.get(requestId) ?? '' }))
    const found = await complainedAbout(ctx, tx, rules, matters)
    for (const { requestId } of unread) about.set(requestId, found.get(requestId) ?? nobody)
  }
}

/** Null where the request left the queue between the look and the lock. */
async function carryOut(ctx: Ctx, tx: Tx, choice: Choice): Promise<number | null> {
  const { requestId, departmentId, holderVersion } = choice.request
  const { operatorId, rule, candidates } = choice
  try {
    const to = { kind: 'operator', operatorId } as const
    const { version } = await changeHolder(ctx, tx, { requestId, to, expectedVersion: holderVersion, reason: rule })
    const at = ctx.clock.now()
    await replaceAssignment(tx, { requestId, operatorId, departmentId, rule, candidates, at }, 'taken_over')
    await audit(tx, ctx, {
      action: 'request.assigned',
      subjectKind: 'request',
      subjectId: requestId,
      facts: { operatorId, rule },
    })
    return version
  } catch (error) {
    if (isOvertaken(error)) return null
    throw error
  }
}

/** Somebody else moved the request first: not a failure, the next look sees it as it is. */
function isOvertaken(error: unknown): boolean {
  return isAppError(error) && ['request.closed', 'request.held_by_other', 'request.changed_meanwhile'].includes(error.code)
}

const asPlacer = (ctx: Ctx): Ctx => withActor(ctx, { kind: 'system', name: 'handoff' })

export const placeWhenPossible = defineSubscriber({
  name: 'handoff.place-request',
  events: [
    requestOpened.name,
    requestReopened.name,
    requestClosed.name,
    requestPaused.name,
    requestResumed.name,
    holderChanged.name,
    presenceChanged.name,
    operatorChanged.name,
    routingChanged.name,
  ],
  handle: async (ctx) => {
    await placeWaiting(ctx)
  },
})

/** Finds what a lost hint left waiting, and people whose ramp-up has ended since. */
export const placingSweep = defineSweep({
  name: 'handoff.placing',
  everyMs: 5 * secondMs,
  run: async (ctx) => {
    await endStrayAssignments(ctx.db, ctx.clock.now())
    await placeWaiting(ctx)
  },
})

/** Gives back what people hold who have been gone longer than the grace; how many requests went back. */
export async function returnFromAbsent(ctx: Ctx): Promise<number> {
  const acting = asPlacer(ctx)
  const now = ctx.clock.now()
  const { rules } = await selectRoutingPolicy(ctx.db)
  const absentSince = new Date(now.getTime() - rules.absenceGraceSeconds * secondMs)
  let returned = 0
  for (const held of await selectHeldByAbsent(ctx.db, { absentSince, limit: 500 })) {
    const isReturned = await inTransaction(acting, async (tx) => {
      try {
        const to = { kind: 'queue', departmentId: held.departmentId } as const
        const { requestId, holderVersion } = held
        await changeHolder(acting, tx, { requestId, to, expectedVersion: holderVersion, reason: 'holder_absent' })
        await endAssignments(tx, requestId, now, 'absent')
        const facts = { operatorId: held.operatorId }
        await audit(tx, acting, { action: 'request.holder_absent', subjectKind: 'request', subjectId: requestId, facts })
        return true
      } catch (error) {
        if (isOvertaken(error)) return false
        throw error
      }
    })
    if (isReturned) returned++
  }
  return returned
}

export const absenceSweep = defineSweep({
  name: 'handoff.absence',
  everyMs: 10 * secondMs,
  run: async (ctx) => {
    await returnFromAbsent(ctx)
  },
})
