import type { FastifyRequest } from 'fastify'
import { fileTypeFromBuffer } from 'file-type'
import { type MessageKind, mostUploadBytes } from '#contracts'
import { AppError, newId } from '#kernel'
import { type Ctx, readOneFile } from '#platform'

/** By content, not by name: a program called photo.jpg is refused. */
const accepted: Readonly<Record<string, MessageKind>> = {
  'image/jpeg': 'photo',
  'image/png': 'photo',
  'image/webp': 'photo',
  'image/gif': 'photo',
  'application/pdf': 'document',
  'audio/ogg': 'audio',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'video/mp4': 'video',
  'application/zip': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'document',
}

export type ReceivedFile = {
  kind: MessageKind
  fileName: string | null
  mimeType: string
  sizeBytes: number
  storageKey: string
}

/**
 * Takes one uploaded file in and stores it.
 * @throws AppError attachment.not_found (no file in the form), attachment.too_large, attachment.type_refused, input.invalid
 * (a broken form), disk.full
 */
export async function receiveUpload(
  ctx: Ctx,
  request: FastifyRequest,
  keyOf = (id: string) => `desk/${id}`,
): Promise<ReceivedFile> {
  const file = await readOneFile(request, mostUploadBytes)
  if (file === null) throw new AppError('attachment.not_found')
  const { bytes } = file
  const mimeType = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream'
  const kind = accepted[mimeType]
  if (!kind) throw new AppError('attachment.type_refused', { mimeType })
  const storageKey = keyOf(newId())
  await ctx.files.put(storageKey, bytes)
  return { kind, fileName: file.fileName?.slice(0, 200) ?? null, mimeType, sizeBytes: bytes.length, storageKey }
}
