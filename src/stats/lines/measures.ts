/**
 * Every number that is a count, as the lines it counts. The counting of pages and the list behind a number are both made from
 * this table, so that a number and its list cannot disagree.
 */
import { type ClockKind, clockKinds } from '#contracts'
import { invariant } from '#kernel'
import { everyFlag, flag, isClock, type LineKind, lineKinds, statesOf } from './line.ts'

export type Measure = {
  readonly kind: LineKind
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

export type MeasureName = keyof typeof flows | keyof typeof marks | ClockMeasure

const named: Record<string, Measure> = { ...flows, ...marks }
for (const kind of clockKinds) for (const [count, measure] of Object.entries(ofClock(kind))) named[`${kind}.${count}`] = measure

export const measures: Readonly<Record<MeasureName, Measure>> = named as Record<MeasureName, Measure>
export const measureNames = Object.keys(named) as MeasureName[]
export const placeOf: Readonly<Record<MeasureName, number>> = Object.fromEntries(
  measureNames.map((name, place) => [name, place]),
) as Record<MeasureName, number>

export const isMeasure = (name: string): name is MeasureName => Object.hasOwn(named, name)

/** Beside the states of a clock: running, and its moment has passed. */
const pastDueState = 15
const statesInAll = 16

/**
 * A cell is a kind of line, its state, its flags and whether it carries a duration, under a small number of its own: lines are
 * counted by cell, which is one addition a line, and cells are told as measures in the end.
 */
export type Cell = {
  readonly places: Uint8Array
  /** A running clock: its value is when it is due, and past that it counts in another cell. */
  readonly pastDueCell: number | null
  readonly isTimed: boolean
  readonly kind: number
}
export const mostCells = 1024
export const cells: Cell[] = []
const numbers = new Map<number, number>()

export function cellOf(kind: number, state: number, flags: number, hasValue: boolean): number {
  const name = lineKinds[kind] ?? 'opened'
  const isRunning = isClock(name) && statesOf[name][state] === 'running'
  const isTimed = hasValue && !isRunning && state !== pastDueState
  const key = ((kind * statesInAll + state) * (everyFlag + 1) + flags) * 2 + (isTimed ? 1 : 0)
  const known = numbers.get(key)
  if (known !== undefined) return known
  invariant(cells.length < mostCells - 1, 'there are fewer sorts of lines than that')
  const pastDueCell = isRunning ? cellOf(kind, pastDueState, flags, false) : null
  const places = measureNames.filter((measure) => counts(measures[measure], kind, state, flags, isTimed))
  const cell = cells.push({ places: Uint8Array.from(places, (measure) => placeOf[measure]), pastDueCell, isTimed, kind }) - 1
  numbers.set(key, cell)
  return cell
}

function counts(measure: Measure, kind: number, state: number, flags: number, isTimed: boolean): boolean {
  const { states, running } = measure
  const name = lineKinds[kind] ?? 'opened'
  if (measure.kind !== name) return false
  const isPastDue = state === pastDueState
  const word = isPastDue ? 'running' : (statesOf[name][state] ?? '')
  if (states !== undefined && !states.includes(word)) return false
  if (word === 'running' && running !== undefined && (running === 'past_due') !== isPastDue) return false
  if (measure.flags && (flags & measure.flags.mask) !== measure.flags.want) return false
  return measure.isTimed !== true || isTimed
}
