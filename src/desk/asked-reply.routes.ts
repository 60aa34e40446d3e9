/** Replies that wait for a second person: asking, taking back, reading them beside the client's words, deciding. */
import { z } from 'zod'
import { ApproveAskedInput, AskConsentInput, AskedBesideView, AskedReplyView, RefuseAskedInput, ReviewRule } from '#contracts'
import {
  type AskedReply,
  askConsent,
  changeReviewRule,
  decideAskedReply,
  filesOfAsked,
  getAskedReply,
  listAskedReplies,
  mayDecideAsked,
  readReviewRule,
  withdrawAskedReply,
} from '#handoff'
import { conversationMessages, getAttachment, getConversation } from '#inbox'
import { AppError, type ConversationId, isId } from '#kernel'
import type { Ctx } from '#platform'
import { listOperators, type Operator } from '#staff'
import { maySee } from './audience.ts'
import { type Caller, type DeskRoute, defineRoute } from './desk-route.ts'
import { nameAuthors } from './read-truth.ts'
import { getVisibleRequest } from './request-access.ts'

/** As much of the conversation as an answer is judged by. */
const messagesBeside = 12

const AskedReplyParams = z.object({ askedReplyId: z.string().max(64) })

/** With names, files, and whose turn it is. */
export async function askedReplyViews(ctx: Ctx, caller: Caller, asked: readonly AskedReply[]): Promise<AskedReplyView[]> {
  if (asked.length === 0) return []
  const operators = await listOperators(ctx)
  return Promise.all(asked.map((one) => askedReplyView(ctx, caller, one, operators)))
}

async function askedReplyView(
  ctx: Ctx,
  caller: Caller,
  asked: AskedReply,
  operators: readonly Operator[],
): Promise<AskedReplyView> {
  const nameOf = (id: string | null) => operators.find((one) => one.id === id)?.displayName ?? null
  const { id, requestId, number, conversationId, why, text, state, askedById, reason, cause, messageId } = asked
  const files = await Promise.all(filesOfAsked(asked).map((fileId) => getAttachment(ctx, fileId)))
  const instantOf = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...{ id, requestId, number, conversationId, why, text, state, askedById, reason, cause, messageId },
    ...{ saidText: asked.saidText, saidShare: asked.saidShare, seenClientSeq: asked.seenClientSeq, mentorId: asked.mentorId },
    askedByName: nameOf(askedById),
    askedAt: asked.askedAt.toISOString(),
    decidedByName: nameOf(asked.decidedById),
    decidedAt: instantOf(asked.decidedAt),
    attachments: files.flatMap((file) =>
      file === null
        ? []
        : [
            {
              id: file.id,
              kind: file.kind,
              fileName: file.fileName,
              mimeType: file.mimeType,
              sizeBytes: file.sizeBytes,
              state: file.state,
            },
          ],
    ),
    mentorName: nameOf(asked.mentorId),
    escalateAt: instantOf(asked.escalateAt),
    isEscalated: asked.escalatedAt !== null,
    lastAt: instantOf(asked.lastAt),
    mayDecide: state === 'waiting' && mayDecideAsked(asked, caller.viewer),
  }
}

async function visibleAsked(ctx: Ctx, caller: Caller, id: string): Promise<AskedReply> {
  if (!isId(id)) throw new AppError('asked_reply.not_found')
  const asked = await getAskedReply(ctx, id)
  if (!maySee(caller.viewer, asked)) throw new AppError('asked_reply.not_found')
  return asked
}

const asking: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/asked-replies',
    summary:
      'Ask a second person to let words of one’s own be read by everybody. The same clientReplyId twice is one question.',
    permission: 'request.reply',
    params: z.object({ requestId: z.string().max(64) }),
    body: AskConsentInput,
    answer: z.object({ askedReplyId: z.string() }),
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const { conversationId, text, clientReplyId, seenClientSeq } = body
      return askConsent(ctx, {
        requestId: id,
        conversationId: conversationId as ConversationId,
        text,
        clientReplyId,
        ...(seenClientSeq === undefined ? {} : { seenClientSeq }),
      })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asked-replies/:askedReplyId/withdraw',
    summary: 'Take one’s own question back.',
    permission: 'request.reply',
    params: AskedReplyParams,
    async handle({ ctx, caller, params, reply }) {
      await withdrawAskedReply(ctx, (await visibleAsked(ctx, caller, params.askedReplyId)).id)
      return reply.status(204).send()
    },
  }),
]

const deciding: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/asked-replies',
    summary: 'Replies that wait for the caller to read them, longest waiting first.',
    permission: 'reply.approve',
    answer: z.array(AskedReplyView),
    async handle({ ctx, caller }) {
      const { viewer } = caller
      const waiting = (await listAskedReplies(ctx)).filter((asked) => maySee(viewer, asked))
      // One's own in public stays in sight: somebody else has to be asked.
      const isTheirs = (asked: AskedReply) => mayDecideAsked(asked, viewer) || asked.askedById === viewer.operatorId
      return askedReplyViews(ctx, caller, waiting.filter(isTheirs))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/asked-replies/:askedReplyId/words',
    summary: 'The end of the conversation a waiting reply is for: what it answers.',
    permission: 'reply.approve',
    params: AskedReplyParams,
    answer: AskedBesideView,
    onRecord: ({ params }) => ({ action: 'read.request', subjectKind: 'asked_reply', subjectId: params.askedReplyId }),
    async handle({ ctx, caller, params }) {
      const { conversationId } = await visibleAsked(ctx, caller, params.askedReplyId)
      const conversation = await getConversation(ctx, conversationId)
      const from = Math.max(0, (conversation?.lastSeq ?? 0) - messagesBeside)
      const messages = await conversationMessages(ctx, conversationId, from, messagesBeside)
      const ofClient = messages.filter(({ authorKind }) => authorKind === 'client')
      return { messages: nameAuthors(messages, await listOperators(ctx)), lastClientSeq: ofClient.at(-1)?.seq ?? 0 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asked-replies/:askedReplyId/approve',
    summary: 'Let the reply go out, as it is or in other words; refused to whoever wrote it.',
    permission: 'reply.approve',
    params: AskedReplyParams,
    body: ApproveAskedInput,
    async handle({ ctx, caller, params, body, reply }) {
      const { id: askedReplyId } = await visibleAsked(ctx, caller, params.askedReplyId)
      const { text, seenClientSeq } = body
      await decideAskedReply(ctx, {
        askedReplyId,
        decision: 'approved',
        ...(text !== undefined && { text }),
        ...(seenClientSeq !== undefined && { seenClientSeq }),
      })
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/asked-replies/:askedReplyId/refuse',
    summary: 'Give the reply back, with a note for whoever wrote it.',
    permission: 'reply.approve',
    params: AskedReplyParams,
    body: RefuseAskedInput,
    async handle({ ctx, caller, params, body, reply }) {
      const { id: askedReplyId } = await visibleAsked(ctx, caller, params.askedReplyId)
      await decideAskedReply(ctx, {
        askedReplyId,
        decision: 'refused',
        ...(body.reason !== undefined && { reason: body.reason }),
      })
      return reply.status(204).send()
    },
  }),
]

const ruling: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/settings/review',
    summary: 'How long replies of people on probation wait, and what becomes of one nobody has read in time.',
    permission: 'reply.approve',
    answer: ReviewRule,
    handle: ({ ctx }) => readReviewRule(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/settings/review',
    summary: 'Change that; in force at once, also for what waits.',
    permission: 'settings.edit',
    body: ReviewRule,
    async handle({ ctx, body, reply }) {
      await changeReviewRule(ctx, body)
      return reply.status(204).send()
    },
  }),
]

export const askedReplyRoutes: readonly DeskRoute[] = [...asking, ...deciding, ...ruling]
