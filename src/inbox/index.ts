/** The door of the inbox: the facts. Signatures first; each is filled in by the file named after it. */
import type {
  ChannelKind,
  ClockKind,
  MessageContent,
  MessageKind,
  MessageView,
  NoteView,
  Outcome,
  PauseReason,
  Priority,
  QueueQuery,
  RequestSummary,
  RequestType,
  Visibility,
} from '#contracts'
import type {
  AttachmentId,
  CalendarId,
  ChannelAccountId,
  ClockId,
  ContactId,
  ConversationId,
  DeliveryId,
  DepartmentId,
  IdentityId,
  MessageId,
  NoteId,
  OperatorId,
  RequestId,
  TemplateVersionId,
} from '#kernel'
import type { Ctx, Tx } from '#platform'
import type { SealKey } from '#privacy'
import type { InboundEdit, InboundMessage, IntakePolicy, Received } from './inbound-message.ts'

export * as inboxEvents from './events.ts'
export {
  clockBreached,
  clockCancelled,
  clockMet,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockStarted,
  clockWarned,
  contactReachable,
  contactUnreachable,
  holderChanged,
  identityLinked,
  messageDeleted,
  messageEdited,
  messageReceived,
  noteAdded,
  replyFailed,
  replyQueued,
  replySeen,
  replySent,
  replyUnconfirmed,
  requestClosed,
  requestOpened,
  requestPaused,
  requestReclassified,
  requestReopened,
  requestResumed,
} from './events.ts'
export type {
  InboundAttachment,
  InboundEdit,
  InboundMessage,
  InboundSender,
  IntakePolicy,
  OpeningPlan,
  PlannedClock,
  Received,
} from './inbound-message.ts'

// Intake
export type IntakeOptions = {
  sealKey: SealKey
  /** A client's message needing work this long after the close reopens the same request; 24 h unless given. */
  reopenWindowMs?: number
  /** Transactions in flight at once; messages of one conversation always share a lane. */
  lanes?: number
  /** Messages in one transaction at most. */
  maxBatch?: number
  /** Messages waiting at most; beyond it `server.overloaded`. */
  maxBacklog?: number
}
export type Intake = {
  receive(message: InboundMessage, trace?: string): Promise<Received>
  receiveEdit(edit: InboundEdit): Promise<'revised' | 'unchanged' | 'unknown'>
  receiveDeletion(deletion: {
    channelAccountId: ChannelAccountId
    messageExternalId: string
    deletedAt: Date
  }): Promise<'deleted' | 'unknown'>
  close(): Promise<void>
}
export declare function createIntake(ctx: Ctx, policy: IntakePolicy, options: IntakeOptions): Intake
export declare function setReachable(
  ctx: Ctx,
  input: { channelAccountId: ChannelAccountId; identityExternalId: string; isReachable: boolean },
): Promise<void>

// Attachments
export declare function stageAttachment(
  ctx: Ctx,
  input: { owner: string; kind: MessageKind; fileName: string | null; mimeType: string; sizeBytes: number; storageKey: string },
): Promise<AttachmentId>
export type AttachmentRecord = {
  id: AttachmentId
  messageId: MessageId | null
  conversationId: ConversationId | null
  requestId: RequestId | null
  channelAccountId: ChannelAccountId | null
  /** Who staged it (`operator:<id>`, `visitor:<id>`); null for one that came with a message. */
  stagedBy: string | null
  kind: MessageKind
  fileName: string | null
  mimeType: string | null
  sizeBytes: number | null
  state: 'pending' | 'stored' | 'refused' | 'failed'
  storageKey: string | null
  vendorRef: Record<string, unknown>
  attempts: number
}
export declare function getAttachment(ctx: Ctx, id: AttachmentId): Promise<AttachmentRecord | null>
/** Oldest first, for whoever fetches bytes from the vendor. */
export declare function listPendingAttachments(ctx: Ctx, limit: number): Promise<AttachmentRecord[]>
export declare function recordAttachment(
  ctx: Ctx,
  input: {
    attachmentId: AttachmentId
    result:
      | { state: 'stored'; storageKey: string; mimeType: string; sizeBytes: number; fileName?: string }
      | { state: 'refused' | 'failed' }
      /** Tried in vain; stays pending. */
      | { state: 'retry' }
  },
): Promise<void>

// Replies and their deliveries
export type QueueReplyInput = {
  requestId: RequestId
  /** The request's latest conversation unless given. */
  conversationId?: ConversationId
  author: { kind: 'operator'; id: OperatorId } | { kind: 'bot'; holderVersion: number } | { kind: 'system' }
  text: string
  content?: MessageContent
  /** Staged or already known attachments. */
  attachmentIds?: readonly AttachmentId[]
  templateVersionId?: TemplateVersionId
  isTemplateEdited?: boolean
  /** Refuses with reply.client_wrote_meanwhile if the client has written after this sequence. */
  seenClientSeq?: number
  /** A bot's reply meets clocks only if it is an answer. */
  isAnswer?: boolean
  /** The same key twice in one conversation is one reply. */
  replyKey?: string
}
export declare function queueReply(
  ctx: Ctx,
  tx: Tx,
  input: QueueReplyInput,
): Promise<{ messageId: MessageId; deliveryId: DeliveryId; seq: number }>
export type ClaimedDelivery = {
  deliveryId: DeliveryId
  messageId: MessageId
  requestId: RequestId | null
  conversationId: ConversationId
  conversationExternalId: string
  channelAccountId: ChannelAccountId
  channel: ChannelKind
  visibility: Visibility
  identityExternalId: string
  isReachable: boolean
  seq: number
  authorKind: 'bot' | 'operator' | 'system'
  kind: MessageKind
  text: string
  content: MessageContent
  attachments: AttachmentRecord[]
  /** Tries including this one. */
  attempts: number
  /** Vendor ids of the parts already accepted in an earlier try: go on after them. */
  sentParts: string[]
  /** Newest message of the client in this conversation, for channels that answer to a message. */
  lastClientMessageExternalId: string | null
  lastClientMessageAt: Date | null
}
export type DeliveryOutcome =
  | { state: 'sent'; externalId: string }
  | { state: 'failed'; reason: string; vendorCode?: string }
  | { state: 'unconfirmed' }
  | { state: 'retry'; afterMs: number }
/** Takes the conversation's next delivery, or null: nothing is due, or one is in flight. One at a time and in order. */
export declare function claimNextDelivery(ctx: Ctx, conversationId: ConversationId): Promise<ClaimedDelivery | null>
/** The vendor accepted one part of a reply that goes out in several. */
export declare function recordPart(ctx: Ctx, input: { deliveryId: DeliveryId; externalId: string }): Promise<void>
export declare function recordDelivery(ctx: Ctx, input: { deliveryId: DeliveryId; result: DeliveryOutcome }): Promise<void>
/** What the client's side has received and read, by sequence; webchat and channels with receipts. */
export declare function markSeen(
  ctx: Ctx,
  input: { conversationId: ConversationId; deliveredSeq?: number; readSeq?: number },
): Promise<void>
/** Conversations with a delivery due now, longest due first; for the sweep. */
export declare function listDueConversations(
  ctx: Ctx,
  limit: number,
): Promise<{ conversationId: ConversationId; channel: ChannelKind }[]>
/** Deliveries left in `sending` longer than this become unconfirmed; how many. */
export declare function settleAbandonedDeliveries(ctx: Ctx, olderThanMs: number): Promise<number>

// Requests
export declare function changeHolder(
  ctx: Ctx,
  tx: Tx,
  input: {
    requestId: RequestId
    to: { kind: 'bot' } | { kind: 'queue'; departmentId: DepartmentId } | { kind: 'operator'; operatorId: OperatorId }
    expectedVersion?: number
    reason: string
    note?: string
  },
): Promise<{ version: number }>
export declare function addNote(ctx: Ctx, tx: Tx, input: { requestId: RequestId; text: string }): Promise<{ noteId: NoteId }>
export declare function correctClassification(
  ctx: Ctx,
  tx: Tx,
  input: {
    requestId: RequestId
    type?: RequestType
    priority?: Priority
    topic?: string
    reason?: string
    departmentId?: DepartmentId
  },
): Promise<void>
export type ReclassificationInput = {
  requestId: RequestId
  messageId: MessageId
  classification: import('#contracts').Classification
  departmentId: DepartmentId
}
/** The model reads a burst as one matter; 'confirmed' where a person has already decided and nothing was changed. */
export declare function recordReclassification(
  ctx: Ctx,
  tx: Tx,
  input: ReclassificationInput,
): Promise<'reclassified' | 'unchanged' | 'confirmed' | 'closed'>
export declare function pauseRequest(ctx: Ctx, tx: Tx, input: { requestId: RequestId; reason: PauseReason }): Promise<void>
export declare function resumeRequest(ctx: Ctx, tx: Tx, input: { requestId: RequestId }): Promise<void>
export declare function closeRequest(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; outcome: Outcome; note?: string },
): Promise<void>
export declare function reopenRequest(
  ctx: Ctx,
  tx: Tx,
  input: {
    requestId: RequestId
    to: { kind: 'queue'; departmentId: DepartmentId } | { kind: 'operator'; operatorId: OperatorId }
    reason?: string
  },
): Promise<{ version: number }>
export declare function setLanguage(
  ctx: Ctx,
  tx: Tx,
  input: { contactId: ContactId; language: string; chosen: boolean },
): Promise<void>

// The clock ledger: facts; the policy is handoff's.
export type ClockFacts = {
  id: ClockId
  requestId: RequestId
  kind: ClockKind
  state: import('#contracts').ClockState
  startedAt: Date
  targetMs: number | null
  policyVersion: number | null
  calendarId: CalendarId | null
  dueAt: Date | null
  warnAt: Date | null
  warnedAt: Date | null
  pausedAt: Date | null
  metAt: Date | null
  breachedAt: Date | null
}
export type LedgerKind = 'started' | 'targeted' | 'paused' | 'resumed' | 'warned' | 'met' | 'breached' | 'cancelled'
export type LedgerEntry = { kind: LedgerKind; at: Date; actor: string; facts: Record<string, unknown> }
export type ClockTarget = { targetMs: number; dueAt: Date; warnAt: Date; calendarId: CalendarId; policyVersion: number }
export declare function startClock(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kind: ClockKind; startedAt: Date; target?: ClockTarget },
): Promise<ClockId>
/** Meets the running or paused clocks of these kinds; a clock already past due stays breached. Returns those met. */
export declare function meetClocks(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kinds: readonly ClockKind[]; at: Date },
): Promise<ClockId[]>
export declare function pauseClocks(ctx: Ctx, tx: Tx, input: { requestId: RequestId; reason: string }): Promise<ClockId[]>
/** Resumed clocks have no due moment until it is computed anew from the ledger. */
export declare function resumeClocks(ctx: Ctx, tx: Tx, input: { requestId: RequestId; because: string }): Promise<ClockId[]>
export declare function cancelClocks(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; kinds: readonly ClockKind[]; why: string },
): Promise<ClockId[]>
export declare function setClockDue(ctx: Ctx, tx: Tx, clockId: ClockId, target: ClockTarget, why: string): Promise<void>
export declare function stampWarned(ctx: Ctx, tx: Tx, clockId: ClockId): Promise<boolean>
/** Stamped with the due moment, not the moment noticed. */
export declare function stampBreached(ctx: Ctx, tx: Tx, clockId: ClockId): Promise<boolean>
/** Running clocks without a due moment, oldest first, with what the calendar function needs. */
export declare function listClocksToCompute(ctx: Ctx, limit: number): Promise<ClockToCompute[]>
export type ClockToCompute = ClockFacts & {
  entries: LedgerEntry[]
  channel: ChannelKind
  type: RequestType
  priority: Priority
  topic: string
  departmentId: DepartmentId
}
/** Running clocks of one request in full, to be recomputed after its priority or type changed. */
export declare function clocksOfRequest(ctx: Ctx, tx: Tx | null, requestId: RequestId): Promise<ClockToCompute[]>
/** Clocks whose warning or due moment has come, locked for this transaction and skipped by others. */
export declare function takeDueClocks(tx: Tx, now: Date, limit: number): Promise<ClockFacts[]>
/** The next moment any clock must be looked at; null when none runs. */
export declare function nextClockWakeAt(ctx: Ctx): Promise<Date | null>
export declare function getClock(ctx: Ctx, clockId: ClockId): Promise<(ClockFacts & { entries: LedgerEntry[] }) | null>

// Reads
export type RequestView = {
  id: RequestId
  number: string
  contactId: ContactId
  channel: ChannelKind
  visibility: Visibility
  status: import('#contracts').RequestStatus
  type: RequestType
  priority: Priority
  topic: string
  language: string
  needsIdentity: boolean
  departmentId: DepartmentId
  holderKind: import('#contracts').HolderKind
  holderOperatorId: OperatorId | null
  holderVersion: number
  holderSince: Date
  isConfirmed: boolean
  openedAt: Date
  closedAt: Date | null
  outcome: Outcome | null
  pauseReason: PauseReason | null
  reopenCount: number
  previousRequestId: RequestId | null
  firstResponseAt: Date | null
  lastClientMessageAt: Date | null
  waitingSince: Date | null
  nextDueAt: Date | null
  conversationIds: ConversationId[]
}
export declare function getRequest(ctx: Ctx, id: RequestId, tx?: Tx): Promise<RequestView | null>
export type ConversationView = {
  id: ConversationId
  channelAccountId: ChannelAccountId
  channel: ChannelKind
  externalId: string
  visibility: Visibility
  identityId: IdentityId
  identityExternalId: string
  isReachable: boolean
  assurance: 'channel' | 'signed'
  contactId: ContactId
  contactName: string
  contactLanguage: string | null
  isLanguageChosen: boolean
  lastSeq: number
  openRequestId: RequestId | null
  lastRequestId: RequestId | null
  lastMessageAt: Date | null
  clientDeliveredSeq: number
  clientReadSeq: number
}
export declare function getConversation(ctx: Ctx, id: ConversationId, tx?: Tx): Promise<ConversationView | null>
export declare function findConversation(
  ctx: Ctx,
  key: { channelAccountId: ChannelAccountId; externalId: string },
): Promise<ConversationView | null>
export type TimelineItem = MessageView
export type TimelinePage = { messages: TimelineItem[]; hasEarlier: boolean }
/** Messages of a request over all its conversations, or of one conversation, newest page first, each page oldest first. */
export declare function timeline(
  ctx: Ctx,
  of: { requestId: RequestId } | { conversationId: ConversationId },
  page: { before?: { at: Date; id: MessageId }; limit: number },
): Promise<TimelinePage>
export declare function messageViews(ctx: Ctx, ids: readonly MessageId[]): Promise<MessageView[]>
export declare function conversationMessages(
  ctx: Ctx,
  conversationId: ConversationId,
  afterSeq: number,
  limit: number,
): Promise<MessageView[]>
export declare function notesOf(ctx: Ctx, requestId: RequestId): Promise<NoteView[]>
/** Who may see: an operator's departments, or everything. */
export type QueueScope = { operatorId: OperatorId; departmentIds: readonly DepartmentId[] | 'all' }
export declare function listQueue(
  ctx: Ctx,
  query: QueueQuery,
  scope: QueueScope,
): Promise<{ items: RequestSummary[]; nextCursor: string | null }>
/** In the order asked; ids that do not exist are left out. Names of operators are filled in by the desk. */
export declare function requestSummaries(ctx: Ctx, ids: readonly RequestId[]): Promise<RequestSummary[]>
export declare function requestsHeldBy(ctx: Ctx, operatorId: OperatorId): Promise<RequestId[]>
/** Open requests per operator holder, for least load. */
export declare function openCounts(ctx: Ctx, operatorIds: readonly OperatorId[], tx?: Tx): Promise<Map<OperatorId, number>>
/** Requests in the queue of a department (or of all), the one that breaches next first. */
export declare function listWaitingInQueue(
  ctx: Ctx,
  input: { departmentIds?: readonly DepartmentId[]; limit: number },
): Promise<{ requestId: RequestId; departmentId: DepartmentId; language: string; holderVersion: number }[]>
export declare function contactView(
  ctx: Ctx,
  contactId: ContactId,
  limit: number,
): Promise<import('#contracts').ContactView | null>
export declare function classificationView(
  ctx: Ctx,
  requestId: RequestId,
): Promise<(import('#contracts').ClassificationView & { correctedById: OperatorId | null }) | null>
/** The original of a masked text. The caller checks the right and gives the reason; both are put on record here. */
export declare function revealText(
  ctx: Ctx,
  sealKey: SealKey,
  input: { messageId: MessageId; reason: string },
): Promise<{ revision: number; text: string }[]>

// Channel accounts
export type ChannelAccountView = {
  id: ChannelAccountId
  kind: ChannelKind
  name: string
  externalId: string
  visibility: Visibility
  isEnabled: boolean
  botEnabled: boolean
  settings: Record<string, unknown>
}
export declare function listChannelAccounts(ctx: Ctx): Promise<ChannelAccountView[]>
/** Makes the account or brings its name and settings up to date. */
export declare function saveChannelAccount(
  ctx: Ctx,
  input: {
    kind: ChannelKind
    externalId: string
    name: string
    visibility: Visibility
    botEnabled: boolean
    settings?: Record<string, unknown>
  },
): Promise<ChannelAccountView>
