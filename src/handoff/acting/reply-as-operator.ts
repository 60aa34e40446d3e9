import type { ComposerMode, Language } from '#contracts'
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
import { loadPromises } from '../clocks/promises.ts'
import { composerModeFor, readEditLimit } from '../templates/locked-composer.ts'
import { mayBeUsed } from '../templates/search-templates.ts'
import { answerLanguage, standardVariables } from '../templates/standard-variables.ts'
import { selectVersion, type TemplateRecord } from '../templates/template.store.ts'
import { placeholdersOf, type Rendered, renderTemplate } from '../templates/template.ts'
import { filesToSend } from '../templates/template-files.ts'
import { isEdited, type ReplyWords, recordOffers, recordUse } from '../templates/template-use.ts'
import { actingOperator } from './acting-operator.ts'

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
  /** Versions the composer offered, best first, and those put into it. */
  offered?: readonly string[]
  inserted?: readonly string[]
}

/**
 * An operator's answer, with an approved template, free text or both. The words are made here: whether the template is fit for
 * this place, what it leaves open, and whether words of one's own are allowed there. In the transaction that writes them down
 * it is decided who holds the request, what the client wrote meanwhile, whether the text asks for a secret or carries one, and
 * whether the template is still in force.
 * @throws request.not_found, request.closed, request.not_held_by_you, request.held_by_other, reply.client_wrote_meanwhile,
 * reply.guarded, reply.template_required, message.empty, template.not_found, template.not_published,
 * template.variable_missing, template.variable_mistyped, template.language_missing, conversation.not_found,
 * channel.unreachable, permission.missing, attachment.channel_refuses and attachment.too_large for the template's files too
 */
export async function replyAsOperator(ctx: Ctx, input: OperatorReply): Promise<{ messageId: MessageId; seq: number }> {
  const { id } = actingOperator(ctx, 'request.reply')
  const template = input.templateVersionId === undefined ? null : await knownTemplate(ctx, input.templateVersionId)
  const request = await getRequest(ctx, input.requestId)
  if (request === null) throw new AppError('request.not_found', { requestId: input.requestId })
  const conversation = await conversationFor(ctx, request, input.conversationId)
  const { channel, visibility } = conversation
  const mode = await composerModeFor(ctx, { channel, visibility, topic: request.topic })
  const words = await wordsOf(ctx, id, { input, request, conversation, template, mode })
  checkMode(mode, words)
  const sharedFiles = await filesToSend(ctx, words.from?.template.files ?? [])
  const editLimit = words.from === null ? 0 : await readEditLimit(ctx)
  return inTransaction(ctx, async (tx) => {
    const { messageId, seq } = await queueReply(ctx, tx, { ...queued(id, input, conversation, words), sharedFiles })
    await recordUse(ctx, tx, { messageId, requestId: request.id, operatorId: id, words, editLimit })
    const { offered = [], inserted = [] } = input
    await recordOffers(ctx, tx, { messageId, offered, inserted, sent: template?.versionId ?? null })
    return { messageId, seq }
  })
}

function queued(id: OperatorId, input: OperatorReply, conversation: ConversationView, words: ReplyWords): QueueReplyInput {
  const templateVersionId = words.from?.template.versionId as TemplateVersionId | undefined
  return {
    requestId: input.requestId,
    conversationId: conversation.id,
    author: { kind: 'operator', id },
    text: words.text,
    replyKey: input.clientReplyId,
    ...(templateVersionId && { templateVersionId, isTemplateEdited: isEdited(words) }),
    ...(input.seenClientSeq !== undefined && { seenClientSeq: input.seenClientSeq }),
    ...(input.attachmentIds && { attachmentIds: input.attachmentIds }),
  }
}

/** Whether it may be sent is decided in the reply's transaction: a reply that was written down before is told again. */
async function knownTemplate(ctx: Ctx, id: TemplateVersionId): Promise<TemplateRecord> {
  const record = await selectVersion(ctx.db, id, ctx.clock.now())
  if (record === null) throw new AppError('template.not_found', { versionId: id })
  if (record.state === 'draft' || record.state === 'review') throw new AppError('template.not_published', { versionId: id })
  return record
}

async function conversationFor(ctx: Ctx, request: RequestView, asked?: ConversationId): Promise<ConversationView> {
  const ids = asked === undefined ? request.conversationIds : request.conversationIds.filter((id) => id === asked)
  const found = (await Promise.all(ids.map((id) => getConversation(ctx, id)))).filter((each) => each !== null)
  const latest = found.sort((a, b) => (b.lastMessageAt?.getTime() ?? 0) - (a.lastMessageAt?.getTime() ?? 0))[0]
  if (latest === undefined) throw new AppError('conversation.not_found', { requestId: request.id })
  return latest
}

type Composed = {
  input: OperatorReply
  request: RequestView
  conversation: ConversationView
  template: TemplateRecord | null
  mode: ComposerMode
}

async function wordsOf(ctx: Ctx, operatorId: OperatorId, composed: Composed): Promise<ReplyWords> {
  const { input, request, conversation, template, mode } = composed
  const typed = input.text?.trim() ?? ''
  if (template === null) return { text: typed, from: null }
  const { visibility, channel } = conversation
  if (!mayBeUsed(template, { visibility, channel, departmentId: request.departmentId, topic: request.topic }))
    throw new AppError('template.not_published', { versionId: template.versionId, visibility })
  const language = answerLanguage(input.language, request.language, conversation.contactLanguage)
  const operator = await getOperator(ctx, operatorId)
  const promises = await loadPromises(ctx)
  const known = await standardVariables(ctx, { request, conversation, operator, language, promises })
  const rendered = renderTemplate(template, language, { ...known, ...input.variables })
  if (rendered.ok) return { text: withoutGap(typed) || rendered.value, from: { template, language, rendered: rendered.value } }
  // Words of one's own may close what could not be filled in; where none are allowed there is nobody to close it.
  if (typed === '' || mode === 'locked') throw refusalOf(rendered, language)
  const sofar = 'sofar' in rendered ? rendered.sofar : ''
  return { text: withoutGap(typed), from: { template, language, rendered: sofar } }
}

function refusalOf(rendered: Exclude<Rendered, { ok: true }>, language: Language): AppError {
  return new AppError(rendered.refusal, 'name' in rendered ? { variable: rendered.name } : { language })
}

/** What a person typed over a template goes out as typed, but never with a gap left open. */
function withoutGap(typed: string): string {
  const gap = placeholdersOf(typed)[0]
  if (gap !== undefined) throw new AppError('template.variable_missing', { variable: gap })
  return typed
}

/** A file alone has no words to approve. */
function checkMode(mode: ComposerMode, words: ReplyWords): void {
  const isFree = words.text !== '' && words.from === null
  const isRefused = mode === 'locked' ? isFree || isEdited(words) : mode === 'difference' && isFree
  if (isRefused) throw new AppError('reply.template_required', { mode })
}
