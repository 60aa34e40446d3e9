/** Whether a file can go where the reply goes; what it is is guessed from its name until the hub has looked into it. Pure. */
import { type MessageKind, mostReplyFileBytes, mostUploadBytes, type PlaceView } from '#contracts'

export type FileFault =
  | { readonly what: 'too_large'; readonly mostBytes: number }
  | { readonly what: 'channel_refuses' }
  | { readonly what: 'empty' }

const kinds: readonly (readonly [prefix: string, kind: MessageKind])[] = [
  ['image/', 'photo'],
  ['audio/', 'audio'],
  ['video/', 'video'],
]

/** @param mimeType as the browser names it; it may be empty. */
export const kindOfFile = (mimeType: string): MessageKind =>
  kinds.find(([prefix]) => mimeType.startsWith(prefix))?.[1] ?? 'document'

/** @returns why the file cannot go there, or null where it can. */
export function faultOfFile(
  file: { readonly sizeBytes: number; readonly kind: MessageKind },
  place: Pick<PlaceView, 'channel' | 'visibility'> | null,
): FileFault | null {
  if (file.sizeBytes === 0) return { what: 'empty' }
  const mostBytes = place === null ? mostUploadBytes : mostReplyFileBytes(place, file.kind)
  if (mostBytes === null) return { what: 'channel_refuses' }
  return file.sizeBytes > mostBytes ? { what: 'too_large', mostBytes } : null
}
