import { AppError, type DepartmentId } from '#kernel'
import { audit, type Ctx, inTransaction } from '#platform'
import { requirePermission } from './operator.ts'
import { selectDepartments, updateOverflow } from './staff.store.ts'

/**
 * Where what waits too long in a department's queue may go; both null: nowhere.
 * @throws permission.missing, department.not_found, input.invalid where only one of the two is given or it is the department itself
 */
export async function changeOverflow(
  ctx: Ctx,
  id: DepartmentId,
  overflow: { overflowDepartmentId: DepartmentId | null; overflowAfterMs: number | null },
): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  const { overflowDepartmentId, overflowAfterMs } = overflow
  const isWhole = (overflowDepartmentId === null) === (overflowAfterMs === null)
  if (!isWhole || overflowDepartmentId === id) throw new AppError('input.invalid', { what: 'overflow' })
  const known = new Set((await selectDepartments(ctx.db)).map((department) => department.id))
  if (overflowDepartmentId !== null && !known.has(overflowDepartmentId)) {
    throw new AppError('department.not_found', { departmentId: overflowDepartmentId })
  }
  await inTransaction(ctx, async (tx) => {
    if (!(await updateOverflow(tx, id, overflow))) throw new AppError('department.not_found', { departmentId: id })
    const facts = { overflowDepartmentId, overflowAfterMs }
    await audit(tx, ctx, { action: 'department.overflow_changed', subjectKind: 'department', subjectId: id, facts })
  })
}
