/** What browsers are told about every answer. Pages get what they need and nothing else; everything else gets nothing. */
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/schema.ts'

/** The console's component library sets styles on elements, so styles may be inline; scripts never. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "media-src 'self' blob:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const dataPolicy = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] }

export async function addSecurityHeaders(server: FastifyInstance, config: Config): Promise<void> {
  const isSecure = config.PUBLIC_URL?.startsWith('https://') ?? false
  await server.register(helmet, {
    global: true,
    contentSecurityPolicy: { useDefaults: false, directives: dataPolicy },
    // Plain http is how the program runs on one machine; a browser must not remember otherwise.
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
}
