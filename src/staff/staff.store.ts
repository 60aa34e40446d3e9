/** Operators, departments, calendars: the tables of people and of working time. */
import type { CalendarRules, Language, Role } from '#contracts'
import type { CalendarId, DepartmentId, OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'
import { type Department, languageOf, type Operator, type Probation } from './operator.ts'

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
  mentorId: string | null
  probationSince: Date | null
  capacityAfter: number | null
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
        o.must_change_password AS "mustChangePassword", o.mentor_id AS "mentorId", o.probation_since AS "probationSince",
        o.capacity_after AS "capacityAfter",
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
    probation: probationOf(row),
  }
}

export async function selectProbation(db: Db, id: OperatorId): Promise<Probation | null> {
  const rows = await db.query<OnProbation>({
    name: 'probation',
    text: `SELECT mentor_id AS "mentorId", probation_since AS "probationSince", capacity, capacity_after AS "capacityAfter"
      FROM operator WHERE id = $1 AND mentor_id IS NOT NULL`,
    values: [id],
  })
  return rows[0] ? probationOf(rows[0]) : null
}

type OnProbation = Pick<OperatorRow, 'mentorId' | 'probationSince' | 'capacity' | 'capacityAfter'>

function probationOf({ mentorId, probationSince, capacity, capacityAfter }: OnProbation): Probation | null {
  if (mentorId === null || probationSince === null) return null
  return { mentorId: mentorId as OperatorId, since: probationSince, capacityAfter: capacityAfter ?? capacity }
}

/** Begins, changes or (null) ends a probation; at its end the capacity of before comes back. */
export async function updateProbation(
  tx: Tx,
  id: OperatorId,
  to: { mentorId: OperatorId; capacity: number; at: Date } | null,
): Promise<boolean> {
  const changed =
    to === null
      ? await tx.$executeRaw`
          UPDATE operator SET mentor_id = NULL, probation_since = NULL, capacity = coalesce(capacity_after, capacity),
            capacity_after = NULL
          WHERE id = ${id}::uuid`
      : await tx.$executeRaw`
          UPDATE operator SET mentor_id = ${to.mentorId}::uuid, probation_since = coalesce(probation_since, ${to.at}),
            capacity_after = coalesce(capacity_after, capacity), capacity = ${to.capacity}
          WHERE id = ${id}::uuid`
  return changed === 1
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
