/** When a scheduled report is due, and which period it is about: the last whole one before that day. */
import { dateOfDay, dayNumber, type ReportRhythm, weekdayOf } from '#contracts'

/** The first day after `day` (local, since 1970) on which this rhythm has a period behind it. */
export function nextDueDay(rhythm: ReportRhythm, day: number): number {
  for (let next = day + 1; ; next++) if (isFirstDay(rhythm, next)) return next
}

function isFirstDay(rhythm: ReportRhythm, day: number): boolean {
  const [, month = 0, ofMonth = 0] = dateOfDay(day).split('-').map(Number)
  switch (rhythm) {
    case 'day':
      return true
    case 'week':
      return weekdayOf(day) === 0
    case 'month':
      return ofMonth === 1
    case 'quarter':
      return ofMonth === 1 && month % 3 === 1
  }
}

/** The whole day, week, month or quarter that ended the day before. */
export function periodBefore(rhythm: ReportRhythm, dueDay: number): { from: string; to: string } {
  const to = dateOfDay(dueDay - 1)
  if (rhythm === 'day') return { from: to, to }
  if (rhythm === 'week') return { from: dateOfDay(dueDay - 7), to }
  const [year = 0, month = 1] = to.split('-').map(Number)
  const first = rhythm === 'month' ? month : month - 2
  return { from: dateOfDay(dayNumber(`${year}-${String(first).padStart(2, '0')}-01`)), to }
}

/** The year and quarter of a date. */
export function quarterOf(date: string): { year: number; quarter: number } {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return { year, quarter: Math.ceil(month / 3) }
}
