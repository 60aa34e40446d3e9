/** Which words one message was, who wrote them, who approved them and what was changed: for those who must prove it. */
import type { MessageProof } from '#contracts'
import { messageViews } from '#inbox'
import { AppError, type MessageId, type TemplateVersionId } from '#kernel'
import type { Ctx } from '#platform'
import { requirePermission } from '#staff'
import { selectVersion } from './template.store.ts'
import { standingOf } from './template.ts'
import { compareWords } from './template-edit.ts'
import { type Names, staffNames } from './template-library.ts'
import { selectUse } from './template-use.store.ts'

/**
 * Of any message we sent, also one in free words. Whether the caller may know of its request is the caller's door's to decide.
 * @throws permission.missing, message.not_found, also for a client's own message
 */
export async function proveMessage(ctx: Ctx, id: MessageId): Promise<MessageProof> {
  requirePermission(ctx, 'request.read')
  const [message] = await messageViews(ctx, [id])
  if (!message || message.requestId === null || message.authorKind === 'client') throw new AppError('message.not_found')
  const [names, use] = await Promise.all([staffNames(ctx), selectUse(ctx.db, id)])
  const isStaff = message.authorKind === 'operator'
  const { delivery } = message
  const version = message.templateVersionId as TemplateVersionId | null
  return {
    messageId: message.id,
    requestId: message.requestId,
    authorKind: message.authorKind,
    author: isStaff ? names(message.authorId) : null,
    sentAt: message.sentAt,
    text: message.text,
    delivery: delivery && { state: delivery.state, sentAt: delivery.sentAt },
    template: version === null ? null : await templateOf(ctx, version, use?.language ?? null, names),
    edit: use?.edit ? { ...use.edit, parts: compareWords(use.edit.rendered, use.edit.sent).parts } : null,
  }
}

async function templateOf(
  ctx: Ctx,
  id: TemplateVersionId,
  language: NonNullable<MessageProof['template']>['language'],
  names: Names,
): Promise<MessageProof['template']> {
  const now = ctx.clock.now()
  const record = await selectVersion(ctx.db, id, now)
  if (record === null) return null
  return {
    templateId: record.id,
    shortcut: record.shortcut,
    versionId: record.versionId,
    version: record.version,
    standing: standingOf(record, now),
    language,
    approvedText: language === null ? null : record.texts[language],
    files: record.files,
    author: names(record.authorId),
    approver: names(record.approverId),
    publishedAt: record.publishedAt?.toISOString() ?? null,
    validFrom: record.validFrom?.toISOString() ?? null,
    validUntil: record.validUntil?.toISOString() ?? null,
  }
}
