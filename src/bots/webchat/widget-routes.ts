/**
 * /widget/:site/*: everything over HTTP, and the same frames over a websocket. The visitor's token travels in
 * `Authorization: Bearer …` (or in `hello`), never in an address, and never in a cookie: there is nothing for another site
 * to ride on.
 */
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  AttachmentView,
  closeCodes,
  WidgetContinuation,
  WidgetMessage,
  WidgetSendInput,
  WidgetSent,
  WidgetSession,
  WidgetSessionInput,
} from '#contracts'
import { getAttachment, markSeen } from '#inbox'
import { AppError, type AttachmentId, isId } from '#kernel'
import type { Ctx, SocketBound } from '#platform'
import { telegramLink } from '../continuation/continuation-links.ts'
import { qrPath } from '../continuation/qr-path.ts'
import { isAllowedOrigin, type OriginRule } from './allowed-origin.ts'
import { LiveSocket, type LiveTimings, liveTimings, type WebSocketLike } from './live-socket.ts'
import { createRateLimiter } from './rate-bucket.ts'
import { receiveUpload } from './receive-upload.ts'
import { stagedByVisitor, takeWidgetMessage } from './take-message.ts'
import type { Visitor } from './visitor.store.ts'
import { authenticateVisitor, conversationOf, openSession } from './visitor-session.ts'
import { type WebchatDeps, webchatAttachmentBytes } from './webchat-deps.ts'
import { widgetMessagesAfter } from './widget-view.ts'

const jsonBodyBytes = 32 * 1024
const pageLimit = 200

const MessagesQuery = z.object({ after: z.coerce.number().int().nonnegative().default(0) })
const MessagesPage = z.object({ messages: z.array(WidgetMessage), lastSeq: z.number().int() })
const SeenInput = z.object({ deliveredSeq: z.number().int().nonnegative(), readSeq: z.number().int().nonnegative() })

const tags = ['widget']
/** For the API's documentation; the bodies are also what is checked. */
const shown: Record<
  'session' | 'send' | 'continuation' | 'messages' | 'seen' | 'upload' | 'file' | 'live' | 'preflight',
  object
> = {
  session: { summary: 'Open or resume a visit', tags, body: WidgetSessionInput, response: { 200: WidgetSession } },
  send: { summary: 'Send a message; the same id twice is one', tags, body: WidgetSendInput, response: { 200: WidgetSent } },
  continuation: { summary: 'A single-use link to go on in Telegram', tags, response: { 200: WidgetContinuation } },
  messages: { summary: 'Messages after a sequence', tags, querystring: MessagesQuery, response: { 200: MessagesPage } },
  seen: { summary: 'What was received and read', tags, body: SeenInput },
  upload: { summary: 'Upload one file (multipart)', tags, response: { 200: AttachmentView } },
  file: { summary: 'A file of this thread', tags },
  live: { summary: 'The same frames, live', tags },
  preflight: { hide: true },
}

export type WidgetRoutesInput = WebchatDeps & {
  sockets: Set<LiveSocket>
  /** Lines of all sites of this process together, and from one address. */
  socketBound: SocketBound
  timings?: LiveTimings
}

function readBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value)
  if (!read.success) throw new AppError('input.invalid', { field: read.error.issues[0]?.path.join('.') ?? '' })
  return read.data
}

function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length).trim() : undefined
}

function allowSite(rule: OriginRule, count: (why: string) => void) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isAllowedOrigin(rule, request.headers)) {
      count('origin')
      throw new AppError('origin.refused')
    }
    const { origin } = request.headers
    void reply.header('vary', 'Origin')
    if (origin === undefined) return
    void reply
      .header('access-control-allow-origin', origin)
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-allow-methods', 'GET, POST, OPTIONS')
      .header('access-control-max-age', '600')
  }
}

type Limits = { sessions: ReturnType<typeof createRateLimiter>; messages: ReturnType<typeof createRateLimiter> }

function createCall(input: WidgetRoutesInput, limits: Limits) {
  return async (request: FastifyRequest): Promise<{ ctx: Ctx; visitor: Visitor }> => {
    const ctx = input.makeCtx(request.id)
    const visitor = await authenticateVisitor(ctx, input, tokenOf(request))
    if (request.method === 'POST' && !limits.messages.allows(visitor.id)) throw new AppError('rate.exceeded')
    return { ctx, visitor }
  }
}

function addMessageRoutes(scope: FastifyInstance, input: WidgetRoutesInput, base: string, limits: Limits): void {
  const call = createCall(input, limits)
  const json = { bodyLimit: jsonBodyBytes }
  scope.post(
    `${base}/session`,
    {
      ...json,
      schema: shown.session,
    },
    async (request) => {
      if (!limits.sessions.allows(request.ip)) throw new AppError('rate.exceeded')
      return openSession(input.makeCtx(request.id), input, readBody(WidgetSessionInput, request.body))
    },
  )
  scope.post(
    `${base}/messages`,
    {
      ...json,
      schema: shown.send,
    },
    async (request) => {
      const { ctx, visitor } = await call(request)
      return takeWidgetMessage(ctx, input, visitor, readBody(WidgetSendInput, request.body))
    },
  )
  scope.post(`${base}/continuation`, { ...json, schema: shown.continuation }, async (request) => {
    const { ctx, visitor } = await call(request)
    const url = await telegramLink(ctx, (await conversationOf(ctx, visitor))?.id ?? null)
    return { url, qr: url === null ? null : qrPath(url) }
  })
  scope.get(`${base}/messages`, { schema: shown.messages }, async (request) => {
    const { ctx, visitor } = await call(request)
    const { after } = readBody(MessagesQuery, request.query)
    const conversation = await conversationOf(ctx, visitor)
    const messages =
      conversation === null ? [] : await widgetMessagesAfter(ctx, input.operatorName, conversation.id, after, pageLimit)
    return { messages, lastSeq: messages.at(-1)?.seq ?? after }
  })
  scope.post(`${base}/seen`, { ...json, schema: shown.seen }, async (request, reply) => {
    const { ctx, visitor } = await call(request)
    const seen = readBody(SeenInput, request.body)
    const conversation = await conversationOf(ctx, visitor)
    if (conversation !== null) {
      const most = conversation.lastSeq
      const { deliveredSeq, readSeq } = seen
      await markSeen(ctx, {
        conversationId: conversation.id,
        deliveredSeq: Math.min(deliveredSeq, most),
        readSeq: Math.min(readSeq, most),
      })
    }
    return reply.code(204).send()
  })
}

function addAttachmentRoutes(scope: FastifyInstance, input: WidgetRoutesInput, base: string, limits: Limits): void {
  const call = createCall(input, limits)
  scope.post(
    `${base}/attachments`,
    { bodyLimit: webchatAttachmentBytes + 64 * 1024, schema: shown.upload },
    async (request) => {
      const { ctx, visitor } = await call(request)
      return receiveUpload(ctx, visitor, request)
    },
  )
  scope.get(`${base}/attachments/:id`, { schema: shown.file }, async (request, reply) => {
    const { ctx, visitor } = await call(request)
    const { id } = request.params as { id: string }
    const file = isId(id) ? await getAttachment(ctx, id as AttachmentId) : null
    const conversation = await conversationOf(ctx, visitor)
    const isStagedHere = file?.stagedBy === stagedByVisitor(visitor)
    const isInThread = file !== null && conversation !== null && file.conversationId === conversation.id
    if (file === null || file.storageKey === null || !(isStagedHere || isInThread)) throw new AppError('attachment.not_found')
    return reply
      .type(file.mimeType ?? 'application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName ?? 'fayl')}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=3600')
      .send(ctx.files.stream(file.storageKey))
  })
}

function addLiveRoute(scope: FastifyInstance, input: WidgetRoutesInput, base: string): void {
  const isFull = async (request: FastifyRequest) => {
    // Refused before the upgrade: the widget goes on over plain HTTP.
    if (!input.socketBound.isFull(request.ip)) return
    input.makeCtx().metrics.count('widget_refused', { why: 'sockets' })
    throw new AppError('rate.exceeded')
  }
  const open = (socket: WebSocket, request: FastifyRequest) => {
    const leave = input.socketBound.enter(request.ip)
    if (leave === null) return socket.close(closeCodes.protocol, 'rate.exceeded')
    socket.on('close', leave)
    const live = new LiveSocket(input, input.makeCtx(request.id), socket as WebSocketLike, input.timings ?? liveTimings)
    input.sockets.add(live)
    socket.on('close', () => input.sockets.delete(live))
  }
  // Whoever asks for it without an upgrade is refused like anybody, and counted.
  const handler = async () => {
    throw new AppError('route.not_found')
  }
  scope.route({ method: 'GET', url: `${base}/live`, schema: shown.live, preValidation: isFull, handler, wsHandler: open })
}

/** Adds the routes of one site in a scope of its own, with its own origin rule. The server has multipart and websockets. */
export function addWidgetRoutes(server: FastifyInstance, input: WidgetRoutesInput): void {
  const base = `/widget/${input.account.externalId}`
  const limits: Limits = { sessions: createRateLimiter(30, 0.5), messages: createRateLimiter(40, 2) }
  const rule: OriginRule = { allowed: input.config.WIDGET_ALLOWED_ORIGINS, publicUrl: input.config.PUBLIC_URL }
  server.register((scope, _options, done) => {
    const refused = (why: string) => input.makeCtx().metrics.count('widget_refused', { why })
    scope.addHook('onRequest', allowSite(rule, refused))
    scope.options(`${base}/*`, { schema: shown.preflight }, async (_request, reply) => reply.code(204).send())
    addMessageRoutes(scope, input, base, limits)
    addAttachmentRoutes(scope, input, base, limits)
    addLiveRoute(scope, input, base)
    done()
  })
}
