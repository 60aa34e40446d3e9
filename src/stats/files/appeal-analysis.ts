/**
 * The quarterly analysis of appeals, of the kind banks publish and the Central Bank asks for: what came by kind, how much of it was
 * settled within its term, what repeats and was extended, what complaints are about, and how all of it moved since the quarter before.
 */
import {
  type AppealAnalysis,
  type AppealAnalysisQuery,
  type AppealKindRow,
  channelKinds,
  dateOfDay,
  dayNumber,
  outcomes,
} from '#contracts'
import type { Ctx } from '#platform'
import { countLines, type Tally } from '../lines/count-lines.ts'
import { appealKinds } from '../lines/line.ts'
import { readPages } from '../lines/read-pages.ts'
import { groupsBy } from '../report/count-scope.ts'
import { countsIn, figuresOf } from '../report/figures.ts'
import { periodOf, scopeOf } from '../report/scope.ts'
import { selectClosedOutcomes, selectLegal } from './appeals.store.ts'

const causesShown = 10

function daysOfQuarter(year: number, quarter: number): { from: string; to: string } {
  const first = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`
  const next = quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
  return { from: first, to: dateOfDay(dayNumber(next) - 1) }
}

export async function appealAnalysis(ctx: Ctx, { year, quarter }: AppealAnalysisQuery): Promise<AppealAnalysis> {
  const period = daysOfQuarter(year, quarter)
  const before = quarter === 1 ? daysOfQuarter(year - 1, 4) : daysOfQuarter(year, quarter - 1)
  const scope = scopeOf(period, ctx.clock.now())
  const scopeBefore = scopeOf(before, ctx.clock.now())
  const count = (days: { from: string; to: string }) =>
    countLines(readPages(ctx, days.from, days.to), { filter: {}, by: ['type', 'topic', 'channel'], asOf: scope.asOf })
  const [now, then, legal, legalThen, closings] = [
    await count(period),
    await count(before),
    await selectLegal(ctx.db, scope.from, scope.to),
    await selectLegal(ctx.db, scopeBefore.from, scopeBefore.to),
    await selectClosedOutcomes(ctx.db, scope.from, scope.to, appealKinds),
  ]
  const [byType, byTypeThen] = [groupsBy(now, 0), groupsBy(then, 0)]
  const kinds = appealKinds.map(
    (type): AppealKindRow => ({
      type,
      ...rowOf(byType.get(type) ?? [], legal.get(type)),
      before: rowOf(byTypeThen.get(type) ?? [], legalThen.get(type)).received,
    }),
  )
  return {
    period: periodOf(period),
    before: periodOf(before),
    asOf: scope.asOf.toISOString(),
    year,
    quarter,
    kinds,
    causes: causesOf(now.groups, then.groups),
    channels: channelKinds
      .map((channel) => ({ channel, received: receivedOf(appealTallies(now.groups, (of) => of[2] === channel)) }))
      .filter(({ received }) => received > 0),
    outcomes: outcomes.map((outcome) => ({ outcome, count: closings.get(outcome) ?? 0 })).filter((row) => row.count > 0),
  }
}

type Legal = { official: number; extended: number }

function rowOf(tallies: readonly Tally[], legal: Legal | undefined): Omit<AppealKindRow, 'type' | 'before'> {
  const figures = figuresOf(tallies)
  const clock = (kind: string) => figures.clocks.find((one) => one.kind === kind)
  const owed = (one: ReturnType<typeof clock>) => (one ? one.met + one.breached + one.openPastDue + one.notYetDue : 0)
  // Where the law sets no term, the bank's own promise to resolve is the term.
  const statutory = clock('statutory')
  const term = owed(statutory) > 0 ? statutory : clock('resolution')
  return {
    term: term?.kind ?? 'resolution',
    received: figures.opened,
    settled: figures.closed,
    inTime: term?.met ?? 0,
    late: term?.breached ?? 0,
    pending: term?.notYetDue ?? 0,
    overdue: term?.openPastDue ?? 0,
    attained: term?.attained ?? null,
    repeated: figures.repeated.count,
    official: legal?.official ?? 0,
    extended: legal?.extended ?? 0,
    medianMs: figures.handling.medianMs,
  }
}

type Groups = ReadonlyMap<string, Tally>

function appealTallies(groups: Groups, isIn: (of: readonly string[]) => boolean): Tally[] {
  const kinds: readonly string[] = appealKinds
  return [...groups].flatMap(([key, tally]) => {
    const of = key.split('\u0000')
    return kinds.includes(of[0] ?? '') && isIn(of) ? [tally] : []
  })
}

const receivedOf = (tallies: readonly Tally[]): number => countsIn(tallies)('opened')

/** What complaints are about, the most frequent first, with what they were a quarter ago. */
function causesOf(now: Groups, then: Groups): AppealAnalysis['causes'] {
  const complaintsOn = (groups: Groups, topic: string) =>
    receivedOf(appealTallies(groups, (of) => of[0] === 'complaint' && of[1] === topic))
  const topics = new Set([...now.keys()].map((key) => key.split('\u0000')[1] ?? ''))
  const all = [...topics].map((topic) => ({ topic, count: complaintsOn(now, topic), before: complaintsOn(then, topic) }))
  return all
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.topic.localeCompare(b.topic))
    .slice(0, causesShown)
}
