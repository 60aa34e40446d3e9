/** Quality control: what closed requests are scored by, which ones, by whom, and what becomes of it. Routes: src/desk/quality.routes.ts. */
import { z } from 'zod'
import { FourTexts } from './desk-api.ts'
import { Instant, MessageView } from './messages.ts'
import { ChannelKind, RequestType, TopicCode } from './vocabulary.ts'

/** The four groups of the occupational standard; a card has an item of each. */
export const qualityGroups = ['culture', 'accuracy', 'routing', 'resolution'] as const
const Code = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)
export const QualityItem = z.object({
  code: Code,
  group: z.enum(qualityGroups),
  names: FourTexts,
  weight: z.number().int().min(1).max(100),
  /** Failed, it makes the whole score 0: a secret given away, a wrong rate told. */
  isCritical: z.boolean(),
})
export type QualityItem = z.infer<typeof QualityItem>
/** Why something went wrong, as the register of defects counts it. */
export const QualityCause = z.object({ code: Code, names: FourTexts })
export const QualityCardInput = z.object({
  /** An item of each group; each code once. */
  items: z.array(QualityItem).min(4).max(40),
  causes: z.array(QualityCause).min(1).max(40),
})
export type QualityCardInput = z.infer<typeof QualityCardInput>
/** `basedOn`: the version it was drafted from; another's version in between is not written over. */
export const QualityCardDraft = QualityCardInput.extend({ basedOn: z.number().int().min(0).optional() })
export type QualityCardDraft = z.infer<typeof QualityCardDraft>
export const QualityCardView = z.object({
  version: z.number().int(),
  items: z.array(QualityItem),
  causes: z.array(QualityCause),
  createdAt: Instant.nullable(),
})
export type QualityCardView = z.infer<typeof QualityCardView>

/** What makes a request worth a look whatever the lot says. `long`: among the slowest tenth of the period's closings. */
export const qualityRisks = ['low_mark', 'reopened', 'breached', 'long'] as const
export const QualityPlan = z.object({
  /** By lot: one of each channel and type in turn until an operator has so many. */
  perOperator: z.number().int().min(0).max(50),
  /** Besides, of those with a risk, those with most of them first. */
  riskyPerOperator: z.number().int().min(0).max(50),
  /** Share of the drawn that two people score, 0..100. */
  doublePercent: z.number().int().min(0).max(100),
})
export type QualityPlan = z.infer<typeof QualityPlan>
export const DrawSampleInput = z.object({
  /** Local dates of the bank's time zone, both inclusive. */
  from: z.iso.date(),
  to: z.iso.date(),
  plan: QualityPlan,
  /** To draw what was drawn before; made by the program where it is absent. */
  seed: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
})
export type DrawSampleInput = z.infer<typeof DrawSampleInput>
export const QualitySampleView = z.object({
  id: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  seed: z.string(),
  plan: QualityPlan,
  population: z.number().int(),
  drawn: z.number().int(),
  risky: z.number().int(),
  doubled: z.number().int(),
  /** Scores given, and needed in all (a doubled request needs two). */
  scored: z.number().int(),
  needed: z.number().int(),
  drawnById: z.string(),
  drawnAt: Instant,
})
export type QualitySampleView = z.infer<typeof QualitySampleView>

/** Whose work it is stays unsaid until it is scored. */
export const QualityTaskView = z.object({
  id: z.string(),
  requestId: z.string(),
  number: z.string(),
  channel: ChannelKind,
  type: RequestType,
  topic: TopicCode,
  why: z.enum(['fair', 'risk']),
  risks: z.array(z.enum(qualityRisks)),
  isDouble: z.boolean(),
  /** The caller has scored it. */
  isDone: z.boolean(),
})
export type QualityTaskView = z.infer<typeof QualityTaskView>
/** The request as it went, the names of our people taken out. */
export const QualityTaskDetail = QualityTaskView.extend({ messages: z.array(MessageView), isLong: z.boolean() })
export type QualityTaskDetail = z.infer<typeof QualityTaskDetail>

/** Well, half, not at all; null: it did not apply. */
export const QualityMark = z.union([z.literal(1), z.literal(0.5), z.literal(0)]).nullable()
export type QualityMark = z.infer<typeof QualityMark>
export const MarkedItem = z.object({
  item: Code,
  mark: QualityMark,
  /** What is less than well needs a cause, and may name the message that shows it. */
  cause: Code.nullable(),
  messageId: z.uuid().nullable(),
  note: z.string().trim().max(500),
})
export type MarkedItem = z.infer<typeof MarkedItem>
export const ScoreInput = z.object({
  /** The version of the card the marks were given by. */
  cardVersion: z.number().int(),
  marks: z.array(MarkedItem).min(1).max(40),
  note: z.string().trim().max(2000),
})
export type ScoreInput = z.infer<typeof ScoreInput>
export const QualityScoreView = z.object({
  id: z.string(),
  requestId: z.string(),
  number: z.string(),
  operatorId: z.string(),
  /** Null to whose work it is. */
  reviewerId: z.string().nullable(),
  card: QualityCardView,
  marks: z.array(MarkedItem),
  total: z.number(),
  isZeroed: z.boolean(),
  note: z.string(),
  at: Instant,
  contest: z.string().nullable(),
  contestedAt: Instant.nullable(),
  decision: z.enum(['kept', 'annulled']).nullable(),
  decisionNote: z.string().nullable(),
})
export type QualityScoreView = z.infer<typeof QualityScoreView>
export const ContestInput = z.object({ text: z.string().trim().min(3).max(2000) })
export const ContestDecisionInput = z.object({
  decision: z.enum(['kept', 'annulled']),
  note: z.string().trim().min(3).max(2000),
})

export const QualityReportQuery = z.object({ from: z.iso.date(), to: z.iso.date() })
export type QualityReportQuery = z.infer<typeof QualityReportQuery>
/** Annulled scores are in none of the figures. */
export const QualityFigures = z.object({
  /** Scores given in the period. */
  n: z.number().int(),
  mean: z.number().nullable(),
  /** Half of the width of the 95 % interval of the mean; null under two scores. */
  margin: z.number().nullable(),
  median: z.number().nullable(),
  zeroed: z.number().int(),
})
export type QualityFigures = z.infer<typeof QualityFigures>
export const QualityReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  all: QualityFigures,
  byOperator: z.array(QualityFigures.extend({ operatorId: z.string() })),
  byDepartment: z.array(QualityFigures.extend({ departmentId: z.string() })),
  /** Of requests scored twice: how many marks were compared, what share was the same, and Cohen's kappa. */
  agreement: z.object({ marks: z.number().int(), share: z.number().nullable(), kappa: z.number().nullable() }),
  /** Marks that were less than well, by their cause; most first. */
  defects: z.array(
    z.object({
      cause: z.string(),
      names: FourTexts,
      marks: z.number().int(),
      requests: z.number().int(),
      operators: z.number().int(),
    }),
  ),
  contests: z.object({ raised: z.number().int(), annulled: z.number().int(), open: z.number().int() }),
})
export type QualityReport = z.infer<typeof QualityReport>
