import { CalendarRules, compileCalendar, type WorkingTime } from '#contracts'
import { AppError, type CalendarId, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { calendarChanged } from './events.ts'
import { requirePermission } from './operator.ts'
import { type CalendarRecord, insertCalendar, selectCalendars, updateCalendar } from './staff.store.ts'

/** A calendar with its compiled days. */
export type WorkCalendar = CalendarRecord & { readonly time: WorkingTime }
export type WorkCalendars = ReadonlyMap<CalendarId, WorkCalendar>

/** A bank has a handful of calendars and changes them a few times a year. */
const mostCompiled = 200
const compiled = new Map<string, WorkCalendar>()

export async function listCalendars(ctx: Ctx): Promise<CalendarRecord[]> {
  return selectCalendars(ctx.db)
}

/**
 * Every calendar as it is now, ready to count. One small query; compiling is done once per version and the compiled days
 * are shared by everybody in the process.
 */
export async function loadCalendars(ctx: Ctx): Promise<WorkCalendars> {
  const records = await selectCalendars(ctx.db)
  return new Map(records.map((record) => [record.id, compile(record)]))
}

/** @throws calendar.not_found */
export async function getCalendar(ctx: Ctx, id: CalendarId): Promise<WorkCalendar> {
  const calendar = (await loadCalendars(ctx)).get(id)
  if (calendar === undefined) throw new AppError('calendar.not_found', { calendarId: id })
  return calendar
}

function compile(record: CalendarRecord): WorkCalendar {
  const key = `${record.id}@${record.version}`
  let calendar = compiled.get(key)
  if (calendar === undefined) {
    if (compiled.size >= mostCompiled) compiled.clear()
    calendar = { ...record, time: compileCalendar(record.rules) }
    compiled.set(key, calendar)
  }
  return calendar
}

/**
 * Puts new rules in force as the next version and tells everybody whose clocks run by it.
 * Refused whole where the rules are unsound or the calendar would not open from now on.
 * @throws permission.missing, calendar.not_found, calendar.never_opens, input.invalid, request.changed_meanwhile where somebody
 * else changed it first
 */
export async function changeCalendar(
  ctx: Ctx,
  input: { calendarId: CalendarId; name?: string; rules: CalendarRules; expectedVersion: number },
): Promise<{ version: number }> {
  requirePermission(ctx, 'settings.edit')
  const now = ctx.clock.now()
  const rules = soundRules(input.rules, now)
  const before = await getCalendar(ctx, input.calendarId)
  const version = input.expectedVersion + 1
  await inTransaction(ctx, async (tx) => {
    const record = { id: input.calendarId, name: input.name ?? before.name, version, rules }
    if (!(await updateCalendar(tx, record, input.expectedVersion, now))) {
      throw new AppError('request.changed_meanwhile', { calendarId: input.calendarId, version: before.version })
    }
    await audit(tx, ctx, {
      action: 'calendar.changed',
      subjectKind: 'calendar',
      subjectId: input.calendarId,
      facts: { version },
    })
    await publish(tx, ctx, calendarChanged, input.calendarId, { calendarId: input.calendarId, version })
  })
  return { version }
}

/** Makes a calendar; departments are led by it once they name it. @throws permission.missing, calendar.never_opens, input.invalid */
export async function createCalendar(ctx: Ctx, input: { name: string; rules: CalendarRules }): Promise<{ id: CalendarId }> {
  requirePermission(ctx, 'settings.edit')
  const now = ctx.clock.now()
  const rules = soundRules(input.rules, now)
  const id = newId<CalendarId>()
  await inTransaction(ctx, async (tx) => {
    await insertCalendar(tx, { id, name: input.name, version: 1, rules }, now)
    await audit(tx, ctx, { action: 'calendar.created', subjectKind: 'calendar', subjectId: id, facts: { version: 1 } })
    await publish(tx, ctx, calendarChanged, id, { calendarId: id, version: 1 })
  })
  return { id }
}

/** The rules, where they are sound and the calendar opens from now on. @throws input.invalid, calendar.never_opens */
export function soundRules(given: CalendarRules, now: Date): CalendarRules {
  const parsed = CalendarRules.safeParse(given)
  if (!parsed.success) throw new AppError('input.invalid', { faults: parsed.error.issues.length }, { cause: parsed.error })
  try {
    compileCalendar(parsed.data).nextOpeningAt(now.getTime())
  } catch (cause) {
    throw new AppError('calendar.never_opens', {}, { cause })
  }
  return parsed.data
}
