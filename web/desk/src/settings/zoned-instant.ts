/** Moments as people write them into a field, on the bank's own wall clock, and back. */
import { dayNumber, zoneTime } from '#contracts'
import { bankTimeZone } from '../i18n/format.ts'

const minuteMs = 60_000

/** "2026-11-22T09:30" on the bank's clock as an instant with its offset. @throws RangeError where it is no moment. */
export function zonedInstant(wall: string): string {
  const [date = '', time = '00:00'] = wall.split('T')
  const [hour = '0', minute = '0'] = time.split(':')
  const startMs = zoneTime(bankTimeZone).startOfLocalDay(dayNumber(date))
  return new Date(startMs + (Number(hour) * 60 + Number(minute)) * minuteMs).toISOString()
}

/** An instant as "2026-11-22T09:30" on the bank's clock, for a field of date and time. */
export function wallOf(at: string | number): string {
  const parts: Record<string, string> = {}
  for (const part of wallParts.formatToParts(typeof at === 'number' ? at : Date.parse(at))) parts[part.type] = part.value
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`
}

const wallParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: bankTimeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
