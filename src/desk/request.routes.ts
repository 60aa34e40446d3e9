import { z } from 'zod'
import {
  ClassifyInput,
  ClockExplanation,
  CloseInput,
  NoteInput,
  NoteView,
  PauseInput,
  ReopenInput,
  ReplyInput,
  ReplyResult,
  RequestDetail,
  RequestSummary,
  TakeInput,
  TransferInput,
} from '#contracts'
import {
  classifyAsOperator,
  closeAsOperator,
  explainClock,
  pauseAsOperator,
  reopenAsOperator,
  replyAsOperator,
  resumeAsOperator,
  returnToQueue,
  takeRequest,
  transferRequest,
} from '#handoff'
import { addNote, notesOf, timeline } from '#inbox'
import {
  AppError,
  type AttachmentId,
  type ClockId,
  type ConversationId,
  type DepartmentId,
  isId,
  type MessageId,
  type OperatorId,
  type TemplateVersionId,
} from '#kernel'
import type { Ctx } from '#platform'
import { inTransaction } from '#platform'
import { listOperators } from '#staff'
import { type Caller, type DeskRoute, defineRoute } from './desk-route.ts'
import { nameAuthors, nameHolders, nameNotes } from './read-truth.ts'
import { getVisibleRequest } from './request-access.ts'
import { readRequestDetail } from './request-detail.ts'

const RequestParams = z.object({ requestId: z.string().max(64) })
const Version = z.object({ version: z.number().int() })
const Done = z.object({ request: RequestSummary })

/** The request as it is after the action, so that the screen need not wait for its frame. */
async function afterwards(ctx: Ctx, caller: Caller, requestId: string) {
  const request = await getVisibleRequest(ctx, caller.viewer, requestId)
  return { request: nameHolders([request], await listOperators(ctx))[0] ?? request }
}

const readingOf = (subjectId: string, action = 'read.request') => ({ action, subjectKind: 'request', subjectId })

const reading: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId',
    summary: 'Everything a screen needs to open one request, true as of its feed number.',
    permission: 'request.read',
    params: RequestParams,
    answer: RequestDetail,
    onRecord: ({ params }) => readingOf(params.requestId),
    handle: ({ ctx, caller, params }) => readRequestDetail(ctx, caller.viewer, params.requestId),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/messages',
    summary: 'An earlier page of the timeline.',
    permission: 'request.read',
    params: RequestParams,
    query: z.object({
      beforeAt: z.iso.datetime({ offset: true }),
      beforeId: z.string(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ messages: RequestDetail.shape.messages, hasEarlier: z.boolean() }),
    onRecord: ({ params }) => readingOf(params.requestId, 'read.earlier_messages'),
    async handle({ ctx, caller, params, query }) {
      const request = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const before = { at: new Date(query.beforeAt), id: query.beforeId as MessageId }
      const page = await timeline(ctx, { requestId: request.id }, { before, limit: query.limit })
      return { ...page, messages: nameAuthors(page.messages, await listOperators(ctx)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/clocks/:clockId',
    summary: 'Why this clock is due when it is: every counted and uncounted stretch.',
    permission: 'request.read',
    params: RequestParams.extend({ clockId: z.string().max(64) }),
    answer: ClockExplanation,
    async handle({ ctx, caller, params }) {
      const request = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const clock = request.clocks.find((one) => one.id === params.clockId)
      const explanation = clock ? await explainClock(ctx, clock.id as ClockId) : null
      if (!explanation) throw new AppError('request.not_found')
      return explanation
    },
  }),
]

const holding: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/take',
    summary: 'Take the request. Of two who press together one wins; the other is told who holds it.',
    permission: 'request.take',
    params: RequestParams,
    body: TakeInput,
    answer: Done,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const expected = body.expectedVersion === undefined ? {} : { expectedVersion: body.expectedVersion }
      await takeRequest(ctx, { requestId: id, operatorId: caller.viewer.operatorId, ...expected })
      return afterwards(ctx, caller, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/return',
    summary: 'Give the request back to the queue of its department.',
    permission: 'request.transfer',
    params: RequestParams,
    body: z.object({ note: z.string().max(2000).optional() }),
    answer: Version,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      return returnToQueue(ctx, { requestId: id, ...(body.note === undefined ? {} : { note: body.note }) })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/transfer',
    summary: 'Hand the request to another department or to a colleague.',
    permission: 'request.transfer',
    params: RequestParams,
    body: TransferInput,
    answer: Version,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const to =
        'departmentId' in body.to
          ? { departmentId: body.to.departmentId as DepartmentId }
          : { operatorId: body.to.operatorId as OperatorId }
      return transferRequest(ctx, { requestId: id, to, ...(body.note === undefined ? {} : { note: body.note }) })
    },
  }),
]

const answering: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/replies',
    summary: 'Reply with an approved template or free text. The same clientReplyId twice is one reply.',
    permission: 'request.reply',
    params: RequestParams,
    body: ReplyInput,
    answer: ReplyResult,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const { conversationId, templateVersionId, attachmentIds, text, variables, language, seenClientSeq, clientReplyId } = body
      const { offered = [], inserted = [] } = body
      if (!text?.trim() && !templateVersionId && !attachmentIds?.length) throw new AppError('message.empty')
      // Left out in silence, the reply would go without its file.
      if (attachmentIds?.every(isId) === false) throw new AppError('attachment.not_found')
      return replyAsOperator(ctx, {
        requestId: id,
        clientReplyId,
        offered,
        inserted,
        ...(conversationId === undefined ? {} : { conversationId: conversationId as ConversationId }),
        ...(templateVersionId === undefined ? {} : { templateVersionId: templateVersionId as TemplateVersionId }),
        ...(attachmentIds === undefined ? {} : { attachmentIds: attachmentIds as AttachmentId[] }),
        ...(text === undefined ? {} : { text }),
        ...(variables === undefined ? {} : { variables }),
        ...(language === undefined ? {} : { language }),
        ...(seenClientSeq === undefined ? {} : { seenClientSeq }),
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/notes',
    summary: 'Add an internal note. A note has its own path and can never be delivered.',
    permission: 'request.note',
    params: RequestParams,
    body: NoteInput,
    answer: NoteView,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const { noteId } = await inTransaction(ctx, (tx) => addNote(ctx, tx, { requestId: id, text: body.text }))
      const notes = await notesOf(ctx, id)
      return nameNotes(notes, await listOperators(ctx)).find((note) => note.id === noteId)
    },
  }),
]

const settling: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/pause',
    summary: 'Pause the clocks for a reason of the closed list while the client is awaited.',
    permission: 'request.reply',
    params: RequestParams,
    body: PauseInput,
    answer: Done,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await pauseAsOperator(ctx, { requestId: id, reason: body.reason })
      return afterwards(ctx, caller, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/resume',
    summary: 'Let the paused clocks run again.',
    permission: 'request.reply',
    params: RequestParams,
    answer: Done,
    async handle({ ctx, caller, params }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await resumeAsOperator(ctx, { requestId: id })
      return afterwards(ctx, caller, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/close',
    summary: 'Close the request with its outcome.',
    permission: 'request.close',
    params: RequestParams,
    body: CloseInput,
    answer: Done,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await closeAsOperator(ctx, {
        requestId: id,
        outcome: body.outcome,
        ...(body.note === undefined ? {} : { note: body.note }),
      })
      return afterwards(ctx, caller, id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/reopen',
    summary: 'Reopen a closed request and take it.',
    permission: 'request.close',
    params: RequestParams,
    body: ReopenInput,
    answer: Done,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await reopenAsOperator(ctx, { requestId: id, ...(body.reason === undefined ? {} : { reason: body.reason }) })
      return afterwards(ctx, caller, id)
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/requests/:requestId/classification',
    summary: "Confirm or correct the type, priority or topic; the model's opinion is kept beside it.",
    permission: 'request.classify',
    params: RequestParams,
    body: ClassifyInput,
    answer: Done,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      await classifyAsOperator(ctx, { requestId: id, ...given })
      return afterwards(ctx, caller, id)
    },
  }),
]

export const requestRoutes: readonly DeskRoute[] = [...reading, ...holding, ...answering, ...settling]
