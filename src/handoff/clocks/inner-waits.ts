/** Waiting for another department: it owes its answer in its own working time, while every clock of the client runs on. */
import { endInnerWaits, type InnerWaitId, noticeOverdueWaits, startInnerWait } from '#inbox'
import { AppError, type DepartmentId, isId, minuteMs, type RequestId, secondMs } from '#kernel'
import { type Ctx, defineSweep, inTransaction, withActor } from '#platform'
import { actingOperator, heldRequest } from '../acting/acting-operator.ts'
import { loadPromises } from './promises.ts'

const mostNoticed = 200

/**
 * Asks another department; what is asked becomes a note.
 * @throws request.not_found, request.closed, request.not_held_by_you, department.not_found, permission.missing
 */
export async function askDepartment(
  ctx: Ctx,
  input: { requestId: RequestId; departmentId: DepartmentId; note: string },
): Promise<void> {
  const { id } = actingOperator(ctx, 'request.reply')
  const { requestId, departmentId, note } = input
  const promises = await loadPromises(ctx)
  if (!promises.departments.has(departmentId)) throw new AppError('department.not_found', { departmentId })
  await inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, requestId, 'request.reply')
    if (request.departmentId === departmentId) throw new AppError('department.not_found', { departmentId })
    const targetMs = Math.round(promises.policy.targets.innerWaitMinutes[request.priority] * minuteMs)
    const dueMs = promises.calendarOf(departmentId).time.addWorkingMs(ctx.clock.now().getTime(), targetMs)
    await startInnerWait(ctx, tx, { requestId, departmentId, askedById: id, targetMs, dueAt: new Date(dueMs), note })
  })
}

/** The answer came, or is waited for no more. @throws inner_wait.not_found, request.not_found, permission.missing */
export async function endDepartmentWait(
  ctx: Ctx,
  input: { requestId: RequestId; waitId: string; note?: string },
): Promise<void> {
  actingOperator(ctx, 'request.note')
  const { requestId, waitId, note } = input
  if (!isId(waitId)) throw new AppError('inner_wait.not_found')
  await inTransaction(ctx, (tx) => endInnerWaits(ctx, tx, { requestId, id: waitId as InnerWaitId, ...(note && { note }) }))
}

export const innerWaitSweep = defineSweep({
  name: 'handoff.inner-waits',
  everyMs: secondMs,
  run: async (ctx) => {
    const acting = withActor(ctx, { kind: 'system', name: 'clock' })
    for (let noticed = mostNoticed; noticed === mostNoticed; )
      noticed = await inTransaction(acting, (tx) => noticeOverdueWaits(acting, tx, mostNoticed))
  },
})
