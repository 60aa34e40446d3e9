/** What a reply says and how it is written down, whoever lets it go out: its words are made here, its rules are the inbox's. */
import type { ComposerMode, Language } from '#contracts'
import { type ConversationView, getConversation, getRequest, type QueuedReply, queueReply, type RequestView } from '#inbox'
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

/** A reply whose words are made and fit for the place, ready to be written down. */
export type ComposedReply = Pick<OperatorReply, 'attachmentIds' | 'offered' | 'inserted' | 'seenClientSeq'> & {
  readonly requestId: RequestId
  readonly conversationId: ConversationId
  readonly authorId: OperatorId
  readonly replyKey: string
  readonly words: ReplyWords
  /** Who else has read these words. */
  readonly consentBy?: OperatorId
}

/**
 * Makes the words: whether the template is fit for this place, what it leaves open, and whether words of one's own are allowed.
 * @throws request.not_found, conversation.not_found, reply.template_required, template.not_found, template.not_published,
 * template.variable_missing, template.variable_mistyped, template.language_missing
 */
export async function composeReply(ctx: Ctx, authorId: OperatorId, input: OperatorReply): Promise<ComposedReply> {
  const template = input.templateVersionId === undefined ? null : await knownTemplate(ctx, input.templateVersionId)
  const request = await getRequest(ctx, input.requestId)
  if (request === null) throw new AppError('request.not_found', { requestId: input.requestId })
  const conversation = await conversationFor(ctx, request, input.conversationId)
  const { channel, visibility } = conversation
  const mode = await composerModeFor(ctx, { channel, visibility, topic: request.topic })
  const words = await wordsOf(ctx, authorId, { input, request, conversation, template, mode })
  checkMode(mode, words)
  const { attachmentIds, offered, inserted, seenClientSeq, clientReplyId: replyKey } = input
  return {
    ...{ requestId: request.id, conversationId: conversation.id, authorId, replyKey, words },
    ...(attachmentIds && { attachmentIds }),
    ...(offered && { offered }),
    ...(inserted && { inserted }),
    ...(seenClientSeq !== undefined && { seenClientSeq }),
  }
}

/**
 * The same words put together again after somebody else has changed them: the template as it is now, the mode as it is now.
 * @throws template.not_found, template.not_published, reply.template_required, conversation.not_found
 */
export async function recomposeWords(
  ctx: Ctx,
  of: { request: RequestView; conversationId: ConversationId; text: string },
  from: { templateVersionId: TemplateVersionId; language: Language; rendered: string } | null,
): Promise<ReplyWords> {
  const { channel, visibility } = await conversationFor(ctx, of.request, of.conversationId)
  const text = withoutGap(of.text.trim())
  const mode = await composerModeFor(ctx, { channel, visibility, topic: of.request.topic })
  const template = from && (await knownTemplate(ctx, from.templateVersionId))
  const words = { text, from: template && from && { template, language: from.language, rendered: from.rendered } }
  checkMode(mode, words)
  return words
}

/**
 * Writes the reply down. Here it is decided who holds the request, what the client wrote meanwhile, whether the text asks for a
 * secret or carries one, and whether the template is still in force.
 * @throws what `queueReply` throws, template.not_published, attachment.channel_refuses and attachment.too_large for the
 * template's files too
 */
export async function writeReply(
  ctx: Ctx,
  reply: ComposedReply,
  also: (tx: Parameters<typeof queueReply>[1], said: QueuedReply) => Promise<void> = async () => undefined,
): Promise<QueuedReply> {
  const { words, requestId, authorId, replyKey, consentBy, seenClientSeq, attachmentIds } = reply
  const sharedFiles = await filesToSend(ctx, words.from?.template.files ?? [])
  const editLimit = words.from === null ? 0 : await readEditLimit(ctx)
  const templateVersionId = words.from?.template.versionId as TemplateVersionId | undefined
  return inTransaction(ctx, async (tx) => {
    const said = await queueReply(ctx, tx, {
      ...{ requestId, conversationId: reply.conversationId, text: words.text, replyKey, sharedFiles },
      author: { kind: 'operator', id: authorId },
      ...(templateVersionId && { templateVersionId, isTemplateEdited: isEdited(words) }),
      ...(seenClientSeq !== undefined && { seenClientSeq }),
      ...(attachmentIds && { attachmentIds }),
      ...(consentBy && { consentBy }),
    })
    const messageId: MessageId = said.messageId
    await recordUse(ctx, tx, { messageId, requestId, operatorId: authorId, words, editLimit })
    const { offered = [], inserted = [] } = reply
    await recordOffers(ctx, tx, { messageId, offered, inserted, sent: templateVersionId ?? null })
    await also(tx, said)
    return said
  })
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
