import type { Classification, Priority, RequestStatus, RequestType } from '#contracts'
import { AppError, type DepartmentId, type MessageId, newId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { maskText } from '#privacy'
import { requestReclassified } from '../events.ts'
import { insertOpinion, recordCorrection } from './classification.store.ts'
import { lockRequest, type RequestRow, writeJudgement } from './request.store.ts'
import { decideCorrection, decideReclassification, type Judgement } from './request-rules.ts'

/**
 * A person's word on type, priority and topic. It confirms the request: the model never changes it again, and learns from
 * the correction. Throws `request.not_found`, or `priority.reason_missing` where it is lowered without a reason; who may
 * lower what is handoff's rule.
 */
export async function correctClassification(
  ctx: Ctx,
  tx: Tx,
  input: {
    requestId: RequestId
    type?: RequestType
    priority?: Priority
    topic?: string
    reason?: string
    departmentId?: DepartmentId
  },
): Promise<void> {
  const request = await lockRequest(tx, input.requestId)
  const change = {
    ...(input.type === undefined ? {} : { type: input.type }),
    ...(input.priority === undefined ? {} : { priority: input.priority }),
    ...(input.topic === undefined ? {} : { topic: input.topic }),
  }
  const decided = decideCorrection(request, change, input.reason)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id })
  const at = ctx.clock.now()
  const operatorId = ctx.actor.kind === 'operator' ? ctx.actor.id : null
  await writeJudgement(
    tx,
    request.id,
    {
      ...decided.value,
      departmentId: input.departmentId ?? request.departmentId,
      confirmedById: operatorId ?? (request.confirmedById as typeof operatorId),
      classificationId: request.classificationId,
    },
    at,
  )
  await recordCorrection(tx, request.classificationId, {
    ...decided.value,
    operatorId,
    at,
    reason: input.reason === undefined ? null : maskText(input.reason).text,
  })
  await tell(ctx, tx, request, decided.value, 'operator')
}

/** Whether the model's second opinion would change anything about a request as it was read; the record decides anew. */
export function changesJudgement(
  request: Judgement & { readonly isConfirmed: boolean; readonly status: RequestStatus },
  opinion: Judgement,
): boolean {
  const decided = decideReclassification(request, opinion)
  return decided.ok && decided.value !== 'unchanged'
}

/**
 * The model's second opinion, when several short messages are read as one matter. 'confirmed' where a person has decided:
 * nothing is changed then. It may raise the priority but never lowers it.
 */
export async function recordReclassification(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; messageId: MessageId; classification: Classification; departmentId: DepartmentId },
): Promise<'reclassified' | 'unchanged' | 'confirmed' | 'closed'> {
  const request = await lockRequest(tx, input.requestId)
  const decided = decideReclassification({ ...request, isConfirmed: request.confirmedById !== null }, input.classification)
  if (!decided.ok) return decided.refusal
  if (decided.value === 'unchanged') return 'unchanged'
  const at = ctx.clock.now()
  const classificationId = newId()
  const isMoved = decided.value.topic !== request.topic && request.holderKind !== 'operator'
  const departmentId = isMoved ? input.departmentId : request.departmentId
  const judgement = { ...decided.value, departmentId, confirmedById: null, classificationId }
  await Promise.all([insertOpinion(tx, { id: classificationId, ...input, at }), writeJudgement(tx, request.id, judgement, at)])
  await tell(ctx, tx, request, decided.value, 'model')
  return 'reclassified'
}

async function tell(ctx: Ctx, tx: Tx, from: RequestRow, to: Judgement, by: 'model' | 'operator'): Promise<void> {
  const facts = {
    by,
    ...{ type: to.type, priority: to.priority, topic: to.topic },
    previousType: from.type,
    previousPriority: from.priority,
    previousTopic: from.topic,
    fromDepartmentId: from.departmentId,
  }
  await publish(tx, ctx, requestReclassified, from.id, { requestId: from.id, ...facts })
  await audit(tx, ctx, { action: 'request.reclassified', subjectKind: 'request', subjectId: from.id, facts })
}
