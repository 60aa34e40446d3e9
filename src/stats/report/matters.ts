import { type ClassifierWeek, weekdayOf, zoneTime } from '#contracts'
import { dayMs, hourMs } from '#kernel'
import type { Ctx } from '#platform'
import { reportTimeZone } from '../lines/read-pages.ts'
import {
  type CorrectionRow,
  type MatterRow,
  selectCorrections,
  selectQuestions,
  selectSameStretch,
  selectWeeks,
} from './matters.store.ts'

/** One request as clustering needs it: its first line, when and about what. */
export type Matter = MatterRow
/** What a person decided about a text, beside what the model had thought. */
export type CorrectedText = CorrectionRow

const windowDefaultMs = hourMs
const earlierDays = 7
/** Per stretch; eight stretches stay within what one core clusters in about a second. */
const mattersPerStretch = 600
const questionDays = 7
const mostQuestions = 1_500
const weeksShown = 12
const zone = zoneTime(reportTimeZone)

/** What was opened in the last hour and in the same hour of the seven days before. */
export function readSameStretch(ctx: Ctx, windowMs: number = windowDefaultMs): Promise<Matter[]> {
  return selectSameStretch(ctx.db, ctx.clock.now(), windowMs, earlierDays, mattersPerStretch)
}

/** What clients asked in the last week. */
export function readQuestions(ctx: Ctx): Promise<Matter[]> {
  return selectQuestions(ctx.db, new Date(ctx.clock.now().getTime() - questionDays * dayMs), mostQuestions)
}

/** Corrections since `since`, oldest first, at most `limit`: what the next model learns from. */
export function readCorrections(ctx: Ctx, since: Date, limit: number): Promise<CorrectedText[]> {
  return selectCorrections(ctx.db, since, limit)
}

/** The drift panel's numbers: abstention, corrections and the mix of types, week by week, oldest first. */
export async function classifierWeeks(ctx: Ctx): Promise<ClassifierWeek[]> {
  const today = zone.localDayOf(ctx.clock.now().getTime())
  // From a Monday on: every week that is shown is whole.
  const since = new Date(zone.startOfLocalDay(today - weekdayOf(today) - (weeksShown - 1) * 7))
  const weeks = new Map<string, ClassifierWeek>()
  for (const row of await selectWeeks(ctx.db, since, reportTimeZone)) {
    const week = weeks.get(row.week_of) ?? {
      weekOf: row.week_of,
      opinions: 0,
      abstained: 0,
      judged: 0,
      corrected: 0,
      byType: [],
    }
    week.opinions += row.opinions
    week.abstained += row.abstained
    week.judged += row.judged
    week.corrected += row.corrected
    week.byType.push({ type: row.type, count: row.opinions })
    weeks.set(row.week_of, week)
  }
  return [...weeks.values()]
}
