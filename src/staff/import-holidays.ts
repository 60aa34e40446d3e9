/**
 * Holidays out of a file, put into a calendar's rules. Pure; nothing is stored.
 *
 * CSV: `date;kind;name`, with `;`, `,` or a tab between; a head line and empty lines are passed over. iCalendar (RFC 5545): the
 * all-day events of a file, DTEND exclusive, folded lines joined; one with RRULE:FREQ=YEARLY is a day off every year. Times,
 * zones and other recurrences say nothing about days off and are passed over.
 */
import { type CalendarRules, dateOfDay, type ImportedHolidays, WallTime, type WorkInterval } from '#contracts'
import { dayMs } from '#kernel'

type Kind = ImportedHolidays['found'][number]['kind']
type Found = { date: string; kind: Kind; name: string; hours: WorkInterval[] }
type Fault = ImportedHolidays['faults'][number]
type Read = { found: Found[]; faults: Fault[] }

/** Longer events are seasons, not holidays. */
const longestDays = 31
const shortByMinutes = 60

/** @param rules what the holidays are put into; what they say about the same date gives way. */
export function importHolidays(rules: CalendarRules, format: 'csv' | 'ics', text: string): ImportedHolidays {
  const { found, faults } = format === 'csv' ? readCsv(text) : readIcs(text)
  let next = rules
  const told = found.map((each) => {
    const changed = put(next, each)
    const isNew = JSON.stringify(changed) !== JSON.stringify(next)
    next = changed
    return { date: each.date, kind: each.kind, name: each.name, isNew }
  })
  return { rules: next, found: told, faults }
}

function put(rules: CalendarRules, { date, kind, hours }: Found): CalendarRules {
  if (kind === 'yearly') return { ...rules, yearlyDaysOff: added(rules.yearlyDaysOff, date.slice(5)) }
  const { [date]: own, ...specialDays } = rules.specialDays
  if (kind === 'off') return { ...rules, specialDays, daysOff: added(rules.daysOff, date) }
  const daysOff = rules.daysOff.filter((day) => day !== date)
  return { ...rules, daysOff, specialDays: { ...specialDays, [date]: hoursOf(rules, date, kind, hours, own) } }
}

const added = (list: readonly string[], day: string) => (list.includes(day) ? [...list] : [...list, day].sort())

function hoursOf(
  rules: CalendarRules,
  date: string,
  kind: Kind,
  hours: WorkInterval[],
  own: WorkInterval[] | undefined,
): WorkInterval[] {
  if (kind === 'hours') return hours
  // A moved working day is worked like the first day of the week that is worked at all.
  const usual = rules.week[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? []
  const full = usual.length > 0 ? usual : (rules.week.find((day) => day.length > 0) ?? [])
  return kind === 'short' ? shortened(own ?? full) : full
}

function shortened(intervals: readonly WorkInterval[]): WorkInterval[] {
  const end = minutesOf(intervals.at(-1)?.to ?? '00:00') - shortByMinutes
  const endText = `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
  return intervals
    .filter(({ from }) => minutesOf(from) < end)
    .map(({ from, to }) => ({ from, to: to < endText ? to : endText }))
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(ms) && dateOfDay(ms / dayMs) === text
}

// ---- CSV

const kinds: Readonly<Record<string, Kind>> = { off: 'off', '': 'off', yearly: 'yearly', work: 'work', short: 'short' }

function readCsv(text: string): Read {
  const read: Read = { found: [], faults: [] }
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const cells = line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const [date = '', kind = '', ...name] = cells
    if (date === '' || (index === 0 && !/\d/.test(date))) continue
    const fault = readRow(read.found, isoDate(date), kind, name.join(' ').trim())
    if (fault !== null) read.faults.push({ line: index + 1, problem: fault })
  }
  return read
}

/** 31.12.2026 is how people here write it. */
const isoDate = (text: string) => text.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, '$3-$2-$1')

function readRow(found: Found[], date: string, word: string, name: string): Fault['problem'] | null {
  if (!isDate(date)) return 'date'
  const kind = kinds[word.toLowerCase()]
  if (kind !== undefined) {
    found.push({ date, kind, name, hours: [] })
    return null
  }
  if (!/^\d/.test(word)) return 'kind'
  const hours = readHours(word)
  if (hours === null) return 'hours'
  found.push({ date, kind: 'hours', name, hours })
  return null
}

function readHours(text: string): WorkInterval[] | null {
  const hours = text.split(/\s+/).map((part) => {
    const [from = '', to = ''] = part.split('-')
    return { from, to }
  })
  const isSound = hours.every(({ from, to }) => WallTime.safeParse(from).success && WallTime.safeParse(to).success && from < to)
  return isSound ? hours : null
}

// ---- iCalendar

type Event = { line: number; start?: string; end?: string; name: string; isYearly: boolean }

function readIcs(text: string): Read {
  const read: Read = { found: [], faults: [] }
  let event: Event | null = null
  for (const { line, name, parameters, value } of contentLines(text)) {
    if (name === 'BEGIN' && value === 'VEVENT') event = { line, name: '', isYearly: false }
    else if (event === null) continue
    else if (name === 'END' && value === 'VEVENT') {
      addEvent(read, event)
      event = null
    } else learn(event, name, parameters, value)
  }
  return read
}

function contentLines(text: string): { line: number; name: string; parameters: string; value: string }[] {
  const lines: { line: number; text: string }[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const last = lines.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) last.text += line.slice(1)
    else lines.push({ line: index + 1, text: line })
  }
  return lines.flatMap(({ line, text: content }) => {
    const match = /^([A-Za-z-]+)((?:;[^:]*)?):(.*)$/.exec(content)
    return match
      ? [{ line, name: (match[1] ?? '').toUpperCase(), parameters: match[2] ?? '', value: (match[3] ?? '').trim() }]
      : []
  })
}

function learn(event: Event, name: string, parameters: string, value: string): void {
  const isDay = /^\d{8}$/.test(value) && !/TZID/i.test(parameters)
  const day = isDay ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : null
  if (name === 'DTSTART' && day !== null) event.start = day
  else if (name === 'DTEND' && day !== null) event.end = day
  else if (name === 'SUMMARY') event.name = value.replaceAll(/\\([,;\\])/g, '$1').replaceAll(/\\[nN]/g, ' ')
  else if (name === 'RRULE') event.isYearly = /FREQ=YEARLY/i.test(value)
}

function addEvent({ found, faults }: Read, event: Event): void {
  const { start, end, name, isYearly } = event
  if (start === undefined) return
  const first = Date.parse(`${start}T00:00:00Z`) / dayMs
  const after = end === undefined ? first + 1 : Date.parse(`${end}T00:00:00Z`) / dayMs
  if (!isDate(start) || !(after > first) || after - first > longestDays) {
    faults.push({ line: event.line, problem: 'date' })
    return
  }
  for (let day = first; day < after; day++) {
    found.push({ date: dateOfDay(day), kind: isYearly ? 'yearly' : 'off', name, hours: [] })
  }
}
