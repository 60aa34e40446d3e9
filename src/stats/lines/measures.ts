/**
 * Every number that is a count, as the lines it counts. The counting of pages and the list behind a number are both made from
 * this table, so that a number and its list cannot disagree.
 */
import { type ClockKind, clockKinds } from '#contracts'
import { invariant } from '#kernel'
import { everyFlag, flag, isClock, type LineKind, lineKinds, statesOf } from './line.ts'

export type Measure = {
  /** Several where the number is their sum; all of them out of the same table. */
  readonly kind: LineKind | readonly LineKind[]
  /** Any state where absent. */
  readonly states?: readonly string[]
  /** Bits that must be so: of `mask` exactly `want`. */
  readonly flags?: { readonly mask: number; readonly want: number }
  /** Of a running clock: whether its moment has passed. A clock in another of `states` counts either way. */
  readonly running?: 'past_due' | 'pending'
  /** Only lines that carry a duration. */
  readonly isTimed?: true
}

const all = (mask: number) => ({ mask, want: mask })
const score = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i))

const flows = {
  opened: { kind: 'opened' },
  repeated: { kind: 'opened', flags: all(flag.repeat) },
  closed: { kind: 'closed' },
  reopened: { kind: 'reopened' },
  undone: { kind: 'closed', flags: all(flag.undone) },
  settled: { kind: 'closed', flags: all(flag.settled) },
  first_contact: { kind: 'closed', flags: all(flag.settled | flag.firstContact) },
  bot_first: { kind: 'closed', flags: all(flag.first | flag.bot) },
  contained: { kind: 'closed', flags: { mask: flag.first | flag.bot | flag.person, want: flag.first | flag.bot } },
  handled: { kind: 'closed', isTimed: true },
} as const satisfies Record<string, Measure>

const marks = {
  'csat.asked': { kind: 'csat' },
  'csat.answered': { kind: 'csat', states: score(1, 5) },
  'csat.top_two': { kind: 'csat', states: ['4', '5'] },
  'csat.1': { kind: 'csat', states: ['1'] },
  'csat.2': { kind: 'csat', states: ['2'] },
  'csat.3': { kind: 'csat', states: ['3'] },
  'csat.4': { kind: 'csat', states: ['4'] },
  'csat.5': { kind: 'csat', states: ['5'] },
  'nps.asked': { kind: 'nps' },
  'nps.answered': { kind: 'nps', states: score(0, 10) },
  'nps.promoters': { kind: 'nps', states: score(9, 10) },
  'nps.passives': { kind: 'nps', states: score(7, 8) },
  'nps.detractors': { kind: 'nps', states: score(0, 6) },
} as const satisfies Record<string, Measure>

const clockCounts = ['met', 'breached', 'open_past_due', 'not_yet_due', 'answered'] as const
type ClockCount = (typeof clockCounts)[number]
type ClockMeasure = `${ClockKind}.${ClockCount}`

const ofClock = (kind: ClockKind): Record<ClockCount, Measure> => ({
  met: { kind, states: ['met'] },
  breached: { kind, states: ['breached'] },
  open_past_due: { kind, states: ['running'], running: 'past_due' },
  not_yet_due: { kind, states: ['running', 'paused'], running: 'pending' },
  answered: { kind, states: ['met', 'breached'], isTimed: true },
})

const clocks = {
  'clocks.open_past_due': { kind: clockKinds, states: ['running'], running: 'past_due' },
} as const satisfies Record<string, Measure>

export type MeasureName = keyof typeof flows | keyof typeof clocks | keyof typeof marks | ClockMeasure

const named: Record<string, Measure> = { ...flows, ...marks, ...clocks }
for (const kind of clockKinds) for (const [count, measure] of Object.entries(ofClock(kind))) named[`${kind}.${count}`] = measure

export const measures: Readonly<Record<MeasureName, Measure>> = named as Record<MeasureName, Measure>
export const measureNames = Object.keys(named) as MeasureName[]
export const placeOf: Readonly<Record<MeasureName, number>> = Object.fromEntries(
  measureNames.map((name, place) => [name, place]),
) as Record<MeasureName, number>

export const kindsOf = ({ kind }: Measure): readonly LineKind[] => (typeof kind === 'string' ? [kind] : kind)

export const isMeasure = (name: string): name is MeasureName => Object.hasOwn(named, name)

/** Beside the states of a clock: running, and its moment has passed. */
const pastDueState = 15
const statesInAll = 16

/**
 * A cell is a kind of line, its state, its flags and whether it carries a duration, under a small number of its own: lines are
 * counted by cell, which is one addition a line, and cells are told as measures in the end.
 */
export const mostCells = 1024
/** The measures each cell counts in, as places. */
export const cells: Uint8Array[] = []
/**
 * For the one walk over all lines: the kind of a cell whose lines carry a duration; and where a running clock counts once its
 * moment has passed. -1 elsewhere.
 */
export const timedKindOf = new Int8Array(mostCells).fill(-1)
export const pastDueOf = new Int16Array(mostCells).fill(-1)
/** The number of a cell by what it is of; -1 where it has none yet. */
const numbers = new Int16Array(lineKinds.length * statesInAll * (everyFlag + 1) * 2).fill(-1)

export function cellOf(kind: number, state: number, flags: number, hasValue: boolean): number {
  const place = numberPlace(kind, state, flags, hasValue)
  const known = numbers[place] as number
  if (known >= 0) return known
  const isTimed = hasValue && state !== pastDueState && !isRunning(kind, state)
  const own = numberPlace(kind, state, flags, isTimed)
  if ((numbers[own] as number) < 0) numbers[own] = newCell(kind, state, flags, isTimed)
  numbers[place] = numbers[own] as number
  return numbers[own] as number
}

const numberPlace = (kind: number, state: number, flags: number, isTimed: boolean) =>
  ((kind * statesInAll + state) * (everyFlag + 1) + flags) * 2 + (isTimed ? 1 : 0)

function isRunning(kind: number, state: number): boolean {
  const name = lineKinds[kind] ?? 'opened'
  return isClock(name) && statesOf[name][state] === 'running'
}

function newCell(kind: number, state: number, flags: number, isTimed: boolean): number {
  invariant(cells.length < mostCells - 1, 'there are fewer sorts of lines than that')
  const pastDueCell = isRunning(kind, state) ? cellOf(kind, pastDueState, flags, false) : -1
  const places = measureNames.filter((measure) => counts(measures[measure], kind, state, flags, isTimed))
  const cell = cells.push(Uint8Array.from(places, (measure) => placeOf[measure])) - 1
  if (isTimed) timedKindOf[cell] = kind
  pastDueOf[cell] = pastDueCell
  return cell
}

function counts(measure: Measure, kind: number, state: number, flags: number, isTimed: boolean): boolean {
  const { states, running } = measure
  const name = lineKinds[kind] ?? 'opened'
  if (!kindsOf(measure).includes(name)) return false
  const isPastDue = state === pastDueState
  const word = isPastDue ? 'running' : (statesOf[name][state] ?? '')
  if (states !== undefined && !states.includes(word)) return false
  if (word === 'running' && running !== undefined && (running === 'past_due') !== isPastDue) return false
  if (measure.flags && (flags & measure.flags.mask) !== measure.flags.want) return false
  return measure.isTimed !== true || isTimed
}
