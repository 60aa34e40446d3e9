/** What is in a message of WhatsApp: pure, one small function per type. */
import type { MessageContent, MessageKind } from '#contracts'
import type { InboundAttachment } from '#inbox'
import { cut } from '../vendor/vendor-values.ts'
import type { WaMessage } from './whatsapp-schema.ts'

export type WhatsAppBody = {
  kind: MessageKind
  text: string
  content: MessageContent
  attachments: InboundAttachment[]
  /** The data of the button the client pressed. */
  pressed: string | null
}
type Media = NonNullable<WaMessage['document']>

const plain = (text: string): Partial<WhatsAppBody> => ({ kind: 'text', text })

function withFile(kind: MessageKind, file: Media | undefined): Partial<WhatsAppBody> | undefined {
  if (file === undefined) return undefined
  const attachment: InboundAttachment = {
    kind,
    vendorRef: { mediaId: file.id },
    ...(file.filename === undefined ? {} : { fileName: cut(file.filename, 200) }),
    ...(file.mime_type === undefined ? {} : { mimeType: cut(file.mime_type, 200) }),
  }
  return { kind, text: file.caption ?? '', attachments: [attachment] }
}

/** What the bot's own buttons carry; others, of templates made at the vendor, are read as words. */
const isOwnData = (data: string) => /^(?:bot|rate):.{1,58}$/.test(data)

function pressOf(data: string | undefined, words: string | undefined): Partial<WhatsAppBody> {
  if (data === undefined || !isOwnData(data)) return plain(words ?? data ?? '')
  return { kind: 'button', text: '', pressed: data, content: { pressed: data } }
}

function readLocation({ location }: WaMessage): Partial<WhatsAppBody> | undefined {
  if (location === undefined) return undefined
  const { latitude, longitude, name, address } = location
  const text = cut([name, address].filter(Boolean).join(', '), 1000)
  return { kind: 'location', text, content: { location: { latitude, longitude } } }
}

/** A card of somebody; the client's own only where it bears their own WhatsApp number. */
function readContact({ contacts, from }: WaMessage): Partial<WhatsAppBody> | undefined {
  const [card] = contacts ?? []
  const phone = card?.phones?.find((one) => one.phone !== undefined)
  if (phone?.phone === undefined) return undefined
  const sharedContact = {
    phone: cut(phone.phone, 32),
    name: cut(card?.name?.formatted_name ?? '', 128),
    isOwn: phone.wa_id !== undefined && phone.wa_id === from,
  }
  return { kind: 'contact', content: { sharedContact } }
}

const readers: Readonly<Record<string, (message: WaMessage) => Partial<WhatsAppBody> | undefined>> = {
  text: ({ text }) => text && plain(text.body),
  image: ({ image }) => withFile('photo', image),
  video: ({ video }) => withFile('video', video),
  audio: ({ audio }) => withFile(audio?.voice === false ? 'audio' : 'voice', audio),
  document: ({ document }) => withFile('document', document),
  sticker: ({ sticker }) => sticker && { kind: 'sticker' },
  location: readLocation,
  contacts: readContact,
  interactive: ({ interactive }) => {
    const choice = interactive?.button_reply ?? interactive?.list_reply
    return choice && pressOf(choice.id, choice.title)
  },
  button: ({ button }) => button && pressOf(button.payload, button.text),
}

/** Kind, text, content and attachments; `unknown` with the vendor's name where nothing can be read. */
export function readWhatsAppBody(message: WaMessage): WhatsAppBody {
  const read = Object.hasOwn(readers, message.type) ? readers[message.type] : undefined
  const found = read?.(message) ?? { kind: 'unknown' as const, content: { vendorKind: cut(message.type, 64) } }
  const forwarded: MessageContent = message.context?.forwarded === true ? { forwardedFrom: '–' } : {}
  return { kind: 'unknown', text: '', attachments: [], pressed: null, ...found, content: { ...found.content, ...forwarded } }
}
