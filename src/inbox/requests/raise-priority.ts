import { type Priority, priorities } from '#contracts'
import type { RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { requestReclassified } from '../events.ts'
import { lockRequest, writeJudgement } from './request.store.ts'

/** A rule never says urgent: that is a word about danger, not about delay. */
const highestByRule: Priority = 'high'

/**
 * Raises the priority by one degree because a rule says so; what a person has confirmed stays confirmed. Returns the priority
 * that is in force now and whether it moved. Throws `request.not_found`.
 */
export async function raisePriority(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; why: 'repeat' | 'escalation' },
): Promise<{ priority: Priority; isRaised: boolean }> {
  const request = await lockRequest(tx, input.requestId)
  const rank = priorities.indexOf(request.priority)
  const priority = priorities[rank - 1]
  if (request.status === 'closed' || priority === undefined || rank <= priorities.indexOf(highestByRule))
    return { priority: request.priority, isRaised: false }
  const { type, topic, departmentId, classificationId } = request
  const confirmedById = request.confirmedById as Parameters<typeof writeJudgement>[2]['confirmedById']
  await writeJudgement(
    tx,
    request.id,
    { type, priority, topic, departmentId, confirmedById, classificationId },
    ctx.clock.now(),
  )
  const facts = {
    ...{ type, priority, topic },
    previousType: type,
    previousPriority: request.priority,
    previousTopic: topic,
  }
  await publish(tx, ctx, requestReclassified, request.id, { requestId: request.id, by: 'rule', ...facts })
  await audit(tx, ctx, {
    action: 'request.reclassified',
    subjectKind: 'request',
    subjectId: request.id,
    facts: { by: 'rule', why: input.why, ...facts },
  })
  return { priority, isRaised: true }
}
