import type { Language } from '#contracts'
import { type ConversationView, getConversation, type QueueReplyInput, queueReply, type RequestView } from '#inbox'
import {
  AppError,
  type AttachmentId,
  type ConversationId,
  type MessageId,
  type RequestId,
  type TemplateVersionId,
} from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { guardOutgoing } from '#privacy'
import { getOperator } from '#staff'
import { actingOperator, requestForWork } from './acting-operator.ts'
import { loadPromises } from './promises.ts'
import { mayBeUsed } from './search-templates.ts'
import { answerLanguage, standardVariables } from './standard-variables.ts'
import { selectVersion, type TemplateRecord } from './template.store.ts'
import { placeholdersOf, renderTemplate } from './template.ts'

export type OperatorReply = {
  requestId: RequestId
  /** Made by the console; the same id twice is one reply. */
  clientReplyId: string
  /** Where the client wrote last unless given. */
  conversationId?: ConversationId
  /** Free text, or what the operator made of the template. */
  text?: string
  templateVersionId?: TemplateVersionId
  /** Beat what the program knows. */
  variables?: Readonly<Record<string, string>>
  language?: Language
  /** Newest client message the operator had seen. */
  seenClientSeq?: number
  attachmentIds?: readonly AttachmentId[]
}

/**
 * An operator's answer, with an approved template, free text or both. Everything that may keep it from the client is checked
 * here and in the transaction that writes it down: who holds the request, what the client wrote meanwhile, whether the
 * template is still published and fit for this place, secrets and personal data.
 * @throws request.not_found, request.closed, request.not_held_by_you, request.held_by_other, reply.client_wrote_meanwhile,
 * reply.guarded, message.empty, template.not_found, template.not_published, template.variable_missing,
 * template.language_missing, conversation.not_found, channel.unreachable, permission.missing
 */
export async function replyAsOperator(ctx: Ctx, input: OperatorReply): Promise<{ messageId: MessageId; seq: number }> {
  const { id } = actingOperator(ctx, 'request.reply')
  const template = input.templateVersionId === undefined ? null : await usableTemplate(ctx, input.templateVersionId)
  return inTransaction(ctx, async (tx) => {
    const request = await requestForWork(ctx, tx, input.requestId)
    const conversation = await conversationFor(ctx, tx, request, input.conversationId)
    const words = await wordsOf(ctx, tx, input, request, conversation, template)
    const guarded = guardOutgoing(words.text, conversation.visibility)
    if (!guarded.ok)
      throw new AppError('reply.guarded', { kinds: [...new Set(guarded.finds.map(({ kind }) => kind))].join(' ') })
    const reply: QueueReplyInput = {
      requestId: request.id,
      conversationId: conversation.id,
      author: { kind: 'operator', id },
      text: words.text,
      replyKey: input.clientReplyId,
      ...(template && { templateVersionId: template.versionId as TemplateVersionId, isTemplateEdited: words.isEdited }),
      ...(input.seenClientSeq !== undefined && { seenClientSeq: input.seenClientSeq }),
      ...(input.attachmentIds && { attachmentIds: input.attachmentIds }),
    }
    const { messageId, seq } = await queueReply(ctx, tx, reply)
    return { messageId, seq }
  })
}

/** Also refuses one that was withdrawn while it lay open in a composer. */
async function usableTemplate(ctx: Ctx, id: TemplateVersionId): Promise<TemplateRecord> {
  const record = await selectVersion(ctx.db, id)
  if (record === null) throw new AppError('template.not_found', { versionId: id })
  const now = ctx.clock.now()
  const isInForce = (record.validFrom ?? now) <= now && (record.validUntil === null || record.validUntil > now)
  if (record.state !== 'published' || !isInForce) throw new AppError('template.not_published', { versionId: id })
  return record
}

async function conversationFor(ctx: Ctx, tx: Tx, request: RequestView, asked?: ConversationId): Promise<ConversationView> {
  const ids = asked === undefined ? request.conversationIds : request.conversationIds.filter((id) => id === asked)
  const found = (await Promise.all(ids.map((id) => getConversation(ctx, id, tx)))).filter((each) => each !== null)
  const latest = found.sort((a, b) => (b.lastMessageAt?.getTime() ?? 0) - (a.lastMessageAt?.getTime() ?? 0))[0]
  if (latest === undefined) throw new AppError('conversation.not_found', { requestId: request.id })
  return latest
}

async function wordsOf(
  ctx: Ctx,
  tx: Tx,
  input: OperatorReply,
  request: RequestView,
  conversation: ConversationView,
  template: TemplateRecord | null,
): Promise<{ text: string; isEdited: boolean }> {
  const typed = input.text?.trim() ?? ''
  if (template === null) return { text: typed, isEdited: false }
  const { visibility, channel } = conversation
  if (!mayBeUsed(template, { visibility, channel }))
    throw new AppError('template.not_published', { versionId: template.versionId, visibility })
  const language = answerLanguage(input.language, request.language, conversation.contactLanguage)
  const operator = await getOperator(ctx, actingOperator(ctx, 'request.reply').id)
  const known = await standardVariables(ctx, tx, {
    request,
    conversation,
    operator,
    language,
    promises: await loadPromises(ctx),
  })
  const rendered = renderTemplate(template, language, { ...known, ...input.variables })
  if (typed !== '') return editedWords(typed, rendered.ok ? rendered.value : null)
  if (rendered.ok) return { text: rendered.value, isEdited: false }
  throw new AppError(
    rendered.refusal,
    rendered.refusal === 'template.variable_missing' ? { variable: rendered.name } : { language },
  )
}

/** What a person typed over a template goes out as typed, but never with a gap left open. */
function editedWords(typed: string, rendered: string | null): { text: string; isEdited: boolean } {
  const gap = placeholdersOf(typed)[0]
  if (gap !== undefined) throw new AppError('template.variable_missing', { variable: gap })
  return { text: typed, isEdited: typed !== rendered }
}
