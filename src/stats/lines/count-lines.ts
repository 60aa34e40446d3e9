/** Counts pages by what is asked for: one walk over the lines, whatever it is cut by. */
import { clockKinds, clockStates, dayNumber, weekdayOf } from '#contracts'
import { type Dimension, dimensions, lineKinds } from './line.ts'
import type { LineFilter } from './lines.store.ts'
import { measureNames, pastDueState, placesFor } from './measures.ts'
import { linesOf, noValue, type Page, wordAt } from './page.ts'
import { joinLists, NumberList } from './quantile.ts'
import type { DayPage } from './read-pages.ts'

/** Counts by measure (measures.ts: `placeOf`), and the durations behind the timed ones by kind of line. */
export type Tally = { readonly counts: Float64Array; readonly took: readonly NumberList[] }
export const hoursInWeek = 168

export type Counted = {
  /** Tallies by the words of `by`, joined by a NUL. */
  readonly groups: ReadonlyMap<string, Tally>
  readonly days: ReadonlyMap<string, Float64Array>
  /** Monday 0:00 first. */
  readonly hours: readonly Float64Array[]
}

/** Lines that carry a duration worth ranking: answered clocks and closings. */
const timedKinds = [...clockKinds, 'closed'] as const
export type TimedKind = (typeof timedKinds)[number]
const timedPlace = Uint8Array.from(lineKinds, (kind) => {
  const place = (timedKinds as readonly string[]).indexOf(kind)
  return place < 0 ? 255 : place
})
const runningState = clockStates.indexOf('running')
const isClockKind = Uint8Array.from(lineKinds, (kind) => ((clockKinds as readonly string[]).includes(kind) ? 1 : 0))

const newCounts = () => new Float64Array(measureNames.length)
const newTally = (): Tally => ({ counts: newCounts(), took: timedKinds.map(() => new NumberList()) })

/** Lines counted before others get their turn: a few milliseconds. */
const linesAtOnce = 60_000

export type Counting = { readonly filter: LineFilter; readonly by: readonly Dimension[]; readonly asOf: Date }

/** @param pages in any order; what is counted belongs to the days they are of. */
export async function countLines(pages: AsyncIterable<DayPage>, counting: Counting): Promise<Counted> {
  const groups = new Map<string, Tally>()
  const days = new Map<string, Float64Array>()
  const hours = Array.from({ length: hoursInWeek }, newCounts)
  let counted = 0
  for await (const { day, startMs, page } of pages) {
    const ofDay = newCounts()
    days.set(day, ofDay)
    const tallies = talliesOf(page, counting, groups)
    const weekday = weekdayOf(dayNumber(day))
    countPage(page, { tallies, ofDay, hours, firstHour: weekday * 24, dueBefore: counting.asOf.getTime() - startMs })
    counted += linesOf(page)
    if (counted > linesAtOnce) {
      counted = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { groups, days, hours }
}

/** The tally of each combo of the page; null where the filter keeps it out. Words are compared once a page, not once a line. */
function talliesOf(page: Page, { filter, by }: Counting, groups: Map<string, Tally>): (Tally | null)[] {
  const { combos, words } = page
  const width = dimensions.length
  const wanted = Object.entries(filter).map(([dimension, word]) => ({
    place: dimensions.indexOf(dimension as Dimension),
    code: words.indexOf(word),
  }))
  const places = by.map((dimension) => dimensions.indexOf(dimension))
  const seen = new Map<number, Tally>()
  return Array.from({ length: combos.length / width }, (_, combo) => {
    const codeAt = (place: number) => combos[combo * width + place] as number
    if (wanted.some(({ place, code }) => codeAt(place) !== code)) return null
    const key = places.reduce((sum, place) => sum * words.length + codeAt(place), 0)
    const known = seen.get(key)
    if (known) return known
    const tally = tallyNamed(groups, places.map((place) => wordAt(page, combo, place)).join('\u0000'))
    seen.set(key, tally)
    return tally
  })
}

function tallyNamed(groups: Map<string, Tally>, name: string): Tally {
  const known = groups.get(name)
  if (known) return known
  const tally = newTally()
  groups.set(name, tally)
  return tally
}

type Into = {
  readonly tallies: readonly (Tally | null)[]
  readonly ofDay: Float64Array
  readonly hours: readonly Float64Array[]
  readonly firstHour: number
  /** Milliseconds since the start of the day: a clock due until then is past due. */
  readonly dueBefore: number
}

function countPage(page: Page, into: Into): void {
  const { kind, state, flags, hour, combo } = page
  for (let i = 0; i < kind.length; i++) {
    const tally = into.tallies[combo[i] as number]
    if (!tally) continue
    const ofKind = kind[i] as number
    const value = durationAt(page, i)
    const isRunning = state[i] === runningState && isClockKind[ofKind] === 1
    const isPastDue = isRunning && value >= 0 && value <= into.dueBefore
    const isTimed = value >= 0 && !isRunning
    const places = placesFor(ofKind, isPastDue ? pastDueState : (state[i] as number), flags[i] as number, isTimed)
    addTo(places, tally.counts, into.ofDay, into.hours[into.firstHour + (hour[i] as number)] as Float64Array)
    if (isTimed) tally.took[timedPlace[ofKind] as number]?.push(value)
  }
}

/** -1 where the line carries none. */
function durationAt({ low, high }: Page, i: number): number {
  const top = high[i] as number
  return top === noValue ? -1 : top * 4_294_967_296 + (low[i] as number)
}

function addTo(places: Uint8Array, one: Float64Array, another: Float64Array, third: Float64Array): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number
    one[place] = (one[place] as number) + 1
    another[place] = (another[place] as number) + 1
    third[place] = (third[place] as number) + 1
  }
}

/** What several groups come to together. */
export function joinTallies(tallies: readonly Tally[]): { counts: Float64Array; took: (kind: TimedKind) => Float64Array } {
  const counts = newCounts()
  for (const tally of tallies) for (let i = 0; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (tally.counts[i] ?? 0)
  return {
    counts,
    took: (kind) => joinLists(tallies.flatMap(({ took }) => took[timedKinds.indexOf(kind)] ?? [])),
  }
}
