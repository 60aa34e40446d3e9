/** Statistics: the numbers of a period, what they are cut by, the requests behind each, and files of all of it. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  AppealAnalysis,
  AppealAnalysisQuery,
  AppealFileQuery,
  BehindQuery,
  BehindReport,
  CutQuery,
  CutReport,
  ReportFileQuery,
  ReportQuery,
  ReportSchedule,
  ReportScheduleInput,
  ReviewReport,
  ReviewReportQuery,
  SatisfactionReport,
  SlaReport,
} from '#contracts'
import {
  addSchedule,
  appealAnalysis,
  appealFile,
  behindNumber,
  cutReport,
  enableSchedule,
  listSchedules,
  type ReportFile,
  removeSchedule,
  reviewReport,
  satisfactionReport,
  slaReport,
  slaReportCsv,
  summaryFile,
} from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'

const sendFile = (reply: FastifyReply, { name, mimeType, body }: ReportFile) =>
  reply.header('content-type', mimeType).header('content-disposition', `attachment; filename="${name}"`).send(body)

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
    path: '/api/statistics/reviews',
    summary:
      'Replies of people on probation: how long each waited for its reader, how many came back, were changed, or nobody read.',
    permission: 'statistics.read',
    query: ReviewReportQuery,
    answer: ReviewReport,
    handle: ({ ctx, query }) => reviewReport(ctx, query),
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
  defineRoute({
    method: 'GET',
    path: '/api/statistics/file',
    summary: 'Every number of a period as a spreadsheet (XLSX, CSV), or as one page (PDF), in a language.',
    permission: 'statistics.export',
    query: ReportFileQuery,
    needsProof: true,
    onRecord: ({ query }) => ({
      action: 'export.statistics',
      subjectKind: 'report',
      subjectId: 'summary',
      facts: { from: query.from, to: query.to, format: query.format },
    }),
    async handle({ ctx, query: { format, locale, ...query }, reply }) {
      return sendFile(reply, await summaryFile(ctx, query, format, locale))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/appeals',
    summary: 'The quarterly analysis of appeals: kinds, terms, repeats, causes, against the quarter before.',
    permission: 'statistics.read',
    query: AppealAnalysisQuery,
    answer: AppealAnalysis,
    handle: ({ ctx, query }) => appealAnalysis(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/appeals/file',
    summary: 'The same analysis as XLSX, CSV or one page of PDF, in a language.',
    permission: 'statistics.export',
    query: AppealFileQuery,
    needsProof: true,
    onRecord: ({ query }) => ({
      action: 'export.statistics',
      subjectKind: 'report',
      subjectId: 'appeals',
      facts: { year: query.year, quarter: query.quarter, format: query.format },
    }),
    async handle({ ctx, query: { format, locale, ...query }, reply }) {
      return sendFile(reply, await appealFile(ctx, query, format, locale))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/schedules',
    summary: 'Reports that are sent by themselves, when next, and what came of the last time.',
    permission: 'statistics.read',
    answer: z.array(ReportSchedule),
    handle: ({ ctx }) => listSchedules(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/statistics/schedules',
    summary: 'Send a report every day, week, month or quarter, by e-mail or into a Telegram chat of the staff.',
    permission: 'statistics.export',
    body: ReportScheduleInput,
    answer: z.object({ id: z.string() }),
    handle: ({ ctx, body }) => addSchedule(ctx, body),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/statistics/schedules/:scheduleId',
    summary: 'Stop or go on sending a report.',
    permission: 'statistics.export',
    params: z.object({ scheduleId: z.string().max(64) }),
    body: z.object({ isEnabled: z.boolean() }),
    async handle({ ctx, params, body, reply }) {
      await enableSchedule(ctx, params.scheduleId, body.isEnabled)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/statistics/schedules/:scheduleId',
    summary: 'Remove a scheduled report.',
    permission: 'statistics.export',
    params: z.object({ scheduleId: z.string().max(64) }),
    async handle({ ctx, params, reply }) {
      await removeSchedule(ctx, params.scheduleId)
      return reply.status(204).send()
    },
  }),
]
