/**
 * Giving a request to a person by a person's will. One compare-and-set in the inbox decides between two who press at once;
 * the capacity is counted under the same lock as the automatic placing.
 */
import { changeHolder, type RequestView } from '#inbox'
import { AppError, type DepartmentId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, inTransaction, type Tx } from '#platform'
import { getOperator, listDepartments, listPresent, type Operator, permissionsOf } from '#staff'
import { actingOperator, heldRequest, requestForWork } from './acting-operator.ts'
import {
  type AssignmentEnd,
  type AssignmentRule,
  countLoad,
  endAssignments,
  lockPlacing,
  replaceAssignment,
} from './assignment.store.ts'

/**
 * Takes a request out of the queue (or from the bot) into one's own hands; whoever may direct others can name somebody else.
 * Taking what one already holds changes nothing.
 * @throws request.not_found, request.closed, request.held_by_other, request.changed_meanwhile, operator.at_capacity,
 * operator.not_found, permission.missing
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
    if (!mayDirect && !operator.departmentIds.includes(request.departmentId)) {
      throw new AppError('request.not_found', { requestId: request.id })
    }
    if (request.holderKind === 'operator' && !mayDirect) throw heldByOther(request)
    if (!mayDirect) await refuseWhenFull(tx, operator)
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
 * operator.absent, operator.at_capacity, permission.missing
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
  const load = await countLoad(tx, operator.id)
  if (load >= operator.capacity)
    throw new AppError('operator.at_capacity', { operatorId: operator.id, load, capacity: operator.capacity })
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
    candidates: [],
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
