/** The notice that tells a client of a longer term: an approved template with its files, sent the way every reply goes. */
import type { ExtendStatutoryInput } from '#contracts'
import { type ConversationView, getConversation, type QueuedReply, queueReply, type RequestView, type SharedFile } from '#inbox'
import { AppError, type ConversationId, isId, type OperatorId, type RequestId, type TemplateVersionId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import { getOperator } from '#staff'
import { mayBeUsed } from '../templates/search-templates.ts'
import { answerLanguage, standardVariables } from '../templates/standard-variables.ts'
import { selectVersion } from '../templates/template.store.ts'
import { renderTemplate } from '../templates/template.ts'
import { filesToSend } from '../templates/template-files.ts'
import type { Promises } from './promises.ts'

export type Notice = {
  readonly conversationId: ConversationId
  readonly templateVersionId: TemplateVersionId
  readonly text: string
  /** Approved with the words; they go out with them. */
  readonly sharedFiles: readonly SharedFile[]
}

/**
 * The words, with the new last day as `answer_by`.
 * @throws conversation.not_found, template.not_found, template.not_published, template.variable_missing,
 * template.language_missing
 */
export async function prepareNotice(
  ctx: Ctx,
  promises: Promises,
  given: { request: RequestView; operatorId: OperatorId; notice: ExtendStatutoryInput['notice']; answerBy: Date },
): Promise<Notice> {
  const { request, notice, answerBy } = given
  const conversation = await conversationFor(ctx, request, notice.conversationId)
  const versionId = notice.templateVersionId as TemplateVersionId
  const template = isId(versionId) ? await selectVersion(ctx.db, versionId, ctx.clock.now()) : null
  if (template === null) throw new AppError('template.not_found', { versionId })
  const { visibility, channel } = conversation
  const isFit =
    template.state === 'published' &&
    mayBeUsed(template, { visibility, channel, departmentId: request.departmentId, topic: request.topic })
  if (!isFit) throw new AppError('template.not_published', { versionId, visibility })
  const language = answerLanguage(notice.language, request.language, conversation.contactLanguage)
  const operator = await getOperator(ctx, given.operatorId)
  const known = await standardVariables(ctx, { request, conversation, operator, language, promises })
  const { timeZone } = promises.statutoryCalendar(promises.policy, request.departmentId).time
  const rendered = renderTemplate(template, language, { ...known, ...notice.variables, answer_by: lastDay(answerBy, timeZone) })
  if (!rendered.ok) throw new AppError(rendered.refusal, 'name' in rendered ? { variable: rendered.name } : { language })
  const sharedFiles = await filesToSend(ctx, template.files)
  return { conversationId: conversation.id, templateVersionId: versionId, text: rendered.value, sharedFiles }
}

/**
 * Written down with its delivery. It answers nothing: the client's clocks run on. Throws what `queueReply` throws, also where the
 * channel takes no such file: then nothing is extended.
 */
export function sendNotice(ctx: Ctx, tx: Tx, requestId: RequestId, notice: Notice): Promise<QueuedReply> {
  return queueReply(ctx, tx, { requestId, author: { kind: 'system' }, ...notice })
}

/** The last moment belongs to the day that ends with it. 23.11.2026, as all four languages write it here. */
function lastDay(dueAt: Date, timeZone: string): string {
  const format = { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' } as const
  return new Intl.DateTimeFormat('ru-RU', format).format(new Date(dueAt.getTime() - 1))
}

async function conversationFor(ctx: Ctx, request: RequestView, asked: string | undefined): Promise<ConversationView> {
  const ids = request.conversationIds.filter((id) => asked === undefined || id === asked)
  const found = (await Promise.all(ids.map((id) => getConversation(ctx, id)))).filter((each) => each !== null)
  const latest = found.sort((a, b) => (b.lastMessageAt?.getTime() ?? 0) - (a.lastMessageAt?.getTime() ?? 0))[0]
  if (latest === undefined) throw new AppError('conversation.not_found', { requestId: request.id })
  return latest
}
