import type { FastifyInstance } from 'fastify'
import { AppError } from '#kernel'
import type { Ctx } from '#platform'
import type { ChannelRegistry } from './channel.ts'

/** The inbound routes of every channel, and a counted 404 for webhooks of accounts that are not ours. */
export function addChannelRoutes(server: FastifyInstance, channels: ChannelRegistry, makeCtx: () => Ctx): void {
  for (const channel of channels.all()) channel.addRoutes?.(server)
  const hidden: object = { hide: true }
  server.post('/channels/:kind/:accountId', { bodyLimit: 1024 * 1024, schema: hidden }, async () => {
    makeCtx().metrics.count('webhook_refused', { channel: 'other', why: 'unknown_account' })
    throw new AppError('webhook.unknown_account')
  })
}
