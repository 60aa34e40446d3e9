/** Operators, departments, calendars: the tables of people and of working time. */
import type { CalendarRules, Language, Role } from '#contracts'
import type { CalendarId, DepartmentId, OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'
import { type Department, languageOf, type Operator } from './operator.ts'

export type CalendarRecord = {
  readonly id: CalendarId
  readonly name: string
  readonly version: number
  readonly rules: CalendarRules
}

type OperatorRow = {
  id: string
  login: string
  displayName: string
  roles: string[]
  languages: string[]
  channels: string[]
  types: string[]
  interfaceLanguage: string
  capacity: number
  isActive: boolean
  mustChangePassword: boolean
}

export async function selectOperators(db: Db | Tx, ids?: readonly OperatorId[]): Promise<Operator[]> {
  if ('query' in db && ids === undefined) return selectAll(db)
  const prisma = 'prisma' in db ? db.prisma : db
  const [rows, links] = await Promise.all([
    prisma.operator.findMany({
      where: ids === undefined ? {} : { id: { in: [...ids] } },
      omit: { passwordHash: true },
      orderBy: { displayName: 'asc' },
    }),
    prisma.operatorDepartment.findMany({ where: ids === undefined ? {} : { operatorId: { in: [...ids] } } }),
  ])
  const departments = new Map<string, DepartmentId[]>()
  for (const link of links) {
    const list = departments.get(link.operatorId)
    if (list === undefined) departments.set(link.operatorId, [link.departmentId as DepartmentId])
    else list.push(link.departmentId as DepartmentId)
  }
  return rows.map((row) => toOperator(row, departments.get(row.id) ?? []))
}

/** The whole staff, which every screen and every round of frames asks for. */
async function selectAll(db: Db): Promise<Operator[]> {
  const rows = await db.query<OperatorRow & { departmentIds: DepartmentId[] | null }>({
    name: 'operators',
    text: `SELECT o.id, o.login, o.display_name AS "displayName", o.roles, o.languages, o.channels, o.types,
        o.interface_language AS "interfaceLanguage", o.capacity, o.is_active AS "isActive",
        o.must_change_password AS "mustChangePassword",
        (SELECT array_agg(d.department_id) FROM operator_department d WHERE d.operator_id = o.id) AS "departmentIds"
      FROM operator o ORDER BY o.display_name`,
  })
  return rows.map((row) => toOperator(row, row.departmentIds ?? []))
}

function toOperator(row: OperatorRow, departmentIds: readonly DepartmentId[]): Operator {
  return {
    id: row.id as OperatorId,
    login: row.login,
    displayName: row.displayName,
    roles: row.roles as Role[],
    languages: row.languages,
    channels: row.channels,
    types: row.types,
    interfaceLanguage: languageOf(row.interfaceLanguage),
    capacity: row.capacity,
    isActive: row.isActive,
    mustChangePassword: row.mustChangePassword,
    departmentIds,
  }
}

export type OperatorFields = {
  displayName: string
  roles: readonly Role[]
  languages: readonly string[]
  channels: readonly string[]
  types: readonly string[]
  capacity: number
  isActive: boolean
}

export async function insertOperator(
  tx: Tx,
  row: Omit<OperatorFields, 'channels' | 'types'> & {
    id: OperatorId
    login: string
    passwordHash: string
    interfaceLanguage: Language
    mustChangePassword: boolean
    createdAt: Date
  },
): Promise<void> {
  await tx.operator.create({ data: { ...row, roles: [...row.roles], languages: [...row.languages] } })
}

export async function updateOperator(tx: Tx, id: OperatorId, fields: Partial<OperatorFields>): Promise<boolean> {
  const { roles, languages, channels, types, ...rest } = fields
  const { count } = await tx.operator.updateMany({
    where: { id },
    data: {
      ...rest,
      ...(roles && { roles: [...roles] }),
      ...(languages && { languages: [...languages] }),
      ...(channels && { channels: [...channels] }),
      ...(types && { types: [...types] }),
    },
  })
  return count === 1
}

/** `taken`: somebody else is known by it. */
export async function updateEmail(tx: Tx, id: OperatorId, email: string | null): Promise<'written' | 'taken' | 'absent'> {
  if (email !== null && (await tx.operator.count({ where: { email, id: { not: id } } })) > 0) return 'taken'
  const { count } = await tx.operator.updateMany({ where: { id }, data: { email } })
  return count === 1 ? 'written' : 'absent'
}

export async function updateInterfaceLanguage(db: Db, id: OperatorId, interfaceLanguage: Language): Promise<boolean> {
  const { count } = await db.prisma.operator.updateMany({ where: { id }, data: { interfaceLanguage } })
  return count === 1
}

export async function replaceDepartments(
  tx: Tx,
  operatorId: OperatorId,
  departmentIds: readonly DepartmentId[],
): Promise<void> {
  await tx.operatorDepartment.deleteMany({ where: { operatorId } })
  await tx.operatorDepartment.createMany({ data: departmentIds.map((departmentId) => ({ operatorId, departmentId })) })
}

export async function countOperators(tx: Tx): Promise<number> {
  return tx.operator.count()
}

export async function selectDepartments(db: Db): Promise<Department[]> {
  const rows = await db.queryShared<Department>({
    name: 'departments',
    text: `SELECT id, code, names, calendar_id AS "calendarId", overflow_department_id AS "overflowDepartmentId",
        overflow_after_ms AS "overflowAfterMs" FROM department WHERE is_active ORDER BY code`,
  })
  return [...rows]
}

export async function updateOverflow(
  tx: Tx,
  id: DepartmentId,
  overflow: { overflowDepartmentId: DepartmentId | null; overflowAfterMs: number | null },
): Promise<boolean> {
  const { count } = await tx.department.updateMany({ where: { id, isActive: true }, data: overflow })
  return count === 1
}

export async function updateDepartmentCalendar(tx: Tx, id: DepartmentId, calendarId: CalendarId): Promise<boolean> {
  const { count } = await tx.department.updateMany({ where: { id, isActive: true }, data: { calendarId } })
  return count === 1
}

export async function insertDepartment(tx: Tx, department: Department): Promise<void> {
  await tx.department.create({ data: department })
}

export async function selectCalendars(db: Db): Promise<CalendarRecord[]> {
  const text = 'SELECT id, name, version, rules FROM calendar ORDER BY name'
  return [...(await db.queryShared<CalendarRecord>({ name: 'calendars', text }))]
}

export async function insertCalendar(tx: Tx, calendar: CalendarRecord, at: Date): Promise<void> {
  await tx.calendar.create({ data: { ...calendar, updatedAt: at } })
}

/** Compare-and-set: false where somebody else changed the calendar first, or it is not there. */
export async function updateCalendar(tx: Tx, calendar: CalendarRecord, expectedVersion: number, at: Date): Promise<boolean> {
  const { id, ...data } = calendar
  const { count } = await tx.calendar.updateMany({ where: { id, version: expectedVersion }, data: { ...data, updatedAt: at } })
  return count === 1
}
