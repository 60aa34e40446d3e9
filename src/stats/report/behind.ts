import type { BehindQuery, BehindReport } from '#contracts'
import { AppError } from '#kernel'
import type { Ctx } from '#platform'
import { type ListedLine, selectListed } from '../lines/lines.store.ts'
import { isMeasure, measures } from '../lines/measures.ts'
import { reportTimeZone } from '../lines/read-pages.ts'
import { isOpenMeasure, selectOpenListed } from './report.store.ts'
import { scopeOf } from './scope.ts'

/**
 * The requests behind one number of a report, newest first: found by the same predicate the number is counted by.
 * @throws report.period_invalid, report.measure_unknown
 */
export async function behindNumber(ctx: Ctx, query: BehindQuery): Promise<BehindReport> {
  const { measure, limit, offset } = query
  const scope = scopeOf(query, ctx.clock.now())
  if (isOpenMeasure(measure)) return reportOf(measure, await selectOpenListed(ctx.db, scope, measure, { limit, offset }))
  if (!isMeasure(measure)) throw new AppError('report.measure_unknown', { measure })
  const found = await selectListed(ctx.db, measures[measure], {
    ...scope,
    timeZone: reportTimeZone,
    weekday: query.weekday ?? null,
    hour: query.hour ?? null,
    limit,
    offset,
  })
  return reportOf(measure, found)
}

function reportOf(measure: string, { total, lines }: { total: number; lines: readonly ListedLine[] }): BehindReport {
  return {
    measure,
    total,
    rows: lines.map((line) => ({ ...line, at: line.at.toISOString(), closedAt: line.closedAt?.toISOString() ?? null })),
  }
}
