/** Times, durations and numbers as people read them; every moment is shown in the bank's own time zone. */
import type { Dictionary } from './uz-latn.ts'

export const bankTimeZone = 'Asia/Tashkent'
const dayMs = 86_400_000
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: bankTimeZone,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

type Wall = { year: number; month: number; day: number; hour: string; minute: string; second: string }

function wallOf(ms: number): Wall {
  const found: Record<string, string> = {}
  for (const part of parts.formatToParts(ms)) found[part.type] = part.value
  const { year = '1970', month = '1', day = '1', hour = '00', minute = '00', second = '00' } = found
  return { year: Number(year), month: Number(month), day: Number(day), hour, minute, second }
}

const two = (n: number) => String(n).padStart(2, '0')
const dayNumber = (wall: Wall) => Math.round(Date.UTC(wall.year, wall.month - 1, wall.day) / dayMs)

/** Local date of the bank as YYYY-MM-DD. */
export function localDate(ms: number): string {
  const wall = wallOf(ms)
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}`
}

export type Formats = ReturnType<typeof formatsOf>

/** @returns formatters of one language; month names come from the dictionary, since ICU has none for uz-Cyrl everywhere. */
export function formatsOf(t: Dictionary) {
  // Browsers bring no Uzbek figures of their own and would take another language's; Uzbek writes them as Russian does.
  const numbers = new Intl.NumberFormat(t.locale.startsWith('uz') ? 'ru' : t.locale, { maximumFractionDigits: 1 })
  const toMs = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at))
  const time = (at: string | number) => {
    const wall = wallOf(toMs(at))
    return `${wall.hour}:${wall.minute}`
  }
  const monthOf = (wall: Wall) => t.dates.months[wall.month - 1] ?? ''

  /** "bugun", "kecha", "20-noyabr", with the year where it is another. */
  const day = (at: string | number, nowMs: number) => {
    const wall = wallOf(toMs(at))
    const now = wallOf(nowMs)
    const apart = dayNumber(wall) - dayNumber(now)
    if (apart === 0) return t.dates.today
    if (apart === -1) return t.dates.yesterday
    if (apart === 1) return t.dates.tomorrow
    if (wall.year === now.year) return t.dates.dayMonth(wall.day, monthOf(wall))
    return t.dates.dayMonthYear(wall.day, monthOf(wall), wall.year)
  }
  const weekday = (at: string | number) => {
    const wall = wallOf(toMs(at))
    // 1970-01-01 was a Thursday; index 0 is Monday.
    return t.dates.weekdays[(dayNumber(wall) + 3) % 7] ?? ''
  }
  /** "14:05" today, "kecha 14:05" otherwise. */
  const moment = (at: string | number, nowMs: number) => {
    const label = day(at, nowMs)
    return label === t.dates.today ? time(at) : `${label}, ${time(at)}`
  }
  const full = (at: string | number) => {
    const wall = wallOf(toMs(at))
    return `${t.dates.dayMonthYear(wall.day, monthOf(wall), wall.year)}, ${wall.hour}:${wall.minute}:${wall.second}`
  }

  /** A ticking figure: "04:05", "1:02:03", "3 kun 04:05". */
  const ticking = (ms: number) => {
    const seconds = Math.floor(Math.abs(ms) / 1000)
    const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24]
    const [minutes, rest] = [Math.floor(seconds / 60) % 60, seconds % 60]
    if (days > 0) return `${days} ${t.dates.unit.day} ${two(hours)}:${two(minutes)}`
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`
  }
  /** Two units at most: "2 soat 14 daq". */
  const duration = (ms: number) => {
    const { unit } = t.dates
    const seconds = Math.round(Math.abs(ms) / 1000)
    const amounts: [number, string][] = [
      [Math.floor(seconds / 86_400), unit.day],
      [Math.floor(seconds / 3600) % 24, unit.hour],
      [Math.floor(seconds / 60) % 60, unit.minute],
      [seconds % 60, unit.second],
    ]
    const first = amounts.findIndex(([amount]) => amount > 0)
    if (first < 0) return `0 ${unit.second}`
    return amounts
      .slice(first, first + 2)
      .filter(([amount]) => amount > 0)
      .map(([amount, word]) => `${amount} ${word}`)
      .join(' ')
  }
  const ago = (at: string | number, nowMs: number) => {
    const passedMs = nowMs - toMs(at)
    return passedMs < 60_000 ? t.dates.justNow : t.dates.ago(duration(passedMs - (passedMs % 60_000)))
  }
  const number = (n: number) => numbers.format(n)
  /** @param share 0..1 */
  const percent = (share: number) => t.common.percent(numbers.format(Math.round(share * 1000) / 10))
  /** A calendar date "2026-11-20" in words. */
  const date = (isoDate: string) => {
    const [, month = '1', dayOfMonth = '1'] = isoDate.split('-')
    return t.dates.dayMonth(Number(dayOfMonth), t.dates.months[Number(month) - 1] ?? '')
  }
  const size = (bytes: number) =>
    bytes < 1_048_576
      ? `${numbers.format(Math.max(1, Math.round(bytes / 1024)))} ${t.common.kilobyte}`
      : `${numbers.format(bytes / 1_048_576)} ${t.common.megabyte}`
  return { size, time, day, weekday, moment, full, ticking, duration, ago, number, percent, date }
}
