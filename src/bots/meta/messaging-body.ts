/** What is in a message of Messenger or Instagram: pure. */
import type { MessageContent, MessageKind } from '#contracts'
import type { InboundAttachment } from '#inbox'
import { cut } from '../vendor/vendor-values.ts'
import type { MetaAttachment, MetaMessage } from './messaging-schema.ts'

export type MessagingBody = {
  kind: MessageKind
  text: string
  content: MessageContent
  attachments: InboundAttachment[]
  /** The vendor's name of what could not be read. */
  unreadable: string | null
}

const fileKinds: Readonly<Record<string, MessageKind>> = {
  image: 'photo',
  video: 'video',
  audio: 'voice',
  file: 'document',
  story_mention: 'photo',
  ig_story: 'photo',
}
/** What a client passes on: shown as its words and address, never fetched. */
const passedOn = new Set(['share', 'fallback', 'reel', 'ig_reel', 'post', 'ig_post', 'template'])

const addressOf = (attachment: MetaAttachment) => attachment.payload?.url ?? attachment.url
const isSticker = (attachment: MetaAttachment) => attachment.type === 'sticker' || attachment.payload?.sticker_id !== undefined

function fileOf(attachment: MetaAttachment): InboundAttachment[] {
  const kind = Object.hasOwn(fileKinds, attachment.type) ? fileKinds[attachment.type] : undefined
  const url = addressOf(attachment)
  return kind === undefined || url === undefined || isSticker(attachment) ? [] : [{ kind, vendorRef: { url } }]
}

function linesOf(attachment: MetaAttachment): string[] {
  if (!passedOn.has(attachment.type)) return []
  return [attachment.payload?.title ?? attachment.title, addressOf(attachment)]
    .filter((line) => line !== undefined && line !== '')
    .map((line) => cut(line ?? '', 1000))
}

function locationOf(attachments: readonly MetaAttachment[]): MessageContent {
  const place = attachments.find((one) => one.payload?.coordinates !== undefined)?.payload?.coordinates
  return place === undefined ? {} : { location: { latitude: place.lat, longitude: place.long } }
}

function kindOf(text: string, files: readonly InboundAttachment[], attachments: readonly MetaAttachment[]): MessageKind {
  if (files.length > 1) return 'album'
  const [file] = files
  if (file !== undefined) return file.kind
  if (text !== '') return 'text'
  if (attachments.some(isSticker)) return 'sticker'
  return attachments.some((one) => one.payload?.coordinates !== undefined) ? 'location' : 'unknown'
}

/** Kind, text, content and attachments; `unknown` with the vendor's name where nothing can be read. */
export function readMessagingBody(message: MetaMessage): MessagingBody {
  const attachments = message.attachments ?? []
  const files = attachments.flatMap(fileOf)
  const text = [message.text ?? '', ...attachments.flatMap(linesOf)].filter((line) => line !== '').join('\n')
  const kind = kindOf(text, files, attachments)
  const isStory = message.reply_to?.story !== undefined
  const special = isStory ? 'story_reply' : attachments.find((one) => one.type !== 'image' && one.type !== 'file')?.type
  const unreadable = kind === 'unknown' ? (special ?? (message.is_unsupported === true ? 'unsupported' : 'empty')) : null
  const vendorKind = unreadable ?? special
  return {
    kind,
    text,
    content: { ...locationOf(attachments), ...(vendorKind === undefined ? {} : { vendorKind: cut(vendorKind, 64) }) },
    attachments: files,
    unreadable,
  }
}
