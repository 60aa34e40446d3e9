import type { ReviewReport, ReviewReportQuery } from '#contracts'
import type { Ctx } from '#platform'
import { type ReviewRow, selectReviewRows } from './review-report.store.ts'
import { periodOf, scopeOf } from './scope.ts'

/**
 * How long newcomers' replies waited for their mentor and how many came back: by whoever wrote them, and together. Every share
 * is of counted things and null where there are none.
 * @throws report.period_invalid
 */
export async function reviewReport(ctx: Ctx, query: ReviewReportQuery): Promise<ReviewReport> {
  const { from, to, asOf } = scopeOf(query, ctx.clock.now())
  const [all, ...rows] = await selectReviewRows(ctx.db, { from, to })
  return {
    period: periodOf(query),
    asOf: asOf.toISOString(),
    all: withShares(all ?? nothing),
    rows: rows.flatMap((row) => (row.operatorId === null ? [] : [{ operatorId: row.operatorId, ...withShares(row) }])),
  }
}

const nothing: ReviewRow = {
  ...{ operatorId: null, asked: 0, decided: 0, returned: 0, approved: 0, changed: 0, late: 0 },
  ...{ medianMs: null, p90Ms: null },
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

function withShares({ operatorId: _, approved, ...row }: ReviewRow): ReviewReport['all'] {
  return { ...row, returnedShare: share(row.returned, row.decided), changedShare: share(row.changed, approved) }
}
