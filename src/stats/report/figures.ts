/** From tallies to the figures people read: shares with their denominators, and ranks, never a mean alone. */
import {
  type ClockKind,
  type ClockShare,
  type CsatFigures,
  clockKinds,
  type Figures,
  type Handling,
  type NpsFigures,
  type PartOf,
} from '#contracts'
import { joinTallies, type Tally } from '../lines/count-lines.ts'
import { type MeasureName, placeOf } from '../lines/measures.ts'
import { type NumberList, nearestRanks } from '../lines/quantile.ts'

const csatScores = [1, 2, 3, 4, 5] as const

type Count = (measure: MeasureName) => number
export const countIn =
  (counts: Float64Array): Count =>
  (measure) =>
    counts[placeOf[measure]] ?? 0

/** What these groups come to together. */
export function figuresOf(tallies: readonly Tally[]): Figures {
  const { counts, took } = joinTallies(tallies)
  const count = countIn(counts)
  return {
    opened: count('opened'),
    closed: count('closed'),
    reopened: count('reopened'),
    undone: partOf(count('undone'), count('closed')),
    repeated: partOf(count('repeated'), count('opened')),
    firstContact: partOf(count('first_contact'), count('settled')),
    contained: partOf(count('contained'), count('bot_first')),
    handling: handlingOf(took('closed')),
    clocks: clockKinds.map((kind) => clockShareOf(kind, count, took(kind))),
    csat: csatOf(count),
    nps: npsOf(count),
  }
}

/** Of the clocks alone, where nothing else of a group is shown. */
export function clocksOf(tallies: readonly Tally[]): ClockShare[] {
  const { counts, took } = joinTallies(tallies)
  return clockKinds.map((kind) => clockShareOf(kind, countIn(counts), took(kind)))
}

/** Counts by measure, of what these groups come to together. */
export const countsIn = (tallies: readonly Tally[]) => countIn(joinTallies(tallies).counts)

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const partOf = (count: number, of: number): PartOf => ({ of, count, share: share(count, of) })

function ranksOf(took: readonly NumberList[]) {
  const [p95Ms = null, p90Ms = null, medianMs = null] = nearestRanks(took, [0.95, 0.9, 0.5])
  return { medianMs, p90Ms, p95Ms }
}

function handlingOf(took: readonly NumberList[]): Handling {
  let sum = 0
  for (const list of took) for (const chunk of list.chunks()) for (const value of chunk) sum += value
  const count = took.reduce((total, list) => total + list.length, 0)
  return { count, ...ranksOf(took), meanMs: count === 0 ? null : Math.round(sum / count) }
}

function clockShareOf(kind: ClockKind, count: Count, took: readonly NumberList[]): ClockShare {
  const met = count(`${kind}.met`)
  const breached = count(`${kind}.breached`)
  const openPastDue = count(`${kind}.open_past_due`)
  return {
    kind,
    met,
    breached,
    openPastDue,
    notYetDue: count(`${kind}.not_yet_due`),
    attained: share(met, met + breached + openPastDue),
    ...ranksOf(took),
    answered: count(`${kind}.answered`),
  }
}

/** Satisfaction with a closing: the top two of five boxes among those who answered. */
export function csatOf(count: Count): CsatFigures {
  const asked = count('csat.asked')
  const answered = count('csat.answered')
  const topTwo = count('csat.top_two')
  const scores = csatScores.map((score) => ({ score, count: count(`csat.${score}`) }))
  return { asked, answered, responseRate: share(answered, asked), topTwo, share: share(topTwo, answered), scores }
}

/** The will to recommend the bank: promoters less detractors among those who answered. */
export function npsOf(count: Count): NpsFigures {
  const asked = count('nps.asked')
  const answered = count('nps.answered')
  const promoters = count('nps.promoters')
  const detractors = count('nps.detractors')
  return {
    asked,
    answered,
    responseRate: share(answered, asked),
    promoters,
    passives: count('nps.passives'),
    detractors,
    nps: share(promoters - detractors, answered),
  }
}
