/** A file a visitor sends: judged by its bytes, stored, staged until a message takes it. */
import type { FastifyRequest } from 'fastify'
import type { AttachmentView, MessageKind } from '#contracts'
import { stageAttachment } from '#inbox'
import { AppError, newId } from '#kernel'
import { type Ctx, readOneFile } from '#platform'
import { isProgram, sniffType } from '../sniff-type.ts'
import { stagedByVisitor } from './take-message.ts'
import type { Visitor } from './visitor.store.ts'
import { webchatAttachmentBytes } from './webchat-deps.ts'

/** What a client of a bank has reason to send. */
const accepted: Readonly<Record<string, MessageKind>> = {
  'image/jpeg': 'photo',
  'image/png': 'photo',
  'image/webp': 'photo',
  'image/gif': 'photo',
  'image/heic': 'photo',
  'application/pdf': 'document',
  'text/plain': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'document',
  'application/x-cfb': 'document',
  'audio/ogg': 'voice',
  'audio/webm': 'voice',
  'video/webm': 'voice',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'video/mp4': 'video',
}

/** A visitor's files that no message has taken yet. */
const mostUnsent = 20

/** Throws attachment.not_found (no file), attachment.too_large, attachment.type_refused, input.invalid (a broken form), disk.full. */
export async function receiveUpload(ctx: Ctx, visitor: Visitor, request: FastifyRequest): Promise<AttachmentView> {
  const part = await readOneFile(request, webchatAttachmentBytes)
  if (part === null) throw new AppError('attachment.not_found')
  const { bytes } = part
  const mimeType = await sniffType(bytes)
  const kind = Object.hasOwn(accepted, mimeType) ? accepted[mimeType] : undefined
  // Browsers cannot be told apart from thieves by name, but a name that ends like a program's says what it is meant for.
  const fileName =
    part.fileName === undefined || part.fileName === '' ? null : part.fileName.replace(/\p{C}+/gu, '').slice(-200)
  if (kind === undefined || isProgram(mimeType, fileName)) throw new AppError('attachment.type_refused', { mimeType })
  const storageKey = `widget/${ctx.clock.now().toISOString().slice(0, 7)}/${newId()}`
  await ctx.files.put(storageKey, bytes)
  const file = { kind, fileName, mimeType, sizeBytes: bytes.length }
  const id = await stageAttachment(ctx, { owner: stagedByVisitor(visitor), mostUnsent, ...file, storageKey })
  return { id, ...file, state: 'stored' }
}
