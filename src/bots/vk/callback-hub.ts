/**
 * Where VK calls: one address for all communities of the bank. The community is named in the body, and so is the secret that
 * proves the call, the only proof VK gives. https://dev.vk.com/en/api/callback/getting-started
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ChannelAccountId } from '#kernel'
import { type Ctx, constantTimeEquals } from '#platform'
import { isPassing } from '../vendor/is-passing.ts'
import { type TakeDeps, takeEvent } from './take-event.ts'
import { CallbackEnvelope, CallbackEvent } from './vk-schema.ts'

/** One community that listens. */
export type VkReceiver = TakeDeps & { readonly groupId: string; readonly secret: string; readonly confirmation: string }

export type VkHub = {
  /** Takes the place of an earlier one of the same account. */
  add(receiver: VkReceiver): void
  remove(accountId: ChannelAccountId): void
  /** POST /channels/vk; once per server. */
  addRoutes(server: FastifyInstance, makeCtx: (trace: string) => Ctx): void
}

export const vkCallbackPath = '/channels/vk'
/** A message of 4,096 letters with ten attachments and what it forwards stays far below this. */
const bodyLimitBytes = 1024 * 1024
/** Soon, but not at once: a database that restarts needs seconds. */
const retryAfterS = 3
/** What a community that is not ours is compared with, so that it takes as long as one that is. */
const nobodysSecret = 'no community of the bank has this secret'

function refuse(ctx: Ctx, why: 'malformed' | 'unsigned'): AppError {
  ctx.metrics.count('webhook_refused', { channel: 'vk', why })
  return new AppError(`webhook.${why}`)
}

/** Any other answer than this makes VK come again. */
const answer = (reply: FastifyReply, said: string) => reply.code(200).type('text/plain').send(said)

export function createVkHub(): VkHub {
  const receivers = new Map<ChannelAccountId, VkReceiver>()

  /** Throws `webhook.malformed`, and `webhook.unsigned` for a wrong secret and for a community that is not ours alike. */
  function receiverOf(ctx: Ctx, body: unknown): VkReceiver {
    const envelope = CallbackEnvelope.safeParse(body).data
    if (envelope === undefined) throw refuse(ctx, 'malformed')
    const receiver = [...receivers.values()].find(({ groupId }) => groupId === envelope.group_id)
    // The address is confirmed before the secret is entered at VK; what is answered then is no secret.
    const isFirstCall = envelope.type === 'confirmation' && envelope.secret === undefined
    const isProven = constantTimeEquals(envelope.secret ?? '', receiver?.secret ?? nobodysSecret)
    if (receiver === undefined || !(isProven || isFirstCall)) throw refuse(ctx, 'unsigned')
    return receiver
  }

  async function hear(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const receiver = receiverOf(ctx, request.body)
    const event = CallbackEvent.safeParse(request.body).data
    if (event === undefined) throw refuse(ctx, 'malformed')
    if (event.type === 'confirmation') return answer(reply, receiver.confirmation)
    if (Number(request.headers['x-retry-counter']) > 0) ctx.metrics.count('webhook_repeated', { channel: 'vk' })
    try {
      await takeEvent(ctx, receiver, event)
    } catch (error) {
      if (isPassing(error)) void reply.header('retry-after', String(retryAfterS))
      throw error
    }
    return answer(reply, 'ok')
  }

  return {
    add: (receiver) => void receivers.set(receiver.account.id, receiver),
    remove: (accountId) => void receivers.delete(accountId),
    addRoutes(server, makeCtx) {
      const schema: object = { hide: true }
      server.post(vkCallbackPath, { bodyLimit: bodyLimitBytes, schema }, (request, reply) =>
        hear(makeCtx(request.id), request, reply),
      )
    },
  }
}
