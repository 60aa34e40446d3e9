/**
 * What an adapter hands to the intake: the vendor's payload in the words of the house. Every id is the vendor's and unique
 * per channel account, which is what makes a repeat harmless.
 */
import type {
  ChannelKind,
  Classify,
  ClockKind,
  MessageContent,
  MessageKind,
  Priority,
  RequestType,
  Visibility,
} from '#contracts'
import type {
  AttachmentId,
  CalendarId,
  ChannelAccountId,
  ContactId,
  ConversationId,
  DepartmentId,
  IdentityId,
  MessageId,
  RequestId,
} from '#kernel'

export type InboundAttachment = {
  readonly kind: MessageKind
  readonly fileName?: string
  readonly mimeType?: string
  readonly sizeBytes?: number
  /** What the adapter needs to fetch the bytes later; never shown and never logged. */
  readonly vendorRef: Readonly<Record<string, unknown>>
  /** A file already staged with `stageAttachment`: its row is taken over and nothing is fetched. */
  readonly stagedId?: AttachmentId
}

export type InboundSender = {
  readonly externalId: string
  readonly displayName: string
  readonly username?: string
  readonly languageHint?: string
  /** `signed`: the bank's own site vouches for the client; never lowered again. */
  readonly assurance?: 'channel' | 'signed'
  /** The id the identity gets if this message is its first. */
  readonly identityId?: IdentityId
}

export type InboundMessage = {
  readonly channelAccountId: ChannelAccountId
  readonly channel: ChannelKind
  readonly visibility: Visibility
  readonly conversationExternalId: string
  readonly messageExternalId: string
  readonly sender: InboundSender
  readonly kind: MessageKind
  /** As the client wrote it; the intake masks it before anything is stored in the clear. */
  readonly text: string
  readonly content?: MessageContent
  readonly attachments?: readonly InboundAttachment[]
  readonly sentAt: Date
  /** Parts with one album id become one message. */
  readonly albumId?: string
  /** Set when the client pressed a button; such a message is never a matter of its own. */
  readonly buttonData?: string
}

export type InboundEdit = {
  readonly channelAccountId: ChannelAccountId
  readonly messageExternalId: string
  readonly text: string
  readonly editedAt: Date
}

export type PlannedClock = {
  readonly kind: ClockKind
  readonly targetMs: number
  readonly dueAt: Date
  readonly warnAt: Date
  readonly calendarId: CalendarId
  readonly policyVersion: number
  /** Steps of escalation, in order; `at` is ISO 8601. */
  readonly steps?: readonly { readonly code: string; readonly at: string }[]
}
export type OpeningPlan = { readonly departmentId: DepartmentId; readonly clocks: readonly PlannedClock[] }

/** Handed in by app, because the opinion is the classifier's and the promise is handoff's. Both are pure and in memory. */
export type IntakePolicy = {
  readonly classify: Classify
  readonly planOpening: (input: {
    priority: Priority
    type: RequestType
    channel: ChannelKind
    topic: string
    openedAt: Date
  }) => OpeningPlan
}

export type Received = {
  readonly outcome: 'stored' | 'duplicate'
  readonly messageId: MessageId
  readonly conversationId: ConversationId
  readonly contactId: ContactId
  readonly requestId: RequestId | null
  /** This message opened the request. */
  readonly opened: boolean
  readonly seq: number
}
