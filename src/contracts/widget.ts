/**
 * The website widget's protocol. HTTP: POST /widget/:site/session, POST …/messages, GET …/messages?after=, POST …/attachments,
 * POST …/seen. Websocket: GET /widget/:site/live?… with the same frames. Everything can be done over HTTP alone.
 * Message ids are made by the client (UUID); the same id twice is one message. Messages are resumed by `seq`.
 */
import { z } from 'zod'
import { AttachmentView, Instant, MessageContent } from './messages.ts'
import { AuthorKind, DeliveryState, Language, MessageKind } from './vocabulary.ts'

export const WidgetMessage = z.object({
  id: z.string(),
  /** The id the client made, for its own messages. */
  clientMessageId: z.string().nullable(),
  seq: z.number().int(),
  authorKind: AuthorKind,
  authorName: z.string().nullable(),
  kind: MessageKind,
  text: z.string(),
  content: MessageContent,
  attachments: z.array(AttachmentView),
  at: Instant,
  editedAt: Instant.nullable(),
  state: DeliveryState.nullable(),
})
export type WidgetMessage = z.infer<typeof WidgetMessage>

export const WidgetSessionInput = z.object({
  /** Kept by the browser; absent on the first visit. */
  visitorToken: z.string().max(200).optional(),
  language: Language.optional(),
  displayName: z.string().max(80).optional(),
  /** The single-use token of a link the client was given in another channel. */
  continuation: z.string().max(128).optional(),
  /** The bank's own client id with HMAC-SHA256(WIDGET_IDENTITY_SECRET, `${clientId}.${expiresAtUnixSeconds}`) in hex. */
  identity: z
    .object({
      clientId: z.string().min(1).max(128),
      displayName: z.string().max(80).optional(),
      expiresAt: z.number().int(),
      signature: z.string().length(64),
    })
    .optional(),
})
export type WidgetSessionInput = z.infer<typeof WidgetSessionInput>
export const WidgetSession = z.object({
  visitorToken: z.string(),
  conversationId: z.string().nullable(),
  language: Language,
  messages: z.array(WidgetMessage),
  lastSeq: z.number().int(),
  isSigned: z.boolean(),
  /** What the bank calls itself; null where it has not said. */
  bankName: z.string().nullable(),
  maxAttachmentBytes: z.number().int(),
  /** What became of the link the client came with, where it does not show in the messages; else the banner of an incident. */
  notice: z.string().nullable(),
})
export type WidgetSession = z.infer<typeof WidgetSession>

/** Where to go on in another channel; null where the bank has none. */
export const WidgetContinuation = z.object({
  url: z.string().nullable(),
  /** The same address for a phone's camera: an SVG path over a square of `size` modules. */
  qr: z.object({ size: z.number().int(), path: z.string() }).nullable(),
})
export type WidgetContinuation = z.infer<typeof WidgetContinuation>

export const WidgetSendInput = z.object({
  clientMessageId: z.uuid(),
  text: z.string().max(4000).default(''),
  pressed: z.string().max(64).optional(),
  attachmentIds: z.array(z.string()).max(5).optional(),
  writtenAt: Instant.optional(),
})
export type WidgetSendInput = z.infer<typeof WidgetSendInput>
export const WidgetSent = z.object({ clientMessageId: z.string(), seq: z.number().int(), messageId: z.string() })

export const WidgetClientFrame = z.discriminatedUnion('kind', [
  /** First frame; the token travels here and never in the address. */
  z.object({ kind: z.literal('hello'), visitorToken: z.string().max(200), after: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('send'), message: WidgetSendInput }),
  z.object({ kind: z.literal('typing'), isTyping: z.boolean() }),
  z.object({ kind: z.literal('seen'), deliveredSeq: z.number().int().nonnegative(), readSeq: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('ping'), at: z.number() }),
])
export type WidgetClientFrame = z.infer<typeof WidgetClientFrame>

export const WidgetServerFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('live'), lastSeq: z.number().int() }),
  z.object({ kind: z.literal('message'), message: WidgetMessage }),
  z.object({ kind: z.literal('accepted'), clientMessageId: z.string(), seq: z.number().int(), messageId: z.string() }),
  z.object({ kind: z.literal('refused'), clientMessageId: z.string().nullable(), code: z.string() }),
  z.object({ kind: z.literal('typing'), isTyping: z.boolean(), authorKind: AuthorKind }),
  /** A person read up to this sequence of the client's messages. */
  z.object({ kind: z.literal('read'), upToSeq: z.number().int() }),
  z.object({ kind: z.literal('pong'), at: z.number() }),
])
export type WidgetServerFrame = z.infer<typeof WidgetServerFrame>
