import { dayNumber, type ReportQuery } from '#contracts'
import { AppError } from '#kernel'
import type { LineFilter } from '../lines/lines.store.ts'
import { reportTimeZone, startOfDay } from '../lines/read-pages.ts'

/** Instants, end exclusive, and what is let through. */
export type ReportScope = { readonly from: Date; readonly to: Date; readonly asOf: Date; readonly filter: LineFilter }

/** A leap year and a day, so that a year can be compared with itself. */
const longestDays = 367

/** The instants of a report's days. @throws report.period_invalid where it ends before it begins or is longer than a year. */
export function scopeOf(query: ReportQuery, asOf: Date): ReportScope {
  const first = dayNumber(query.from)
  const last = dayNumber(query.to)
  const isSound = Number.isFinite(first) && Number.isFinite(last) && first <= last && last - first < longestDays
  if (!isSound) throw new AppError('report.period_invalid', { from: query.from, to: query.to })
  return { from: startOfDay(first), to: startOfDay(last + 1), asOf, filter: filterOf(query) }
}

function filterOf({ channel, type, priority, topic, departmentId, operatorId, language, by }: ReportQuery): LineFilter {
  const wanted = { channel, type, priority, topic, department: departmentId, operator: operatorId, language, by }
  return Object.fromEntries(Object.entries(wanted).filter(([, word]) => word !== undefined))
}

export const periodOf = (query: { from: string; to: string }) => ({ from: query.from, to: query.to, timeZone: reportTimeZone })
