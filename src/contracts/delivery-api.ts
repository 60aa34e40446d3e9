/** What the console asks and gets about delivery, the public, the channels' health and the bank's other systems. */
import { z } from 'zod'
import { AttachmentView, Instant, MessageView } from './messages.ts'
import { WindowView } from './reply-window.ts'
import { ComposerMode } from './template-api.ts'
import { ChannelKind, Visibility } from './vocabulary.ts'

/** Where else a client can be written to. `isSame`: the very conversation it failed in. */
export const OtherWayView = z.object({
  conversationId: z.string(),
  channel: ChannelKind,
  accountName: z.string(),
  isSame: z.boolean(),
  lastMessageAt: Instant.nullable(),
  window: WindowView,
  /** Another matter is open there: the words would come in the middle of it. */
  hasOtherRequest: z.boolean(),
})
/** GET /api/not-received: one reply that did not arrive, or whose fate nobody knows. */
export const NotReceivedView = z.object({
  deliveryId: z.string(),
  messageId: z.string(),
  requestId: z.string(),
  number: z.string(),
  contactName: z.string(),
  holderOperatorId: z.string().nullable(),
  conversationId: z.string(),
  channel: ChannelKind,
  authorKind: z.string(),
  text: z.string(),
  state: z.enum(['failed', 'unconfirmed']),
  reason: z.string().nullable(),
  attempts: z.number().int(),
  queuedAt: Instant,
  /** The client has written since, so they are there. */
  wroteSince: z.boolean(),
  /** Best first: those that take a reply now, the latest used first. */
  ways: z.array(OtherWayView),
})
export type NotReceivedView = z.infer<typeof NotReceivedView>
export const NotReceivedQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const NotReceivedPage = z.object({ items: z.array(NotReceivedView), nextCursor: z.string().nullable() })
export const ResendInput = z.object({ conversationId: z.uuid(), clientReplyId: z.uuid() })
export const HandledInput = z.object({ how: z.enum(['told_otherwise', 'arrived', 'given_up']) })

/** One conversation of a request as its composer needs it: two places are two composers. */
export const PlaceView = z.object({
  conversationId: z.string(),
  channel: ChannelKind,
  accountName: z.string(),
  visibility: Visibility,
  isReachable: z.boolean(),
  lastMessageAt: Instant.nullable(),
  window: WindowView,
  /** How free words are here; in public `free` still asks for a second person. */
  mode: ComposerMode,
  /** In public: words of one's own wait for a second person. */
  needsConsent: z.boolean(),
})
export type PlaceView = z.infer<typeof PlaceView>
/** The one private reply to a comment: free until a moment, used, or expired. */
export const PrivateRightView = z.object({
  commentMessageId: z.string(),
  conversationId: z.string(),
  until: Instant,
  state: z.enum(['free', 'used', 'expired']),
  privateConversationId: z.string().nullable(),
})
/** Why a reply waits: own words where everybody reads, or whatever somebody on probation sends. */
export const askedReasons = ['public', 'probation'] as const
/**
 * `refused`: given back with a note. `dropped`: the matter went on without it, or nobody read it in time (`cause`). `sent_late`:
 * nobody read it in time and the bank's rule let it out.
 */
export const askedStates = ['waiting', 'approved', 'refused', 'withdrawn', 'dropped', 'sent_late'] as const
export const AskedReplyView = z.object({
  id: z.string(),
  requestId: z.string(),
  number: z.string(),
  conversationId: z.string(),
  why: z.enum(askedReasons),
  /** As whoever asked wrote it. */
  text: z.string(),
  state: z.enum(askedStates),
  askedById: z.string(),
  askedByName: z.string().nullable(),
  askedAt: Instant,
  decidedByName: z.string().nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string().nullable(),
  /** `taken_over`, `closed`, `late`, or the error's code that kept it from going out. */
  cause: z.string().nullable(),
  messageId: z.string().nullable(),
  /** What went out where whoever approved changed the words, and what share of the words that is, 0..1. */
  saidText: z.string().nullable(),
  saidShare: z.number().nullable(),
  attachments: z.array(AttachmentView),
  /** The newest client message its writer had seen. */
  seenClientSeq: z.number().int().nullable(),
  mentorId: z.string().nullable(),
  mentorName: z.string().nullable(),
  /** When supervisors are (were) called, and when everybody's time ends. */
  escalateAt: Instant.nullable(),
  isEscalated: z.boolean(),
  lastAt: Instant.nullable(),
  /** Whether it is the caller's turn to decide. */
  mayDecide: z.boolean(),
})
export type AskedReplyView = z.infer<typeof AskedReplyView>
/** GET /api/requests/:requestId/places */
export const PlacesView = z.object({
  places: z.array(PlaceView),
  privateRights: z.array(PrivateRightView),
  askedReplies: z.array(AskedReplyView),
})
export const AskConsentInput = z.object({
  conversationId: z.uuid(),
  text: z.string().min(1).max(8000),
  clientReplyId: z.uuid(),
  seenClientSeq: z.number().int().nonnegative().optional(),
})
/** `text`: said instead, and shown to whoever wrote the reply; `seenClientSeq`: newest client message the approver has read. */
export const ApproveAskedInput = z.object({
  text: z.string().trim().min(1).max(8000).optional(),
  seenClientSeq: z.number().int().nonnegative().optional(),
})
export const RefuseAskedInput = z.object({ reason: z.string().trim().min(1).max(500).optional() })
/** GET /api/asked-replies/:askedReplyId/words: the end of the conversation the reply is for. */
export const AskedBesideView = z.object({ messages: z.array(MessageView), lastClientSeq: z.number().int() })
export type AskedBesideView = z.infer<typeof AskedBesideView>

const reviewMinutes = z.number().int().min(1).max(480)
/** How long replies of people on probation wait, in working minutes, and what becomes of one nobody has read in time. */
export const ReviewRule = z.object({
  mentorMinutes: reviewMinutes,
  supervisorMinutes: reviewMinutes,
  /** `return`: the request goes to the queue, for somebody who may answer. `send`: the reply goes out unread. */
  onLate: z.enum(['return', 'send']),
})
export type ReviewRule = z.infer<typeof ReviewRule>
export const MoveToPrivateInput = z.object({
  commentMessageId: z.uuid(),
  text: z.string().min(1).max(8000),
  clientReplyId: z.uuid(),
})
export const MovedToPrivate = z.union([
  z.object({ messageId: z.string(), conversationId: z.string(), seq: z.number().int() }),
  z.object({ askedReplyId: z.string() }),
])
export const ModerateInput = z.object({ what: z.enum(['hidden', 'shown', 'deleted']), reason: z.string().min(3).max(500) })

/** What the watchdog found. `warning` wants looking at today, `alarm` now. */
export const WatchFinding = z.object({
  code: z.enum([
    'token_refused',
    'token_expires',
    'backlog_grows_old',
    'vendor_reports_error',
    'silence',
    'probe_lost',
    'subscription_missing',
    'other_consumer',
    'replies_wait',
    'held',
    'channel_down',
  ]),
  level: z.enum(['warning', 'alarm']),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
export type WatchFinding = z.infer<typeof WatchFinding>
/** GET /api/channels/health: one account of the bank. */
export const ChannelHealthView = z.object({
  channelAccountId: z.string(),
  kind: ChannelKind,
  name: z.string(),
  visibility: Visibility,
  state: z.enum(['ok', 'warning', 'alarm', 'unwatched']),
  findings: z.array(WatchFinding),
  checkedAt: Instant.nullable(),
  changedAt: Instant.nullable(),
  paused: z.object({ reason: z.string(), since: Instant.nullable(), until: Instant.nullable() }).nullable(),
  waitingReplies: z.number().int(),
  oldestWaitingAt: Instant.nullable(),
  vendorPending: z.number().int().nullable(),
  /** Updates the vendor keeps are dropped at this moment (Telegram: 24 hours after they came). */
  vendorDropsAt: Instant.nullable(),
  tokenExpiresAt: Instant.nullable(),
  lastInboundAt: Instant.nullable(),
  probeSeenAt: Instant.nullable(),
})
export type ChannelHealthView = z.infer<typeof ChannelHealthView>
export const HoldInput = z.object({ isHeld: z.boolean() })

/** Facts a system of the bank's may be told. */
export const webhookEvents = [
  'request.opened',
  'request.reclassified',
  'request.closed',
  'request.reopened',
  'request.paused',
  'request.resumed',
  'request.moved_to_private',
  'holder.changed',
  'message.received',
  'reply.sent',
  'reply.failed',
  'reply.unconfirmed',
  'clock.warned',
  'clock.breached',
  'satisfaction.given',
  'channel.paused',
  'channel.resumed',
] as const
export const WebhookEvent = z.enum(webhookEvents)
export const WebhookView = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  isEnabled: z.boolean(),
  createdAt: Instant,
  restsUntil: Instant.nullable(),
  failures: z.number().int(),
  pending: z.number().int(),
  failed: z.number().int(),
  lastSentAt: Instant.nullable(),
})
export type WebhookView = z.infer<typeof WebhookView>
export const WebhookInput = z.object({
  name: z.string().min(1).max(80),
  url: z.url({ protocol: /^https?$/ }).max(500),
  /** Empty: all. */
  events: z.array(WebhookEvent).max(webhookEvents.length).default([]),
})
export const WebhookChange = WebhookInput.partial().extend({ isEnabled: z.boolean().optional() })
/** The secret is shown once, when it is made. */
export const WebhookMade = z.object({ webhook: WebhookView, secret: z.string() })
export const WebhookDeliveryView = z.object({
  id: z.string(),
  name: z.string(),
  subjectId: z.string(),
  feedNo: z.number(),
  state: z.enum(['pending', 'sending', 'sent', 'failed']),
  attempts: z.number().int(),
  nextAttemptAt: Instant,
  sentAt: Instant.nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
})
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>
/** Those that failed, one of them, or everything since a moment. */
export const ReplayInput = z.union([
  z.object({ deliveryId: z.uuid() }),
  z.object({ failed: z.literal(true) }),
  z.object({ sinceAt: z.iso.datetime({ offset: true }) }),
])
export type ReplayInput = z.infer<typeof ReplayInput>
