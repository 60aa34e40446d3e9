/** Whether a department may be switched off: nothing may lead there any more, or requests would wait where nobody looks. */
import { AppError, type DepartmentId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import { changeDepartment } from '#staff'
import { countLeadingTo, selectOpenByDepartment } from './department.store.ts'

/** How many open requests each department has; those with none are left out. */
export function openByDepartment(ctx: Ctx): Promise<ReadonlyMap<DepartmentId, number>> {
  return selectOpenByDepartment(ctx.db)
}

/**
 * Renames a department or switches it on or off; off only where no topic, open request, incident nor other department's overflow
 * leads there.
 * @throws permission.missing, department.not_found, department.in_use (with what leads there), department.last
 */
export async function changeDepartmentInUse(
  ctx: Ctx,
  id: DepartmentId,
  change: Parameters<typeof changeDepartment>[2],
): Promise<void> {
  const mayClose = async (tx: Tx) => {
    const leading = await countLeadingTo(tx, id)
    if (Object.values(leading).some((count) => count > 0)) throw new AppError('department.in_use', leading)
  }
  await changeDepartment(ctx, id, change, mayClose)
}
