/**
 * Files that go with approved words: a tariff, a photo of the counter. They are approved with the words and never changed; another
 * file is another version. What the channel does not take is refused when it is sent.
 */
import { type ChannelKind, type MessageKind, mostReplyFileBytes, type TemplateFile, type Visibility } from '#contracts'
import type { SharedFile } from '#inbox'
import { AppError, dayMs, hourMs, isId, newId } from '#kernel'
import { audit, type Ctx, defineSweep, inTransaction, removeFilesLater } from '#platform'
import { maskText } from '#privacy'
import { actingOperator } from '../acting/acting-operator.ts'
import { deleteUnused, insertFile, selectFiles, type TemplateFileRecord } from './template-file.store.ts'

/** What was uploaded for a draft that was never saved. */
const unusedKeepMs = 2 * dayMs
const mostAtOnce = 500

/** Takes in a file that is stored already. @throws permission.missing */
export async function addTemplateFile(
  ctx: Ctx,
  file: { kind: MessageKind; fileName: string | null; mimeType: string; sizeBytes: number; storageKey: string },
): Promise<TemplateFile> {
  const { id: addedById } = actingOperator(ctx, 'templates.edit')
  // A name is written by a person too, and clients read it.
  const fileName = maskText(file.fileName ?? 'file').text
  const { kind, mimeType, sizeBytes, storageKey } = file
  const added = { id: newId(), kind, fileName, mimeType, sizeBytes }
  await inTransaction(ctx, async (tx) => {
    await insertFile(tx, { ...added, storageKey, addedById, createdAt: ctx.clock.now() })
    const facts = { mimeType, sizeBytes }
    await audit(tx, ctx, { action: 'template.file_added', subjectKind: 'template_file', subjectId: added.id, facts })
  })
  return added
}

/** @throws permission.missing, attachment.not_found */
export async function readTemplateFile(ctx: Ctx, id: string): Promise<TemplateFileRecord> {
  actingOperator(ctx, 'templates.read')
  const [file] = isId(id) ? await selectFiles(ctx.db, [id]) : []
  if (file === undefined) throw new AppError('attachment.not_found', { fileId: id })
  return file
}

/** @throws attachment.not_found where one of them was never uploaded */
export async function checkTemplateFiles(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const found = ids.every(isId) ? await selectFiles(ctx.db, ids) : []
  if (found.length !== ids.length) throw new AppError('attachment.not_found', { wanted: ids.length, found: found.length })
}

/** The files of a version as a reply carries them. */
export async function filesToSend(ctx: Ctx, files: readonly TemplateFile[]): Promise<readonly SharedFile[]> {
  const records = await selectFiles(
    ctx.db,
    files.map(({ id }) => id),
  )
  return records.map(({ kind, fileName, mimeType, sizeBytes, storageKey }) => ({
    kind,
    fileName,
    mimeType,
    sizeBytes,
    storageKey,
  }))
}

/** The same for the bot, which says the words alone where the channel takes no such file. */
export async function filesTheBotSends(
  ctx: Ctx,
  files: readonly TemplateFile[],
  place: { channel: ChannelKind; visibility: Visibility },
): Promise<readonly SharedFile[]> {
  const mayGo = ({ kind, sizeBytes }: SharedFile) => sizeBytes <= (mostReplyFileBytes(place, kind) ?? -1)
  return (await filesToSend(ctx, files)).filter(mayGo)
}

export const templateFileSweep = defineSweep({
  name: 'handoff.template-files',
  everyMs: hourMs,
  run: (ctx) =>
    inTransaction(ctx, async (tx) => {
      const keys = await deleteUnused(tx, new Date(ctx.clock.now().getTime() - unusedKeepMs), mostAtOnce)
      await removeFilesLater(tx, ctx, keys)
    }),
})
