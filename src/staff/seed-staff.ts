import type { Role } from '#contracts'
import { type CalendarId, type DepartmentId, invariant, newId, type OperatorId } from '#kernel'
import { type Ctx, hashPassword, inTransaction } from '#platform'
import { bankDepartments, bankHours, bankStaff, type DepartmentCode, firstAdministrator, roundTheClock } from './seed-bank.ts'
import { countOperators, insertCalendar, insertDepartment, insertOperator, replaceDepartments } from './staff.store.ts'

/** What the seed put in; empty where there was staff already. The passwords are returned once and stored nowhere. */
export type SeededStaff = {
  readonly operators: readonly {
    id: OperatorId
    login: string
    displayName: string
    roles: readonly Role[]
    password: string
  }[]
}

/**
 * Puts in the calendars and departments a bank begins with, once: a database that has staff is left alone. With them its first
 * administrator, who adds the others, or the invented people of the believable bank.
 * @param input.people the invented ones unless said otherwise.
 * @param input.passwordFor the first password of each login, made per installation; everybody must change it at the first
 * sign-in unless `mustChange` is false (a demonstration whose passwords are known says so itself).
 */
export async function seedStaff(
  ctx: Ctx,
  input: { passwordFor: (login: string) => string; mustChange?: boolean; people?: 'invented' | 'administrator' },
): Promise<SeededStaff> {
  const people = await Promise.all(
    (input.people === 'administrator' ? [firstAdministrator] : bankStaff).map(async (person) => {
      const password = input.passwordFor(person.login)
      return { ...person, id: newId<OperatorId>(), password, passwordHash: await hashPassword(password) }
    }),
  )
  const now = ctx.clock.now()
  return inTransaction(ctx, async (tx) => {
    if ((await countOperators(tx)) > 0) return { operators: [] }
    const calendars = { bank: newId<CalendarId>(), always: newId<CalendarId>() }
    await insertCalendar(tx, { id: calendars.bank, name: 'Du–Ju 9:00–18:00', version: 1, rules: bankHours }, now)
    await insertCalendar(tx, { id: calendars.always, name: '24/7', version: 1, rules: roundTheClock }, now)
    const departmentIds = new Map<DepartmentCode, DepartmentId>()
    for (const { code, names, calendar } of bankDepartments) {
      const id = newId<DepartmentId>()
      departmentIds.set(code, id)
      await insertDepartment(tx, { id, code, names, calendarId: calendars[calendar] })
    }
    for (const { id, login, displayName, roles, languages, capacity, passwordHash, departments } of people) {
      const row = { id, login, displayName, roles, languages, capacity, passwordHash, isActive: true, createdAt: now }
      await insertOperator(tx, { ...row, interfaceLanguage: 'uz-Latn', mustChangePassword: input.mustChange ?? true })
      await replaceDepartments(
        tx,
        id,
        departments.map((code) => idOf(departmentIds, code)),
      )
    }
    return {
      operators: people.map(({ id, login, displayName, roles, password }) => ({ id, login, displayName, roles, password })),
    }
  })
}

function idOf(ids: ReadonlyMap<DepartmentCode, DepartmentId>, code: DepartmentCode): DepartmentId {
  const id = ids.get(code)
  invariant(id, 'the seed names only its own departments')
  return id
}
