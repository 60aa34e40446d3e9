/** The way of approved words: draft, review by another person, published, withdrawn. Nothing else is ever sent. */
import type { FourTexts, TemplateVariable } from '#contracts'
import { AppError, newId, type TemplateId, type TemplateVersionId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { actingOperator } from './acting-operator.ts'
import { templateChanged } from './events.ts'
import {
  insertTemplate,
  insertVersion,
  lockTemplate,
  moveVersion,
  selectAllVersions,
  selectLastVersion,
  selectVersion,
  type TemplateFields,
  type TemplateRecord,
  type TemplateState,
  withdrawOthers,
} from './template.store.ts'
import { faultsOf } from './template.ts'

export type TemplateDraft = {
  texts: FourTexts
  variables: readonly TemplateVariable[]
  validFrom?: Date
  validUntil?: Date
}

/** Every version of every template, for whoever edits and approves. @throws permission.missing */
export async function listTemplateVersions(ctx: Ctx): Promise<TemplateRecord[]> {
  actingOperator(ctx, 'templates.read')
  return selectAllVersions(ctx.db)
}

/**
 * Writes the first or the next version of a template as a draft.
 * @throws permission.missing, template.not_found, input.invalid where a text is empty or uses a variable nobody declared
 */
export async function draftTemplate(
  ctx: Ctx,
  of: { templateId: TemplateId } | TemplateFields,
  draft: TemplateDraft,
): Promise<{ templateId: TemplateId; versionId: TemplateVersionId; version: number }> {
  const author = actingOperator(ctx, 'templates.edit')
  const faults = faultsOf(draft.texts, draft.variables)
  if (faults.length > 0) throw new AppError('input.invalid', { faults: faults.length, first: faults[0] ?? null })
  const versionId = newId<TemplateVersionId>()
  return inTransaction(ctx, async (tx) => {
    const templateId = 'templateId' in of ? of.templateId : newId<TemplateId>()
    if (!('templateId' in of)) await insertTemplate(tx, templateId, of, ctx.clock.now())
    if (!(await lockTemplate(tx, templateId))) throw new AppError('template.not_found', { templateId })
    const version = (await selectLastVersion(tx, templateId)) + 1
    const { texts, variables, validFrom = null, validUntil = null } = draft
    await insertVersion(tx, {
      id: versionId,
      templateId,
      version,
      state: 'draft',
      texts,
      variables,
      authorId: author.id,
      validFrom,
      validUntil,
    })
    await tell(ctx, tx, templateId, versionId, 'draft')
    return { templateId, versionId, version }
  })
}

/** @throws permission.missing, template.not_found, template.not_published where it is no draft */
export async function submitTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  actingOperator(ctx, 'templates.edit')
  await move(ctx, versionId, ['draft'], 'review')
}

/**
 * A second pair of eyes: whoever wrote the text may not approve it. The version before is withdrawn in the same act.
 * @throws permission.missing (also for the author), template.not_found, template.not_published where it is not in review
 */
export async function approveTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  const approver = actingOperator(ctx, 'templates.approve')
  const record = await versionOf(ctx, versionId)
  if (record.authorId === approver.id) throw new AppError('permission.missing', { permission: 'templates.approve', versionId })
  const templateId = record.id as TemplateId
  await inTransaction(ctx, async (tx) => {
    await lockTemplate(tx, templateId)
    const to = { state: 'published', approverId: approver.id, publishedAt: ctx.clock.now() } as const
    if (!(await moveVersion(tx, versionId, ['review'], to))) throw new AppError('template.not_published', { versionId })
    await withdrawOthers(tx, templateId, versionId)
    await tell(ctx, tx, templateId, versionId, 'published')
  })
}

/** Sends a version in review back to its author. @throws as approveTemplate */
export async function rejectTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  actingOperator(ctx, 'templates.approve')
  await move(ctx, versionId, ['review'], 'draft')
}

/** From now on nobody can send it, also not from a composer in which it is open. @throws as approveTemplate */
export async function withdrawTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  actingOperator(ctx, 'templates.approve')
  await move(ctx, versionId, ['published', 'review', 'draft'], 'withdrawn')
}

async function versionOf(ctx: Ctx, versionId: TemplateVersionId): Promise<TemplateRecord> {
  const record = await selectVersion(ctx.db, versionId)
  if (record === null) throw new AppError('template.not_found', { versionId })
  return record
}

async function move(
  ctx: Ctx,
  versionId: TemplateVersionId,
  from: readonly TemplateState[],
  state: TemplateState,
): Promise<void> {
  const templateId = (await versionOf(ctx, versionId)).id as TemplateId
  await inTransaction(ctx, async (tx) => {
    if (!(await moveVersion(tx, versionId, from, { state }))) throw new AppError('template.not_published', { versionId })
    await tell(ctx, tx, templateId, versionId, state)
  })
}

async function tell(
  ctx: Ctx,
  tx: Tx,
  templateId: TemplateId,
  versionId: TemplateVersionId,
  state: TemplateState,
): Promise<void> {
  await audit(tx, ctx, { action: `template.${state}`, subjectKind: 'template', subjectId: templateId, facts: { versionId } })
  await publish(tx, ctx, templateChanged, templateId, { templateId, versionId, state })
}
