/** What did not arrive, where a request can be answered, and words for everybody to read. */
import { z } from 'zod'
import {
  HandledInput,
  ModerateInput,
  MovedToPrivate,
  MoveToPrivateInput,
  NotReceivedPage,
  NotReceivedQuery,
  type NotReceivedView,
  PlacesView,
  type PlaceView,
  ReplyResult,
  ResendInput,
  windowView,
} from '#contracts'
import { composerModeFor, handleAsOperator, listAskedReplies, moveToPrivateAsOperator, resendAsOperator } from '#handoff'
import { getOpenEnd, getPublicMessage, listNotReceived, listPlaces, type NotReceived, privateReplyRights } from '#inbox'
import { AppError, type ConversationId, type DeliveryId, type DepartmentId, isAppError, isId, type MessageId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { askedReplyRoutes, askedReplyViews } from './asked-reply.routes.ts'
import { maySee, seesEverything } from './audience.ts'
import type { ChannelEdge } from './channel-health.routes.ts'
import { type Caller, type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

const RequestParams = z.object({ requestId: z.string().max(64) })
const DeliveryParams = z.object({ deliveryId: z.string().max(64) })
const MessageParams = z.object({ messageId: z.string().max(64) })

function cursorOf(cursor: string | undefined): { at: Date; id: string } | null {
  const [at = '', id = ''] = cursor?.split('_') ?? []
  const moment = new Date(at)
  return isId(id) && !Number.isNaN(moment.getTime()) ? { at: moment, id } : null
}

/** Those that take a reply now first; the order among them is that of last use. */
function notReceivedView(row: NotReceived, now: number): NotReceivedView {
  const ways = row.ways.map(({ clientWroteAt, openRequestId, lastMessageAt, ...way }) => ({
    conversationId: way.conversationId,
    channel: way.channel,
    accountName: way.accountName,
    isSame: way.conversationId === row.conversationId,
    lastMessageAt: lastMessageAt === null ? null : new Date(lastMessageAt).toISOString(),
    window: windowView({ ...way, clientWroteAtMs: clientWroteAt === null ? null : Date.parse(clientWroteAt) }, now),
    hasOtherRequest: openRequestId !== null && openRequestId !== row.requestId,
  }))
  const { departmentId: _department, ...view } = row
  const isTaken = (way: (typeof ways)[number]) => Number(way.window.state === 'closed' || way.isSame)
  return { ...view, queuedAt: row.queuedAt.toISOString(), ways: ways.sort((a, b) => isTaken(a) - isTaken(b)) }
}

const arriving: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/not-received',
    summary: 'Replies the client has not received, or whose fate nobody knows, with where else each can be written to.',
    permission: 'request.read',
    query: NotReceivedQuery,
    answer: NotReceivedPage,
    async handle({ ctx, caller, query }) {
      const { viewer } = caller
      const departmentIds = seesEverything(viewer) ? ('all' as const) : ([...viewer.departmentIds] as DepartmentId[])
      const scope = { departmentIds, operatorId: viewer.operatorId, before: cursorOf(query.cursor), limit: query.limit }
      const rows = await listNotReceived(ctx, scope)
      const last = rows.length === query.limit ? rows.at(-1) : undefined
      const nextCursor = last === undefined ? null : `${last.queuedAt.toISOString()}_${last.deliveryId}`
      const now = ctx.clock.now().getTime()
      return { items: rows.filter((row) => maySee(viewer, row)).map((row) => notReceivedView(row, now)), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deliveries/:deliveryId/resend',
    summary: 'Send the same words and files in another conversation of the client. The same clientReplyId twice is one reply.',
    permission: 'request.reply',
    params: DeliveryParams,
    body: ResendInput,
    answer: ReplyResult,
    async handle({ ctx, caller, params, body }) {
      const deliveryId = await visibleDelivery(ctx, caller, params.deliveryId)
      const { conversationId, clientReplyId } = body
      return resendAsOperator(ctx, { deliveryId, conversationId: conversationId as ConversationId, clientReplyId })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deliveries/:deliveryId/handled',
    summary: 'Note that the client was told otherwise, has it after all, or cannot be told.',
    permission: 'request.reply',
    params: DeliveryParams,
    body: HandledInput,
    async handle({ ctx, caller, params, body, reply }) {
      const deliveryId = await visibleDelivery(ctx, caller, params.deliveryId)
      await handleAsOperator(ctx, { deliveryId, how: body.how })
      return reply.status(204).send()
    },
  }),
]

async function visibleDelivery(ctx: Ctx, caller: Caller, id: string): Promise<DeliveryId> {
  if (!isId(id)) throw new AppError('delivery.not_found')
  const { requestId, deliveryId } = await inTransaction(ctx, (tx) => getOpenEnd(tx, id as DeliveryId))
  // Said of the delivery: the name of the request in the refusal would tell that there is one.
  await getVisibleRequest(ctx, caller.viewer, requestId).catch((error: unknown) => {
    throw isAppError(error, 'request.not_found') ? new AppError('delivery.not_found', { deliveryId: id }) : error
  })
  return deliveryId
}

const answering: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/places',
    summary:
      'Where this request can be answered: each conversation with its window and mode, private replies still free, words that wait.',
    permission: 'request.read',
    params: RequestParams,
    answer: PlacesView,
    async handle({ ctx, caller, params }) {
      const { id, topic } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const [places, rights, asked] = await Promise.all([
        listPlaces(ctx, id),
        privateReplyRights(ctx, id),
        listAskedReplies(ctx, id),
      ])
      const views = places.map(async ({ lastMessageAt, ...place }): Promise<PlaceView> => {
        const { channel, visibility } = place
        const mode = await composerModeFor(ctx, { channel, topic, visibility })
        return { ...place, lastMessageAt: lastMessageAt?.toISOString() ?? null, mode, needsConsent: visibility === 'public' }
      })
      return {
        places: await Promise.all(views),
        privateRights: rights.map(({ until, ...right }) => ({ ...right, until: until.toISOString() })),
        askedReplies: await askedReplyViews(ctx, caller, asked),
      }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/private-reply',
    summary:
      'Move to private: the one private reply to a comment, within its seven days. Opens a conversation of the same request.',
    permission: 'request.reply',
    params: RequestParams,
    body: MoveToPrivateInput,
    answer: MovedToPrivate,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      return moveToPrivateAsOperator(ctx, { ...body, requestId: id, commentMessageId: body.commentMessageId as MessageId })
    },
  }),
]

const moderating = (edge: ChannelEdge): DeskRoute[] => [
  defineRoute({
    method: 'POST',
    path: '/api/messages/:messageId/moderate',
    summary: 'Hide a client’s comment or show it again, or delete a comment of the bank’s own.',
    permission: 'comment.moderate',
    params: MessageParams,
    body: ModerateInput,
    async handle({ ctx, caller, params, body, reply }) {
      if (!isId(params.messageId)) throw new AppError('message.not_found')
      const messageId = params.messageId as MessageId
      const { requestId } = await getPublicMessage(ctx, messageId)
      if (requestId === null) throw new AppError('message.not_found')
      await getVisibleRequest(ctx, caller.viewer, requestId)
      await edge.moderate(ctx, { messageId, what: body.what })
      return reply.status(204).send()
    },
  }),
]

export const deliveryRoutes = (edge: ChannelEdge): readonly DeskRoute[] => [
  ...arriving,
  ...answering,
  ...askedReplyRoutes,
  ...moderating(edge),
]
