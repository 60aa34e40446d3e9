/** Writes down with a reply which approved words it came from, what was changed in them, and what else was offered. */
import type { Language } from '#contracts'
import {
  AppError,
  isId,
  type MessageId,
  type OperatorId,
  type RequestId,
  type TemplateId,
  type TemplateVersionId,
} from '#kernel'
import type { Ctx, Tx } from '#platform'
import { isVersionInForce, lockTemplate, type TemplateRecord } from './template.store.ts'
import { compareWords } from './template-edit.ts'
import { insertEdit, insertOffers, insertUse } from './template-use.store.ts'

/** The words of a reply and, where they came from a template, the approved words they began as. */
export type ReplyWords = {
  readonly text: string
  readonly from: { readonly template: TemplateRecord; readonly language: Language; readonly rendered: string } | null
}

/** Line ends and spaces at the edges are no edit. */
export function isEdited(words: ReplyWords): boolean {
  return words.from !== null && plain(words.text) !== plain(words.from.rendered)
}

const plain = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim()

/**
 * In the transaction of the reply, after it: a version that was withdrawn, archived or replaced before this moment takes the
 * reply back with it, and one that is withdrawn from now on waits for the reply.
 * @throws template.not_published
 */
export async function recordUse(
  ctx: Ctx,
  tx: Tx,
  reply: { messageId: MessageId; requestId: RequestId; operatorId: OperatorId; words: ReplyWords; editLimit: number },
): Promise<void> {
  const { messageId, requestId, operatorId, words, editLimit } = reply
  if (words.from === null) return
  const { template, language, rendered } = words.from
  const { id: templateId, versionId } = template
  const edit = isEdited(words) ? compareWords(plain(rendered), plain(words.text)) : null
  const isBeyond = edit !== null && edit.share > editLimit
  const at = ctx.clock.now()
  await lockTemplate(tx, templateId as TemplateId, 'use')
  const use = { messageId, templateId, versionId, requestId, operatorId, language, isEdited: edit !== null, isBeyond, at }
  if (!(await insertUse(tx, use))) return
  if (!(await isVersionInForce(tx, versionId as TemplateVersionId, at)))
    throw new AppError('template.not_published', { versionId })
  if (edit === null) return
  const texts = { rendered: plain(rendered), sent: plain(words.text) }
  await insertEdit(tx, { messageId, versionId, ...texts, share: edit.share, isBeyond, at })
}

/** What the composer offered while the reply was written; what it invents is left out. */
export async function recordOffers(
  ctx: Ctx,
  tx: Tx,
  reply: { messageId: MessageId; offered: readonly string[]; inserted: readonly string[]; sent: string | null },
): Promise<void> {
  const offered = [...new Set(reply.offered)].filter(isId)
  if (offered.length === 0) return
  const inserted = [...reply.inserted.filter(isId), ...(reply.sent === null ? [] : [reply.sent])]
  await insertOffers(tx, { messageId: reply.messageId, offered, inserted, sent: reply.sent, at: ctx.clock.now() })
}
