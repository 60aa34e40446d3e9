import type { QualityFigures, QualityReport, QualityReportQuery } from '#contracts'
import type { Ctx } from '#platform'
import { periodOf, scopeOf } from '../report/scope.ts'
import { selectCards } from './quality.store.ts'
import { type FiguresRow, selectContestCounts, selectDefects, selectFigures, selectPairs } from './quality-report.store.ts'
import { agreementOf, firstCard } from './score-card.ts'

/**
 * The scores of a period: means with their n and the half-width of their interval, the register of defects by cause, how far two
 * reviewers of the same agree, and what was contested. A score belongs to the period in which it was given.
 * @throws report.period_invalid
 */
export async function qualityReport(ctx: Ctx, query: QualityReportQuery): Promise<QualityReport> {
  const { from, to, asOf } = scopeOf(query, ctx.clock.now())
  const period = { from, to }
  const [rows, defects, pairs, contests, cards] = await Promise.all([
    selectFigures(ctx.db, period),
    selectDefects(ctx.db, period),
    selectPairs(ctx.db, period),
    selectContestCounts(ctx.db, period),
    selectCards(ctx.db, null),
  ])
  const causes = [...cards.map(({ card }) => card), firstCard].flatMap((card) => card.causes)
  const unnamed = (code: string) => ({ 'uz-Latn': code, 'uz-Cyrl': code, ru: code, en: code })
  return {
    period: periodOf(query),
    asOf: asOf.toISOString(),
    all: figuresOf(rows.find(({ operatorId, departmentId }) => operatorId === null && departmentId === null)),
    byOperator: rows.flatMap((row) => (row.operatorId === null ? [] : [{ operatorId: row.operatorId, ...figuresOf(row) }])),
    byDepartment: rows.flatMap((row) =>
      row.departmentId === null ? [] : [{ departmentId: row.departmentId, ...figuresOf(row) }],
    ),
    agreement: agreementOf(pairs.map(({ a, b }) => [a, b])),
    defects: defects.map(({ cause, marks, requests, operators }) => ({
      ...{ cause, marks, requests, operators },
      names: causes.find(({ code }) => code === cause)?.names ?? unnamed(cause),
    })),
    contests,
  }
}

const figuresOf = (row: FiguresRow | undefined): QualityFigures =>
  row === undefined
    ? { n: 0, mean: null, margin: null, median: null, zeroed: 0 }
    : { n: row.n, mean: row.mean, margin: row.margin, median: row.median, zeroed: row.zeroed }
