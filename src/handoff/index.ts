import type {
  ChannelKind,
  ClockExplanation,
  FourTexts,
  Language,
  Outcome,
  PauseReason,
  Priority,
  RequestType,
  TemplateView,
  TopicView,
  Visibility,
} from '#contracts'
import type { IntakePolicy } from '#inbox'
import type {
  AttachmentId,
  ClockId,
  ConversationId,
  DepartmentId,
  MessageId,
  OperatorId,
  RequestId,
  TemplateVersionId,
} from '#kernel'
import type { Ctx, JobDefinition, Subscriber, Sweep } from '#platform'

/** `planOpening` is pure and in memory; `refresh` reloads policy, topics and calendars; `close` stops listening. */
export type IntakePlanner = {
  planOpening: IntakePolicy['planOpening']
  refresh(): Promise<void>
  close(): void
}
export declare function createIntakePlanner(ctx: Ctx): Promise<IntakePlanner>

/** What happened to a request offered for placing. */
export type Placing =
  | { placed: true; operatorId: OperatorId; version: number }
  | { placed: false; why: 'not_in_queue' | 'nobody_eligible' | 'changed_meanwhile' }
export declare function placeRequest(ctx: Ctx, requestId: RequestId): Promise<Placing>

export declare function takeRequest(
  ctx: Ctx,
  input: { requestId: RequestId; operatorId: OperatorId; expectedVersion?: number },
): Promise<{ version: number }>
export declare function returnToQueue(ctx: Ctx, input: { requestId: RequestId; note?: string }): Promise<{ version: number }>
export declare function transferRequest(
  ctx: Ctx,
  input: { requestId: RequestId; to: { departmentId: DepartmentId } | { operatorId: OperatorId }; note?: string },
): Promise<{ version: number }>
/** All act as `ctx.actor`, which must be an operator. */
export declare function replyAsOperator(
  ctx: Ctx,
  input: {
    requestId: RequestId
    /** Made by the console; the same id twice is one reply. */
    clientReplyId: string
    conversationId?: ConversationId
    text?: string
    templateVersionId?: TemplateVersionId
    variables?: Readonly<Record<string, string>>
    language?: Language
    seenClientSeq?: number
    attachmentIds?: readonly AttachmentId[]
  },
): Promise<{ messageId: MessageId; seq: number }>
export declare function pauseAsOperator(ctx: Ctx, input: { requestId: RequestId; reason: PauseReason }): Promise<void>
export declare function resumeAsOperator(ctx: Ctx, input: { requestId: RequestId }): Promise<void>
export declare function closeAsOperator(
  ctx: Ctx,
  input: { requestId: RequestId; outcome: Outcome; note?: string },
): Promise<void>
export declare function reopenAsOperator(ctx: Ctx, input: { requestId: RequestId; reason?: string }): Promise<void>
export declare function classifyAsOperator(
  ctx: Ctx,
  input: { requestId: RequestId; type?: RequestType; priority?: Priority; topic?: string; reason?: string },
): Promise<void>

export declare const handoffSubscribers: readonly Subscriber[]
export declare const handoffSweeps: readonly Sweep[]
// biome-ignore lint/suspicious/noExplicitAny: a list of jobs of different data.
export declare const handoffJobs: readonly JobDefinition<any>[]

/** Fires warnings and breaches at their moment; one per worker process is enough, several are harmless. */
export declare class ClockWaker {
  constructor(ctx: Ctx, options?: { maxSleepMs?: number; batch?: number })
  start(): void
  stop(): Promise<void>
  /** One round: everything due by now; how many stamps were written. */
  wakeOnce(): Promise<number>
}
export declare function explainClock(ctx: Ctx, clockId: ClockId): Promise<ClockExplanation | null>

export declare function listTopics(ctx: Ctx): Promise<TopicView[]>

/** Latin-folded search key of a text, handed in by app (the classifier's). */
export type FoldText = (text: string) => string
export declare function setTemplateFold(fold: FoldText): void
export declare function searchTemplates(
  ctx: Ctx,
  query: {
    text: string
    language?: Language
    topic?: string
    channel?: ChannelKind
    visibility?: Visibility
    departmentId?: DepartmentId
    limit: number
  },
): Promise<TemplateView[]>
export declare function findTemplateVersion(ctx: Ctx, id: TemplateVersionId): Promise<TemplateView | null>
/** Published and in their validity dates: what the bot may draw on where `botMayAnswer`. */
export declare function publishedTemplates(ctx: Ctx): Promise<TemplateView[]>
export declare function renderTemplate(
  template: Pick<TemplateView, 'texts' | 'variables'>,
  language: Language,
  variables: Readonly<Record<string, string>>,
):
  | { ok: true; value: string }
  | { ok: false; refusal: 'template.variable_missing' | 'template.language_missing'; name?: string }

/** The seeded policy, topics and templates; departments must exist already (seedStaff). */
export declare function seedHandoff(ctx: Ctx): Promise<void>
export type SeedTemplate = { shortcut: string; title: FourTexts; texts: FourTexts }
