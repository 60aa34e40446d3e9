import { AppError, type CalendarId, type DepartmentId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { getCalendar } from './calendars.ts'
import { calendarChanged } from './events.ts'
import { requirePermission } from './operator.ts'
import { selectDepartments, updateDepartmentCalendar, updateOverflow } from './staff.store.ts'

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

/**
 * Leads a department by another calendar. What counted by the old one is told of as changed, so that its running clocks move.
 * @throws permission.missing, department.not_found, calendar.not_found
 */
export async function changeDepartmentCalendar(ctx: Ctx, id: DepartmentId, calendarId: CalendarId): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  const before = (await selectDepartments(ctx.db)).find((department) => department.id === id)
  if (before === undefined) throw new AppError('department.not_found', { departmentId: id })
  await getCalendar(ctx, calendarId)
  const former = await getCalendar(ctx, before.calendarId)
  if (former.id === calendarId) return
  await inTransaction(ctx, async (tx) => {
    if (!(await updateDepartmentCalendar(tx, id, calendarId))) throw new AppError('department.not_found', { departmentId: id })
    const facts = { calendarId, formerCalendarId: former.id }
    await audit(tx, ctx, { action: 'department.calendar_changed', subjectKind: 'department', subjectId: id, facts })
    await publish(tx, ctx, calendarChanged, former.id, { calendarId: former.id, version: former.version })
  })
}
