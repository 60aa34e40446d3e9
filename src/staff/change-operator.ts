import type { Language, Role } from '#contracts'
import { AppError, type DepartmentId, newId, type OperatorId } from '#kernel'
import { audit, type Ctx, hashPassword, inTransaction, publish } from '#platform'
import { operatorChanged } from './events.ts'
import { requirePermission } from './operator.ts'
import { revokeSessions, setPasswordHash } from './session.store.ts'
import { insertOperator, replaceDepartments, updateInterfaceLanguage, updateOperator } from './staff.store.ts'

export type NewOperator = {
  login: string
  displayName: string
  roles: readonly Role[]
  languages: readonly string[]
  capacity: number
  departmentIds: readonly DepartmentId[]
  interfaceLanguage: Language
}

/**
 * Adds a member of staff, who must change the given password at the first sign-in.
 * @throws permission.missing
 */
export async function createOperator(ctx: Ctx, input: NewOperator & { password: string }): Promise<OperatorId> {
  requirePermission(ctx, 'staff.edit')
  const { password, departmentIds, ...fields } = input
  const id = newId<OperatorId>()
  const passwordHash = await hashPassword(password)
  await inTransaction(ctx, async (tx) => {
    await insertOperator(tx, {
      ...fields,
      id,
      passwordHash,
      isActive: true,
      mustChangePassword: true,
      createdAt: ctx.clock.now(),
    })
    await replaceDepartments(tx, id, departmentIds)
    await audit(tx, ctx, {
      action: 'operator.created',
      subjectKind: 'operator',
      subjectId: id,
      facts: { roles: fields.roles.join(' ') },
    })
    await publish(tx, ctx, operatorChanged, id, { operatorId: id })
  })
  return id
}

/**
 * Changes what is given and leaves the rest. Switching somebody off ends their sessions at once.
 * @throws permission.missing, operator.not_found
 */
export async function changeOperator(
  ctx: Ctx,
  id: OperatorId,
  change: Partial<Omit<NewOperator, 'login' | 'interfaceLanguage'>> & {
    isActive?: boolean
    channels?: readonly string[]
    types?: readonly string[]
  },
): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  const { departmentIds, ...fields } = change
  await inTransaction(ctx, async (tx) => {
    if (!(await updateOperator(tx, id, fields))) throw new AppError('operator.not_found', { operatorId: id })
    if (departmentIds !== undefined) await replaceDepartments(tx, id, departmentIds)
    if (fields.isActive === false) await revokeSessions(tx, id, ctx.clock.now(), null)
    await audit(tx, ctx, {
      action: 'operator.changed',
      subjectKind: 'operator',
      subjectId: id,
      facts: { fields: Object.keys(change).sort().join(' ') },
    })
    await publish(tx, ctx, operatorChanged, id, { operatorId: id })
  })
}

/**
 * Gives somebody a new first password, opens a locked account and ends every session of theirs.
 * @throws permission.missing, operator.not_found
 */
export async function resetPassword(ctx: Ctx, id: OperatorId, password: string): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  const passwordHash = await hashPassword(password)
  await inTransaction(ctx, async (tx) => {
    if (!(await setPasswordHash(tx, id, passwordHash, true))) throw new AppError('operator.not_found', { operatorId: id })
    await revokeSessions(tx, id, ctx.clock.now(), null)
    await audit(tx, ctx, { action: 'operator.password_reset', subjectKind: 'operator', subjectId: id })
  })
}

/** The language of a person's own screens. @throws operator.not_found */
export async function setInterfaceLanguage(ctx: Ctx, operatorId: OperatorId, language: Language): Promise<void> {
  if (!(await updateInterfaceLanguage(ctx.db, operatorId, language))) throw new AppError('operator.not_found', { operatorId })
}
