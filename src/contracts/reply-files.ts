/**
 * What a channel takes as a file of a reply: data, the same for the composer, the hub and the words of a refusal.
 * Sources: developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api (8 and 25 MB, no
 * documents), developers.facebook.com/docs/whatsapp/cloud-api/reference/media (5, 16, 16 and 100 MB).
 */
import type { ChannelKind, MessageKind, Visibility } from './vocabulary.ts'

const megabyte = 1024 * 1024
/** The most of one upload: what Telegram lets a bot fetch, so that a file can go either way on every channel. */
export const mostUploadBytes = 20 * megabyte
/** The most one reply may carry. */
export const mostReplyFiles = 10

export type FileKind = Extract<MessageKind, 'photo' | 'document' | 'voice' | 'audio' | 'video'>
/** Bytes by kind; null: not taken at all. */
type FileRule = Record<FileKind, number | null>

const everything: FileRule = {
  photo: mostUploadBytes,
  document: mostUploadBytes,
  voice: mostUploadBytes,
  audio: mostUploadBytes,
  video: mostUploadBytes,
}

const rules = {
  telegram: everything,
  webchat: everything,
  vk: everything,
  messenger: everything,
  facebook: everything,
  instagram: { ...everything, document: null, photo: 8 * megabyte },
  whatsapp: { ...everything, photo: 5 * megabyte, voice: 16 * megabyte, audio: 16 * megabyte, video: 16 * megabyte },
} as const satisfies Record<ChannelKind, FileRule>

/** @returns the most bytes of such a file in a reply here, or null where it is not taken. What everybody reads takes none. */
export function mostReplyFileBytes(place: { channel: ChannelKind; visibility: Visibility }, kind: MessageKind): number | null {
  if (place.visibility === 'public') return null
  return (rules[place.channel] as Partial<Record<MessageKind, number>>)[kind] ?? null
}
