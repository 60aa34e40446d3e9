/**
 * The HTTP server every edge adds its routes to: zod schemas check what comes in and write the documentation, every error
 * leaves as problem+json, and everything has a bound.
 */
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { AppError, mayBeUnstorable, newId, storable } from '#kernel'
import type { Config } from '../config/schema.ts'
import { type Ctx, withActor } from '../ctx.ts'
import { watchBacklog } from '../events/watch-backlog.ts'
import { tellRoot } from '../tracing/tracing.ts'
import { Admission, admissionBounds, serverWithAdmission } from './admission.ts'
import { addDocs } from './docs.ts'
import { addHealth, type HealthCheck } from './health.ts'
import { leaveTheGone } from './leave-the-gone.ts'
import { answerWithProblem } from './problem.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { addWeb } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, on routes with `config: { rawBody: true }`, for signatures. */
    rawBody?: Buffer
  }
  interface FastifyContextConfig {
    rawBody?: boolean
    /** What the console's caller must be allowed; every route says this or `open`. */
    permission?: string
    /** Why nobody need be signed in here, and what stands guard instead. */
    open?: string
  }
}

export type HttpServer = FastifyInstance
export type { ZodTypeProvider }

export type ServerOptions = {
  readonly version: string
  /** Directory with the built pages (desk/, widget/); left out where this process serves none. */
  readonly webDirectory?: string
  readonly checks?: Readonly<Record<string, HealthCheck>>
  readonly isStopping?: () => boolean
}

const bodyLimitBytes = 256 * 1024
const headerLimitBytes = 16 * 1024
const frameLimitBytes = 64 * 1024
const fileLimitBytes = 20 * 1024 * 1024
const httpTimes = {
  requestTimeout: 30_000,
  connectionTimeout: 60_000,
  keepAliveTimeout: 65_000, // longer than the minute after which proxies drop an idle connection
}
/** Whoever sends its headers byte by byte is let go of; node looks that often. */
const httpOptions = { maxHeaderSize: headerLimitBytes, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 }
const longestCloseMs = 5_000

/** Plugins are loaded when this resolves, so routes added afterwards are documented, limited and measured like any other. */
export async function buildServer(ctx: Ctx, config: Config, options: ServerOptions): Promise<HttpServer> {
  const admission = new Admission(ctx.metrics, { ...admissionBounds, clients: config.CLIENT_CALLS })
  const times = { ...httpTimes, maxConnections: config.MAX_CONNECTIONS }
  const server: FastifyInstance = Fastify({
    logger: false,
    genReqId: () => newId(),
    bodyLimit: bodyLimitBytes,
    ...httpTimes,
    serverFactory: serverWithAdmission(admission, httpOptions, times, ctx.metrics),
    trustProxy: config.TRUST_PROXY.length > 0 ? config.TRUST_PROXY : false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => void answerWithProblem(ctx, error, request, reply),
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler((error, request, reply) => answerWithProblem(ctx, error, request, reply))
  listRoutes(server)
  closeWithinBound(server)
  const stopWatching = watchBacklog(ctx, (isBehind) => admission.setBehind(isBehind))
  server.addHook('onClose', (_server, done) => {
    stopWatching()
    admission.close()
    done()
  })
  leaveTheGone(server, ctx.metrics)
  keepRawBody(server)
  measure(server, ctx)
  await addSecurityHeaders(server, config)
  await server.register(compress, { global: true, threshold: 2_048, encodings: ['gzip', 'identity'] })
  await server.register(cookie)
  await server.register(rateLimit, {
    global: false, // each edge says what is too much for it, by config.rateLimit
    errorResponseBuilder: (_request, context) =>
      new AppError('rate.exceeded', { retryAfterSeconds: Math.ceil(context.ttl / 1_000) }),
  })
  await server.register(multipart, {
    limits: { fileSize: fileLimitBytes, files: 5, fields: 20, fieldSize: 64 * 1024, parts: 25 },
  })
  await server.register(websocket, {
    options: { maxPayload: frameLimitBytes, clientTracking: true },
    errorHandler: (err, socket) => {
      ctx.log.error({ err }, 'a websocket met a bug')
      socket.close(1011, 'server.bug')
    },
  })
  await addDocs(server, config, options.version)
  addHealth(server, ctx, config, { checks: options.checks ?? {}, isStopping: options.isStopping ?? (() => false) })
  if (options.webDirectory !== undefined) await addWeb(server, options.webDirectory)
  else {
    server.setNotFoundHandler(() => {
      throw new AppError('route.not_found')
    })
  }
  return server
}

export type ListedRoute = {
  readonly method: string
  readonly url: string
  readonly permission: string | undefined
  readonly open: string | undefined
}
const listed = new WeakMap<FastifyInstance, ListedRoute[]>()

/** Every route of the server with what it declares of access: whoever checks that none is forgotten reads it here. */
export function routesOf(server: HttpServer): readonly ListedRoute[] {
  return listed.get(server) ?? []
}

function listRoutes(server: FastifyInstance): void {
  const routes: ListedRoute[] = []
  listed.set(server, routes)
  server.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) routes.push({ method: one, url, permission: config?.permission, open: config?.open })
  })
}

/** A Ctx for one request: its id is the trace, and nobody is acting until the edge has found out who is. */
export function ctxOfRequest(ctx: Ctx, request: FastifyRequest): Ctx {
  return withActor(ctx, { kind: 'system', name: 'web' }, request.id)
}

/** The body is read as bytes, so that a signature can be checked over exactly what was sent. */
function keepRawBody(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.decorateRequest('rawBody')
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer
    if (request.routeOptions.config.rawBody) request.rawBody = bytes
    const text = bytes.toString('utf8')
    // What the database could not hold must not come as far as a statement.
    void parse(request, text, (error, read) => done(error, mayBeUnstorable(text) ? storable(read) : read))
  })
}

/**
 * Closing waits for requests under way. Connections without one are told to go again and again, because one that became
 * idle a moment later would hold up the stop for the whole keep-alive time; after the bound the rest is cut.
 */
function closeWithinBound(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    const cutAt = Date.now() + longestCloseMs
    const timer = setInterval(() => {
      if (Date.now() < cutAt) server.server.closeIdleConnections()
      else server.server.closeAllConnections()
    }, 50)
    server.server.once('close', () => clearInterval(timer))
    timer.unref()
    done()
  })
}

function measure(server: FastifyInstance, ctx: Ctx): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const labels = { route, method: request.method.toLowerCase(), status: `${Math.floor(reply.statusCode / 100)}xx` }
    ctx.metrics.observe('http_seconds', reply.elapsedTime / 1_000, labels)
    if (!isWatching(route)) tellCall(request, reply.elapsedTime, reply.statusCode, route)
    done()
  })
}

/** Asked every few seconds by machines; a trace of each would bury the others. */
const isWatching = (route: string) => route.startsWith('/health') || route === '/metrics'

function tellCall(request: FastifyRequest, tookMs: number, status: number, route: string): void {
  const stretch = { startedAtMs: Date.now() - tookMs }
  const attributes = { 'http.request.method': request.method, 'http.route': route, 'http.response.status_code': status }
  tellRoot(`${request.method} ${route}`, request.id, stretch, { attributes, isFailed: status >= 500 })
}
