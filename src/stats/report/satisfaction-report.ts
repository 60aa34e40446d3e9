import { channelKinds, type ReportQuery, type SatisfactionReport } from '#contracts'
import type { Ctx } from '#platform'
import type { Tally } from '../lines/count-lines.ts'
import { countScope, groupsBy } from './count-scope.ts'
import { countsIn, csatOf, npsOf } from './figures.ts'
import { periodOf } from './scope.ts'

/**
 * Satisfaction with the closing (the top two of five boxes) and the will to recommend (NPS), each with how many were asked and
 * how many answered: a share over few answers says little, so that nobody is shown one without the other.
 * @throws report.period_invalid
 */
export async function satisfactionReport(ctx: Ctx, query: ReportQuery): Promise<SatisfactionReport> {
  const { scope, counted } = await countScope(ctx, query, ['channel', 'topic'])
  const { csat, nps } = marksOf([...counted.groups.values()])
  const channels = groupsBy(counted, 0)
  const topics = [...groupsBy(counted, 1)].map(([topic, tallies]) => ({ topic, csat: marksOf(tallies).csat }))
  return {
    period: periodOf(query),
    asOf: scope.asOf.toISOString(),
    csat,
    nps,
    byChannel: channelKinds
      .map((channel) => ({ channel, ...marksOf(channels.get(channel) ?? []) }))
      .filter((row) => row.csat.asked + row.nps.asked > 0)
      .map((row) => ({ channel: row.channel, csat: row.csat, nps: row.nps })),
    byTopic: topics
      .filter((row) => row.csat.asked > 0)
      .sort((a, b) => b.csat.answered - a.csat.answered || a.topic.localeCompare(b.topic)),
  }
}

function marksOf(tallies: readonly Tally[]) {
  const count = countsIn(tallies)
  return { csat: csatOf(count), nps: npsOf(count) }
}
