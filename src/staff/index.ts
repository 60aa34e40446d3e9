import type { CalendarRules, DepartmentView, FourTexts, Language, Permission, PresenceState, Role } from '#contracts'
import type { CalendarId, DepartmentId, OperatorId } from '#kernel'
import type { Ctx, EventDefinition, Session, Sweep } from '#platform'

/** A member of staff as the other rooms see them: never the password's hash. */
export type Operator = {
  id: OperatorId
  login: string
  displayName: string
  roles: readonly Role[]
  /** Languages this person answers in; empty means every language. */
  languages: readonly string[]
  interfaceLanguage: Language
  /** How many open requests this person holds at once. */
  capacity: number
  isActive: boolean
  mustChangePassword: boolean
  departmentIds: readonly DepartmentId[]
}
export type Department = Omit<DepartmentView, 'id' | 'calendarId'> & {
  id: DepartmentId
  calendarId: CalendarId
  names: FourTexts
}
export type CalendarRecord = { id: CalendarId; name: string; version: number; rules: CalendarRules }
export type PresentOperator = { operatorId: OperatorId; state: PresenceState; since: Date }

export declare function findOperator(ctx: Ctx, id: OperatorId): Promise<Operator | null>
export declare function getOperator(ctx: Ctx, id: OperatorId): Promise<Operator>
export declare function listOperators(ctx: Ctx): Promise<Operator[]>
export declare function departmentsOf(ctx: Ctx, id: OperatorId): Promise<DepartmentId[]>
export declare function listDepartments(ctx: Ctx): Promise<Department[]>
export declare function listCalendars(ctx: Ctx): Promise<CalendarRecord[]>
export declare function getCalendar(ctx: Ctx, id: CalendarId): Promise<CalendarRecord>
export declare function changeCalendar(
  ctx: Ctx,
  input: { calendarId: CalendarId; name?: string; rules: CalendarRules; expectedVersion: number },
): Promise<{ version: number }>

export declare function signIn(
  ctx: Ctx,
  input: { login: string; password: string; userAgent?: string },
): Promise<{ token: string; session: Session }>
export declare function findSession(ctx: Ctx, token: string): Promise<Session | null>
export declare function signOut(ctx: Ctx, token: string): Promise<void>
export declare function changePassword(
  ctx: Ctx,
  input: { operatorId: OperatorId; currentPassword: string; newPassword: string; keepTokenHash?: string },
): Promise<void>
export declare function setInterfaceLanguage(ctx: Ctx, operatorId: OperatorId, language: Language): Promise<void>

export declare function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission>
export declare function requirePermission(ctx: Ctx, permission: Permission): void

export declare function renewPresence(ctx: Ctx, connectionId: string, operatorId: OperatorId): Promise<void>
export declare function dropPresence(ctx: Ctx, connectionId: string): Promise<void>
export declare function setPresence(ctx: Ctx, operatorId: OperatorId, state: PresenceState): Promise<void>
export declare function listPresent(ctx: Ctx): Promise<PresentOperator[]>
export declare const presenceSweep: Sweep

export declare const presenceChanged: EventDefinition<'presence.changed', { operatorId: string; state: PresenceState }>
export declare const staffSignedIn: EventDefinition<'staff.signed_in', { operatorId: string }>

/** What the seed put in, for the demo's first screen; passwords are returned once and stored nowhere. */
export type SeededStaff = {
  operators: { id: OperatorId; login: string; displayName: string; roles: readonly Role[]; password: string }[]
}
export declare function seedStaff(ctx: Ctx, input: { passwordFor: (login: string) => string }): Promise<SeededStaff>
