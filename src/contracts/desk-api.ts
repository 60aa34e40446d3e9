/** What the console asks and gets over HTTP. The route list with permissions is in src/desk; the shapes are here. */
import { z } from 'zod'
import { CalendarRules } from './calendar-rules.ts'
import { ClassificationReason } from './classification.ts'
import { RequestTime } from './clock-api.ts'
import { Instant, MessageView, NoteView } from './messages.ts'
import { Permission } from './permissions.ts'
import { mostReplyFiles } from './reply-files.ts'
import { QueueFilter, SearchScope } from './saved-views.ts'
import { WaitsFor } from './security-api.ts'
import {
  AuthorKind,
  ChannelKind,
  ClockKind,
  ClockState,
  HolderKind,
  Language,
  MessageKind,
  OpinionType,
  Outcome,
  PauseReason,
  PresenceState,
  Priority,
  RequestStatus,
  RequestType,
  Role,
  TopicCode,
  Visibility,
} from './vocabulary.ts'

/** Four texts of one thing. */
export const FourTexts = z.object({ 'uz-Latn': z.string(), 'uz-Cyrl': z.string(), ru: z.string(), en: z.string() })
export type FourTexts = z.infer<typeof FourTexts>

export const ClockView = z.object({
  id: z.string(),
  kind: ClockKind,
  state: ClockState,
  startedAt: Instant,
  targetMs: z.number().nullable(),
  dueAt: Instant.nullable(),
  warnAt: Instant.nullable(),
  warnedAt: Instant.nullable(),
  pausedAt: Instant.nullable(),
  metAt: Instant.nullable(),
  breachedAt: Instant.nullable(),
})
export type ClockView = z.infer<typeof ClockView>

/** One row of the queue. */
export const RequestSummary = z.object({
  id: z.string(),
  number: z.string(),
  contactId: z.string(),
  contactName: z.string(),
  channel: ChannelKind,
  visibility: Visibility,
  status: RequestStatus,
  type: RequestType,
  secondType: OpinionType.nullable(),
  priority: Priority,
  topic: TopicCode,
  language: z.string(),
  needsIdentity: z.boolean(),
  departmentId: z.string(),
  holderKind: HolderKind,
  holderOperatorId: z.string().nullable(),
  holderName: z.string().nullable(),
  holderVersion: z.number().int(),
  isConfirmed: z.boolean(),
  openedAt: Instant,
  closedAt: Instant.nullable(),
  outcome: Outcome.nullable(),
  pauseReason: PauseReason.nullable(),
  reopenCount: z.number().int(),
  waitingSince: Instant.nullable(),
  nextDueAt: Instant.nullable(),
  clocks: z.array(ClockView),
  /** What a person said last, the client or a colleague: the same greeting of the bot in every row would tell nothing. */
  lastMessage: z.object({ text: z.string(), authorKind: z.string(), at: Instant }).nullable(),
  /** Sequence of the newest client message; send it back as `seenClientSeq` with a reply. */
  lastClientSeq: z.number().int(),
  /** When the channel stops taking replies where the client wrote last; null: it does not. */
  windowUntil: Instant.nullable(),
  updatedAt: Instant,
})
export type RequestSummary = z.infer<typeof RequestSummary>

export const ClassificationView = z.object({
  id: z.string(),
  type: RequestType,
  secondType: OpinionType.nullable(),
  probabilities: z.record(OpinionType, z.number()),
  priority: Priority,
  topic: TopicCode,
  language: z.string(),
  confidence: z.number(),
  abstained: z.boolean(),
  reasons: z.array(ClassificationReason),
  modelVersion: z.string(),
  messageId: z.string().nullable(),
  at: Instant,
  correctedType: RequestType.nullable(),
  correctedPriority: Priority.nullable(),
  correctedTopic: TopicCode.nullable(),
  correctedByName: z.string().nullable(),
})
export type ClassificationView = z.infer<typeof ClassificationView>

export const HistoryEntry = z.object({
  feedNo: z.number().nullable(),
  name: z.string(),
  at: Instant,
  actor: z.string(),
  actorName: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const ContactView = z.object({
  id: z.string(),
  displayName: z.string(),
  language: z.string().nullable(),
  isLanguageChosen: z.boolean(),
  phone: z.string().nullable(),
  identities: z.array(
    z.object({
      id: z.string(),
      channel: ChannelKind,
      displayName: z.string(),
      username: z.string().nullable(),
      assurance: z.enum(['channel', 'signed']),
      isReachable: z.boolean(),
    }),
  ),
  earlierRequests: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      type: RequestType,
      topic: TopicCode,
      status: RequestStatus,
      openedAt: Instant,
      closedAt: Instant.nullable(),
    }),
  ),
})
export type ContactView = z.infer<typeof ContactView>

/** Two contacts that were proved to be one person; `identities` and `requests` are how many moved. */
export const ContactMerge = z.object({
  id: z.string(),
  fromContactId: z.string(),
  intoContactId: z.string(),
  proof: z.enum(['continuation', 'phone', 'signed']),
  identities: z.number().int(),
  requests: z.number().int(),
  at: Instant,
  undoneAt: Instant.nullable(),
})
export type ContactMerge = z.infer<typeof ContactMerge>

/** Everything a screen needs to open one request, true as of `feedNo`. */
export const RequestDetail = z.object({
  feedNo: z.number(),
  request: RequestSummary,
  contact: ContactView,
  messages: z.array(MessageView),
  hasEarlier: z.boolean(),
  notes: z.array(NoteView),
  classification: ClassificationView.nullable(),
  history: z.array(HistoryEntry),
  assignment: z.object({ rule: z.string(), at: Instant, candidates: z.array(z.record(z.string(), z.unknown())) }).nullable(),
  time: RequestTime.optional(),
})
export type RequestDetail = z.infer<typeof RequestDetail>

export const QueueView = z.enum(['mine', 'queue', 'all_open', 'waiting_client', 'closed'])
export type QueueView = z.infer<typeof QueueView>
export const QueueQuery = QueueFilter.extend({
  view: SearchScope.default('mine'),
  cursor: z.string().max(200).optional(),
  /** How many rows stand above the page: for a place far down a long list. A cursor is exact where rows come and go. */
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type QueueQuery = z.infer<typeof QueueQuery>
/** Where the words looked for stand in a request. */
export const QueueMatch = z.object({
  requestId: z.string(),
  messageId: z.string(),
  authorKind: AuthorKind,
  at: Instant,
  text: z.string(),
})
export type QueueMatch = z.infer<typeof QueueMatch>
export const QueuePage = z.object({
  feedNo: z.number(),
  items: z.array(RequestSummary),
  nextCursor: z.string().nullable(),
  /** Only where a text was looked for. */
  matches: z.array(QueueMatch).optional(),
})
export type QueuePage = z.infer<typeof QueuePage>

export const OperatorView = z.object({
  id: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  languages: z.array(z.string()),
  departmentIds: z.array(z.string()),
  capacity: z.number().int(),
  openCount: z.number().int(),
  presence: PresenceState,
})
export type OperatorView = z.infer<typeof OperatorView>

export const DepartmentView = z.object({ id: z.string(), code: z.string(), names: FourTexts, calendarId: z.string() })
export type DepartmentView = z.infer<typeof DepartmentView>
export const TopicView = z.object({ code: TopicCode, names: FourTexts, departmentId: z.string() })
export type TopicView = z.infer<typeof TopicView>
export const CalendarView = z.object({ id: z.string(), name: z.string(), version: z.number(), rules: CalendarRules })
export type CalendarView = z.infer<typeof CalendarView>

/** GET /api/me: who I am and what the console needs before its first screen. */
export const Me = z.object({
  operatorId: z.string(),
  login: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  permissions: z.array(Permission),
  interfaceLanguage: Language,
  mustChangePassword: z.boolean(),
  csrfToken: z.string(),
  departmentIds: z.array(z.string()),
  capacity: z.number().int(),
  /** While it lasts this person's replies wait for the mentor. */
  mentorName: z.string().nullable(),
  /** While it is not null nothing else of the console is open, and nothing is told of roles and departments. */
  waitsFor: WaitsFor.nullable(),
  /** How this person proves once more who they are. */
  provesBy: z.enum(['code', 'password', 'oidc']),
})
export type Me = z.infer<typeof Me>
export const Directory = z.object({
  /** As the administrator named it; null: nobody has yet. */
  bankName: z.string().nullable(),
  departments: z.array(DepartmentView),
  /** Switched off: older requests still bear their names. */
  formerDepartments: z.array(DepartmentView),
  topics: z.array(TopicView),
  operators: z.array(OperatorView),
  calendars: z.array(CalendarView),
  channels: z.array(
    z.object({ id: z.string(), kind: ChannelKind, name: z.string(), visibility: Visibility, isEnabled: z.boolean() }),
  ),
})
export type Directory = z.infer<typeof Directory>

export const StartQuery = z.object({ view: QueueView, limit: z.coerce.number().int().min(1).max(200).default(60) })
export type StartQuery = z.infer<typeof StartQuery>
/** Everything of the console's first picture in one answer. Without the steps of signing in all done it says no more than who. */
export const Start = z.object({
  me: Me,
  directory: Directory.nullable(),
  /** The first page of the view asked for; null also for whoever may read no requests. */
  page: QueuePage.nullable(),
})
export type Start = z.infer<typeof Start>

export const SignInInput = z.object({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) })
export const ChangePasswordInput = z.object({
  currentPassword: z.string().min(1).max(256),
  newPassword: z.string().min(1).max(256),
})
export const PreferencesInput = z.object({ interfaceLanguage: Language })

export const TakeInput = z.object({ expectedVersion: z.number().int().optional() })
export const ReplyInput = z.object({
  /** Made by the console; the same id twice is one reply. */
  clientReplyId: z.uuid(),
  conversationId: z.string().optional(),
  text: z.string().max(8000).optional(),
  templateVersionId: z.string().optional(),
  variables: z.record(z.string(), z.string().max(500)).optional(),
  language: Language.optional(),
  /** Newest client message the operator had seen; a newer one refuses the reply with reply.client_wrote_meanwhile. */
  seenClientSeq: z.number().int().nonnegative().optional(),
  attachmentIds: z.array(z.string()).max(mostReplyFiles).optional(),
  /** Versions that the composer offered while this reply was written, best first, and those put into it: the acceptance rate. */
  offered: z.array(z.string().max(64)).max(50).optional(),
  inserted: z.array(z.string().max(64)).max(20).optional(),
})
export type ReplyInput = z.infer<typeof ReplyInput>
const ReplyWritten = z.object({ messageId: z.string(), seq: z.number().int() })
/** Written down and on its way, or (of somebody on probation) waiting for a second person. */
export const ReplyResult = z.union([ReplyWritten, z.object({ askedReplyId: z.string() })])
export type ReplyResult = z.infer<typeof ReplyResult>
export const NoteInput = z.object({ text: z.string().min(1).max(8000) })
export const TransferInput = z.object({
  to: z.union([z.object({ departmentId: z.string() }), z.object({ operatorId: z.string() })]),
  note: z.string().max(2000).optional(),
})
export const PauseInput = z.object({ reason: PauseReason })
export const CloseInput = z.object({ outcome: Outcome, note: z.string().max(2000).optional() })
export const ReopenInput = z.object({ reason: z.string().max(500).optional() })
export const ClassifyInput = z.object({
  type: RequestType.optional(),
  priority: Priority.optional(),
  topic: TopicCode.optional(),
  reason: z.string().max(500).optional(),
})
export const PresenceInput = z.object({ state: PresenceState })

/** Absent: text. A number keeps its digits as typed, a date is YYYY-MM-DD and is said as DD.MM.YYYY. */
export const VariableType = z.enum(['text', 'number', 'date', 'choice'])
export type VariableType = z.infer<typeof VariableType>
export const TemplateVariable = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  type: VariableType.optional(),
  isRequired: z.boolean(),
  fallback: FourTexts.nullable(),
  /** For a choice: the value given stands for these words. */
  choices: z
    .array(z.object({ value: z.string().min(1).max(40), texts: FourTexts }))
    .max(50)
    .optional(),
})
export type TemplateVariable = z.infer<typeof TemplateVariable>
/** A file that goes out with approved words, approved with them. */
export const TemplateFile = z.object({
  id: z.string(),
  kind: MessageKind,
  fileName: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number().int(),
})
export type TemplateFile = z.infer<typeof TemplateFile>
/** The most files of one template. */
export const mostTemplateFiles = 5
export const TemplateView = z.object({
  id: z.string(),
  shortcut: z.string(),
  title: FourTexts,
  topic: TopicCode.nullable(),
  channels: z.array(ChannelKind),
  /** Only for requests of these departments; absent or empty: of all. */
  departmentIds: z.array(z.string()).optional(),
  visibility: Visibility,
  botMayAnswer: z.boolean(),
  /** Said in no topic but its own. */
  isTopicOnly: z.boolean().optional(),
  versionId: z.string(),
  version: z.number().int(),
  texts: FourTexts,
  variables: z.array(TemplateVariable),
  /** Sent with the words; absent: none. */
  files: z.array(TemplateFile).optional(),
  /** 0..1, only in search results. */
  score: z.number().optional(),
  /** How often it was lately offered for a reply and how often sent, only in search results; absent: never offered. */
  acceptance: z.object({ offered: z.number().int(), sent: z.number().int() }).optional(),
})
export type TemplateView = z.infer<typeof TemplateView>
export const TemplateQuery = z.object({
  text: z.string().max(200).default(''),
  requestId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(12),
})

/** One counted or uncounted stretch of a clock, for "why is it due then". */
export const ClockExplanation = z.object({
  clock: ClockView,
  policyVersion: z.number().nullable(),
  calendarName: z.string().nullable(),
  /** Steps of escalation still to come; the ones done are among the entries. */
  steps: z.array(z.object({ code: z.string(), at: Instant })).optional(),
  intervals: z.array(
    z.object({ from: Instant, to: Instant, countedMs: z.number(), why: z.enum(['working', 'paused', 'outside_hours']) }),
  ),
  entries: z.array(z.object({ kind: z.string(), at: Instant, actor: z.string(), facts: z.record(z.string(), z.unknown()) })),
})
export type ClockExplanation = z.infer<typeof ClockExplanation>

/** RFC 9457, with our closed code. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  requestId: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  faults: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
