import type { FastifyInstance } from 'fastify'
import { AppError } from '#kernel'
import { type Config, type Ctx, constantTimeEquals } from '#platform'
import { isPassing } from '../vendor/is-passing.ts'
import { type TakeDeps, takeUpdate } from './take-update.ts'
import { TgUpdate } from './update-schema.ts'

/** Real updates are a few kB; a message of 4096 characters with entities stays far below this. */
const bodyLimitBytes = 1024 * 1024
/** Soon, but not at once: a database that restarts needs seconds, and every chat comes back at the same time. */
const retryAfterS = 3

export type WebhookDeps = TakeDeps & { secret: string; makeCtx: (trace: string) => Ctx }

/**
 * POST /channels/telegram/:accountId. 401 without the right secret (looked at before the body), 404 for another account,
 * 400 for what is no update, 503 with Retry-After while the update could not be stored; 200 only when it was.
 */
export function addWebhookRoute(server: FastifyInstance, deps: WebhookDeps): void {
  server.post(
    webhookPath(deps.account.id),
    {
      bodyLimit: bodyLimitBytes,
      // Eleven bytes are not made smaller; deciding so costs more than sending them.
      compress: false,
      schema: { hide: true } as object,
      onRequest: async (request) => {
        const given = request.headers['x-telegram-bot-api-secret-token']
        if (typeof given === 'string' && constantTimeEquals(given, deps.secret)) return
        const ctx = deps.makeCtx(request.id)
        ctx.metrics.count('webhook_refused', { channel: 'telegram', why: 'unsigned' })
        throw new AppError('webhook.unsigned')
      },
    },
    async (request, reply) => {
      const ctx = deps.makeCtx(request.id)
      const update = TgUpdate.safeParse(request.body)
      if (!update.success) {
        ctx.metrics.count('webhook_refused', { channel: 'telegram', why: 'malformed' })
        throw new AppError('webhook.malformed')
      }
      try {
        await takeUpdate(ctx, deps, update.data)
      } catch (error) {
        if (isPassing(error)) void reply.header('retry-after', String(retryAfterS))
        throw error
      }
      return reply.code(200).send({ ok: true })
    },
  )
}

/** What a webhook must have before it may start; the name of the missing setting, or null. */
export function missingForWebhook(config: Config): 'TELEGRAM_WEBHOOK_SECRET' | 'PUBLIC_URL' | null {
  if (config.TELEGRAM_WEBHOOK_SECRET === undefined) return 'TELEGRAM_WEBHOOK_SECRET'
  if (config.PUBLIC_URL === undefined) return 'PUBLIC_URL'
  return null
}

export const webhookPath = (accountId: string) => `/channels/telegram/${accountId}`
