/** The shape of what people write to each other: the same in the tables, on the desk's socket and in the widget. */
import { z } from 'zod'
import { AuthorKind, ChannelKind, DeliveryState, MessageKind, Visibility } from './vocabulary.ts'

export const Instant = z.iso.datetime({ offset: true })

/** A choice offered to the client. `data` comes back when it is pressed; 64 bytes is Telegram's limit for it. */
export const MessageButton = z.object({ label: z.string().min(1).max(64), data: z.string().min(1).max(64) })
export type MessageButton = z.infer<typeof MessageButton>

/** What a message carries beside its text. */
export const MessageContent = z.object({
  buttons: z.array(z.array(MessageButton).max(4)).max(10).optional(),
  /** The data of the button the client pressed. */
  pressed: z.string().max(64).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  /** A phone number the client shared; `isOwn` only where the channel proves it. */
  sharedContact: z.object({ phone: z.string().max(32), name: z.string().max(128), isOwn: z.boolean() }).optional(),
  replyToMessageId: z.string().optional(),
  /** The vendor's id of the comment this is the single private reply to. */
  privateReplyTo: z.string().max(256).optional(),
  emoji: z.string().max(16).optional(),
  forwardedFrom: z.string().max(128).optional(),
  /** Written by a colleague in the vendor's own app: it went out without us, and who wrote it the vendor does not say. */
  writtenIn: z.literal('vendor_app').optional(),
  albumId: z.string().max(64).optional(),
  /** The vendor's name of a kind we cannot show yet. */
  vendorKind: z.string().max(64).optional(),
})
export type MessageContent = z.infer<typeof MessageContent>

export const AttachmentView = z.object({
  id: z.string(),
  kind: MessageKind,
  fileName: z.string().nullable(),
  mimeType: z.string().nullable(),
  sizeBytes: z.number().int().nullable(),
  state: z.enum(['pending', 'stored', 'refused', 'failed']),
})
export type AttachmentView = z.infer<typeof AttachmentView>

export const DeliveryView = z.object({
  id: z.string(),
  state: DeliveryState,
  failureReason: z.string().nullable(),
  attempts: z.number().int(),
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  readAt: Instant.nullable(),
})
export type DeliveryView = z.infer<typeof DeliveryView>

export const MessageView = z.object({
  id: z.string(),
  conversationId: z.string(),
  requestId: z.string().nullable(),
  channel: ChannelKind,
  visibility: Visibility,
  seq: z.number().int(),
  authorKind: AuthorKind,
  authorName: z.string().nullable(),
  authorId: z.string().nullable(),
  kind: MessageKind,
  /** Masked; the original is revealed only by its own route. */
  text: z.string(),
  maskedKinds: z.array(z.string()),
  content: MessageContent,
  attachments: z.array(AttachmentView),
  templateVersionId: z.string().nullable(),
  isTemplateEdited: z.boolean(),
  sentAt: Instant,
  receivedAt: Instant,
  editedAt: Instant.nullable(),
  deletedAt: Instant.nullable(),
  /** A public comment the bank took out of others' sight. */
  hiddenAt: Instant.nullable(),
  revisions: z.array(z.object({ revision: z.number().int(), text: z.string(), editedAt: Instant })),
  delivery: DeliveryView.nullable(),
})
export type MessageView = z.infer<typeof MessageView>

export const NoteView = z.object({
  id: z.string(),
  requestId: z.string(),
  authorId: z.string().nullable(),
  authorName: z.string().nullable(),
  text: z.string(),
  at: Instant,
})
export type NoteView = z.infer<typeof NoteView>
