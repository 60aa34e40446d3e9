/**
 * What the console asks and gets about time: the policy of targets and its escalation steps, the legal term, waits inside the
 * bank and the calendars. Routes and permissions: src/desk/clock.routes.ts.
 */
import { z } from 'zod'
import { CalendarRules, WorkInterval } from './calendar-rules.ts'
import { Instant } from './messages.ts'
import { FollowUpOf } from './nps-watch-api.ts'
import {
  ChannelKind,
  ClockKind,
  DeliveryState,
  Language,
  Priority,
  pauseReasons,
  RequestStatus,
  RequestType,
  TopicCode,
} from './vocabulary.ts'

// ---- The policy

/** Working minutes. */
const Minutes = z.number().positive().max(525_600)

/** A missing word means "every"; a later rule overrides an earlier one field by field. */
export const SlaRule = z.object({
  priority: Priority.optional(),
  type: RequestType.optional(),
  channel: ChannelKind.optional(),
  firstResponseMinutes: Minutes.optional(),
  nextResponseMinutes: Minutes.optional(),
  resolutionMinutes: Minutes.optional(),
})
export type SlaRule = z.infer<typeof SlaRule>

export const EscalationAction = z.discriminatedUnion('kind', [
  /** The holder, or the department while nobody holds it. */
  z.object({ kind: z.literal('notify') }),
  /** By one degree and never beyond high: urgent is said of danger, not of delay. */
  z.object({ kind: z.literal('raise_priority') }),
  z.object({
    kind: z.literal('reassign'),
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('queue') }),
      z.object({ kind: z.literal('department'), departmentId: z.string().max(64) }),
      z.object({ kind: z.literal('operator'), operatorId: z.string().max(64) }),
    ]),
  }),
  z.object({ kind: z.literal('tell_supervisor') }),
])
export type EscalationAction = z.infer<typeof EscalationAction>
export const escalationKinds = ['notify', 'raise_priority', 'reassign', 'tell_supervisor'] as const
export type EscalationKind = (typeof escalationKinds)[number]

/** Done once per clock and code, whatever restarts meanwhile and however often the clock moves. */
export const EscalationStep = z.object({
  /** Stays with the step from version to version. */
  code: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  clock: ClockKind,
  priority: Priority.optional(),
  type: RequestType.optional(),
  channel: ChannelKind.optional(),
  /** Of the target; 1 is the moment of breach, 1.5 half a target later. */
  share: z.number().gt(0).max(5),
  action: EscalationAction,
})
export type EscalationStep = z.infer<typeof EscalationStep>

export const SlaTargets = z.object({
  rules: z.array(SlaRule).min(1).max(500),
  /** A warning fires when this share of the target has passed, 0..1. */
  warnShare: z.number().gt(0).lt(1),
  statutory: z.object({
    /** Calendar days by type; a type that is not named has no statutory clock. */
    termDays: z.partialRecord(RequestType, z.number().int().min(1).max(366)),
    /** Of an official appeal whose type has no term of its own. */
    appealTermDays: z.number().int().min(1).max(366).default(15),
    /** The longest term, extension included, from the day of registration. */
    mostExtendedDays: z.number().int().min(1).max(366).default(30),
    /** The warning comes this many calendar days before the last one. */
    warnDays: z.number().int().min(0).max(60),
    /** Whether a term that ends on a day off ends on the next working day instead. */
    endsOnWorkingDay: z.boolean(),
    /** Whether receipt after closing is registered on the next working day. */
    registersInWorkingTime: z.boolean(),
    /** Whose days off count; null for the department's own calendar. */
    calendarId: z.string().nullable(),
  }),
  escalation: z.array(EscalationStep).max(100).default([]),
  /** How soon another department owes its answer to a colleague, in its own working minutes. */
  innerWaitMinutes: z
    .object({ urgent: Minutes, high: Minutes, normal: Minutes, low: Minutes })
    .default({ urgent: 15, high: 60, normal: 240, low: 480 }),
  /** The same contact on the same topic within so many days of a closing or an expired term: a repeat. 0: never. */
  repeatDays: z.number().int().min(0).max(366).default(30),
})
export type SlaTargets = z.infer<typeof SlaTargets>

export const SlaPolicyView = z.object({
  version: z.number().int(),
  targets: SlaTargets,
  createdAt: Instant,
  /** Null: came with the program. */
  createdById: z.string().nullable(),
})
export type SlaPolicyView = z.infer<typeof SlaPolicyView>
export const ChangePolicyInput = z.object({ targets: SlaTargets, expectedVersion: z.number().int().min(0) })

export const PolicySample = z.object({
  priority: Priority,
  type: RequestType,
  channel: ChannelKind,
  /** Whose calendar; the department of the topic `general` unless given. */
  departmentId: z.string().max(64).optional(),
  at: Instant,
})
export type PolicySample = z.infer<typeof PolicySample>
export const PreviewPolicyInput = z.object({ targets: SlaTargets, samples: z.array(PolicySample).max(50).default([]) })

const Standing = z.object({ late: z.number().int(), dueWithinHour: z.number().int(), later: z.number().int() })
/** What a draft would do. Nothing is stored. */
export const PolicyPreview = z.object({
  asOf: Instant,
  /** Open requests with a running clock that were looked at; `isCut` where there are more. */
  requests: z.number().int(),
  isCut: z.boolean(),
  /** Running clocks, as they are due now and as they would be had the draft been in force from their start. */
  clocks: z.array(z.object({ kind: ClockKind, now: Standing, draft: Standing })),
  samples: z.array(
    z.object({
      sample: PolicySample,
      clocks: z.array(
        z.object({
          kind: ClockKind,
          targetMs: z.number(),
          warnAt: Instant,
          dueAt: Instant,
          steps: z.array(z.object({ code: z.string(), at: Instant })),
        }),
      ),
    }),
  ),
})
export type PolicyPreview = z.infer<typeof PolicyPreview>

// ---- What was done because a clock ran

/** `dropped`: what it was for was over when its turn came, or the one named could not take it. */
export const EscalationView = z.object({
  clockId: z.string(),
  requestId: z.string(),
  clock: ClockKind,
  code: z.string(),
  action: z.enum(escalationKinds).nullable(),
  /** The moment it was for. */
  at: Instant,
  doneAt: Instant.nullable(),
  state: z.enum(['due', 'done', 'dropped']),
  /** A closed word for what came of it: `raised`, `queued`, `handed`, `told`, or why it was dropped. */
  outcome: z.string().nullable(),
})
export type EscalationView = z.infer<typeof EscalationView>
export const EscalationQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) })

// ---- Waiting

/** Everything a request may wait for. Only the wait for the client stops the client's clocks. */
export const waitReasons = [...pauseReasons, 'waiting_department'] as const
export const WaitReason = z.enum(waitReasons)
export type WaitReason = (typeof waitReasons)[number]

export const InnerWaitInput = z.object({ departmentId: z.string().max(64), note: z.string().trim().min(3).max(2000) })
export const EndInnerWaitInput = z.object({ note: z.string().trim().max(2000).optional() })
export const InnerWaitView = z.object({
  id: z.string(),
  requestId: z.string(),
  /** The department that owes the answer. */
  departmentId: z.string(),
  askedById: z.string(),
  startedAt: Instant,
  targetMs: z.number(),
  dueAt: Instant,
  endedAt: Instant.nullable(),
  endedById: z.string().nullable(),
  /** The due moment, where it passed without an answer. */
  breachedAt: Instant.nullable(),
})
export type InnerWaitView = z.infer<typeof InnerWaitView>

// ---- The legal term

export const RegisterAppealInput = z
  .object({
    fullName: z.string().trim().min(3).max(200),
    address: z.string().trim().max(500).optional(),
    phone: z.string().trim().max(32).optional(),
    essence: z.string().trim().min(10).max(8000),
    /** The client agreed that the conversation becomes an official appeal. */
    hasConsent: z.literal(true),
    /** When the appeal reached the bank; now unless given, not before the request began. */
    receivedAt: Instant.optional(),
  })
  // O'RQ-445, art. 29: without a name and a way to answer it is anonymous and is not considered.
  .refine(({ address, phone }) => Boolean(address) || Boolean(phone), { path: ['address'], message: 'address or phone' })
export type RegisterAppealInput = z.infer<typeof RegisterAppealInput>
export const WithdrawAppealInput = z.object({ reason: z.string().trim().min(3).max(2000) })
export const AppealView = z.object({
  id: z.string(),
  /** R-YYYY-NNNNNN */
  registrationNumber: z.string(),
  receivedAt: Instant,
  /** The working moment the law counts from. */
  registeredAt: Instant,
  registeredById: z.string(),
  fullName: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  essence: z.string(),
  /** Taken back by a supervisor. */
  withdrawal: z.object({ at: Instant, byId: z.string(), reason: z.string() }).nullable(),
  /** Plain text ready for the printer. */
  printable: z.string(),
})
export type AppealView = z.infer<typeof AppealView>

export const ExtendStatutoryInput = z.object({
  reason: z.string().trim().min(3).max(2000),
  /** The whole term in calendar days from the day of registration, longer than before. */
  termDays: z.number().int().min(1).max(366),
  /** What tells the client: an approved template, sent the ordinary way. Its `answer_by` is the new last day. */
  notice: z.object({
    templateVersionId: z.string().max(64),
    variables: z.record(z.string(), z.string().max(500)).optional(),
    language: Language.optional(),
    conversationId: z.string().max(64).optional(),
  }),
})
export type ExtendStatutoryInput = z.infer<typeof ExtendStatutoryInput>
export const ExtensionView = z.object({
  id: z.string(),
  at: Instant,
  byId: z.string(),
  reason: z.string(),
  fromDays: z.number().int(),
  toDays: z.number().int(),
  fromDueAt: Instant,
  toDueAt: Instant,
  /**
   * The notice to the client. `unproved`: it failed, or nobody knows whether it arrived; the extension stands on paper only.
   */
  notice: z.object({
    messageId: z.string(),
    deliveryId: z.string(),
    state: DeliveryState,
    sentAt: Instant.nullable(),
    proof: z.enum(['proved', 'under_way', 'unproved']),
  }),
})
export type ExtensionView = z.infer<typeof ExtensionView>

/** What the law asks about one request. */
export const LegalState = z.object({
  /** The clock that runs or ran last; `registeredAt` is day 0. */
  term: z
    .object({
      clockId: z.string(),
      receivedAt: Instant,
      registeredAt: Instant,
      days: z.number().int(),
      dueAt: Instant.nullable(),
    })
    .nullable(),
  appeal: AppealView.nullable(),
  extension: ExtensionView.nullable(),
  /** An earlier request of the same contact on the same topic, within the set days. */
  repeatOf: z
    .object({ requestId: z.string(), number: z.string(), status: RequestStatus, closedAt: Instant.nullable() })
    .nullable(),
})
export type LegalState = z.infer<typeof LegalState>

/** Everything about a request's time beside its clocks. */
export const RequestTime = z.object({
  legal: LegalState,
  escalations: z.array(EscalationView),
  innerWaits: z.array(InnerWaitView),
  /** The house opened it itself after a low mark; null: the client did. */
  followUpOf: FollowUpOf.nullable(),
})
export type RequestTime = z.infer<typeof RequestTime>

// ---- Repeats

export const RepeatQuery = z.object({ from: z.iso.date(), to: z.iso.date() })
/** share = repeats / opened; null where nothing was opened. */
export const RepeatReport = z.object({
  opened: z.number().int(),
  repeats: z.number().int(),
  share: z.number().nullable(),
  byTopic: z.array(z.object({ topic: TopicCode, opened: z.number().int(), repeats: z.number().int() })),
})
export type RepeatReport = z.infer<typeof RepeatReport>

// ---- Calendars

export const CalendarUse = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int(),
  rules: CalendarRules,
  departmentIds: z.array(z.string()),
  /** Clocks that count by it right now. */
  runningClocks: z.number().int(),
})
export type CalendarUse = z.infer<typeof CalendarUse>
export const CreateCalendarInput = z.object({ name: z.string().trim().min(1).max(100), rules: CalendarRules })
export const ChangeCalendarInput = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  rules: CalendarRules,
  expectedVersion: z.number().int().min(1),
})

const Month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
export const MonthQuery = z.object({ month: Month })
/** Why a day has the hours it has, the first that applies: its own hours, a day off, a yearly one, the eve of one, the week. */
export const dayKinds = ['special', 'day_off', 'yearly_day_off', 'eve', 'week'] as const
export const CalendarDay = z.object({
  date: z.iso.date(),
  /** 0 is Monday. */
  weekday: z.number().int().min(0).max(6),
  kind: z.enum(dayKinds),
  intervals: z.array(WorkInterval),
  workingMinutes: z.number().int(),
})
export const CalendarMonth = z.object({ month: Month, days: z.array(CalendarDay), workingMinutes: z.number().int() })
export type CalendarMonth = z.infer<typeof CalendarMonth>

export const PreviewCalendarInput = z.object({ rules: CalendarRules, month: Month.optional() })
/** How running clocks would move. Nothing is stored. */
export const CalendarPreview = z.object({
  /** Running clocks that count by it and were looked at; `isCut` where there are more. */
  clocks: z.number().int(),
  isCut: z.boolean(),
  later: z.number().int(),
  earlier: z.number().int(),
  /** Of the earlier ones: due in the past. */
  late: z.number().int(),
  month: CalendarMonth.nullable(),
})
export type CalendarPreview = z.infer<typeof CalendarPreview>

export const ImportHolidaysInput = z.object({
  /**
   * csv: one day a line, `date;kind;name` or with commas. kind: `off`, `yearly`, `work` (a moved working day), `short` (an
   * hour less), or hours as `09:00-13:00 14:00-17:00`. ics: all-day events; one that recurs yearly is a yearly day off.
   */
  format: z.enum(['csv', 'ics']),
  text: z.string().min(1).max(200_000),
  /** Taken over instead of the calendar's own: what is on the screen and not saved yet. */
  rules: CalendarRules.optional(),
})
export const ImportedHolidays = z.object({
  /** The rules with what was found put in: to be looked at, previewed and saved. Nothing is stored. */
  rules: CalendarRules,
  found: z.array(
    z.object({
      date: z.iso.date(),
      kind: z.enum(['off', 'yearly', 'work', 'short', 'hours']),
      name: z.string(),
      isNew: z.boolean(),
    }),
  ),
  faults: z.array(z.object({ line: z.number().int(), problem: z.enum(['date', 'kind', 'hours']) })),
})
export type ImportedHolidays = z.infer<typeof ImportedHolidays>
