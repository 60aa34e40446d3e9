/** Every cell of every report, beside the question that opens the requests behind it. */
import { type BehindQuery, dateOfDay, dayNumber, type Figures, type ReportQuery, type SlaReport, zoneTime } from '#contracts'
import { repeatReport } from '#inbox'
import type { Ctx } from '#platform'
import { appealAnalysis, classifierWeeks, cutReport, reportTimeZone, satisfactionReport, slaReport } from '#stats'

/** Every number of these figures by the name its list is asked for. */
export function numbersOf({ opened, closed, reopened, undone, firstContact, contained, clocks, csat, nps }: Figures) {
  return {
    opened,
    closed,
    reopened,
    undone: undone.count,
    settled: firstContact.of,
    first_contact: firstContact.count,
    bot_first: contained.of,
    contained: contained.count,
    'csat.asked': csat.asked,
    'csat.answered': csat.answered,
    'csat.top_two': csat.topTwo,
    'csat.3': csat.scores[2]?.count,
    'nps.asked': nps.asked,
    'nps.promoters': nps.promoters,
    'nps.detractors': nps.detractors,
    'clocks.open_past_due': clocks.reduce((sum, { openPastDue }) => sum + openPastDue, 0),
    ...Object.fromEntries(
      clocks.flatMap((share) => [
        [`${share.kind}.met`, share.met],
        [`${share.kind}.breached`, share.breached],
        [`${share.kind}.open_past_due`, share.openPastDue],
        [`${share.kind}.not_yet_due`, share.notYetDue],
        [`${share.kind}.answered`, share.answered],
      ]),
    ),
  }
}

const flowNames = ['opened', 'closed', 'reopened'] as const
export type AskedCell = [number, Partial<BehindQuery> & { measure: string }]

/** Of the quarter the story plays in, every number of every kind. */
async function appealCells(ctx: Ctx): Promise<AskedCell[]> {
  const { period, kinds, causes, channels, outcomes } = await appealAnalysis(ctx, { year: 2026, quarter: 4 })
  const days = { from: period.from, to: period.to }
  return [
    ...kinds.flatMap(({ type, term, ...row }): AskedCell[] => [
      [row.received, { ...days, measure: 'opened', type }],
      [row.settled, { ...days, measure: 'closed', type }],
      [row.inTime, { ...days, measure: `${term}.met`, type }],
      [row.late, { ...days, measure: `${term}.breached`, type }],
      [row.pending, { ...days, measure: `${term}.not_yet_due`, type }],
      [row.overdue, { ...days, measure: `${term}.open_past_due`, type }],
      [row.repeated, { ...days, measure: 'repeated', type }],
      [row.official, { ...days, measure: 'appeals.official', type }],
      [row.extended, { ...days, measure: 'appeals.extended', type }],
    ]),
    ...causes.map(({ topic, count }): AskedCell => [count, { ...days, measure: 'opened', type: 'complaint', topic }]),
    ...channels.map(({ channel, received }): AskedCell => [received, { ...days, measure: 'appeals.received', channel }]),
    ...outcomes.map(({ outcome, count }): AskedCell => [count, { ...days, measure: 'appeals.closed', outcome }]),
  ]
}

async function otherCells(ctx: Ctx, wide: ReportQuery): Promise<AskedCell[]> {
  const zone = zoneTime(reportTimeZone)
  const { byTopic } = await repeatReport(
    ctx,
    new Date(zone.startOfLocalDay(dayNumber(wide.from))),
    new Date(zone.startOfLocalDay(dayNumber(wide.to) + 1)),
  )
  const weeks = await classifierWeeks(ctx)
  return [
    ...byTopic.flatMap(({ topic, opened, repeats }): AskedCell[] => [
      [opened, { measure: 'matters.opened', topic }],
      [repeats, { measure: 'matters.repeated', topic }],
    ]),
    ...weeks.flatMap(({ weekOf, opinions, abstained, judged, corrected }) => {
      const week = { from: weekOf, to: dateOfDay(dayNumber(weekOf) + 6) }
      return Object.entries({ opinions, abstained, judged, corrected }).map(
        ([name, number]): AskedCell => [number, { ...week, measure: `classifier.${name}` }],
      )
    }),
  ]
}

function flowCells({ volume, days }: SlaReport): AskedCell[] {
  return [
    ...volume.flatMap(({ channel, type, ...flows }) =>
      flowNames.map((measure): AskedCell => [flows[measure], { measure, channel, type }]),
    ),
    ...days
      .filter((day) => day.opened + day.closed + day.reopened > 0)
      .flatMap(({ date, backlog, ...flows }): AskedCell[] => [
        ...flowNames.map((measure): AskedCell => [flows[measure], { measure, from: date, to: date }]),
        [backlog, { measure: 'open.at_end', from: date, to: date }],
      ]),
  ]
}

/** @param wide the days of the screens that choose their period; appeals are of the last quarter of 2026. */
export async function everyCell(ctx: Ctx, wide: ReportQuery): Promise<AskedCell[]> {
  const cut = await cutReport(ctx, { ...wide, cut: 'department' })
  const { byChannel, byTopic } = await satisfactionReport(ctx, wide)
  return [
    ...flowCells(await slaReport(ctx, wide)),
    ...cut.rows.flatMap(({ value, figures }) =>
      Object.entries(numbersOf(figures)).map(([measure, number]): AskedCell => [number ?? 0, { measure, departmentId: value }]),
    ),
    ...byChannel.flatMap(({ channel, csat, nps }): AskedCell[] => [
      [csat.asked, { measure: 'csat.asked', channel }],
      [csat.topTwo, { measure: 'csat.top_two', channel }],
      [nps.answered, { measure: 'nps.answered', channel }],
    ]),
    ...byTopic.map(({ topic, csat }): AskedCell => [csat.answered, { measure: 'csat.answered', topic }]),
    ...(await appealCells(ctx)),
    ...(await otherCells(ctx, wide)),
  ]
}
