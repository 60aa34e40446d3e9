import type { CutQuery, CutReport } from '#contracts'
import type { Ctx } from '#platform'
import { countScope } from './count-scope.ts'
import { figuresOf } from './figures.ts'
import { periodOf } from './scope.ts'

/** All figures of a period, cut by one dimension; the biggest group first. @throws report.period_invalid */
export async function cutReport(ctx: Ctx, query: CutQuery): Promise<CutReport> {
  const { scope, counted } = await countScope(ctx, query, [query.cut])
  const rows = [...counted.groups].map(([value, tally]) => ({ value, figures: figuresOf([tally]) }))
  const size = ({ opened, closed }: (typeof rows)[number]['figures']) => opened + closed
  return {
    period: periodOf(query),
    asOf: scope.asOf.toISOString(),
    cut: query.cut,
    rows: rows.sort((a, b) => size(b.figures) - size(a.figures) || a.value.localeCompare(b.value)),
  }
}
