/** A newcomer whose replies their mentor reads before the client does. */
import { AppError, type OperatorId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { tellAccessChanged } from './access-news.ts'
import { operatorChanged } from './events.ts'
import { type Operator, type Probation, permissionsOf, requirePermission } from './operator.ts'
import { selectOperators, selectProbation, updateProbation } from './staff.store.ts'

/** Whose replies are read first by whom: asked for each reply, so it costs one look-up. Null: nobody's. */
export function probationOf(ctx: Ctx, id: OperatorId): Promise<Probation | null> {
  return selectProbation(ctx.db, id)
}

/**
 * Begins a probation, changes its mentor or capacity, or (null) ends it: from the next reply on. At its end the capacity the
 * person had before comes back.
 * @throws permission.missing, operator.not_found, operator.mentor_unfit
 */
export async function setProbation(
  ctx: Ctx,
  id: OperatorId,
  to: { mentorId: OperatorId; capacity: number } | null,
): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  await inTransaction(ctx, async (tx) => {
    const people = await selectOperators(tx, to === null ? [id] : [id, to.mentorId])
    const newcomer = people.find((one) => one.id === id)
    if (newcomer === undefined) throw new AppError('operator.not_found', { operatorId: id })
    await (to === null ? end(ctx, tx, newcomer) : begin(ctx, tx, newcomer, to, people))
  })
  tellAccessChanged(ctx, id)
}

async function begin(
  ctx: Ctx,
  tx: Tx,
  newcomer: Operator,
  to: { mentorId: OperatorId; capacity: number },
  people: readonly Operator[],
): Promise<void> {
  const mentor = people.find((one) => one.id === to.mentorId)
  if (!mayMentor(mentor, newcomer))
    throw new AppError('operator.mentor_unfit', { operatorId: newcomer.id, mentorId: to.mentorId })
  await updateProbation(tx, newcomer.id, { ...to, at: ctx.clock.now() })
  await tell(ctx, tx, newcomer.id, 'operator.probation_set', { mentorId: to.mentorId, capacity: to.capacity })
}

async function end(ctx: Ctx, tx: Tx, newcomer: Operator): Promise<void> {
  if (newcomer.probation === null) return
  await updateProbation(tx, newcomer.id, null)
  await tell(ctx, tx, newcomer.id, 'operator.probation_ended', { capacity: newcomer.probation.capacityAfter })
}

async function tell(ctx: Ctx, tx: Tx, id: OperatorId, action: string, facts: Record<string, string | number>): Promise<void> {
  await audit(tx, ctx, { action, subjectKind: 'operator', subjectId: id, facts })
  await publish(tx, ctx, operatorChanged, id, { operatorId: id })
}

/** Somebody else at work who may approve replies, is no newcomer, and sees what the newcomer's departments see. */
function mayMentor(mentor: Operator | undefined, newcomer: Operator): boolean {
  if (mentor === undefined || !mentor.isActive || mentor.id === newcomer.id || mentor.probation !== null) return false
  const permissions = permissionsOf(mentor.roles)
  const isNear = mentor.departmentIds.some((departmentId) => newcomer.departmentIds.includes(departmentId))
  return permissions.has('reply.approve') && (permissions.has('departments.all') || isNear)
}
