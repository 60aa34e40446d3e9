/** A month of a calendar as it would be with these rules, by the one calendar function; and the edits of a day. Pure. */

import type { z } from 'zod'
import {
  type CalendarDay,
  type CalendarRules,
  compileCalendar,
  dateOfDay,
  dayNumber,
  type WorkInterval,
  zoneTime,
} from '#contracts'

export type Day = z.infer<typeof CalendarDay>
export type DayKind = Day['kind']

const minuteMs = 60_000
const two = (n: number) => String(n).padStart(2, '0')
const wall = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The month after or before. @param month "YYYY-MM". */
export function monthBeside(month: string, by: number): string {
  const [year = 1970, index = 1] = month.split('-').map(Number)
  const months = year * 12 + index - 1 + by
  return `${Math.floor(months / 12)}-${two((months % 12) + 1)}`
}

/** 0 is Monday. */
const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7

/** Why a day has the hours it has, the first that applies: the order of the calendar function. */
function kindOf(rules: CalendarRules, day: number): DayKind {
  const date = dateOfDay(day)
  if (rules.specialDays[date] !== undefined) return 'special'
  if (rules.daysOff.includes(date)) return 'day_off'
  if (rules.yearlyDaysOff.includes(date.slice(5))) return 'yearly_day_off'
  const isEve = rules.eveShorterMinutes > 0 && rules.yearlyDaysOff.includes(dateOfDay(day + 1).slice(5))
  return isEve && (rules.week[weekdayOf(day)]?.length ?? 0) > 0 ? 'eve' : 'week'
}

/** Every day of the month, in order. Rules that are not sound give days without hours. */
export function monthDays(rules: CalendarRules, month: string): Day[] {
  const first = dayNumber(`${month}-01`)
  const count = dayNumber(`${monthBeside(month, 1)}-01`) - first
  const hours = hoursOf(rules)
  return Array.from({ length: count }, (_, index) => {
    const day = first + index
    const intervals = hours(day)
    const workingMinutes = intervals.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0)
    return { date: dateOfDay(day), weekday: weekdayOf(day), kind: kindOf(rules, day), intervals, workingMinutes }
  })
}

function hoursOf(rules: CalendarRules): (day: number) => WorkInterval[] {
  try {
    const time = compileCalendar(rules)
    const { startOfLocalDay } = zoneTime(rules.timeZone)
    return (day) => {
      const startMs = startOfLocalDay(day)
      return time.intervalsBetween(startMs, startOfLocalDay(day + 1)).map(({ fromMs, toMs }) => ({
        from: wall(Math.round((fromMs - startMs) / minuteMs)),
        to: wall(Math.round((toMs - startMs) / minuteMs)),
      }))
    }
  } catch {
    return () => []
  }
}

/** The rules with this day changed: as the week has it, off this year, off every year, or with hours of its own. */
export function withDay(
  rules: CalendarRules,
  date: string,
  to: Exclude<DayKind, 'eve'>,
  intervals: WorkInterval[] = [],
): CalendarRules {
  const { [date]: _, ...others } = rules.specialDays
  const yearly = date.slice(5)
  const cleared: CalendarRules = {
    ...rules,
    specialDays: others,
    daysOff: rules.daysOff.filter((one) => one !== date),
    // Hours of its own override a holiday of every year and leave it to the other years.
    yearlyDaysOff: to === 'special' ? rules.yearlyDaysOff : rules.yearlyDaysOff.filter((one) => one !== yearly),
  }
  if (to === 'special') return { ...cleared, specialDays: { ...others, [date]: intervals } }
  if (to === 'day_off') return { ...cleared, daysOff: [...cleared.daysOff, date].sort() }
  return to === 'yearly_day_off' ? { ...cleared, yearlyDaysOff: [...cleared.yearlyDaysOff, yearly].sort() } : cleared
}

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

/** Whether these hours are written as the calendar needs them: in order, each after the other. */
export function areSound(intervals: readonly WorkInterval[]): boolean {
  let endOfLast = '00:00'
  for (const [index, { from, to }] of intervals.entries()) {
    if (!time.test(from) || !time.test(to) || from >= to) return false
    if (index > 0 && from < endOfLast) return false
    endOfLast = to
  }
  return true
}

/** Whether every interval of the rules may be saved, and the calendar ever opens. */
export function areRulesSound(rules: CalendarRules): boolean {
  const own = Object.values(rules.specialDays)
  return [...rules.week, ...own].every(areSound) && [...rules.week, ...own].some((one) => one.length > 0)
}
