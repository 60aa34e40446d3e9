/** Files of messages: staged by whoever uploads, fetched from the vendor by whoever can, given to a message by its sender. */
import { type ChannelKind, type MessageKind, mostReplyFileBytes, type Visibility } from '#contracts'
import { AppError, type AttachmentId, type MessageId, newId } from '#kernel'
import { type Ctx, inTransaction, publish, removeFilesLater, type Tx } from '#platform'
import { maskText } from '#privacy'
import { messageEdited } from '../events.ts'
import { attachStaged } from '../message.store.ts'
import {
  type AttachmentRecord,
  type AttachmentResult,
  deleteUnsentBeyond,
  insertShared,
  insertStaged,
  selectAttachment,
  selectPending,
  updateAttachment,
} from './attachment.store.ts'

const mostUnsent = 100

/**
 * A file that is uploaded and stored before the message it belongs to is sent; only `owner` may send it. Of more than
 * `mostUnsent` unsent ones of this owner, 100 unless given, the oldest are let go.
 */
export async function stageAttachment(
  ctx: Ctx,
  input: {
    owner: string
    mostUnsent?: number
    kind: MessageKind
    fileName: string | null
    mimeType: string
    sizeBytes: number
    storageKey: string
  },
): Promise<AttachmentId> {
  const id = newId<AttachmentId>()
  // A name is written by a person too and is shown wherever the file is.
  const fileName = input.fileName === null ? null : maskText(input.fileName).text
  await inTransaction(ctx, async (tx) => {
    await insertStaged(tx, { id, ...input, fileName, createdAt: ctx.clock.now() })
    const keys = await deleteUnsentBeyond(tx, input.owner, input.mostUnsent ?? mostUnsent)
    if (keys.length > 0) ctx.metrics.count('files_let_go')
    await removeFilesLater(tx, ctx, keys)
  })
  return id
}

export function getAttachment(ctx: Ctx, id: AttachmentId): Promise<AttachmentRecord | null> {
  return selectAttachment(ctx.db, id)
}

/** Not fetched yet, longest waiting first. */
export function listPendingAttachments(ctx: Ctx, limit: number): Promise<AttachmentRecord[]> {
  return selectPending(ctx.db, limit)
}

/** What became of fetching; screens that show the message are told. */
export async function recordAttachment(
  ctx: Ctx,
  input: { attachmentId: AttachmentId; result: AttachmentResult },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await updateAttachment(tx, input.attachmentId, input.result)
    if (!message || input.result.state === 'retry') return
    await publish(tx, ctx, messageEdited, message.requestId ?? message.conversationId, message)
  })
}

/**
 * Gives staged files to a reply being written and returns their kinds.
 * Throws `attachment.not_found`, `attachment.channel_refuses`, `attachment.too_large`.
 */
export async function attachFiles(
  tx: Tx,
  messageId: MessageId,
  ids: readonly AttachmentId[],
  owner: string,
  place: { channel: ChannelKind; visibility: Visibility },
): Promise<string[]> {
  if (ids.length === 0) return []
  const taken = await attachStaged(tx, messageId, ids, owner)
  if (taken.length !== new Set(ids).size)
    throw new AppError('attachment.not_found', { wanted: ids.length, found: taken.length })
  for (const file of taken) refuseWhatIsNotTaken(place, file)
  return taken.map((file) => file.kind)
}

/** A file of the house that goes with a reply, and stays when the reply goes. */
export type SharedFile = {
  readonly kind: MessageKind
  readonly fileName: string
  readonly mimeType: string
  readonly sizeBytes: number
  readonly storageKey: string
}

/** The same for files of the house. Throws `attachment.channel_refuses`, `attachment.too_large`. */
export async function attachShared(
  tx: Tx,
  messageId: MessageId,
  files: readonly SharedFile[],
  given: { place: { channel: ChannelKind; visibility: Visibility }; at: Date },
): Promise<string[]> {
  for (const file of files) refuseWhatIsNotTaken(given.place, file)
  const rows = files.map((file) => ({ id: newId<AttachmentId>(), ...file }))
  if (rows.length > 0) await insertShared(tx, messageId, rows, given.at)
  return files.map(({ kind }) => kind)
}

/** The channel would refuse it after the operator has gone on to the next client. */
function refuseWhatIsNotTaken(
  place: { channel: ChannelKind; visibility: Visibility },
  file: { kind: MessageKind; sizeBytes: number },
): void {
  const maxBytes = mostReplyFileBytes(place, file.kind)
  if (maxBytes === null) throw new AppError('attachment.channel_refuses', { channel: place.channel, kind: file.kind })
  if (file.sizeBytes > maxBytes) throw new AppError('attachment.too_large', { maxBytes })
}
