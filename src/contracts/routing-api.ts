/** What the console asks and gets about routing and incidents. Routes and permissions: src/desk/routing.routes.ts. */
import { z } from 'zod'
import { Classification } from './classification.ts'
import { FourTexts } from './desk-api.ts'
import { Instant } from './messages.ts'
import { ChannelKind, ClockKind, Language, Priority, RequestType, TopicCode, Visibility } from './vocabulary.ts'

/** How a colleague stood when a request was placed; `chosen` is the one who got it. */
export const candidateVerdicts = [
  'chosen',
  'eligible',
  'full',
  'ramping_up',
  'language',
  'channel',
  'type',
  'returned_it',
  'fell_silent',
  'complained_about',
] as const
export const CandidateVerdict = z.enum(candidateVerdicts)
export type CandidateVerdict = (typeof candidateVerdicts)[number]

/**
 * Why a person holds a request. `overflow`: nobody of its own department was free for too long and this person is of the
 * department it overflows to.
 */
export const assignmentRules = ['least_load', 'same_operator', 'overflow', 'taken', 'transferred', 'reopened'] as const
export const AssignmentRule = z.enum(assignmentRules)
export type AssignmentRule = (typeof assignmentRules)[number]

/** One line of "why me?". Load and capacity are weights: a request counts as much as the routing rules say. */
export const CandidateView = z.object({
  operatorId: z.string(),
  load: z.number(),
  capacity: z.number(),
  lastAssignedAt: Instant.nullable(),
  verdict: CandidateVerdict,
  /** True for a colleague of the department the request overflows to. */
  isOverflow: z.boolean().optional(),
})
export type CandidateView = z.infer<typeof CandidateView>

/** A missing word means "every"; of the rules that apply the last one counts. */
export const LoadWeight = z.object({
  channel: ChannelKind.optional(),
  type: RequestType.optional(),
  priority: Priority.optional(),
  weight: z.number().min(0).max(100),
})
export type LoadWeight = z.infer<typeof LoadWeight>

/** Working minutes; null: never. */
const SilentMinutes = z.number().positive().max(10_080).nullable()

export const RoutingRules = z.object({
  /** How much of a person's capacity one open request uses; 1 where none applies. A request that waits for the client uses none. */
  weights: z.array(LoadWeight).max(200),
  /** `next_only`: who takes by hand may take nothing but what is due next in their departments; supervisors are exempt. */
  cherryPicking: z.enum(['allowed', 'next_only']),
  /** A client's message unanswered for so long, and no act of the holder meanwhile: back to the queue. */
  silentReturnMinutes: z.object({ urgent: SilentMinutes, high: SilentMinutes, normal: SilentMinutes, low: SilentMinutes }),
  /** Whoever is gone for so long (connection lost, away, off) loses their open requests to the queue. */
  absenceGraceSeconds: z.number().int().min(15).max(3600).default(120),
  /** For so long after coming online a person is given a share of their capacity only; 0: all of it at once. */
  rampUpSeconds: z.number().int().min(0).max(7200).default(60),
  /** That share, in per cent; one request at least. */
  rampUpSharePercent: z.number().int().min(1).max(100).default(50),
  /** A new request of the same contact goes to who held their last one within so many days, while present and free; 0: never. */
  sameOperatorDays: z.number().int().min(0).max(90),
  /** Who held this contact's requests within so many days is not given their complaint about staff. */
  complaintLookbackDays: z.number().int().min(0).max(365),
})
export type RoutingRules = z.infer<typeof RoutingRules>
export const RoutingRulesView = z.object({ version: z.number().int(), rules: RoutingRules })
export type RoutingRulesView = z.infer<typeof RoutingRulesView>
export const ChangeRoutingRulesInput = z.object({ rules: RoutingRules, expectedVersion: z.number().int().min(0) })

/** Where a department's requests go when they waited too long; both null: nowhere. */
export const DepartmentOverflow = z.object({
  departmentId: z.string(),
  overflowDepartmentId: z.string().nullable(),
  overflowAfterMs: z.number().int().positive().nullable(),
})
export type DepartmentOverflow = z.infer<typeof DepartmentOverflow>
export const ChangeOverflowInput = DepartmentOverflow.omit({ departmentId: true })

/** What a person may be given; an empty list means every one. */
export const OperatorSkills = z.object({
  operatorId: z.string(),
  languages: z.array(z.string()),
  channels: z.array(ChannelKind),
  types: z.array(RequestType),
  capacity: z.number().int().min(0).max(1000),
})
export type OperatorSkills = z.infer<typeof OperatorSkills>
export const ChangeSkillsInput = z.object({
  languages: z.array(Language).max(10).optional(),
  channels: z.array(ChannelKind).max(20).optional(),
  types: z.array(RequestType).max(20).optional(),
  capacity: z.number().int().min(0).max(1000).optional(),
})

export const SaveTopicInput = z.object({ code: TopicCode, names: FourTexts, departmentId: z.string() })

export const TryMessageInput = z.object({
  text: z.string().min(1).max(8000),
  channel: ChannelKind.default('telegram'),
  visibility: Visibility.default('private'),
})
/** Where a message would go this minute; nothing is stored and nobody is given anything. */
export const TriedMessage = z.object({
  /** Offsets of the reasons point into this text: masked as the inbox would have stored it. */
  text: z.string(),
  classification: Classification,
  departmentId: z.string(),
  /** The incident that sends the topic elsewhere, if one does. */
  incidentId: z.string().nullable(),
  /** Null: nobody could be given it now and it would wait in the queue. */
  operatorId: z.string().nullable(),
  rule: AssignmentRule.nullable(),
  candidates: z.array(CandidateView),
  clocks: z.array(z.object({ kind: ClockKind, dueAt: Instant, warnAt: Instant, targetMs: z.number() })),
})
export type TriedMessage = z.infer<typeof TriedMessage>

/** While it lasts, requests of these topics go to this department, and the bot and the widget may show the banner. */
export const IncidentView = z.object({
  id: z.string(),
  topics: z.array(TopicCode),
  departmentId: z.string(),
  banner: FourTexts,
  templateId: z.string().nullable(),
  startedAt: Instant,
  startedById: z.string(),
  until: Instant,
  endedAt: Instant.nullable(),
  /** Null: time ended it, or it lasts. */
  endedById: z.string().nullable(),
  /** Requests moved from other queues when it began. */
  movedCount: z.number().int(),
})
export type IncidentView = z.infer<typeof IncidentView>
export const StartIncidentInput = z.object({
  topics: z.array(TopicCode).min(1).max(50),
  departmentId: z.string(),
  banner: FourTexts,
  templateId: z.string().optional(),
  until: Instant,
})
