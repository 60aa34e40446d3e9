import type { Language } from '#contracts'
import { type ConversationView, getConversation, getRequest, type QueueReplyInput, queueReply, type RequestView } from '#inbox'
import {
  AppError,
  type AttachmentId,
  type ConversationId,
  type MessageId,
  type OperatorId,
  type RequestId,
  type TemplateVersionId,
} from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { getOperator } from '#staff'
import { actingOperator } from './acting-operator.ts'
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
 * An operator's answer, with an approved template, free text or both. The words are made here: whether the template is still
 * published and fit for this place, and what it leaves open. The inbox decides in the transaction that writes them down who
 * holds the request, what the client wrote meanwhile, and whether the text asks for a secret or carries one.
 * @throws request.not_found, request.closed, request.not_held_by_you, request.held_by_other, reply.client_wrote_meanwhile,
 * reply.guarded, message.empty, template.not_found, template.not_published, template.variable_missing,
 * template.language_missing, conversation.not_found, channel.unreachable, permission.missing
 */
export async function replyAsOperator(ctx: Ctx, input: OperatorReply): Promise<{ messageId: MessageId; seq: number }> {
  const { id } = actingOperator(ctx, 'request.reply')
  const template = input.templateVersionId === undefined ? null : await usableTemplate(ctx, input.templateVersionId)
  const request = await getRequest(ctx, input.requestId)
  if (request === null) throw new AppError('request.not_found', { requestId: input.requestId })
  const conversation = await conversationFor(ctx, request, input.conversationId)
  const words = await wordsOf(ctx, id, input, request, conversation, template)
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
  const { messageId, seq } = await inTransaction(ctx, (tx) => queueReply(ctx, tx, reply))
  return { messageId, seq }
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

async function conversationFor(ctx: Ctx, request: RequestView, asked?: ConversationId): Promise<ConversationView> {
  const ids = asked === undefined ? request.conversationIds : request.conversationIds.filter((id) => id === asked)
  const found = (await Promise.all(ids.map((id) => getConversation(ctx, id)))).filter((each) => each !== null)
  const latest = found.sort((a, b) => (b.lastMessageAt?.getTime() ?? 0) - (a.lastMessageAt?.getTime() ?? 0))[0]
  if (latest === undefined) throw new AppError('conversation.not_found', { requestId: request.id })
  return latest
}

async function wordsOf(
  ctx: Ctx,
  operatorId: OperatorId,
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
  const operator = await getOperator(ctx, operatorId)
  const known = await standardVariables(ctx, {
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
