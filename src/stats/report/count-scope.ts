import type { ReportQuery } from '#contracts'
import type { Ctx } from '#platform'
import { type Counted, countLines, type Tally } from '../lines/count-lines.ts'
import type { Dimension } from '../lines/line.ts'
import { readPages } from '../lines/read-pages.ts'
import { type ReportScope, scopeOf } from './scope.ts'

/** Counts a period by some dimensions: what every screen, route and file of statistics begins with. @throws report.period_invalid */
export async function countScope(
  ctx: Ctx,
  query: ReportQuery,
  by: readonly Dimension[],
): Promise<{ scope: ReportScope; counted: Counted }> {
  const scope = scopeOf(query, ctx.clock.now())
  const pages = readPages(ctx, query.from, query.to)
  return { scope, counted: await countLines(pages, { filter: scope.filter, by, asOf: scope.asOf }) }
}

/** The groups put together by one of the dimensions they were counted by; its words in no order. */
export function groupsBy(counted: Counted, place: number): Map<string, Tally[]> {
  const groups = new Map<string, Tally[]>()
  for (const [key, tally] of counted.groups) {
    const word = key.split('\u0000')[place] ?? ''
    const known = groups.get(word)
    if (known) known.push(tally)
    else groups.set(word, [tally])
  }
  return groups
}
