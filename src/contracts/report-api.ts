/** The numbers of a period, what they are cut by, and the requests behind each. Routes: src/desk/statistics.routes.ts. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { CsatFigures, NpsFigures } from './satisfaction-api.ts'
import { ChannelKind, ClockKind, Language, Outcome, Priority, RequestType, TopicCode } from './vocabulary.ts'

/** What a report can be cut by. `by`: the bot alone, or a person too. */
export const reportCuts = ['channel', 'type', 'priority', 'topic', 'department', 'operator', 'language', 'by'] as const
export type ReportCut = (typeof reportCuts)[number]
export const ReportCut = z.enum(reportCuts)

export const ReportQuery = z.object({
  /** Local dates of the bank's time zone, both inclusive. */
  from: z.iso.date(),
  to: z.iso.date(),
  channel: ChannelKind.optional(),
  type: RequestType.optional(),
  priority: Priority.optional(),
  topic: TopicCode.optional(),
  departmentId: z.string().max(64).optional(),
  operatorId: z.string().max(64).optional(),
  language: z.string().max(20).optional(),
  by: z.enum(['bot', 'person']).optional(),
})
export type ReportQuery = z.infer<typeof ReportQuery>

/** attained = met / (met + breached + openPastDue); null when the denominator is 0. Durations in working ms of met and breached alike. */
export const ClockShare = z.object({
  kind: ClockKind,
  met: z.number().int(),
  breached: z.number().int(),
  openPastDue: z.number().int(),
  notYetDue: z.number().int(),
  attained: z.number().nullable(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  /** How many clocks the three durations are taken over. */
  answered: z.number().int(),
})
export type ClockShare = z.infer<typeof ClockShare>

/** `count` of `of`; null where there was nothing to count. */
export const PartOf = z.object({ of: z.number().int(), count: z.number().int(), share: z.number().nullable() })
export type PartOf = z.infer<typeof PartOf>

/** Calendar time from opening (or reopening) to closing. The mean stands beside the ranks, never alone. */
export const Handling = z.object({
  count: z.number().int(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  meanMs: z.number().nullable(),
})
export type Handling = z.infer<typeof Handling>

/** Everything that is counted of one group of requests in a period. */
export const Figures = z.object({
  opened: z.number().int(),
  closed: z.number().int(),
  reopened: z.number().int(),
  /** Of the closings, those undone within the week. */
  undone: PartOf,
  /** Of what was opened, what repeats an earlier matter of the same client. */
  repeated: PartOf,
  /** Of what was settled, what one person or the bot settled without the client coming back within the week. */
  firstContact: PartOf,
  /** Of what the bot had first and was closed, what never reached a person. */
  contained: PartOf,
  handling: Handling,
  clocks: z.array(ClockShare),
  csat: CsatFigures,
  nps: NpsFigures,
})
export type Figures = z.infer<typeof Figures>

export const CutRow = z.object({
  /** A word of the vocabulary or an id; empty: nobody. */
  value: z.string(),
  figures: Figures,
})
export type CutRow = z.infer<typeof CutRow>

export const VolumeCell = z.object({
  channel: ChannelKind,
  type: RequestType,
  opened: z.number().int(),
  closed: z.number().int(),
  reopened: z.number().int(),
})
/** `backlog`: how many were open when the day ended. */
export const DayVolume = z.object({
  date: z.iso.date(),
  opened: z.number().int(),
  closed: z.number().int(),
  reopened: z.number().int(),
  backlog: z.number().int(),
})
export type DayVolume = z.infer<typeof DayVolume>
/** One hour of the week, Monday first: what came, and of the first answers owed to it how many came in time. */
export const HourCell = z.object({
  weekday: z.number().int().min(0).max(6),
  hour: z.number().int().min(0).max(23),
  opened: z.number().int(),
  owed: z.number().int(),
  met: z.number().int(),
})
export type HourCell = z.infer<typeof HourCell>

export const SlaReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  figures: Figures,
  volume: z.array(VolumeCell),
  days: z.array(DayVolume),
  hours: z.array(HourCell),
  clocks: z.array(ClockShare),
  byChannel: z.array(z.object({ channel: ChannelKind, clocks: z.array(ClockShare) })),
  byType: z.array(z.object({ type: RequestType, clocks: z.array(ClockShare) })),
  open: z.object({
    total: z.number().int(),
    pastDue: z.number().int(),
    unassigned: z.number().int(),
    oldestWaitingAt: Instant.nullable(),
  }),
})
export type SlaReport = z.infer<typeof SlaReport>

export const CutQuery = ReportQuery.extend({ cut: ReportCut })
export type CutQuery = z.infer<typeof CutQuery>
export const CutReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  cut: ReportCut,
  /** The biggest first. */
  rows: z.array(CutRow),
})
export type CutReport = z.infer<typeof CutReport>

/** The number whose requests are asked for: `opened`, `first_response.breached`, `csat.top_two`, `open.past_due`, `template.sent`. */
export const BehindQuery = ReportQuery.extend({
  measure: z.string().max(40),
  weekday: z.coerce.number().int().min(0).max(6).optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  /** Of `template.sent` and its like. */
  templateId: z.string().max(64).optional(),
  /** Of `requests`: which they are, with commas between. */
  ids: z.string().max(4_000).optional(),
  /** Of `appeals.closed`. */
  outcome: Outcome.optional(),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type BehindQuery = z.infer<typeof BehindQuery>
export const BehindRow = z.object({
  requestId: z.string(),
  number: z.string(),
  channel: ChannelKind,
  type: RequestType,
  priority: Priority,
  topic: TopicCode,
  departmentId: z.string(),
  operatorId: z.string().nullable(),
  /** When what was counted happened. */
  at: Instant,
  /** A clock's state, an outcome or a mark; empty where there is none. */
  state: z.string(),
  tookMs: z.number().nullable(),
  closedAt: Instant.nullable(),
})
export type BehindRow = z.infer<typeof BehindRow>
export const BehindReport = z.object({ measure: z.string(), total: z.number().int(), rows: z.array(BehindRow) })
export type BehindReport = z.infer<typeof BehindReport>

export const AppealAnalysisQuery = z.object({
  year: z.coerce.number().int().min(2000).max(2100),
  quarter: z.coerce.number().int().min(1).max(4),
})
export type AppealAnalysisQuery = z.infer<typeof AppealAnalysisQuery>
/** `inTime`…`attained` are of the legal term, or of the bank's own promise to resolve where the law sets none. */
export const AppealKindRow = z.object({
  type: RequestType,
  /** The clock `inTime`…`attained` are counted by. */
  term: ClockKind,
  received: z.number().int(),
  /** Received in the quarter before. */
  before: z.number().int(),
  settled: z.number().int(),
  inTime: z.number().int(),
  late: z.number().int(),
  pending: z.number().int(),
  overdue: z.number().int(),
  attained: z.number().nullable(),
  repeated: z.number().int(),
  official: z.number().int(),
  extended: z.number().int(),
  medianMs: z.number().nullable(),
})
export type AppealKindRow = z.infer<typeof AppealKindRow>
const Days = z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() })
export const AppealAnalysis = z.object({
  period: Days,
  before: Days,
  asOf: Instant,
  year: z.number().int(),
  quarter: z.number().int(),
  kinds: z.array(AppealKindRow),
  /** Topics of complaints, the most frequent first. */
  causes: z.array(z.object({ topic: TopicCode, count: z.number().int(), before: z.number().int() })),
  channels: z.array(z.object({ channel: ChannelKind, received: z.number().int() })),
  outcomes: z.array(z.object({ outcome: Outcome, count: z.number().int() })),
})
export type AppealAnalysis = z.infer<typeof AppealAnalysis>

export const reportKinds = ['summary', 'appeals'] as const
export const ReportKind = z.enum(reportKinds)
export type ReportKind = z.infer<typeof ReportKind>
export const reportFormats = ['pdf', 'xlsx', 'csv'] as const
export const ReportFormat = z.enum(reportFormats)
export type ReportFormat = z.infer<typeof ReportFormat>
export const ReportFileQuery = ReportQuery.extend({ format: ReportFormat, locale: Language })
export type ReportFileQuery = z.infer<typeof ReportFileQuery>
export const AppealFileQuery = AppealAnalysisQuery.extend({ format: ReportFormat, locale: Language })

export const reportRhythms = ['day', 'week', 'month', 'quarter'] as const
export const ReportRhythm = z.enum(reportRhythms)
export type ReportRhythm = z.infer<typeof ReportRhythm>
const Addresses = z.array(z.email().max(200)).min(1).max(20)
/** Where a scheduled report goes: by e-mail to people, or by the bank's bot into a chat of the staff. */
export const ReportReceiver = z.discriminatedUnion('via', [
  z.object({ via: z.literal('email'), addresses: Addresses }),
  z.object({
    via: z.literal('telegram'),
    channelAccountId: z.string().max(64),
    chatId: z.string().regex(/^-?\d{1,20}$/),
  }),
])
export type ReportReceiver = z.infer<typeof ReportReceiver>
/** The report of the last whole day, week, month or quarter, sent on the first day after it at this hour of the bank. */
export const ReportScheduleInput = z.object({
  name: z.string().trim().min(1).max(120),
  kind: ReportKind,
  format: ReportFormat,
  rhythm: ReportRhythm,
  hour: z.number().int().min(0).max(23),
  language: Language,
  receiver: ReportReceiver,
})
export type ReportScheduleInput = z.infer<typeof ReportScheduleInput>
export const ReportSchedule = ReportScheduleInput.extend({
  id: z.string(),
  isEnabled: z.boolean(),
  nextAt: Instant,
  lastAt: Instant.nullable(),
  /** Null: it went out; otherwise why not. */
  lastFault: z.string().nullable(),
})
export type ReportSchedule = z.infer<typeof ReportSchedule>
