/** Facts to the bank's own systems: where they are told, what was told, and telling it once more. */
import { z } from 'zod'
import { ReplayInput, WebhookChange, WebhookDeliveryView, WebhookInput, WebhookMade, WebhookView } from '#contracts'
import { AppError, isId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** What the sender of facts does for a console; handed in by app. */
export type Webhooks = {
  list(ctx: Ctx): Promise<WebhookView[]>
  make(
    ctx: Ctx,
    input: { name: string; url: string; events: readonly string[]; operatorId: OperatorId },
  ): Promise<{ webhook: WebhookView; secret: string }>
  change(
    ctx: Ctx,
    id: string,
    change: { name?: string; url?: string; events?: string[]; isEnabled?: boolean },
  ): Promise<WebhookView>
  remove(ctx: Ctx, id: string): Promise<void>
  facts(ctx: Ctx, id: string): Promise<WebhookDeliveryView[]>
  replay(ctx: Ctx, id: string, of: { deliveryId: string } | { failed: true } | { sinceAt: Date }): Promise<number>
}

const Params = z.object({ webhookId: z.string().max(64) })

function idOf({ webhookId }: z.output<typeof Params>): string {
  if (!isId(webhookId)) throw new AppError('webhook.not_found')
  return webhookId
}

export const webhookRoutes = (webhooks: Webhooks): readonly DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/webhooks',
    summary: 'Where facts are told, with what waits and what failed.',
    permission: 'webhooks.edit',
    answer: z.array(WebhookView),
    handle: ({ ctx }) => webhooks.list(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Tell facts to an address, signed. The secret is shown in this answer and never again.',
    permission: 'webhooks.edit',
    body: WebhookInput,
    answer: WebhookMade,
    handle: ({ ctx, caller, body }) => webhooks.make(ctx, { ...body, operatorId: caller.viewer.operatorId }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/webhooks/:webhookId',
    summary: 'Change the name, address, facts, or switch it on or off; what waits is tried at once.',
    permission: 'webhooks.edit',
    params: Params,
    body: WebhookChange,
    answer: WebhookView,
    handle({ ctx, params, body }) {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      return webhooks.change(ctx, idOf(params), given)
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/webhooks/:webhookId',
    summary: 'Tell nothing there any more, and forget what was told.',
    permission: 'webhooks.edit',
    params: Params,
    async handle({ ctx, params, reply }) {
      await webhooks.remove(ctx, idOf(params))
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/webhooks/:webhookId/deliveries',
    summary: 'The latest hundred facts for this address and what became of each.',
    permission: 'webhooks.edit',
    params: Params,
    answer: z.array(WebhookDeliveryView),
    handle: ({ ctx, params }) => webhooks.facts(ctx, idOf(params)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/webhooks/:webhookId/replay',
    summary: 'Tell one fact, those that failed, or all since a moment once more, in their order.',
    permission: 'webhooks.edit',
    params: Params,
    body: ReplayInput,
    answer: z.object({ replayed: z.number().int() }),
    async handle({ ctx, params, body }) {
      const of = 'sinceAt' in body ? { sinceAt: new Date(body.sinceAt) } : body
      return { replayed: await webhooks.replay(ctx, idOf(params), of) }
    },
  }),
]
