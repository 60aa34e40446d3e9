import { type BehindQuery, type BehindReport, dayNumber, weekdayOf } from '#contracts'
import { AppError, isId } from '#kernel'
import type { Ctx } from '#platform'
import { countLines } from '../lines/count-lines.ts'
import { appealKinds } from '../lines/line.ts'
import { type ListedLine, selectListed } from '../lines/lines.store.ts'
import { isMeasure, type MeasureName, measures, placeOf } from '../lines/measures.ts'
import { type DayPage, readPages, reportTimeZone, startOfDay } from '../lines/read-pages.ts'
import { type Beside, isBesideMeasure, selectBeside } from './beside.store.ts'
import { isOpenMeasure, selectOpenListed } from './report.store.ts'
import { type ReportScope, scopeOf } from './scope.ts'

/**
 * The requests behind one number of a report, newest first: found by the same predicate the number is counted by.
 * @throws report.period_invalid, report.measure_unknown
 */
export async function behindNumber(ctx: Ctx, query: BehindQuery): Promise<BehindReport> {
  const { measure, limit, offset } = query
  const scope = scopeOf(query, ctx.clock.now())
  if (isOpenMeasure(measure)) return reportOf(measure, await selectOpenListed(ctx.db, scope, measure, { limit, offset }))
  if (isBesideMeasure(measure))
    return reportOf(measure, await selectBeside(ctx.db, measure, scope, besideOf(query), { limit, offset }))
  if (!isMeasure(measure)) throw new AppError('report.measure_unknown', { measure })
  const { total, stretch } = await findStretch(ctx, query, scope, measure)
  if (stretch === null) return reportOf(measure, { total, lines: [] })
  const lines = await selectListed(ctx.db, measures[measure], {
    ...scope,
    ...stretch,
    timeZone: reportTimeZone,
    weekday: query.weekday ?? null,
    hour: query.hour ?? null,
    limit,
  })
  return reportOf(measure, { total, lines })
}

type Stretch = { readonly from: Date; readonly to: Date; readonly offset: number }

/**
 * How many there are, and on which days those asked for happened: the pages know both, so that the list reads a few days of the
 * tables and not a year of them.
 */
async function findStretch(
  ctx: Ctx,
  query: BehindQuery,
  scope: ReportScope,
  measure: MeasureName,
): Promise<{ total: number; stretch: Stretch | null }> {
  const pages = ofWeekday(readPages(ctx, query.from, query.to), query.weekday)
  const { days } = await countLines(pages, { filter: scope.filter, by: [], asOf: scope.asOf, hour: query.hour })
  let total = 0
  let [first, last, offset]: [string | null, string | null, number] = [null, null, query.offset]
  for (const [day, counts] of [...days].reverse()) {
    const count = counts[placeOf[measure]] ?? 0
    const isBefore = total + count <= query.offset
    if (isBefore) offset -= count
    else if (count > 0 && total < query.offset + query.limit) {
      first = day
      last ??= day
    }
    total += count
  }
  if (first === null || last === null) return { total, stretch: null }
  return { total, stretch: { from: startOfDay(dayNumber(first)), to: startOfDay(dayNumber(last) + 1), offset } }
}

async function* ofWeekday(pages: AsyncIterable<DayPage>, weekday: number | undefined): AsyncGenerator<DayPage> {
  for await (const page of pages) if (weekday === undefined || weekdayOf(dayNumber(page.day)) === weekday) yield page
}

function besideOf({ templateId, outcome, ids = '' }: BehindQuery): Beside {
  const isKnown = templateId !== undefined && isId(templateId)
  return {
    templateId: isKnown ? templateId : null,
    outcome: outcome ?? null,
    types: appealKinds,
    ids: ids.split(',').filter(isId),
  }
}

function reportOf(measure: string, { total, lines }: { total: number; lines: readonly ListedLine[] }): BehindReport {
  return {
    measure,
    total,
    rows: lines.map((line) => ({ ...line, at: line.at.toISOString(), closedAt: line.closedAt?.toISOString() ?? null })),
  }
}
