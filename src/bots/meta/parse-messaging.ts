/** A messaging event of Messenger or Instagram (also from `standby`) in the words of the house: pure. */
import type { MessageContent } from '#contracts'
import type { InboundMessage } from '#inbox'
import type { ChannelAccount } from '../channel.ts'
import { cut, instantOf, nameByContent } from '../vendor/vendor-values.ts'
import { type MessagingBody, readMessagingBody } from './messaging-body.ts'
import { Delivered, MessageEdit, MessagingEvent, MetaMessage, Postback, Reaction, Read } from './messaging-schema.ts'
import type { MetaEvent, ParsedEvent, Piece } from './meta-event.ts'

type Scene = { account: ChannelAccount; event: MessagingEvent; clientId: string; at: Date; now: Date }

/** Names do not come with messages; until one is looked up the channel and the end of the id tell clients apart. */
export const placeholderName = (channel: string, externalId: string) =>
  `${channel.charAt(0).toUpperCase()}${channel.slice(1)} ${externalId.slice(-4)}`

/** What the bot's own buttons carry. Other payloads (ice breakers, menus made at the vendor) are read as words. */
const isOwnPayload = (payload: string | undefined) => payload !== undefined && /^(?:bot|rate):.{1,58}$/.test(payload)
const phonePayload = /^\+?\d{7,15}$/

function messageOf(
  { account, clientId, at }: Scene,
  externalId: string,
  body: Omit<MessagingBody, 'unreadable'>,
): InboundMessage {
  return {
    channelAccountId: account.id,
    channel: account.kind,
    visibility: 'private',
    conversationExternalId: clientId,
    messageExternalId: externalId,
    sender: { externalId: clientId, displayName: placeholderName(account.kind, clientId), assurance: 'channel' },
    kind: body.kind,
    text: body.text,
    content: body.content,
    sentAt: at,
    ...(body.attachments.length === 0 ? {} : { attachments: body.attachments }),
  }
}

const plain = (text: string, content: MessageContent = {}): Omit<MessagingBody, 'unreadable'> => ({
  kind: 'text',
  text,
  content,
  attachments: [],
})

function pressOf(scene: Scene, externalId: string, data: string): MetaEvent {
  const pressed = messageOf(scene, externalId, { kind: 'button', text: '', content: { pressed: data }, attachments: [] })
  return { kind: 'message', message: { ...pressed, buttonData: data }, repliesTo: null, unreadable: null }
}

/** The number of their account that a client let go by a button; whether it is theirs Meta does not prove. */
function sharedPhone(scene: Scene, externalId: string, phone: string): MetaEvent {
  const sharedContact = { phone, name: '', isOwn: false }
  const message = messageOf(scene, externalId, { kind: 'contact', text: '', content: { sharedContact }, attachments: [] })
  return { kind: 'message', message, repliesTo: null, unreadable: null }
}

function readMessage(scene: Scene, value: unknown): MetaEvent {
  const parsed = MetaMessage.safeParse(value)
  if (!parsed.success) return { kind: 'unknown', name: 'message' }
  const message = parsed.data
  const senderId = scene.event.sender?.id
  if (message.is_echo === true || senderId === scene.account.externalId) {
    const { mid, text = '', metadata = null } = message
    const conversationExternalId = scene.event.recipient?.id ?? null
    return { kind: 'echo', externalId: mid, conversationExternalId, answersExternalId: null, text, metadata, at: scene.at }
  }
  if (message.is_deleted === true) return { kind: 'deletion', externalId: message.mid, deletedAt: scene.at }
  const payload = message.quick_reply?.payload
  if (payload !== undefined && isOwnPayload(payload)) return pressOf(scene, message.mid, payload)
  if (payload !== undefined && phonePayload.test(payload)) return sharedPhone(scene, message.mid, payload)
  const { unreadable, ...body } = readMessagingBody(message)
  return {
    kind: 'message',
    message: messageOf(scene, message.mid, body),
    repliesTo: message.reply_to?.mid ?? null,
    unreadable,
  }
}

function readPostback(scene: Scene, value: unknown): MetaEvent {
  const parsed = Postback.safeParse(value)
  if (!parsed.success) return { kind: 'unknown', name: 'postback' }
  const { mid, title, payload } = parsed.data
  const externalId = mid ?? `postback:${scene.clientId}:${scene.at.getTime()}:${nameByContent(value)}`
  if (payload !== undefined && isOwnPayload(payload)) return pressOf(scene, externalId, payload)
  // In standby the payload is missing: the button's words are what the client chose.
  const text = title ?? payload ?? ''
  return {
    kind: 'message',
    message: messageOf(scene, externalId, plain(text, { vendorKind: 'postback' })),
    repliesTo: null,
    unreadable: null,
  }
}

function readRead(scene: Scene, value: unknown): MetaEvent {
  const { mid, watermark } = Read.catch({}).parse(value)
  if (mid === undefined && watermark === undefined) return { kind: 'unknown', name: 'read' }
  const upTo = watermark === undefined ? null : instantOf(watermark, scene.now)
  const externalIds = mid === undefined ? [] : [mid]
  return { kind: 'seen', state: 'read', conversationExternalId: scene.clientId, externalIds, upTo }
}

function readDelivered(scene: Scene, value: unknown): MetaEvent {
  const { mids = [], watermark } = Delivered.catch({}).parse(value)
  if (mids.length === 0 && watermark === undefined) return { kind: 'unknown', name: 'delivery' }
  const upTo = watermark === undefined ? null : instantOf(watermark, scene.now)
  return { kind: 'seen', state: 'delivered', conversationExternalId: scene.clientId, externalIds: mids, upTo }
}

function readReaction(scene: Scene, value: unknown): MetaEvent {
  const parsed = Reaction.safeParse(value)
  if (!parsed.success) return { kind: 'unknown', name: 'reaction' }
  const { mid, action, emoji, reaction } = parsed.data
  const sign = cut(emoji ?? reaction ?? '', 16)
  const content: MessageContent = { emoji: sign, vendorKind: 'reaction' }
  const message = messageOf(scene, `reaction:${mid}:${scene.clientId}`, {
    kind: 'service',
    text: sign,
    content,
    attachments: [],
  })
  return { kind: 'reaction', reaction: message, about: mid, isRemoved: action === 'unreact' }
}

function readEdit(scene: Scene, value: unknown): MetaEvent {
  const parsed = MessageEdit.safeParse(value)
  if (!parsed.success) return { kind: 'unknown', name: 'message_edit' }
  const { mid, text } = parsed.data
  const edit = { channelAccountId: scene.account.id, messageExternalId: mid, text, editedAt: scene.at }
  return { kind: 'edit', edit, asMessage: messageOf(scene, mid, plain(text)) }
}

const readers: Readonly<Record<string, (scene: Scene, value: unknown) => MetaEvent>> = {
  message: readMessage,
  postback: readPostback,
  read: readRead,
  delivery: readDelivered,
  reaction: readReaction,
  message_edit: readEdit,
}
const envelope = new Set(['sender', 'recipient', 'timestamp', 'hop_context'])

function readEvent(account: ChannelAccount, piece: Piece, event: MessagingEvent, now: Date): MetaEvent {
  const name = Object.keys(event).find((key) => !envelope.has(key)) ?? 'empty'
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined
  const clientId = event.sender?.id
  if (read === undefined || clientId === undefined) return { kind: 'unknown', name: cut(name, 64) }
  const at = instantOf(event.timestamp ?? piece.at.getTime(), now)
  return read({ account, event, clientId, at, now }, event[name])
}

/** Never throws; gives exactly one event. */
export function parseMessaging(account: ChannelAccount, piece: Piece, now: Date): ParsedEvent[] {
  const parsed = MessagingEvent.safeParse(piece.value)
  if (!parsed.success) return [{ lane: 'unknown', event: { kind: 'unknown', name: 'messaging' }, raw: piece.value }]
  const { sender, recipient } = parsed.data
  const clientId = sender?.id === account.externalId ? recipient?.id : sender?.id
  return [{ lane: clientId ?? 'unknown', event: readEvent(account, piece, parsed.data, now), raw: piece.value }]
}
