/** A calendar as a month on the wall. Pure. */
import { type CalendarMonth, type CalendarRules, dateOfDay, wallDays, weekdayOf } from '#contracts'
import { dayMs } from '#kernel'

const two = (n: number) => String(n).padStart(2, '0')
const wallTime = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

/**
 * Every day of the month with its hours and why it has them.
 * @param month YYYY-MM
 * @throws RangeError for hours that do not end after they begin
 */
export function calendarMonth(rules: CalendarRules, month: string): CalendarMonth {
  const dayOn = wallDays(rules)
  const first = Date.parse(`${month}-01T00:00:00Z`) / dayMs
  const days: CalendarMonth['days'] = []
  for (let day = first; dateOfDay(day).startsWith(month); day++) {
    const { kind, ranges } = dayOn(day)
    days.push({
      date: dateOfDay(day),
      weekday: weekdayOf(day),
      kind,
      intervals: ranges.map(({ from, to }) => ({ from: wallTime(from), to: wallTime(to) })),
      workingMinutes: ranges.reduce((sum, { from, to }) => sum + to - from, 0),
    })
  }
  return { month, days, workingMinutes: days.reduce((sum, day) => sum + day.workingMinutes, 0) }
}
