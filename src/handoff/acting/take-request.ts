/**
 * Giving a request to a person by a person's will. One compare-and-set in the inbox decides between two who press at once;
 * the capacity is counted under the same lock as the automatic placing.
 */
import type { AssignmentRule } from '#contracts'
import { changeHolder, type RequestView } from '#inbox'
import { AppError, type DepartmentId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, inTransaction, type Tx } from '#platform'
import { getOperator, listDepartments, listPresent, type Operator, permissionsOf } from '#staff'
import { type AssignmentEnd, countLoad, endAssignments, lockPlacing, replaceAssignment } from '../routing/assignment.store.ts'
import { type Candidate, unfitness } from '../routing/choose-operator.ts'
import { candidatesByHand } from '../routing/explain-by-hand.ts'
import { selectRoutingPolicy } from '../routing/routing.store.ts'
import { weightTable } from '../routing/routing-rules.ts'
import { complainedAbout, readWaiting } from '../routing/waiting-requests.ts'
import { actingOperator, heldRequest, requestForWork } from './acting-operator.ts'

/**
 * Takes a request out of the queue (or from the bot) into one's own hands; whoever may direct others can name somebody else.
 * Taking what one already holds changes nothing.
 * @throws request.not_found, request.closed, request.held_by_other, request.changed_meanwhile, request.about_you,
 * request.not_next, operator.at_capacity, operator.not_found, permission.missing
 */
export async function takeRequest(
  ctx: Ctx,
  input: { requestId: RequestId; operatorId: OperatorId; expectedVersion?: number },
): Promise<{ version: number }> {
  const { id, permissions } = actingOperator(ctx, 'request.take')
  const mayDirect = permissions.has('request.assign_others')
  if (input.operatorId !== id && !mayDirect) throw new AppError('permission.missing', { permission: 'request.assign_others' })
  const operator = await getOperator(ctx, input.operatorId)
  return inTransaction(ctx, async (tx) => {
    await lockPlacing(tx)
    const request = await requestForWork(ctx, tx, input.requestId)
    if (request.status === 'closed') throw new AppError('request.closed', { requestId: request.id })
    if (request.holderOperatorId === operator.id) return { version: request.holderVersion }
    if (!mayDirect) await refuseTaking(ctx, tx, request, operator)
    return handTo(ctx, tx, request, operator, { rule: 'taken', end: 'taken_over', expectedVersion: input.expectedVersion })
  })
}

/**
 * Gives the request back to its department's queue. The one who returned it is not given it again for a while.
 * @throws request.not_found, request.closed, request.not_held_by_you, permission.missing
 */
export async function returnToQueue(ctx: Ctx, input: { requestId: RequestId; note?: string }): Promise<{ version: number }> {
  return inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, input.requestId, 'request.transfer')
    return toQueue(ctx, tx, request, request.departmentId, { reason: 'returned', end: 'returned', note: input.note })
  })
}

/**
 * Hands the request to another department's queue or to a colleague, who must be able to answer in the first place.
 * @throws request.not_found, request.closed, request.not_held_by_you, department.not_found, operator.not_found,
 * operator.absent, operator.at_capacity, request.about_you, permission.missing
 */
export async function transferRequest(
  ctx: Ctx,
  input: { requestId: RequestId; to: { departmentId: DepartmentId } | { operatorId: OperatorId }; note?: string },
): Promise<{ version: number }> {
  if ('departmentId' in input.to) return transferToDepartment(ctx, input.requestId, input.to.departmentId, input.note)
  const operator = await getOperator(ctx, input.to.operatorId)
  const { permissions } = actingOperator(ctx, 'request.transfer')
  const presence = (await listPresent(ctx)).find(({ operatorId }) => operatorId === operator.id)
  const mayAnswer = operator.isActive && permissionsOf(operator.roles).has('request.take')
  if (!mayAnswer) throw new AppError('operator.not_found', { operatorId: operator.id })
  // A request given to somebody who is not there would wait unseen; it belongs in a queue instead.
  if (presence?.state !== 'online') throw new AppError('operator.absent', { operatorId: operator.id })
  return inTransaction(ctx, async (tx) => {
    await lockPlacing(tx)
    const request = await heldRequest(ctx, tx, input.requestId, 'request.transfer')
    if (!permissions.has('request.assign_others')) await refuseWhenFull(tx, operator)
    return handTo(ctx, tx, request, operator, { rule: 'transferred', end: 'transferred', note: input.note })
  })
}

async function transferToDepartment(
  ctx: Ctx,
  requestId: RequestId,
  departmentId: DepartmentId,
  note?: string,
): Promise<{ version: number }> {
  const isKnown = (await listDepartments(ctx)).some(({ id }) => id === departmentId)
  if (!isKnown) throw new AppError('department.not_found', { departmentId })
  return inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, requestId, 'request.transfer')
    return toQueue(ctx, tx, request, departmentId, { reason: 'transferred', end: 'transferred', note })
  })
}

async function refuseWhenFull(tx: Tx, operator: Operator): Promise<void> {
  const { rules } = await selectRoutingPolicy(tx)
  const load = await countLoad(tx, operator.id, weightTable(rules))
  if (load >= operator.capacity)
    throw new AppError('operator.at_capacity', { operatorId: operator.id, load, capacity: operator.capacity })
}

/** What whoever directs others may do and the rest may not. */
async function refuseTaking(ctx: Ctx, tx: Tx, request: RequestView, operator: Operator): Promise<void> {
  if (!operator.departmentIds.includes(request.departmentId)) throw new AppError('request.not_found', { requestId: request.id })
  if (request.holderKind === 'operator') throw heldByOther(request)
  await refuseWhenFull(tx, operator)
  await refuseCherryPicking(ctx, tx, request, operator)
}

/** How far down the queue the next one fit for this person is looked for. */
const nextAmong = 200

/**
 * Where the bank says so, a hand takes only what is due next of what this person may answer: the easy ones are not picked
 * out while the hard ones wait.
 */
async function refuseCherryPicking(ctx: Ctx, tx: Tx, request: RequestView, operator: Operator): Promise<void> {
  const { rules } = await selectRoutingPolicy(tx)
  if (rules.cherryPicking === 'allowed') return
  const waiting = await readWaiting(ctx, tx, rules, { departmentIds: operator.departmentIds, limit: nextAmong })
  const next = waiting.find((each) => operator.departmentIds.includes(each.departmentId) && unfitness(operator, each) === null)
  if (next !== undefined && next.requestId !== request.id) {
    throw new AppError('request.not_next', { requestId: request.id, nextRequestId: next.requestId })
  }
}

/**
 * How everybody stood, for "why me?". Not even a supervisor may hand a complaint to the person it is about.
 * @throws request.about_you
 */
export async function standingsByHand(ctx: Ctx, tx: Tx, request: RequestView, to: Operator): Promise<Candidate[]> {
  const { id: requestId, type, topic } = request
  const { rules } = await selectRoutingPolicy(tx)
  const about = (await complainedAbout(ctx, tx, rules, [{ requestId, type, topic }])).get(requestId) ?? new Set()
  if (about.has(to.id)) throw new AppError('request.about_you', { requestId, operatorId: to.id })
  return candidatesByHand(ctx, tx, rules, { request, to, complainedAbout: about })
}

async function handTo(
  ctx: Ctx,
  tx: Tx,
  request: RequestView,
  operator: Operator,
  how: { rule: AssignmentRule; end: AssignmentEnd; expectedVersion?: number | undefined; note?: string | undefined },
): Promise<{ version: number }> {
  const requestId = request.id
  const at = ctx.clock.now()
  const candidates = await standingsByHand(ctx, tx, request, operator)
  const { version } = await changeHolder(ctx, tx, {
    requestId,
    to: { kind: 'operator', operatorId: operator.id },
    expectedVersion: how.expectedVersion ?? request.holderVersion,
    reason: how.rule,
    ...(how.note && { note: how.note }),
  })
  const assignment = {
    requestId,
    operatorId: operator.id,
    departmentId: request.departmentId,
    rule: how.rule,
    candidates,
    at,
  }
  await replaceAssignment(tx, assignment, how.end)
  const facts = { operatorId: operator.id }
  await audit(tx, ctx, { action: `request.${how.rule}`, subjectKind: 'request', subjectId: requestId, facts })
  return { version }
}

async function toQueue(
  ctx: Ctx,
  tx: Tx,
  request: RequestView,
  departmentId: DepartmentId,
  how: { reason: string; end: AssignmentEnd; note?: string | undefined },
): Promise<{ version: number }> {
  const { version } = await changeHolder(ctx, tx, {
    requestId: request.id,
    to: { kind: 'queue', departmentId },
    expectedVersion: request.holderVersion,
    reason: how.reason,
    ...(how.note && { note: how.note }),
  })
  await endAssignments(tx, request.id, ctx.clock.now(), how.end)
  await audit(tx, ctx, {
    action: `request.${how.reason}`,
    subjectKind: 'request',
    subjectId: request.id,
    facts: { departmentId },
  })
  return { version }
}

function heldByOther(request: RequestView): AppError {
  return new AppError('request.held_by_other', { requestId: request.id, holderOperatorId: request.holderOperatorId })
}
