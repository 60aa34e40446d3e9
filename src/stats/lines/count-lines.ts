/** Counts pages by what is asked for: one walk over the lines, whatever it is cut by. */
import { clockKinds, dayNumber, weekdayOf } from '#contracts'
import { type Dimension, dimensions, lineKinds } from './line.ts'
import type { LineFilter } from './lines.store.ts'
import { cells, measureNames, mostCells, pastDueOf, timedKindOf } from './measures.ts'
import { linesOf, noValue, type Page, wordAt } from './page.ts'
import { NumberList } from './quantile.ts'
import type { DayPage } from './read-pages.ts'

/** Lines by cell, and the durations behind the timed ones by kind of line. */
export type Tally = { readonly cells: Uint32Array; readonly took: readonly NumberList[] }
const hoursInWeek = 168

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
const timedPlace = Int8Array.from(lineKinds, (kind) => (timedKinds as readonly string[]).indexOf(kind))

const newCounts = () => new Float64Array(measureNames.length)
const newTally = (): Tally => ({ cells: new Uint32Array(mostCells), took: timedKinds.map(() => new NumberList()) })

/** Lines counted before others get their turn: a few milliseconds. */
const linesAtOnce = 60_000

export type Counting = {
  readonly filter: LineFilter
  readonly by: readonly Dimension[]
  readonly asOf: Date
  /** Only what happened in this hour of a day. */
  readonly hour?: number | undefined
}

/** @param pages in any order; what is counted belongs to the days they are of. */
export async function countLines(pages: AsyncIterable<DayPage>, counting: Counting): Promise<Counted> {
  const groups = new Map<string, Tally>()
  const days = new Map<string, Float64Array>()
  const ofWeek = Array.from({ length: hoursInWeek }, () => new Uint32Array(mostCells))
  const ofHours = new Uint32Array(24 * mostCells)
  let counted = 0
  for await (const { day, startMs, page } of pages) {
    const tallies = talliesOf(page, counting, groups)
    ofHours.fill(0)
    countPage(page, { tallies, ofHours, dueBefore: counting.asOf.getTime() - startMs, onlyHour: counting.hour ?? null })
    days.set(day, addHours(ofHours, ofWeek, weekdayOf(dayNumber(day)) * 24))
    counted += linesOf(page)
    if (counted > linesAtOnce) {
      counted = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { groups, days, hours: ofWeek.map(countsOf) }
}

/**
 * The tally of each combo of the page; null where the filter keeps it out. Words are compared once a page, not once a line, and
 * nothing is made per combo: there are as many of them as requests.
 */
function talliesOf(page: Page, { filter, by }: Counting, groups: Map<string, Tally>): (Tally | null)[] {
  const wanted = Object.entries(filter).map(([dimension, word]) => ({
    place: dimensions.indexOf(dimension as Dimension),
    code: page.words.indexOf(word),
  }))
  const places = by.map((dimension) => dimensions.indexOf(dimension))
  const seen = new Map<number, Tally>()
  const tallies: (Tally | null)[] = []
  for (let combo = 0; combo < page.combos.length / dimensions.length; combo++) {
    if (!isWanted(page, combo, wanted)) {
      tallies.push(null)
      continue
    }
    const key = keyOf(page, combo, places)
    let tally = seen.get(key)
    if (tally === undefined) {
      tally = tallyNamed(groups, places.map((place) => wordAt(page, combo, place)).join('\u0000'))
      seen.set(key, tally)
    }
    tallies.push(tally)
  }
  return tallies
}

function isWanted({ combos }: Page, combo: number, wanted: readonly { place: number; code: number }[]): boolean {
  for (const { place, code } of wanted) if (combos[combo * dimensions.length + place] !== code) return false
  return true
}

/** The places' words as one number. */
function keyOf({ combos, words }: Page, combo: number, places: readonly number[]): number {
  let key = 0
  for (const place of places) key = key * words.length + (combos[combo * dimensions.length + place] as number)
  return key
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
  /** Lines of the page by hour and cell. */
  readonly ofHours: Uint32Array
  /** Milliseconds since the start of the day: a clock due until then is past due. */
  readonly dueBefore: number
  readonly onlyHour: number | null
}

/** The one walk over the lines; everything else is per page or per group. */
function countPage(page: Page, { tallies, ofHours, dueBefore, onlyHour }: Into): void {
  const { hour, combo, low, high, cell: cellOfLine } = page
  for (let i = 0; i < combo.length; i++) {
    const tally = tallies[combo[i] as number]
    if (!tally || (onlyHour !== null && hour[i] !== onlyHour)) continue
    let cell = cellOfLine[i] as number
    const kind = timedKindOf[cell] as number
    if (kind >= 0) tally.took[timedPlace[kind] as number]?.push((high[i] as number) * 4_294_967_296 + (low[i] as number))
    else if ((pastDueOf[cell] as number) >= 0 && isDue(page, i, dueBefore)) cell = pastDueOf[cell] as number
    tally.cells[cell] = (tally.cells[cell] as number) + 1
    const place = (hour[i] as number) * mostCells + cell
    ofHours[place] = (ofHours[place] as number) + 1
  }
}

function isDue({ low, high }: Page, i: number, dueBefore: number): boolean {
  return high[i] !== noValue && (high[i] as number) * 4_294_967_296 + (low[i] as number) <= dueBefore
}

/** Adds a page's hours to those of the week; what they come to together is the day. */
function addHours(ofHours: Uint32Array, ofWeek: readonly Uint32Array[], firstHour: number): Float64Array {
  const day = new Uint32Array(mostCells)
  for (let hour = 0; hour < 24; hour++) {
    const week = ofWeek[firstHour + hour] as Uint32Array
    for (let cell = 0; cell < cells.length; cell++) {
      const count = ofHours[hour * mostCells + cell] as number
      day[cell] = (day[cell] as number) + count
      week[cell] = (week[cell] as number) + count
    }
  }
  return countsOf(day)
}

/** Measures out of cells. */
function countsOf(ofCells: Uint32Array): Float64Array {
  const counts = newCounts()
  for (let cell = 0; cell < cells.length; cell++) {
    const count = ofCells[cell] ?? 0
    if (count > 0) for (const place of cells[cell] ?? []) counts[place] = (counts[place] as number) + count
  }
  return counts
}

/** What several groups come to together: counts by measure, and the durations of a kind of line. */
export function joinTallies(tallies: readonly Tally[]): { counts: Float64Array; took: (kind: TimedKind) => NumberList[] } {
  const sum = new Uint32Array(mostCells)
  for (const tally of tallies)
    for (let cell = 0; cell < cells.length; cell++) sum[cell] = (sum[cell] as number) + (tally.cells[cell] as number)
  return {
    counts: countsOf(sum),
    took: (kind) => tallies.flatMap(({ took }) => took[timedKinds.indexOf(kind)] ?? []),
  }
}
