import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BoardRoute } from '#platform'
import { attachmentRoutes } from './attachment.routes.ts'
import { auditRoutes } from './audit.routes.ts'
import { boardRoutes } from './board.routes.ts'
import { type ChannelAccounts, channelRoutes } from './channel.routes.ts'
import { type ChannelEdge, channelHealthRoutes } from './channel-health.routes.ts'
import { clockRoutes } from './clock.routes.ts'
import { contactRoutes } from './contact.routes.ts'
import { deliveryRoutes } from './delivery.routes.ts'
import { generalRoutes } from './desk.routes.ts'
import type { DeskRoute } from './desk-route.ts'
import { draftRoutes } from './draft.routes.ts'
import { callOf, guard } from './guard.ts'
import { guardListRoutes } from './guard-lists.routes.ts'
import { type House, houseRoutes } from './house.routes.ts'
import { type Insights, insightRoutes } from './insights.routes.ts'
import { serveJobBoard } from './job-board.routes.ts'
import { npsWatchRoutes } from './nps-watch.routes.ts'
import { qualityRoutes } from './quality.routes.ts'
import { ReadingsOnRecord } from './readings-on-record.ts'
import { requestRoutes } from './request.routes.ts'
import { type Retention, retentionRoutes } from './retention.routes.ts'
import { revealRoutes } from './reveal.routes.ts'
import { routingRoutes } from './routing.routes.ts'
import { satisfactionRoutes } from './satisfaction.routes.ts'
import { securityRoutes } from './security.routes.ts'
import { type SessionDeps, serveSession } from './session-edge.ts'
import { statisticsRoutes } from './statistics.routes.ts'
import { templateRoutes } from './template.routes.ts'
import { templateFileRoutes } from './template-file.routes.ts'
import { type Webhooks, webhookRoutes } from './webhook.routes.ts'

/** What the house's other edges, and its composition root, do for a console. */
export type Edges = {
  readonly channels: ChannelEdge
  readonly webhooks: Webhooks
  readonly retention: Retention
  readonly house: House
  /** The queue's board, where there is a queue to look at. */
  readonly jobBoard?: readonly BoardRoute[]
}

/** Every route of the console behind the guard; the permission matrix of the tests walks this list. */
export function deskRoutes(insights: Insights, channelAccounts: ChannelAccounts, edges: Edges): readonly DeskRoute[] {
  return [
    ...generalRoutes,
    ...requestRoutes,
    ...draftRoutes,
    ...templateRoutes,
    ...templateFileRoutes,
    ...attachmentRoutes,
    ...contactRoutes,
    ...clockRoutes,
    ...insightRoutes(insights),
    ...routingRoutes(insights.classifier.classify),
    ...revealRoutes(insights.sealKey),
    ...auditRoutes(insights.sealKey),
    ...securityRoutes(insights.sealKey),
    ...guardListRoutes(insights.guardLists),
    ...satisfactionRoutes,
    ...boardRoutes,
    ...statisticsRoutes,
    ...qualityRoutes,
    ...npsWatchRoutes,
    ...channelRoutes(channelAccounts),
    ...deliveryRoutes(edges.channels),
    ...channelHealthRoutes(edges.channels),
    ...webhookRoutes(edges.webhooks),
    ...retentionRoutes(edges.retention),
    ...houseRoutes(edges.house),
  ]
}

export type RoutesDeps = Omit<SessionDeps, 'sealKey'> & {
  readonly insights: Insights
  readonly channelAccounts: ChannelAccounts
  readonly edges: Edges
}

export function serveRoutes(server: FastifyInstance, deps: RoutesDeps): void {
  serveSession(server, { ...deps, sealKey: deps.insights.sealKey })
  serveJobBoard(server, deps, deps.edges.jobBoard ?? [])
  const readings = new ReadingsOnRecord()
  for (const route of deskRoutes(deps.insights, deps.channelAccounts, deps.edges)) {
    server.route({
      method: route.method,
      url: route.path,
      schema: schemaOf(route),
      config: { permission: route.permission },
      preHandler: guard(deps, route),
      ...(route.onRecord && { onSend: (request, reply) => recordReading(readings, route, request, reply) }),
      async handler(request, reply) {
        const { ctx, caller } = callOf(request)
        const { params, query, body } = request as unknown as { params: never; query: never; body: never }
        const answer = await route.handle({ ctx, caller, params, query, body, reply })
        return answer === undefined && !reply.sent ? reply.status(204).send() : answer
      },
    })
  }
}

/** The last step before an answer leaves: what was refused was not read, and what is not on record does not leave. */
async function recordReading(
  readings: ReadingsOnRecord,
  route: DeskRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (reply.statusCode >= 300) return
  const { ctx, caller } = callOf(request)
  const { params, query } = request as unknown as { params: never; query: never }
  const note = route.onRecord?.({ params, query, caller })
  if (note) await readings.put(ctx, caller, note)
}

function schemaOf(route: DeskRoute): Record<string, unknown> {
  return {
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'desk'],
    security: [{ session: [] }],
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    ...(route.answer ? { response: { 200: route.answer } } : {}),
  }
}
