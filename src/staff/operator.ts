import { type DepartmentView, type FourTexts, Language, type Permission, permissionsOfRole, type Role } from '#contracts'
import { AppError, type CalendarId, type DepartmentId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'

/** A member of staff as the other rooms see them: never the password's hash. */
export type Operator = {
  readonly id: OperatorId
  readonly login: string
  readonly displayName: string
  readonly roles: readonly Role[]
  /** Languages this person answers in; empty means every language. */
  readonly languages: readonly string[]
  /** Channels and types this person is given; empty means every one. */
  readonly channels: readonly string[]
  readonly types: readonly string[]
  readonly interfaceLanguage: Language
  /** How many open requests this person holds at once. */
  readonly capacity: number
  readonly isActive: boolean
  readonly mustChangePassword: boolean
  readonly departmentIds: readonly DepartmentId[]
  /** While it lasts, what this person sends waits for their mentor; null: none. */
  readonly probation: Probation | null
}

export type Probation = {
  readonly mentorId: OperatorId
  readonly since: Date
  /** The capacity that comes back when it ends. */
  readonly capacityAfter: number
}

export type Department = Omit<DepartmentView, 'id' | 'calendarId'> & {
  readonly id: DepartmentId
  readonly calendarId: CalendarId
  readonly names: FourTexts
  /** Whose people may be given what has waited here for longer than `overflowAfterMs`; null: nobody. */
  readonly overflowDepartmentId?: DepartmentId | null
  readonly overflowAfterMs?: number | null
}

/** Everything the given roles may do together. Roles only add; none takes away. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => permissionsOfRole[role]))
}

/**
 * Refuses whoever may not. The program itself (`system`) may: it acts on rules, not on wishes.
 * @throws permission.missing
 */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  const { actor } = ctx
  if (actor.kind === 'system') return
  if (actor.kind === 'operator' && permissionsOf(actor.roles).has(permission)) return
  throw new AppError('permission.missing', { permission })
}

/** A language column as the closed word, the default where the row holds something older. */
export function languageOf(value: string): Language {
  const parsed = Language.safeParse(value)
  return parsed.success ? parsed.data : 'uz-Latn'
}
