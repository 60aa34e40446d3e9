/** What is in a message: pure, one small function per kind, so that a new kind is one more line in one list. */
import type { MessageContent, MessageKind } from '#contracts'
import type { InboundAttachment } from '#inbox'
import type { TgMessage } from './update-schema.ts'

export type MessageBody = {
  kind: MessageKind
  text: string
  content: MessageContent
  attachments: InboundAttachment[]
}

const nameLimit = 128
const cut = (text: string, units: number) => (text.length <= units ? text : text.slice(0, units))
const fullName = (person: { first_name?: string | undefined; last_name?: string | undefined; title?: string | undefined }) =>
  cut([person.title, person.first_name, person.last_name].filter(Boolean).join(' '), nameLimit)

type Entity = NonNullable<TgMessage['entities']>[number]

/**
 * Formatting as plain text. Only a link behind other words is written out: what a client was lured by is the address and not
 * the words over it. Offsets are UTF-16 units, as JavaScript counts.
 */
function plainText(text: string, entities: readonly Entity[] = []): string {
  const links = entities
    .filter((entity) => entity.type === 'text_link' && entity.url !== undefined && entity.offset + entity.length <= text.length)
    .sort((a, b) => b.offset - a.offset)
  let plain = text
  for (const link of links) {
    const end = link.offset + link.length
    if (text.slice(link.offset, end) === link.url) continue
    plain = `${plain.slice(0, end)} (${link.url})${plain.slice(end)}`
  }
  return plain
}

type TgFile = NonNullable<TgMessage['document']>
function attachmentOf(kind: MessageKind, file: TgFile, mimeType?: string): InboundAttachment {
  const type = file.mime_type ?? mimeType
  return {
    kind,
    vendorRef: { fileId: file.file_id },
    ...(file.file_name === undefined ? {} : { fileName: cut(file.file_name, 200) }),
    ...(type === undefined ? {} : { mimeType: type }),
    ...(file.file_size === undefined ? {} : { sizeBytes: Math.trunc(file.file_size) }),
  }
}

const withFile = (kind: MessageKind, file: TgFile, mimeType?: string, vendorKind?: string): Partial<MessageBody> => ({
  kind,
  attachments: [attachmentOf(kind, file, mimeType)],
  ...(vendorKind === undefined ? {} : { content: { vendorKind } }),
})

/** The first that finds something decides; an animation also carries a document, a venue also a location. */
const readers: readonly ((message: TgMessage) => Partial<MessageBody> | undefined)[] = [
  ({ animation }) => animation && withFile('video', animation, 'video/mp4', 'animation'),
  ({ photo }) => {
    const largest = photo?.toSorted((a, b) => (a.file_size ?? 0) - (b.file_size ?? 0)).at(-1)
    return largest && withFile('photo', largest, 'image/jpeg')
  },
  ({ document }) => document && withFile('document', document),
  ({ voice }) => voice && withFile('voice', voice, 'audio/ogg'),
  ({ audio }) => audio && withFile('audio', audio, 'audio/mpeg'),
  ({ video }) => video && withFile('video', video, 'video/mp4'),
  ({ video_note }) => video_note && withFile('video', video_note, 'video/mp4', 'video_note'),
  ({ sticker }) =>
    sticker && { kind: 'sticker', content: sticker.emoji === undefined ? {} : { emoji: cut(sticker.emoji, 16) } },
  ({ venue, location }) =>
    venue && {
      kind: 'location',
      text: cut(`${venue.title}, ${venue.address}`, 1000),
      content: location === undefined ? {} : { location: { latitude: location.latitude, longitude: location.longitude } },
    },
  ({ location }) =>
    location && { kind: 'location', content: { location: { latitude: location.latitude, longitude: location.longitude } } },
  ({ contact, from }) =>
    contact && {
      kind: 'contact',
      content: {
        sharedContact: {
          phone: cut(contact.phone_number, 32),
          name: fullName(contact),
          // A client may send anybody's card; only their own number proves something.
          isOwn: contact.user_id !== undefined && contact.user_id === from?.id,
        },
      },
    },
  ({ text }) => (text === undefined ? undefined : { kind: 'text' }),
]

function forwardedFrom(message: TgMessage): string | undefined {
  const origin = message.forward_origin
  const source = origin?.sender_user ?? origin?.chat ?? origin?.sender_chat ?? message.forward_from ?? message.forward_from_chat
  const name = source === undefined ? (origin?.sender_user_name ?? message.forward_sender_name) : fullName(source)
  if (name === undefined) return undefined
  return cut(name === '' ? '–' : name, nameLimit)
}

const notContent = new Set([
  'message_id',
  'date',
  'chat',
  'from',
  'edit_date',
  'media_group_id',
  'message_thread_id',
  'via_bot',
])

/** The vendor's name of what we cannot show: the first field that is neither envelope nor text. */
function vendorKindOf(message: TgMessage): string {
  return (
    Object.keys(message).find((key) => !notContent.has(key) && !key.startsWith('forward') && key !== 'reply_to_message') ??
    'empty'
  )
}

function readMedia(message: TgMessage): Partial<MessageBody> {
  for (const read of readers) {
    const found = read(message)
    if (found !== undefined) return found
  }
  return { kind: 'unknown', content: { vendorKind: cut(vendorKindOf(message), 64) } }
}

const writtenIn = (message: TgMessage) =>
  message.text === undefined
    ? plainText(message.caption ?? '', message.caption_entities)
    : plainText(message.text, message.entities)

/** Kind, text, content and attachments of a client's message; `unknown` with the vendor's name where we cannot read it. */
export function readBody(message: TgMessage): MessageBody {
  const media = readMedia(message)
  const forwarded = forwardedFrom(message)
  const albumId = message.media_group_id
  const attachments = media.attachments ?? []
  return {
    kind: albumId !== undefined && attachments.length > 0 ? 'album' : (media.kind ?? 'unknown'),
    text: writtenIn(message) || (media.text ?? ''),
    content: {
      ...media.content,
      ...(forwarded === undefined ? {} : { forwardedFrom: forwarded }),
      ...(albumId === undefined ? {} : { albumId }),
    },
    attachments,
  }
}
