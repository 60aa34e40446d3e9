/** Statistics: the numbers of a period, what they are cut by, the requests behind each, and files of all of it. */
import { BehindQuery, BehindReport, CutQuery, CutReport, ReportQuery, SatisfactionReport, SlaReport } from '#contracts'
import { behindNumber, cutReport, satisfactionReport, slaReport, slaReportCsv } from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'

export const statisticsRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/statistics/sla',
    summary: 'Volume, attained share of each clock with its honest denominator, median, p90, p95, open past due, backlog.',
    permission: 'statistics.read',
    query: ReportQuery,
    answer: SlaReport,
    handle: ({ ctx, query }) => slaReport(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/cut',
    summary: 'All figures of a period for each channel, type, priority, topic, department, operator or language.',
    permission: 'statistics.read',
    query: CutQuery,
    answer: CutReport,
    handle: ({ ctx, query }) => cutReport(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/behind',
    summary: 'The requests behind one number of a report, by the predicate the number is counted by.',
    permission: 'statistics.read',
    query: BehindQuery,
    answer: BehindReport,
    handle: ({ ctx, query }) => behindNumber(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/satisfaction',
    summary: 'CSAT as the top two boxes and NPS, each with how many were asked and how many answered.',
    permission: 'statistics.read',
    query: ReportQuery,
    answer: SatisfactionReport,
    handle: ({ ctx, query }) => satisfactionReport(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/sla.csv',
    summary: 'The same numbers as CSV (RFC 4180, UTF-8).',
    permission: 'statistics.export',
    needsProof: true,
    query: ReportQuery,
    onRecord: ({ query }) => ({
      action: 'export.statistics',
      subjectKind: 'report',
      subjectId: 'sla',
      facts: { from: query.from, to: query.to },
    }),
    async handle({ ctx, query, reply }) {
      const csv = slaReportCsv(await slaReport(ctx, query))
      // The mark tells a spreadsheet that the file is UTF-8; without it Cyrillic comes out broken in Excel.
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="sla-${query.from}-${query.to}.csv"`)
        .send(`\uFEFF${csv}`)
    },
  }),
]
