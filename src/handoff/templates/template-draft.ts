/** Writing approved words: drafts, their four texts, and which of the four are behind. */
import type { FourTexts, Language, TemplateScope, TemplateVariable } from '#contracts'
import { AppError, newId, type TemplateId, type TemplateVersionId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { actingOperator } from '../acting/acting-operator.ts'
import { templateChanged } from '../events.ts'
import {
  insertTemplate,
  insertVersion,
  lockTemplate,
  readVersion,
  selectLastVersion,
  selectVersion,
  selectVersions,
  type TemplateName,
  type TemplateRecord,
  updateStale,
  updateWords,
  type VersionWords,
} from './template.store.ts'
import { draftFaultsOf, faultsOf, standingOf } from './template.ts'
import { checkTemplateFiles } from './template-files.ts'
import { staleAfter } from './template-stale.ts'

export type TemplateDraft = {
  texts: FourTexts
  variables: readonly TemplateVariable[]
  scope: TemplateScope
  /** Absent: those it had. */
  fileIds?: readonly string[]
  validFrom?: Date | null
  validUntil?: Date | null
  /** Unchanged texts that were read and still say the same as the changed ones. */
  confirmed?: readonly Language[]
}
export type Drafted = { templateId: TemplateId; versionId: TemplateVersionId; version: number }

/**
 * Writes the first or the next version of a template as a draft. The next one is held against the version in force, else the
 * last one: what was changed in one language leaves the others behind.
 * Not every text has to be there yet; a review asks for all four.
 * @throws permission.missing, template.not_found, template.shortcut_taken, attachment.not_found, input.invalid where a text uses a variable nobody
 * declared, or carries what is secret
 */
export async function draftTemplate(
  ctx: Ctx,
  of: { templateId: TemplateId } | TemplateName,
  draft: TemplateDraft,
): Promise<Drafted> {
  const author = actingOperator(ctx, 'templates.edit')
  checkDraft(draft)
  await checkTemplateFiles(ctx, draft.fileIds ?? [])
  const versionId = newId<TemplateVersionId>()
  const now = ctx.clock.now()
  const isNew = !('templateId' in of)
  const templateId = isNew ? newId<TemplateId>() : of.templateId
  const before = isNew ? null : await textsBefore(ctx, templateId)
  return inTransaction(ctx, async (tx) => {
    if (isNew && !(await insertTemplate(tx, templateId, of, now)))
      throw new AppError('template.shortcut_taken', { shortcut: of.shortcut })
    if (!(await lockTemplate(tx, templateId))) throw new AppError('template.not_found', { templateId })
    const version = (await selectLastVersion(tx, templateId)) + 1
    const words = wordsOf(draft, before, [author.id])
    await insertVersion(tx, {
      id: versionId,
      templateId,
      version,
      state: 'draft',
      authorId: author.id,
      createdAt: now,
      ...words,
    })
    await tellTemplate(ctx, tx, { templateId, versionId, state: 'draft' })
    return { templateId, versionId, version }
  })
}

/** Writes a draft anew. @throws as draftTemplate, template.changed_meanwhile where it is no draft any more */
export async function editDraft(ctx: Ctx, versionId: TemplateVersionId, draft: TemplateDraft): Promise<void> {
  const editor = actingOperator(ctx, 'templates.edit')
  checkDraft(draft)
  await checkTemplateFiles(ctx, draft.fileIds ?? [])
  await changeVersion(ctx, versionId, ['draft'], async (tx, record) => {
    await updateWords(tx, versionId, wordsOf(draft, record, withEditor(record, editor.id)))
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: record.state, action: 'template.edited' })
  })
}

/**
 * Says that these texts were read and still say the same as the one that was changed. Also while it is in review. Whoever
 * confirms has a hand in the text and may not approve it.
 * @throws permission.missing, template.not_found, template.changed_meanwhile where it is past review
 */
export async function confirmTexts(ctx: Ctx, versionId: TemplateVersionId, confirmed: readonly Language[]): Promise<void> {
  const editor = actingOperator(ctx, 'templates.edit')
  await changeVersion(ctx, versionId, ['draft', 'review'], async (tx, record) => {
    const stale = record.stale.filter((language) => !confirmed.includes(language))
    await updateStale(tx, versionId, stale, withEditor(record, editor.id))
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: record.state, action: 'template.confirmed' })
  })
}

/**
 * Reads a version under its template's lock and lets it be changed where it is in one of these states.
 * @throws template.not_found, template.changed_meanwhile
 */
export async function changeVersion<T>(
  ctx: Ctx,
  versionId: TemplateVersionId,
  from: readonly TemplateRecord['state'][],
  change: (tx: Tx, record: TemplateRecord) => Promise<T>,
): Promise<T> {
  const now = ctx.clock.now()
  const found = await selectVersion(ctx.db, versionId, now)
  if (found === null) throw new AppError('template.not_found', { versionId })
  return inTransaction(ctx, async (tx) => {
    await lockTemplate(tx, found.id as TemplateId)
    const record = await readVersion(tx, versionId, now)
    if (record === null) throw new AppError('template.not_found', { versionId })
    if (!from.includes(record.state)) throw new AppError('template.changed_meanwhile', { versionId, state: record.state })
    return change(tx, record)
  })
}

/** Leaves the audit entry and tells the fact. */
export async function tellTemplate(
  ctx: Ctx,
  tx: Tx,
  told: { templateId: string; versionId: string; state: string; action?: string },
): Promise<void> {
  const { templateId, versionId, state, action = `template.${state}` } = told
  await audit(tx, ctx, { action, subjectKind: 'template', subjectId: templateId, facts: { versionId } })
  await publish(tx, ctx, templateChanged, templateId, { templateId, versionId, state })
}

/** @throws input.invalid with the first fault; the faults name places, never what was written. */
export function checkWords(
  texts: FourTexts,
  variables: readonly TemplateVariable[],
  scope: Pick<TemplateScope, 'visibility'>,
): void {
  refuseFaults(faultsOf(texts, variables, scope.visibility))
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new AppError('input.invalid', { faults: faults.length, first: faults[0] ?? null })
}

function checkDraft({ texts, variables, scope, validFrom, validUntil }: TemplateDraft): void {
  refuseFaults(draftFaultsOf(texts, variables, scope.visibility))
  if (validFrom && validUntil && validFrom >= validUntil) throw new AppError('input.invalid', { first: 'validUntil' })
}

const withEditor = ({ editorIds }: TemplateRecord, id: string) => [...new Set([...editorIds, id])]

async function textsBefore(ctx: Ctx, templateId: TemplateId): Promise<TemplateRecord | null> {
  const now = ctx.clock.now()
  const versions = await selectVersions(ctx.db, templateId, now)
  return versions.find((version) => standingOf(version, now) === 'in_force') ?? versions[0] ?? null
}

function wordsOf(draft: TemplateDraft, before: TemplateRecord | null, editorIds: string[]): VersionWords {
  const { texts, variables, scope, validFrom = null, validUntil = null, confirmed = [] } = draft
  const { topic, isTopicOnly = false, channels, departmentIds, visibility, botMayAnswer } = scope
  const stale = before === null ? [] : staleAfter(before, texts, confirmed)
  return {
    ...{ texts, variables, topic, channelKinds: channels, departmentIds, visibility, botMayAnswer, validFrom, validUntil },
    ...{ stale, editorIds, isTopicOnly: isTopicOnly && topic !== null },
    fileIds: [...(draft.fileIds ?? before?.files.map(({ id }) => id) ?? [])],
  }
}
