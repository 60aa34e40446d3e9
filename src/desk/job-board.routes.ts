import type { FastifyInstance } from 'fastify'
import { type BoardCall, type BoardRoute, boardPolicy } from '#platform'
import { type GuardDeps, guard } from './guard.ts'

/** Whoever sets the installation up: what waits in the queue says nothing of clients, and nothing to anybody else. */
const permission = 'settings.edit'

/** The queue's board, every page and file of it behind the session and the permission. */
export function serveJobBoard(server: FastifyInstance, deps: GuardDeps, routes: readonly BoardRoute[]): void {
  for (const { url, answer } of routes) {
    const preHandler = guard(deps, { method: 'GET', path: url, summary: '', permission, handle: async () => undefined })
    const schema: object = { hide: true }
    server.get(url, { schema, config: { permission }, preHandler }, async (request, reply) => {
      const call = { params: request.params, query: request.query } as BoardCall
      const { status, type, body } = await answer(call)
      return reply.code(status).type(type).header('content-security-policy', boardPolicy).send(body)
    })
  }
}
