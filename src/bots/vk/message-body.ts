/** What is in a message or comment of VK: pure. */
import type { MessageContent, MessageKind } from '#contracts'
import type { InboundAttachment } from '#inbox'
import { cut } from '../vendor/vendor-values.ts'
import { type VkAttachment, VkForwarded, type VkMessage, type VkThing } from './vk-schema.ts'

export type VkBody = {
  kind: MessageKind
  text: string
  content: MessageContent
  attachments: InboundAttachment[]
  /** The vendor's name of what could not be read. */
  unreadable: string | null
}
type Written = Partial<Pick<VkMessage, 'text' | 'attachments' | 'geo' | 'fwd_messages' | 'is_cropped'>>

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** As the client wrote it: VK escapes four signs as HTML does, and names a person as `[id1|Name]`. */
export function plainText(text: string): string {
  const named = text.replace(/\[(?:id|club|public|event)\d+(?::bp-?\d+_\d+)?\|([^\]]{1,200})\]/g, '$1')
  return named.replace(/&(amp|lt|gt|quot|#39);/g, (found, name: string) => entities[name] ?? found)
}

function photoUrl({ orig_photo: original, sizes = [], url }: VkThing): string | undefined {
  const largest = sizes.toSorted((a, b) => a.width * a.height - b.width * b.height).at(-1)
  return original?.url ?? largest?.url ?? url
}

function documentOf(thing: VkThing): Partial<InboundAttachment> {
  const { title, ext, size } = thing
  const hasEnding = ext === undefined || title?.toLowerCase().endsWith(`.${ext.toLowerCase()}`) === true
  return {
    ...(title === undefined ? {} : { fileName: cut(hasEnding ? title : `${title}.${ext}`, 200) }),
    ...(size === undefined ? {} : { sizeBytes: Math.trunc(size) }),
  }
}

type FileKind = { kind: MessageKind; url: (thing: VkThing) => string | undefined; more?: typeof documentOf }
const fileKinds: Readonly<Record<string, FileKind>> = {
  photo: { kind: 'photo', url: photoUrl },
  graffiti: { kind: 'photo', url: photoUrl },
  doc: { kind: 'document', url: ({ url }) => url, more: documentOf },
  audio_message: { kind: 'voice', url: (thing) => thing.link_ogg ?? thing.url },
}

function fileOf({ type, thing }: VkAttachment): InboundAttachment[] {
  const file = Object.hasOwn(fileKinds, type) ? fileKinds[type] : undefined
  const url = file?.url(thing)
  if (file === undefined || url === undefined || url === '') return []
  return [{ kind: file.kind, vendorRef: { url }, ...file.more?.(thing) }]
}

/** Things VK keeps to itself: shown as their words and page, never fetched. */
const onVk = new Set(['video', 'wall', 'clip', 'poll', 'market', 'article', 'story'])

function linesOf({ type, thing }: VkAttachment): string[] {
  const { title, artist, url, id, owner_id: owner } = thing
  const page = onVk.has(type) && id !== undefined && owner !== undefined ? `https://vk.com/${type}${owner}_${id}` : undefined
  const address = type === 'link' ? url : page
  const isNamed = onVk.has(type) || type === 'link' || type === 'audio'
  const name = isNamed ? [artist, title].filter(Boolean).join(' – ') : ''
  return [name, address].filter((line) => line !== undefined && line !== '').map((line) => cut(line ?? '', 1000))
}

const deepest = 3
const mostForwarded = 20

/** Messages a client passes on, flat; theirs may hold others in turn. */
function forwardedIn(given: readonly unknown[] = [], depth = 1): Written[] {
  if (depth > deepest) return []
  return given.slice(0, mostForwarded).flatMap((one) => {
    const read = VkForwarded.safeParse(one)
    return read.success ? [read.data as Written, ...forwardedIn(read.data.fwd_messages, depth + 1)] : []
  })
}

function kindOf(text: string, files: readonly InboundAttachment[], written: Written): MessageKind {
  if (files.length > 1) return 'album'
  const [file] = files
  if (file !== undefined) return file.kind
  if (text !== '') return 'text'
  if (written.attachments?.some(({ type }) => type === 'sticker') === true) return 'sticker'
  return written.geo === undefined ? 'unknown' : 'location'
}

function locationOf({ geo }: Written): MessageContent {
  return geo === undefined ? {} : { location: { latitude: geo.coordinates.latitude, longitude: geo.coordinates.longitude } }
}

/** Kind, text, content and attachments; `unknown` with the vendor's name where nothing can be read. */
export function readBody(written: Written): VkBody {
  const forwarded = forwardedIn(written.fwd_messages)
  const attachments = [written, ...forwarded].flatMap((one) => one.attachments ?? [])
  const files = attachments.flatMap(fileOf)
  const own = [plainText(written.text ?? ''), ...(written.attachments ?? []).flatMap(linesOf)]
  const others = forwarded.flatMap((one) => [plainText(one.text ?? ''), ...(one.attachments ?? []).flatMap(linesOf)])
  const text = [...own, ...others.filter((line) => line !== '').map((line) => `» ${line}`)]
    .filter((line) => line !== '')
    .join('\n')
  const kind = kindOf(text, files, written)
  const special = attachments.find(({ type }) => !Object.hasOwn(fileKinds, type))?.type
  const unreadable = kind === 'unknown' ? (special ?? 'empty') : written.is_cropped === true ? 'cropped' : null
  const vendorKind = unreadable ?? special
  return {
    kind,
    text,
    content: { ...locationOf(written), ...(vendorKind === undefined ? {} : { vendorKind: cut(vendorKind, 64) }) },
    attachments: files,
    unreadable,
  }
}
