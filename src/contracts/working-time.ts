/**
 * The one calendar function: due moments, counted time and "are we open" on the server, on the screen and in reports.
 *
 * The whole meaning is one sentence: an instant is working time when its local wall time lies in an interval of its local date
 * (end exclusive). Everything follows from it, changes of offset included: an hour that the zone skips is not worked, an hour it
 * repeats inside an interval is worked twice.
 *
 * Which intervals a date has, the first that applies: `specialDays` (exactly as given, no eve), `daysOff`, `yearlyDaysOff`
 * (none), `week` (cut by `eveShorterMinutes` where the next date is one of `yearlyDaysOff`).
 */
import type { CalendarRules, WorkInterval } from './calendar-rules.ts'
import { dateOfDay, type ZoneTime, zoneTime } from './zone-time.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
/** A calendar that stays shut this long is taken to never open again; longer than any decree closes a bank. */
const neverOpensAfterDays = 800
/** Eleven years of compiled days; past it the cache starts anew rather than grow. */
const maxCompiledDays = 4_096

/** Instants in milliseconds since the epoch, end exclusive. */
export type WorkedInterval = { readonly fromMs: number; readonly toMs: number }

export type WorkingTime = {
  readonly timeZone: string
  /**
   * The earliest instant at which `ms` of working time has passed since `fromMs`; `fromMs` itself for 0.
   * @param ms not negative. @throws CalendarNeverOpensError
   */
  addWorkingMs(fromMs: number, ms: number): number
  /** Working milliseconds in [aMs, bMs); 0 when bMs is not after aMs. */
  workingMsBetween(aMs: number, bMs: number): number
  isOpenAt(ms: number): boolean
  /** `ms` itself when open then. @throws CalendarNeverOpensError */
  nextOpeningAt(ms: number): number
  /** The working stretches of [aMs, bMs), in order, joined where they touch. */
  intervalsBetween(aMs: number, bMs: number): WorkedInterval[]
  /** Whether any work is done on this local day (days since 1970-01-01 on the wall). */
  isWorkingDay(localDay: number): boolean
  localDayOf(ms: number): number
  startOfLocalDay(localDay: number): number
}

/** The calendar has no working time in the days looked at: a fault of the data, to be shown to whoever edits it. */
export class CalendarNeverOpensError extends Error {
  override readonly name = 'CalendarNeverOpensError'
  constructor(fromMs: number) {
    super(`calendar has no working time within ${neverOpensAfterDays} days of ${new Date(fromMs).toISOString()}`)
  }
}

/** Minutes of the local day, end exclusive. */
export type WallRange = { readonly from: number; readonly to: number }
/** The working stretches of one UTC day. */
type CompiledDay = { readonly intervals: readonly WorkedInterval[]; readonly totalMs: number }

/** @throws RangeError for an unknown zone or an interval that does not end after it begins. */
export function compileCalendar(rules: CalendarRules): WorkingTime {
  const zone = zoneTime(rules.timeZone)
  const dayOn = wallDays(rules)
  const rangesOf = remembered((localDay) => dayOn(localDay).ranges)
  const compiled = new Map<number, CompiledDay>()

  const dayOf = (utcDay: number): CompiledDay => {
    let day = compiled.get(utcDay)
    if (day === undefined) {
      if (compiled.size >= maxCompiledDays) compiled.clear()
      day = compileDay(zone, rangesOf, utcDay)
      compiled.set(utcDay, day)
    }
    return day
  }

  return {
    timeZone: rules.timeZone,
    addWorkingMs: (fromMs, ms) => addWorkingMs(dayOf, fromMs, ms),
    workingMsBetween: (aMs, bMs) => workingMsBetween(dayOf, aMs, bMs),
    isOpenAt: (ms) => dayOf(Math.floor(ms / dayMs)).intervals.some((open) => open.fromMs <= ms && ms < open.toMs),
    nextOpeningAt: (ms) => nextOpeningAt(dayOf, ms),
    intervalsBetween: (aMs, bMs) => intervalsBetween(dayOf, aMs, bMs),
    isWorkingDay: (localDay) => rangesOf(localDay).length > 0,
    localDayOf: zone.localDayOf,
    startOfLocalDay: zone.startOfLocalDay,
  }
}

function addWorkingMs(dayOf: (utcDay: number) => CompiledDay, fromMs: number, ms: number): number {
  const isSound = Number.isFinite(fromMs) && Number.isFinite(ms) && ms >= 0
  if (!isSound) throw new RangeError('working time to add must be finite and not negative')
  if (ms === 0) return fromMs
  let left = ms
  let shutDays = 0
  for (let utcDay = Math.floor(fromMs / dayMs); shutDays <= neverOpensAfterDays; utcDay++) {
    const day = dayOf(utcDay)
    const availableMs = utcDay * dayMs >= fromMs ? day.totalMs : workedIn(day, fromMs, Number.POSITIVE_INFINITY)
    if (availableMs >= left) return endOfStretch(day, fromMs, left)
    left -= availableMs
    shutDays = availableMs === 0 ? shutDays + 1 : 0
  }
  throw new CalendarNeverOpensError(fromMs)
}

/** The moment `ms` of this day's working time after `fromMs` has passed; the day is known to have that much. */
function endOfStretch(day: CompiledDay, fromMs: number, ms: number): number {
  let left = ms
  for (const open of day.intervals) {
    const startMs = Math.max(open.fromMs, fromMs)
    const lengthMs = open.toMs - startMs
    if (lengthMs >= left) return startMs + left
    if (lengthMs > 0) left -= lengthMs
  }
  throw new RangeError('the day has less working time than asked for')
}

/** Working milliseconds of the day within [aMs, bMs). */
function workedIn(day: CompiledDay, aMs: number, bMs: number): number {
  let total = 0
  for (const open of day.intervals) total += Math.max(0, Math.min(open.toMs, bMs) - Math.max(open.fromMs, aMs))
  return total
}

function workingMsBetween(dayOf: (utcDay: number) => CompiledDay, aMs: number, bMs: number): number {
  let total = 0
  const firstDay = Math.floor(aMs / dayMs)
  const lastDay = Math.floor((bMs - 1) / dayMs)
  for (let utcDay = firstDay; utcDay <= lastDay; utcDay++) {
    const isWhole = utcDay > firstDay && utcDay < lastDay
    total += isWhole ? dayOf(utcDay).totalMs : workedIn(dayOf(utcDay), aMs, bMs)
  }
  return total
}

function nextOpeningAt(dayOf: (utcDay: number) => CompiledDay, ms: number): number {
  const firstDay = Math.floor(ms / dayMs)
  for (let utcDay = firstDay; utcDay <= firstDay + neverOpensAfterDays; utcDay++) {
    for (const open of dayOf(utcDay).intervals) if (ms < open.toMs) return Math.max(ms, open.fromMs)
  }
  throw new CalendarNeverOpensError(ms)
}

function intervalsBetween(dayOf: (utcDay: number) => CompiledDay, aMs: number, bMs: number): WorkedInterval[] {
  const found: WorkedInterval[] = []
  for (let utcDay = Math.floor(aMs / dayMs); utcDay * dayMs < bMs; utcDay++) {
    for (const open of dayOf(utcDay).intervals) {
      const fromMs = Math.max(open.fromMs, aMs)
      const toMs = Math.min(open.toMs, bMs)
      if (fromMs < toMs) pushJoined(found, fromMs, toMs)
    }
  }
  return found
}

function pushJoined(list: WorkedInterval[], fromMs: number, toMs: number): void {
  const last = list.at(-1)
  if (last?.toMs === fromMs) list[list.length - 1] = { fromMs: last.fromMs, toMs }
  else list.push({ fromMs, toMs })
}

/** Days are compiled by UTC day, not by local date: a local date may be skipped, repeated or cut in two, a UTC day may not. */
function compileDay(zone: ZoneTime, rangesOf: (localDay: number) => readonly WallRange[], utcDay: number): CompiledDay {
  const intervals: WorkedInterval[] = []
  let totalMs = 0
  for (const { fromMs, toMs, offsetMs } of zone.segmentsOf(utcDay)) {
    const lastLocalDay = Math.floor((toMs - 1 + offsetMs) / dayMs)
    for (let localDay = Math.floor((fromMs + offsetMs) / dayMs); localDay <= lastLocalDay; localDay++) {
      const midnightMs = localDay * dayMs - offsetMs
      for (const range of rangesOf(localDay)) {
        const startMs = Math.max(fromMs, midnightMs + range.from * minuteMs)
        const endMs = Math.min(toMs, midnightMs + range.to * minuteMs)
        if (startMs >= endMs) continue
        pushJoined(intervals, startMs, endMs)
        totalMs += endMs - startMs
      }
    }
  }
  return { intervals, totalMs }
}

/** The same few hundred days are asked about again and again. */
function remembered<T>(ask: (localDay: number) => T): (localDay: number) => T {
  const answers = new Map<number, T>()
  return (localDay) => {
    let answer = answers.get(localDay)
    if (answer === undefined) {
      if (answers.size >= maxCompiledDays) answers.clear()
      answer = ask(localDay)
      answers.set(localDay, answer)
    }
    return answer
  }
}

/** Why a date has the hours it has; see the head of this file. */
export type DayKind = 'special' | 'day_off' | 'yearly_day_off' | 'eve' | 'week'
export type WallDay = { readonly kind: DayKind; readonly ranges: readonly WallRange[] }

/**
 * The hours of every local day on the wall (days since 1970-01-01), for a screen that shows a month.
 * @throws RangeError for an interval that does not end after it begins.
 */
export function wallDays(rules: CalendarRules): (localDay: number) => WallDay {
  const week = rules.week.map(toRanges)
  const special = new Map(Object.entries(rules.specialDays).map(([date, intervals]) => [date, toRanges(intervals)]))
  const daysOff = new Set(rules.daysOff)
  const yearly = new Set(rules.yearlyDaysOff)
  return (localDay) => {
    const date = dateOfDay(localDay)
    const own = special.get(date)
    if (own !== undefined) return { kind: 'special', ranges: own }
    if (daysOff.has(date)) return { kind: 'day_off', ranges: [] }
    if (yearly.has(date.slice(5))) return { kind: 'yearly_day_off', ranges: [] }
    const ranges = week[weekdayOf(localDay)] ?? []
    const isEve = rules.eveShorterMinutes > 0 && yearly.has(dateOfDay(localDay + 1).slice(5))
    return isEve ? { kind: 'eve', ranges: cutEve(ranges, rules.eveShorterMinutes) } : { kind: 'week', ranges }
  }
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
export function weekdayOf(localDay: number): number {
  return (((localDay + 3) % 7) + 7) % 7
}

/** The day ends earlier on the wall: whatever lies after that is not worked, be it one interval or two. */
function cutEve(ranges: readonly WallRange[], shorterMinutes: number): readonly WallRange[] {
  const end = (ranges.at(-1)?.to ?? 0) - shorterMinutes
  return ranges.filter((range) => range.from < end).map((range) => ({ from: range.from, to: Math.min(range.to, end) }))
}

/** Sorted and joined, so that intervals which overlap are counted once. */
function toRanges(intervals: readonly WorkInterval[]): readonly WallRange[] {
  const sorted = intervals
    .map((interval) => ({ from: minutesOf(interval.from), to: minutesOf(interval.to) }))
    .sort((a, b) => a.from - b.from)
  const joined: WallRange[] = []
  for (const range of sorted) {
    if (range.to <= range.from) throw new RangeError('a working interval must end after it begins')
    const last = joined.at(-1)
    if (last !== undefined && range.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else joined.push(range)
  }
  return joined
}

function minutesOf(wallTime: string): number {
  return Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3, 5))
}
