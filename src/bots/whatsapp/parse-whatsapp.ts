/** A change of WhatsApp's Cloud API in the words of the house: pure. */
import type { InboundMessage, InboundSender } from '#inbox'
import type { ChannelAccount } from '../channel.ts'
import type { MetaEvent, ParsedEvent, Piece } from '../meta/meta-event.ts'
import { cut, instantOf } from '../vendor/vendor-values.ts'
import { readWhatsAppBody } from './whatsapp-body.ts'
import { WaContact, WaMessage, WaStatus, WaValue } from './whatsapp-schema.ts'

type Contact = { waId: string | undefined; userId: string | undefined; name: string | undefined; username: string | undefined }

function contactsOf(values: readonly unknown[]): Contact[] {
  return values.flatMap((value) => {
    const { data } = WaContact.safeParse(value)
    if (data === undefined) return []
    return [{ waId: data.wa_id, userId: data.user_id, name: data.profile?.name, username: data.profile?.username }]
  })
}

/** A number where WhatsApp shows it; since user names came, some clients have only the id they bear for this business. */
function senderOf(message: WaMessage, contacts: readonly Contact[]): InboundSender | null {
  const contact = contacts.find((one) => one.waId === message.from || one.userId === message.from_user_id) ?? contacts[0]
  const externalId = message.from ?? contact?.waId ?? message.from_user_id ?? contact?.userId
  if (externalId === undefined) return null
  return {
    externalId,
    displayName: contact?.name ?? contact?.username ?? `WhatsApp ${externalId.slice(-4)}`,
    assurance: 'channel',
    ...(contact?.username === undefined ? {} : { username: cut(contact.username, 64) }),
  }
}

type Scene = { account: ChannelAccount; message: WaMessage; sender: InboundSender; at: Date }

function inboundOf({ account, message, sender, at }: Scene): InboundMessage {
  const { pressed, ...body } = readWhatsAppBody(message)
  return {
    channelAccountId: account.id,
    channel: account.kind,
    visibility: 'private',
    conversationExternalId: sender.externalId,
    messageExternalId: message.id,
    sender,
    kind: body.kind,
    text: body.text,
    content: body.content,
    sentAt: at,
    ...(body.attachments.length === 0 ? {} : { attachments: body.attachments }),
    ...(pressed === null ? {} : { buttonData: pressed }),
  }
}

function reactionOf(scene: Scene): MetaEvent {
  const { reaction } = scene.message
  if (reaction === undefined) return { kind: 'unknown', name: 'reaction' }
  const { message_id: about, emoji = '' } = reaction
  const sign = cut(emoji, 16)
  const content = { emoji: sign, vendorKind: 'reaction' }
  const messageExternalId = `reaction:${about}:${scene.sender.externalId}`
  const message: InboundMessage = { ...inboundOf(scene), messageExternalId, kind: 'service', text: sign, content }
  return { kind: 'reaction', reaction: message, about, isRemoved: sign === '' }
}

function readMessage(
  account: ChannelAccount,
  value: unknown,
  contacts: readonly Contact[],
  piece: Piece,
  now: Date,
): ParsedEvent {
  const parsed = WaMessage.safeParse(value)
  const sender = parsed.success ? senderOf(parsed.data, contacts) : null
  // Words of the channel itself ("changed their number") name nobody to answer.
  if (!parsed.success || sender === null || parsed.data.type === 'system') {
    const name = parsed.success ? parsed.data.type : 'message'
    return { lane: 'unknown', event: { kind: 'unknown', name: cut(name, 64) }, raw: value }
  }
  const message = parsed.data
  const at = message.timestamp === undefined ? piece.at : instantOf(message.timestamp, now)
  const scene = { account, message, sender, at }
  if (message.type === 'reaction') return { lane: sender.externalId, event: reactionOf(scene), raw: value }
  const inbound = inboundOf(scene)
  const unreadable = inbound.kind === 'unknown' ? (inbound.content?.vendorKind ?? 'unknown') : null
  const event: MetaEvent = { kind: 'message', message: inbound, repliesTo: message.context?.id ?? null, unreadable }
  return { lane: sender.externalId, event, raw: value }
}

const states = ['sent', 'delivered', 'read', 'failed'] as const

function readStatus(value: unknown): ParsedEvent {
  const parsed = WaStatus.safeParse(value)
  const state = states.find((one) => one === parsed.data?.status)
  if (!parsed.success || state === undefined) {
    const name = cut(`status_${parsed.data?.status ?? 'unreadable'}`, 64)
    return { lane: 'unknown', event: { kind: 'unknown', name }, raw: value }
  }
  const { id, recipient_id: number, recipient_user_id: userId, biz_opaque_callback_data: given = null, errors } = parsed.data
  const identityExternalId = number ?? userId ?? ''
  const event: MetaEvent = {
    kind: 'status',
    state,
    externalId: id,
    deliveryId: given,
    identityExternalId,
    code: errors?.[0]?.code ?? 0,
  }
  return { lane: identityExternalId, event, raw: value }
}

/** Never throws. Messages and statuses of a change, each an event; a change of another field is unknown under its name. */
export function parseWhatsApp(account: ChannelAccount, piece: Piece, now: Date): ParsedEvent[] {
  const unknown: ParsedEvent = { lane: 'unknown', event: { kind: 'unknown', name: cut(piece.field, 64) }, raw: piece.value }
  const parsed = WaValue.safeParse(piece.value)
  if (piece.field !== 'messages' || !parsed.success) return [unknown]
  const { contacts = [], messages = [], statuses = [], errors = [] } = parsed.data
  const people = contactsOf(contacts)
  const events = [
    ...messages.map((message) => readMessage(account, message, people, piece, now)),
    ...statuses.map(readStatus),
    ...errors.map((error): ParsedEvent => ({ lane: 'unknown', event: { kind: 'unknown', name: 'errors' }, raw: error })),
  ]
  return events.length > 0 ? events : [unknown]
}
