/** The way of approved words: draft, review by another person, published, withdrawn. Nothing else is ever sent. */
import { AppError, type TemplateId, type TemplateVersionId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { permissionsOf } from '#staff'
import { actingOperator } from '../acting/acting-operator.ts'
import { templateChanged } from '../events.ts'
import {
  lockTemplate,
  selectVersions,
  type TemplateName,
  updateArchived,
  updateName,
  updateState,
  withdrawReplaced,
} from './template.store.ts'
import { changeVersion, checkWords, tellTemplate } from './template-draft.ts'

/** @throws permission.missing, template.not_found, template.changed_meanwhile where it is no draft */
export async function submitTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  actingOperator(ctx, 'templates.edit')
  await changeVersion(ctx, versionId, ['draft'], async (tx, record) => {
    checkWords(record.texts, record.variables, record)
    const cleared = { rejectedById: null, rejectionReason: null, rejectedAt: null }
    await updateState(tx, versionId, { state: 'review', submittedAt: ctx.clock.now(), ...cleared })
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: 'review' })
  })
}

/**
 * A second pair of eyes: whoever had a hand in the text may not approve it. From its first day on it takes the place of the
 * version before.
 * @throws permission.missing, template.approver_is_author, template.text_stale, template.not_found,
 * template.changed_meanwhile where it is not in review
 */
export async function approveTemplate(ctx: Ctx, versionId: TemplateVersionId): Promise<void> {
  const approver = actingOperator(ctx, 'templates.approve')
  await changeVersion(ctx, versionId, ['draft', 'review'], async (tx, record) => {
    const hands = [record.authorId, ...record.editorIds]
    if (hands.includes(approver.id)) throw new AppError('template.approver_is_author', { versionId })
    if (record.state !== 'review') throw new AppError('template.changed_meanwhile', { versionId, state: record.state })
    if (record.stale.length > 0) throw new AppError('template.text_stale', { versionId, languages: record.stale.join(' ') })
    checkWords(record.texts, record.variables, record)
    await updateState(tx, versionId, { state: 'published', approverId: approver.id, publishedAt: ctx.clock.now() })
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: 'published' })
  })
}

/** Sends a version in review back to its author. @throws permission.missing, template.not_found, template.changed_meanwhile */
export async function rejectTemplate(ctx: Ctx, versionId: TemplateVersionId, reason: string): Promise<void> {
  const { id } = actingOperator(ctx, 'templates.approve')
  await changeVersion(ctx, versionId, ['review'], async (tx, record) => {
    const rejected = { rejectedById: id, rejectionReason: reason, rejectedAt: ctx.clock.now() }
    await updateState(tx, versionId, { state: 'draft', ...rejected })
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: 'draft', action: 'template.rejected' })
  })
}

/**
 * From this moment nobody can send it, also not from a composer in which it is open, and the versions it had replaced do not
 * come back. A draft or a version in review may also be withdrawn by those who write.
 * @throws permission.missing, template.not_found, template.changed_meanwhile
 */
export async function withdrawTemplate(ctx: Ctx, versionId: TemplateVersionId, reason: string | null = null): Promise<void> {
  const mayApprove = ctx.actor.kind === 'operator' && permissionsOf(ctx.actor.roles).has('templates.approve')
  actingOperator(ctx, mayApprove ? 'templates.approve' : 'templates.edit')
  await changeVersion(ctx, versionId, ['published', 'review', 'draft'], async (tx, record) => {
    const at = ctx.clock.now()
    if (record.state === 'published') {
      actingOperator(ctx, 'templates.approve')
      const hasBegun = record.validFrom === null || record.validFrom <= at
      const { version, publishedAt } = record
      if (hasBegun && publishedAt) await withdrawReplaced(tx, { templateId: record.id as TemplateId, version, publishedAt }, at)
    }
    await updateState(tx, versionId, { state: 'withdrawn', withdrawnAt: at, withdrawalReason: reason })
    await tellTemplate(ctx, tx, { templateId: record.id, versionId, state: 'withdrawn' })
  })
}

/** What only the staff sees: the shortcut and the title. @throws permission.missing, template.not_found, template.shortcut_taken */
export async function renameTemplate(ctx: Ctx, id: TemplateId, name: Partial<TemplateName>): Promise<void> {
  actingOperator(ctx, 'templates.edit')
  await changeTemplate(ctx, id, 'renamed', async (tx) => {
    if (!(await updateName(tx, id, name))) throw new AppError('template.shortcut_taken', { shortcut: name.shortcut ?? null })
  })
}

/** Out of every list and every composer, or back; what was sent with it stays provable. @throws permission.missing, template.not_found */
export async function archiveTemplate(ctx: Ctx, id: TemplateId, isArchived: boolean): Promise<void> {
  actingOperator(ctx, 'templates.approve')
  await changeTemplate(ctx, id, isArchived ? 'archived' : 'restored', (tx) => updateArchived(tx, id, isArchived))
}

async function changeTemplate(
  ctx: Ctx,
  templateId: TemplateId,
  what: 'renamed' | 'archived' | 'restored',
  change: (tx: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<void>,
): Promise<void> {
  const [latest] = await selectVersions(ctx.db, templateId, ctx.clock.now())
  if (latest === undefined) throw new AppError('template.not_found', { templateId })
  const { versionId } = latest
  await inTransaction(ctx, async (tx) => {
    await lockTemplate(tx, templateId)
    await change(tx)
    await audit(tx, ctx, { action: `template.${what}`, subjectKind: 'template', subjectId: templateId, facts: { versionId } })
    await publish(tx, ctx, templateChanged, templateId, { templateId, versionId, state: what })
  })
}
