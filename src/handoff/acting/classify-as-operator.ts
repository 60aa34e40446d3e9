import { type Priority, priorities, type RequestType } from '#contracts'
import { changeHolder, correctClassification, type RequestView } from '#inbox'
import { AppError, type RequestId } from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { loadPromises, type Promises } from '../clocks/promises.ts'
import { retargetClocks } from '../clocks/retarget-clocks.ts'
import { actingOperator, requestForWork } from './acting-operator.ts'

export type Correction = { type?: RequestType; priority?: Priority; topic?: string; reason?: string }

/**
 * A person corrects or confirms what the classifier thought. The clocks follow in the same transaction, and a request still in
 * the queue goes to the queue of its new topic's department.
 * @throws request.not_found, request.closed, permission.missing, priority.reason_missing, priority.needs_supervisor
 */
export async function classifyAsOperator(ctx: Ctx, input: Correction & { requestId: RequestId }): Promise<void> {
  const { permissions } = actingOperator(ctx, 'request.classify')
  const promises = await loadPromises(ctx)
  const { requestId, ...correction } = input
  await inTransaction(ctx, async (tx) => {
    const request = await requestForWork(ctx, tx, requestId)
    if (request.status === 'closed') throw new AppError('request.closed', { requestId })
    const refusal = refuseLowering(request, correction, permissions.has('request.lower_complaint'))
    if (refusal !== null)
      throw new AppError(refusal, { requestId, from: request.priority, to: correction.priority ?? request.priority })
    await correct(ctx, tx, promises, request, correction)
  })
}

/**
 * Lowering a priority relaxes the promise made to the client, so it needs a reason, and for a complaint a supervisor. It is a
 * complaint if it was one or becomes one: neither step of "question first, then lower" gets around it within one act.
 */
function refuseLowering(
  request: { type: RequestType; priority: Priority },
  correction: Correction,
  maySpareComplaints: boolean,
): 'priority.reason_missing' | 'priority.needs_supervisor' | null {
  const isLowered = priorities.indexOf(correction.priority ?? request.priority) > priorities.indexOf(request.priority)
  const leavesComplaint = request.type === 'complaint' && (correction.type ?? 'complaint') !== 'complaint'
  const isComplaint = request.type === 'complaint' || correction.type === 'complaint'
  if (isLowered && isComplaint && !maySpareComplaints) return 'priority.needs_supervisor'
  return (isLowered || leavesComplaint) && !correction.reason?.trim() ? 'priority.reason_missing' : null
}

async function correct(ctx: Ctx, tx: Tx, promises: Promises, request: RequestView, correction: Correction): Promise<void> {
  const requestId = request.id
  const departmentId =
    correction.topic === undefined ? request.departmentId : promises.departmentOf(correction.topic, ctx.clock.now())
  const isMoved = departmentId !== request.departmentId
  await correctClassification(ctx, tx, { ...correction, requestId, ...(isMoved && { departmentId }) })
  if (isMoved && request.holderKind === 'queue') {
    await changeHolder(ctx, tx, { requestId, to: { kind: 'queue', departmentId }, reason: 'reclassified' })
  }
  await retargetClocks(ctx, tx, promises, requestId, 'reclassified')
}
