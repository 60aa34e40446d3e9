import type { Language, Role } from '#contracts'
import { AppError, type DepartmentId, newId, type OperatorId } from '#kernel'
import { audit, type Ctx, hashPassword, inTransaction, publish, type Tx } from '#platform'
import { tellAccessChanged } from './access-news.ts'
import { operatorChanged } from './events.ts'
import { countOtherAdministrators, isLoginTaken, lockHouse } from './house.store.ts'
import { requirePermission } from './operator.ts'
import { revokeSessions, setPasswordHash } from './session.store.ts'
import {
  insertOperator,
  replaceDepartments,
  selectDepartments,
  selectOperators,
  updateEmail,
  updateInterfaceLanguage,
  updateOperator,
} from './staff.store.ts'

export type NewOperator = {
  login: string
  displayName: string
  roles: readonly Role[]
  languages: readonly string[]
  capacity: number
  departmentIds: readonly DepartmentId[]
  interfaceLanguage: Language
  /** See setEmail. */
  email?: string | null
}

/**
 * Adds a member of staff, who must change the given password at the first sign-in.
 * @throws permission.missing, operator.login_taken, operator.email_taken, department.not_found
 */
export async function createOperator(ctx: Ctx, input: NewOperator & { password: string }): Promise<OperatorId> {
  requirePermission(ctx, 'staff.edit')
  const { password, departmentIds, email = null, ...given } = input
  const fields = { ...given, login: given.login.trim().toLowerCase() }
  const id = newId<OperatorId>()
  const passwordHash = await hashPassword(password)
  await checkDepartments(ctx, departmentIds)
  await inTransaction(ctx, async (tx) => {
    await lockHouse(tx)
    if (await isLoginTaken(tx, fields.login)) throw new AppError('operator.login_taken', { login: fields.login })
    await insertOperator(tx, {
      ...fields,
      id,
      passwordHash,
      isActive: true,
      mustChangePassword: true,
      createdAt: ctx.clock.now(),
    })
    if (email !== null) await writeEmail(tx, id, email)
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

async function checkDepartments(ctx: Ctx, ids: readonly DepartmentId[]): Promise<void> {
  const known = new Set((await selectDepartments(ctx.db)).map(({ id }) => id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw new AppError('department.not_found', { departmentId: unknown })
}

/** Nobody locks themselves out, nor the house its last administrator. */
async function keepAdministrator(ctx: Ctx, tx: Tx, id: OperatorId, change: { roles?: readonly Role[]; isActive?: boolean }) {
  const isTaken = change.isActive === false || (change.roles !== undefined && !change.roles.includes('administrator'))
  if (!isTaken) return
  await lockHouse(tx)
  const [before] = await selectOperators(tx, [id])
  if (!before?.isActive || !before.roles.includes('administrator')) {
    if (change.isActive === false && isSelf(ctx, id)) throw new AppError('operator.yourself')
    return
  }
  if ((await countOtherAdministrators(tx, id)) === 0) throw new AppError('operator.last_administrator')
  if (isSelf(ctx, id)) throw new AppError('operator.yourself')
}

const isSelf = (ctx: Ctx, id: OperatorId) => ctx.actor.kind === 'operator' && ctx.actor.id === id

/**
 * Changes what is given and leaves the rest. Switching somebody off ends their sessions at once; what they hold goes back to
 * the queue after the grace of an absence.
 * @throws permission.missing, operator.not_found, operator.yourself, operator.last_administrator, department.not_found
 */
export async function changeOperator(
  ctx: Ctx,
  id: OperatorId,
  change: Partial<Omit<NewOperator, 'login' | 'interfaceLanguage' | 'email'>> & {
    isActive?: boolean
    channels?: readonly string[]
    types?: readonly string[]
  },
): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  const { departmentIds, ...fields } = change
  if (departmentIds !== undefined) await checkDepartments(ctx, departmentIds)
  await inTransaction(ctx, async (tx) => {
    await keepAdministrator(ctx, tx, id, fields)
    if (!(await updateOperator(tx, id, fields))) throw new AppError('operator.not_found', { operatorId: id })
    if (departmentIds !== undefined) await replaceDepartments(tx, id, departmentIds)
    if (fields.isActive === false) await revokeSessions(tx, id, ctx.clock.now(), null)
    await audit(tx, ctx, {
      action: 'operator.changed',
      subjectKind: 'operator',
      subjectId: id,
      facts: { fields: Object.keys(change).sort().join(' '), ...(fields.roles && { roles: fields.roles.join(' ') }) },
    })
    await publish(tx, ctx, operatorChanged, id, { operatorId: id })
  })
  tellAccessChanged(ctx, id)
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
  tellAccessChanged(ctx, id)
}

/**
 * The address the bank's own sign-in knows this person by; null: none. It decides who is let in as whom.
 * @throws permission.missing, operator.not_found, operator.email_taken
 */
export async function setEmail(ctx: Ctx, id: OperatorId, email: string | null): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  await inTransaction(ctx, async (tx) => {
    await writeEmail(tx, id, email)
    await audit(tx, ctx, { action: 'operator.email_changed', subjectKind: 'operator', subjectId: id })
  })
}

async function writeEmail(tx: Tx, id: OperatorId, email: string | null): Promise<void> {
  const written = await updateEmail(tx, id, email?.trim().toLowerCase() ?? null)
  if (written === 'taken') throw new AppError('operator.email_taken')
  if (written === 'absent') throw new AppError('operator.not_found', { operatorId: id })
}

/** The language of a person's own screens. @throws operator.not_found */
export async function setInterfaceLanguage(ctx: Ctx, operatorId: OperatorId, language: Language): Promise<void> {
  if (!(await updateInterfaceLanguage(ctx.db, operatorId, language))) throw new AppError('operator.not_found', { operatorId })
}
