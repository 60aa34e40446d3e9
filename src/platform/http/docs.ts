/** /docs: the HTTP interface as OpenAPI 3.1 and the live frames as AsyncAPI, both from the schemas that check them. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { sessionCookieName } from '../auth/session.ts'
import type { Config } from '../config/schema.ts'
import { asyncApiDocument } from './frames.ts'
import { framesPage, framesStyle } from './frames-page.ts'
import { Problem } from './problem.ts'

const uiPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const framesPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"

export async function addDocs(server: FastifyInstance, config: Config, version: string): Promise<void> {
  const { $schema: _, ...problem } = z.toJSONSchema(Problem, { io: 'output' }) as Record<string, unknown>
  const refusal = { description: 'A refusal, by its code.', content: { 'application/problem+json': { schema: problem } } }
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'murojaat',
        version,
        description:
          'One inbox for a bank’s written client requests. The websocket frames are described at [/docs/live](/docs/live).',
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: sessionCookieName(config.PUBLIC_URL?.startsWith('https://') ?? false),
          },
        },
      },
    },
    transform: (input) => {
      const made = jsonSchemaTransform(input)
      const schema = made.schema as { hide?: boolean; response?: Record<string, unknown> } | undefined
      if (schema && !schema.hide) schema.response = { ...schema.response, default: refusal }
      return made
    },
  })
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', deepLinking: true, validatorUrl: null, supportedSubmitMethods: [] },
    uiHooks: {
      onRequest: (_request, reply, done) => {
        void reply.header('content-security-policy', uiPolicy)
        done()
      },
    },
  })
  server.get('/docs/asyncapi.json', { schema: { hide: true } }, () => asyncApiDocument(version))
  server.get('/docs/live', { schema: { hide: true } }, (_request, reply) =>
    reply.header('content-security-policy', framesPolicy).type('text/html; charset=utf-8').send(framesPage()),
  )
  server.get('/docs/live.css', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(framesStyle),
  )
}
