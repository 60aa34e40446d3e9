/** Approved words: looking for them, writing and approving them, the composer's mode, the proof and the report. */
import { z } from 'zod'
import {
  ComposerModeInput,
  ComposerModes,
  ComposerView,
  ConfirmTextsInput,
  Language,
  MessageProof,
  NewTemplateInput,
  RenameTemplateInput,
  TemplateDetail,
  TemplateDraftInput,
  TemplateLibrary,
  TemplateLibraryQuery,
  TemplateQuery,
  TemplateReasonInput,
  TemplateReport,
  TemplateReportQuery,
  TemplateView,
} from '#contracts'
import {
  approveTemplate,
  archiveTemplate,
  changeComposerMode,
  composerModeFor,
  confirmTexts,
  draftTemplate,
  editDraft,
  listTemplates,
  proveMessage,
  readComposerModes,
  readTemplate,
  rejectTemplate,
  renameTemplate,
  searchTemplates,
  submitTemplate,
  type TemplateDraft,
  withdrawTemplate,
} from '#handoff'
import { listPlaces, timeline } from '#inbox'
import { AppError, isId, type MessageId, type RequestId, type TemplateId, type TemplateVersionId } from '#kernel'
import type { Ctx } from '#platform'
import { permissionsOf } from '#staff'
import { templateReport, templateReportCsv } from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

const TemplateParams = z.object({ templateId: z.string().max(64) })
const VersionParams = z.object({ versionId: z.string().max(64) })
const Drafted = z.object({ templateId: z.string(), versionId: z.string(), version: z.number().int() })

/** An id that cannot be one is answered like one that was never given. */
function templateIdOf({ templateId }: z.output<typeof TemplateParams>): TemplateId {
  if (!isId(templateId)) throw new AppError('template.not_found')
  return templateId as TemplateId
}

function versionIdOf({ versionId }: z.output<typeof VersionParams>): TemplateVersionId {
  if (!isId(versionId)) throw new AppError('template.not_found')
  return versionId as TemplateVersionId
}

function draftOf({ validFrom, validUntil, confirmed = [], fileIds, ...words }: TemplateDraftInput): TemplateDraft {
  const dateOf = (at: string | null | undefined) => (at ? new Date(at) : null)
  if (!words.scope.departmentIds.every(isId)) throw new AppError('department.not_found')
  return { ...words, ...(fileIds && { fileIds }), confirmed, validFrom: dateOf(validFrom), validUntil: dateOf(validUntil) }
}

/** What the client is asking about now: their last messages, however many lines they took. */
async function lastWords(ctx: Ctx, requestId: RequestId): Promise<string> {
  const { messages } = await timeline(ctx, { requestId }, { limit: 20 })
  const words = messages.filter(({ authorKind }) => authorKind === 'client').map(({ text }) => text)
  return words.slice(-3).join('\n').slice(-2_000)
}

const looking: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/templates',
    summary: 'Published templates, best first for the words given and for the request.',
    permission: 'templates.read',
    query: TemplateQuery,
    answer: z.array(TemplateView),
    async handle({ ctx, caller, query }) {
      const { text, limit } = query
      if (!query.requestId) return searchTemplates(ctx, { text, limit })
      const request = await getVisibleRequest(ctx, caller.viewer, query.requestId)
      const { topic, channel, visibility, departmentId } = request
      const language = Language.safeParse(request.language).data
      return searchTemplates(ctx, {
        ...{ text, limit, topic, channel, visibility, departmentId },
        clientText: await lastWords(ctx, request.id),
        ...(language === undefined ? {} : { language }),
      })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/composer',
    summary: 'How free the words of a reply to this request are, and until when the channel takes one.',
    permission: 'request.reply',
    params: z.object({ requestId: z.string().max(64) }),
    answer: ComposerView,
    async handle({ ctx, caller, params }) {
      const { id, channel, topic, visibility } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const [latest] = await listPlaces(ctx, id)
      return {
        mode: await composerModeFor(ctx, { channel, topic, visibility }),
        windowEndsAt: latest?.window.personUntil ?? null,
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/composer-modes',
    summary: 'The channels and topics in which words of one’s own are not free, and the limit of an edit.',
    permission: 'templates.read',
    answer: ComposerModes,
    handle: ({ ctx }) => readComposerModes(ctx),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/composer-modes',
    summary: 'Change the mode of one channel or topic, or the limit; in force for the next reply.',
    permission: 'settings.edit',
    body: ComposerModeInput,
    answer: ComposerModes,
    async handle({ ctx, body }) {
      await changeComposerMode(ctx, body)
      return readComposerModes(ctx)
    },
  }),
]

const writing: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/templates/library',
    summary: 'Every template with what is sent now and its newest version; filters, keyset pages by shortcut.',
    permission: 'templates.read',
    query: TemplateLibraryQuery,
    answer: TemplateLibrary,
    handle: ({ ctx, query }) => listTemplates(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/templates/:templateId',
    summary: 'One template with all its versions, who wrote and who approved each.',
    permission: 'templates.read',
    params: TemplateParams,
    answer: TemplateDetail,
    handle: ({ ctx, params }) => readTemplate(ctx, templateIdOf(params)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/templates',
    summary: 'Write a new template; its first version is a draft.',
    permission: 'templates.edit',
    body: NewTemplateInput,
    answer: Drafted,
    handle: ({ ctx, body: { shortcut, title, ...draft } }) => draftTemplate(ctx, { shortcut, title }, draftOf(draft)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/templates/:templateId',
    summary: 'Change the shortcut or the title, which only the staff sees.',
    permission: 'templates.edit',
    params: TemplateParams,
    body: RenameTemplateInput,
    answer: TemplateDetail,
    async handle({ ctx, params, body: { shortcut, title } }) {
      const id = templateIdOf(params)
      await renameTemplate(ctx, id, { ...(shortcut && { shortcut }), ...(title && { title }) })
      return readTemplate(ctx, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/templates/:templateId/versions',
    summary: 'Write the next version as a draft; texts that a changed one leaves behind are marked.',
    permission: 'templates.edit',
    params: TemplateParams,
    body: TemplateDraftInput,
    answer: Drafted,
    handle: ({ ctx, params, body }) => draftTemplate(ctx, { templateId: templateIdOf(params) }, draftOf(body)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/template-versions/:versionId',
    summary: 'Write a draft anew.',
    permission: 'templates.edit',
    params: VersionParams,
    body: TemplateDraftInput,
    async handle({ ctx, params, body, reply }) {
      await editDraft(ctx, versionIdOf(params), draftOf(body))
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/template-versions/:versionId/confirm',
    summary: 'Say that these texts still say the same as the one that was changed.',
    permission: 'templates.edit',
    params: VersionParams,
    body: ConfirmTextsInput,
    async handle({ ctx, params, body, reply }) {
      await confirmTexts(ctx, versionIdOf(params), body.languages)
      return reply.status(204).send()
    },
  }),
]

const approving: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/template-versions/:versionId/submit',
    summary: 'Send a draft to review.',
    permission: 'templates.edit',
    params: VersionParams,
    async handle({ ctx, params, reply }) {
      await submitTemplate(ctx, versionIdOf(params))
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/template-versions/:versionId/approve',
    summary: 'Publish a version in review. Refused to whoever had a hand in it, and while a translation is behind.',
    permission: 'templates.approve',
    params: VersionParams,
    async handle({ ctx, params, reply }) {
      await approveTemplate(ctx, versionIdOf(params))
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/template-versions/:versionId/reject',
    summary: 'Send a version in review back to its author with the reason.',
    permission: 'templates.approve',
    params: VersionParams,
    body: TemplateReasonInput,
    async handle({ ctx, params, body, reply }) {
      await rejectTemplate(ctx, versionIdOf(params), body.reason)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/template-versions/:versionId/withdraw',
    summary: 'Take a version back at once, also from composers in which it is open. What is not published also by its writers.',
    permission: 'templates.read',
    params: VersionParams,
    body: TemplateReasonInput,
    async handle({ ctx, params, body, reply }) {
      await withdrawTemplate(ctx, versionIdOf(params), body.reason)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/templates/:templateId/archive',
    summary: 'Take a template out of every list and composer; what was sent with it stays provable.',
    permission: 'templates.approve',
    params: TemplateParams,
    async handle({ ctx, params, reply }) {
      await archiveTemplate(ctx, templateIdOf(params), true)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/templates/:templateId/restore',
    summary: 'Bring an archived template back.',
    permission: 'templates.approve',
    params: TemplateParams,
    async handle({ ctx, params, reply }) {
      await archiveTemplate(ctx, templateIdOf(params), false)
      return reply.status(204).send()
    },
  }),
]

const checking: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/messages/:messageId/proof',
    onRecord: ({ params }) => ({ action: 'read.proof', subjectKind: 'message', subjectId: params.messageId }),
    summary: 'Which words a client was sent, which version they were, who wrote and approved it, and what was changed.',
    permission: 'request.read',
    params: z.object({ messageId: z.string().max(64) }),
    answer: MessageProof,
    async handle({ ctx, caller, params }) {
      if (!isId(params.messageId)) throw new AppError('message.not_found')
      const proof = await proveMessage(ctx, params.messageId as MessageId)
      const mayAudit = ctx.actor.kind === 'operator' && permissionsOf(ctx.actor.roles).has('audit.read')
      if (!mayAudit) await getVisibleRequest(ctx, caller.viewer, proof.requestId)
      return proof
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/templates',
    summary: 'Use and outcome of each template: offered, accepted, changed, reopened after, marked by the client.',
    permission: 'statistics.read',
    query: TemplateReportQuery,
    answer: TemplateReport,
    handle: ({ ctx, query }) => templateReport(ctx, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/statistics/templates.csv',
    summary: 'The same numbers as CSV (RFC 4180, UTF-8).',
    permission: 'statistics.export',
    needsProof: true,
    query: TemplateReportQuery,
    onRecord: ({ query }) => ({
      action: 'export.statistics',
      subjectKind: 'report',
      subjectId: 'templates',
      facts: { from: query.from, to: query.to },
    }),
    async handle({ ctx, query, reply }) {
      const csv = templateReportCsv(await templateReport(ctx, query))
      // The mark tells a spreadsheet that the file is UTF-8; without it Cyrillic comes out broken in Excel.
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="templates-${query.from}-${query.to}.csv"`)
        .send(`\uFEFF${csv}`)
    },
  }),
]

export const templateRoutes: readonly DeskRoute[] = [...looking, ...writing, ...approving, ...checking]
