import type { FourTexts } from '#contracts'
import { AppError, type CalendarId, type DepartmentId, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { getCalendar } from './calendars.ts'
import { calendarChanged, departmentChanged } from './events.ts'
import { countActiveDepartments, isCodeTaken, lockHouse, updateDepartment } from './house.store.ts'
import { requirePermission } from './operator.ts'
import { insertDepartment, selectDepartments, updateDepartmentCalendar, updateOverflow } from './staff.store.ts'

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

/** @throws permission.missing, department.code_taken, calendar.not_found */
export async function createDepartment(
  ctx: Ctx,
  input: { code: string; names: FourTexts; calendarId: CalendarId },
): Promise<{ id: DepartmentId }> {
  requirePermission(ctx, 'settings.edit')
  await getCalendar(ctx, input.calendarId)
  const id = newId<DepartmentId>()
  await inTransaction(ctx, async (tx) => {
    await lockHouse(tx)
    if (await isCodeTaken(tx, input.code)) throw new AppError('department.code_taken', { code: input.code })
    await insertDepartment(tx, { id, ...input })
    await audit(tx, ctx, {
      action: 'department.created',
      subjectKind: 'department',
      subjectId: id,
      facts: { code: input.code },
    })
    await publish(tx, ctx, departmentChanged, id, { departmentId: id })
  })
  return { id }
}

/**
 * Renames a department or switches it on or off. What still leads there is not known here.
 * @param mayClose asked before it is switched off, within the transaction; throws where it is still needed.
 * @throws permission.missing, department.not_found, department.last, and what `mayClose` throws
 */
export async function changeDepartment(
  ctx: Ctx,
  id: DepartmentId,
  change: { names?: FourTexts; isActive?: boolean },
  mayClose: (tx: Tx) => Promise<void>,
): Promise<void> {
  requirePermission(ctx, 'settings.edit')
  await inTransaction(ctx, async (tx) => {
    await lockHouse(tx)
    if (change.isActive === false) await mayClose(tx)
    if (!(await updateDepartment(tx, id, change))) throw new AppError('department.not_found', { departmentId: id })
    if (change.isActive === false && (await countActiveDepartments(tx)) === 0) throw new AppError('department.last')
    const facts = {
      fields: Object.keys(change).sort().join(' '),
      ...(change.isActive !== undefined && { isActive: change.isActive }),
    }
    await audit(tx, ctx, { action: 'department.changed', subjectKind: 'department', subjectId: id, facts })
    await publish(tx, ctx, departmentChanged, id, { departmentId: id })
  })
}
