/** The people and departments as whoever administers the house sees them. */
import type { FourTexts } from '#contracts'
import type { CalendarId, DepartmentId, OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'

export type AccountState = {
  readonly id: OperatorId
  readonly email: string | null
  readonly lockedUntil: Date | null
  readonly lastSeenAt: Date | null
}

/** @param now a lock that has run out is no lock. */
export function selectAccountStates(db: Db, now: Date): Promise<AccountState[]> {
  return db.query({
    name: 'staff-account-states',
    text: `SELECT o.id, o.email, CASE WHEN o.locked_until > $1 THEN o.locked_until END AS "lockedUntil",
        (SELECT max(s.last_seen_at) FROM staff_session s WHERE s.operator_id = o.id) AS "lastSeenAt"
      FROM operator o`,
    values: [now],
  })
}

export type HouseDepartment = {
  readonly id: DepartmentId
  readonly code: string
  readonly names: FourTexts
  readonly calendarId: CalendarId
  readonly isActive: boolean
  readonly people: number
}

/** Those switched off too, by code. */
export function selectHouseDepartments(db: Db): Promise<HouseDepartment[]> {
  return db.query({
    name: 'staff-house-departments',
    text: `SELECT d.id, d.code, d.names, d.calendar_id AS "calendarId", d.is_active AS "isActive",
        (SELECT count(*)::int FROM operator_department l JOIN operator o ON o.id = l.operator_id
          WHERE l.department_id = d.id AND o.is_active) AS people
      FROM department d ORDER BY d.code`,
  })
}

/** Who may take away the last of something counts and takes under this lock; held until the transaction ends. */
export async function lockHouse(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('murojaat.staff.house'))`
}

export async function countOtherAdministrators(tx: Tx, but: OperatorId): Promise<number> {
  return tx.operator.count({ where: { isActive: true, id: { not: but }, roles: { has: 'administrator' } } })
}

export async function isLoginTaken(tx: Tx, login: string): Promise<boolean> {
  return (await tx.operator.count({ where: { login } })) > 0
}

export async function isCodeTaken(tx: Tx, code: string): Promise<boolean> {
  return (await tx.department.count({ where: { code } })) > 0
}

export async function updateDepartment(
  tx: Tx,
  id: DepartmentId,
  change: { names?: FourTexts; isActive?: boolean },
): Promise<boolean> {
  const { count } = await tx.department.updateMany({ where: { id }, data: change })
  return count === 1
}

export async function countActiveDepartments(tx: Tx): Promise<number> {
  return tx.department.count({ where: { isActive: true } })
}
