/** Quality control: the card, the samples, what is to be scored, one's own scores, and what was contested. */
import { z } from 'zod'
import {
  ContestDecisionInput,
  ContestInput,
  DrawSampleInput,
  Language,
  QualityCardDraft,
  QualityCardView,
  QualityReport,
  QualityReportQuery,
  QualitySampleView,
  QualityScoreView,
  QualityTaskDetail,
  QualityTaskView,
  ScoreInput,
} from '#contracts'
import { timeline } from '#inbox'
import { AppError, isId } from '#kernel'
import {
  changeQualityCard,
  contestScore,
  decideContest,
  drawSample,
  listContests,
  listSamples,
  listTasks,
  ownScores,
  qualityReport,
  readQualityCard,
  readTask,
  scoreSheet,
  scoreTask,
} from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** More than a person reads to judge one answer; a longer one is opened as a request. */
const mostMessages = 200

function known(id: string): string {
  if (!isId(id)) throw new AppError('quality.not_found')
  return id
}
const TaskParams = z.object({ taskId: z.string().max(64) })
const ScoreParams = z.object({ scoreId: z.string().max(64) })

const cards: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/quality/card',
    summary: 'The scorecard in force: items of the four groups with their weights, critical ones, and the causes of faults.',
    permission: 'quality.read',
    answer: QualityCardView,
    handle: ({ ctx }) => readQualityCard(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quality/card',
    summary: 'A new version of the scorecard; scores given keep the one they were given by.',
    permission: 'quality.card',
    body: QualityCardDraft,
    async handle({ ctx, body, reply }) {
      await changeQualityCard(ctx, body)
      return reply.status(204).send()
    },
  }),
]

const samples: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/quality/samples',
    summary: 'Samples drawn so far, newest first, each with its seed, its plan and how far it is scored.',
    permission: 'quality.score',
    answer: z.array(QualitySampleView),
    async handle({ ctx }) {
      const rows = await listSamples(ctx)
      return rows.map(({ drawnAt, ...row }) => ({ ...row, needed: row.drawn + row.doubled, drawnAt: drawnAt.toISOString() }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quality/samples',
    summary: 'Draw closed requests of a period to be scored: by lot over operator, channel and type, and the risky besides.',
    permission: 'quality.score',
    body: DrawSampleInput,
    answer: z.object({ sampleId: z.string(), drawn: z.number().int() }),
    handle: ({ ctx, body }) => drawSample(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/quality/samples/:sampleId/tasks',
    summary: 'What of a sample is for the caller to score, without whose work it is.',
    permission: 'quality.score',
    params: z.object({ sampleId: z.string().max(64) }),
    answer: z.array(QualityTaskView),
    handle: ({ ctx, params }) => listTasks(ctx, known(params.sampleId)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/quality/tasks/:taskId',
    summary: 'A request to be scored as it went, the names of our people taken out.',
    permission: 'quality.score',
    params: TaskParams,
    answer: QualityTaskDetail,
    onRecord: ({ params }) => ({ action: 'read.request', subjectKind: 'quality_task', subjectId: params.taskId }),
    async handle({ ctx, params }) {
      const task = await readTask(ctx, known(params.taskId))
      const { messages, hasEarlier } = await timeline(ctx, { requestId: task.requestId }, { limit: mostMessages })
      const blind = messages.map((message) =>
        message.authorKind === 'operator' ? { ...message, authorId: null, authorName: null } : message,
      )
      return { ...task, messages: blind, isLong: hasEarlier }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quality/tasks/:taskId/score',
    summary: 'Give a score by the card in force; signed, it is not changed any more.',
    permission: 'quality.score',
    params: TaskParams,
    body: ScoreInput,
    answer: z.object({ scoreId: z.string(), total: z.number() }),
    handle: ({ ctx, params, body }) => scoreTask(ctx, known(params.taskId), body),
  }),
]

const contests: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/quality/own',
    summary: 'The caller’s own scores, newest first, without who gave them.',
    permission: 'quality.read',
    answer: z.array(QualityScoreView),
    handle: ({ ctx }) => ownScores(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quality/scores/:scoreId/contest',
    summary: 'Contest a score of one’s own, once, with words.',
    permission: 'quality.read',
    params: ScoreParams,
    body: ContestInput,
    async handle({ ctx, params, body, reply }) {
      await contestScore(ctx, known(params.scoreId), body.text)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/quality/scores/:scoreId/sheet',
    summary:
      'The formal sheet of a score as PDF in a language, for whose work it is, who gave it, and who decides its contest.',
    permission: 'quality.read',
    params: ScoreParams,
    query: z.object({ locale: Language }),
    onRecord: ({ params }) => ({
      ...{ action: 'export.quality_sheet', subjectKind: 'quality', subjectId: params.scoreId, facts: {} },
    }),
    async handle({ ctx, params, query, reply }) {
      const { name, body } = await scoreSheet(ctx, known(params.scoreId), query.locale)
      return reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(body)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/quality/contests',
    summary: 'Scores that are contested and not decided, for somebody who neither gave nor got them.',
    permission: 'quality.decide',
    answer: z.array(QualityScoreView),
    handle: ({ ctx }) => listContests(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/quality/scores/:scoreId/decide',
    summary: 'Keep a contested score, or annul it; annulled, it is in no figure any more.',
    permission: 'quality.decide',
    params: ScoreParams,
    body: ContestDecisionInput,
    async handle({ ctx, params, body, reply }) {
      await decideContest(ctx, known(params.scoreId), body)
      return reply.status(204).send()
    },
  }),
]

export const qualityRoutes: readonly DeskRoute[] = [
  ...cards,
  ...samples,
  ...contests,
  defineRoute({
    method: 'GET',
    path: '/api/statistics/quality',
    summary:
      'Scores of a period: means with n and interval, defects by cause, the agreement of two reviewers, what was contested.',
    permission: 'statistics.read',
    query: QualityReportQuery,
    answer: QualityReport,
    handle: ({ ctx, query }) => qualityReport(ctx, query),
  }),
]
