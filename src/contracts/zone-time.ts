/**
 * Local time of an IANA zone, from the runtime's own zone data (Intl) and nothing else, so that server, screen and report agree.
 * Asking Intl costs microseconds; the answer is kept per UTC day, and the instant of a change of offset is searched for once.
 */
const dayMs = 86_400_000
/** Twenty-two years of days; past it the cache starts anew rather than grow. */
const maxCachedDays = 8_192

/** A stretch of instants, end exclusive, in which the zone keeps one offset. `offsetMs` is local minus UTC. */
export type OffsetSegment = { readonly fromMs: number; readonly toMs: number; readonly offsetMs: number }

export type ZoneTime = {
  readonly timeZone: string
  offsetAt(ms: number): number
  /** The segments that fill the given UTC day (days since 1970-01-01), in order, without gaps. */
  segmentsOf(utcDay: number): readonly OffsetSegment[]
  /** Local days since 1970-01-01: the calendar date on the wall at this instant. */
  localDayOf(ms: number): number
  /** The first instant of a local day; of the next one that exists where the zone skipped the day. */
  startOfLocalDay(localDay: number): number
}

const zones = new Map<string, ZoneTime>()

/** @throws RangeError for a zone the runtime does not know. */
export function zoneTime(timeZone: string): ZoneTime {
  let zone = zones.get(timeZone)
  if (zone === undefined) {
    zone = createZoneTime(timeZone)
    zones.set(timeZone, zone)
  }
  return zone
}

/** Days since 1970-01-01 of "YYYY-MM-DD". */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs)
}

/** "YYYY-MM-DD" of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

function createZoneTime(timeZone: string): ZoneTime {
  const askOffset = offsetReader(timeZone)
  const offsetAtMidnight = new Map<number, number>()
  const segments = new Map<number, readonly OffsetSegment[]>()

  const midnightOffset = (utcDay: number): number => {
    let offsetMs = offsetAtMidnight.get(utcDay)
    if (offsetMs === undefined) {
      if (offsetAtMidnight.size >= maxCachedDays) offsetAtMidnight.clear()
      offsetMs = askOffset(utcDay * dayMs)
      offsetAtMidnight.set(utcDay, offsetMs)
    }
    return offsetMs
  }

  const segmentsOf = (utcDay: number): readonly OffsetSegment[] => {
    let found = segments.get(utcDay)
    if (found === undefined) {
      if (segments.size >= maxCachedDays) segments.clear()
      found = findSegments(utcDay, midnightOffset(utcDay), midnightOffset(utcDay + 1), askOffset)
      segments.set(utcDay, found)
    }
    return found
  }

  const offsetAt = (ms: number): number => {
    for (const segment of segmentsOf(Math.floor(ms / dayMs))) if (ms < segment.toMs) return segment.offsetMs
    return midnightOffset(Math.floor(ms / dayMs) + 1)
  }

  return {
    timeZone,
    offsetAt,
    segmentsOf,
    localDayOf: (ms) => Math.floor((ms + offsetAt(ms)) / dayMs),
    startOfLocalDay: (localDay) => {
      const wallMs = localDay * dayMs
      // Offsets lie within a day of UTC, and one more day covers a date the zone skipped.
      for (let utcDay = localDay - 1; utcDay <= localDay + 2; utcDay++) {
        for (const { fromMs, toMs, offsetMs } of segmentsOf(utcDay)) {
          const startMs = Math.max(fromMs, wallMs - offsetMs)
          if (startMs < toMs) return startMs
        }
      }
      throw new RangeError(`zone ${timeZone} has no start of day ${localDay}`)
    },
  }
}

/** Two offsets at the ends of a day mean one change between them; zones do not change twice within a day. */
function findSegments(
  utcDay: number,
  offsetBefore: number,
  offsetAfter: number,
  askOffset: (ms: number) => number,
): readonly OffsetSegment[] {
  const fromMs = utcDay * dayMs
  const toMs = fromMs + dayMs
  if (offsetBefore === offsetAfter) return [{ fromMs, toMs, offsetMs: offsetBefore }]
  let low = fromMs
  let high = toMs
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (askOffset(middle) === offsetBefore) low = middle
    else high = middle
  }
  const change = { fromMs, toMs: high, offsetMs: offsetBefore }
  return high === toMs ? [change] : [change, { fromMs: high, toMs, offsetMs: offsetAfter }]
}

function offsetReader(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (ms) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value)
    const wallMs = Date.UTC(
      part['year'] ?? 0,
      (part['month'] ?? 1) - 1,
      part['day'] ?? 1,
      part['hour'] ?? 0,
      part['minute'] ?? 0,
      part['second'] ?? 0,
    )
    return wallMs - Math.floor(ms / 1000) * 1000
  }
}
