/** A day or a moment as people here write it, "31.12.2026 09:30", and as the wire has it, "2026-12-31T09:30". Pure. */

const two = (n: number | string) => String(n).padStart(2, '0')
const dayFirst = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/
const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const clock = /^(\d{1,2})[:.](\d{2})$/

function dateOf(text: string): string | null {
  const [, day = '', month = '', year = ''] = dayFirst.exec(text) ?? []
  const [, isoYear = year, isoMonth = month, isoDay = day] = yearFirst.exec(text) ?? []
  const date = `${isoYear}-${two(isoMonth)}-${two(isoDay)}`
  // The 31st of a short month is no day; a calendar would make it one of the next.
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : date
}

function timeOf(text: string): string | null {
  const [, hour = '', minute = ''] = clock.exec(text) ?? []
  return minute === '' || Number(hour) > 23 || Number(minute) > 59 ? null : `${two(hour)}:${minute}`
}

/** @returns "2026-12-31", with the time where it is asked for, or null where this is no such thing. */
export function parseDate(text: string, withTime: boolean): string | null {
  const [day = '', time, ...more] = text.trim().split(/[\sT,]+/)
  const date = dateOf(day)
  if (date === null || more.length > 0) return null
  if (!withTime) return time === undefined ? date : null
  const wall = time === undefined ? null : timeOf(time)
  return wall === null ? null : `${date}T${wall}`
}

/** What stands in the field; empty for nothing. */
export function dateText(value: string): string {
  const [date = '', time] = value.split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  if (day === '') return ''
  return `${day}.${month}.${year}${time === undefined ? '' : ` ${time}`}`
}

/** The days a page of the month shows, whole weeks from Monday on. @param month "2026-12" */
export function pageOfMonth(month: string): string[] {
  const first = new Date(`${month}-01T00:00:00Z`)
  const lead = (first.getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const count = Math.ceil((lead + length) / 7) * 7
  return Array.from({ length: count }, (_, at) => dayBeside(`${month}-01`, at - lead))
}

/** @param date "2026-12-31" */
export function dayBeside(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
