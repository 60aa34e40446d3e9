/**
 * What is counted is lines: something that happened to a request at a moment, with what is known of the request now. Every
 * number of every report is a count of lines, or a rank among the durations they carry; every list behind a number is those lines.
 */
import { type ClockKind, clockKinds, clockStates, outcomes, type RequestType } from '#contracts'

export const lineKinds = ['opened', 'closed', 'reopened', ...clockKinds, 'csat', 'nps'] as const
export type LineKind = (typeof lineKinds)[number]

/** What the law calls an appeal; a question is counted beside them. */
export const appealKinds = [
  'complaint',
  'information_request',
  'suggestion',
  'question',
] as const satisfies readonly RequestType[]

/** By what a line can be cut or filtered; the order is the order in a page. */
export const dimensions = ['channel', 'type', 'priority', 'topic', 'department', 'operator', 'language', 'by'] as const
export type Dimension = (typeof dimensions)[number]

/** Bits of `flags`; which of them a kind of line can have is said in lines.store.ts. */
export const flag = {
  /** Opened: it repeats an earlier request. */
  repeat: 1,
  /** Closed: for the first time. */
  first: 2,
  /** Closed: as resolved or answered, for the first time. */
  settled: 4,
  /** Closed: and one person or the bot was enough, and the client did not come back within the week. */
  firstContact: 8,
  /** Closed: the bot had it first. */
  bot: 16,
  /** Closed: a queue or a person ever had it. */
  person: 32,
  /** Closed: and opened again within the week. */
  undone: 64,
} as const
export const everyFlag = 127

/** A client who comes back within this time was not helped the first time. */
export const againWithinDays = 7

export type Line = {
  readonly kind: LineKind
  /** An outcome, a clock's state, or a mark; empty where there is none. */
  readonly state: string
  readonly flags: number
  /** Of the bank's day, 0..23. */
  readonly hour: number
  /** Milliseconds an answer or a closing took; of a running clock the instant it is due. */
  readonly value: number | null
  /** In the order of `dimensions`; an empty operator is nobody. */
  readonly of: readonly string[]
}

const marks = ['', ...Array.from({ length: 11 }, (_, score) => String(score))]
/** The states a kind of line can be in; a line keeps the place in this list. */
export const statesOf: Readonly<Record<LineKind, readonly string[]>> = {
  opened: [''],
  closed: outcomes,
  reopened: [''],
  first_response: clockStates,
  next_response: clockStates,
  resolution: clockStates,
  statutory: clockStates,
  csat: marks,
  nps: marks,
}

const clocks: ReadonlySet<string> = new Set(clockKinds)
export const isClock = (kind: LineKind): kind is ClockKind => clocks.has(kind)
