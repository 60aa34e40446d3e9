/** How the bank's accounts are, and letting one be silent. */
import { z } from 'zod'
import { ChannelHealthView, HoldInput } from '#contracts'
import { AppError, type ChannelAccountId, isId, type MessageId } from '#kernel'
import type { Ctx } from '#platform'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** What the clients' edge does for a console; handed in by app. */
export type ChannelEdge = {
  health(ctx: Ctx): Promise<ChannelHealthView[]>
  look(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<void>
  hold(ctx: Ctx, channelAccountId: ChannelAccountId, isHeld: boolean): Promise<void>
  moderate(ctx: Ctx, input: { messageId: MessageId; what: 'hidden' | 'shown' | 'deleted' }): Promise<void>
}

const Params = z.object({ channelAccountId: z.string().max(64) })

function accountOf({ channelAccountId }: z.output<typeof Params>): ChannelAccountId {
  if (!isId(channelAccountId)) throw new AppError('account.not_found')
  return channelAccountId as ChannelAccountId
}

export const channelHealthRoutes = (edge: ChannelEdge): readonly DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/channel-health',
    summary: 'Every account of the bank with what the watchdog saw last, and what waits in it.',
    permission: 'channels.read',
    answer: z.array(ChannelHealthView),
    handle: ({ ctx }) => edge.health(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/channel-health/:channelAccountId/look',
    summary: 'Look at one account now, and answer with all.',
    permission: 'channels.read',
    params: Params,
    answer: z.array(ChannelHealthView),
    async handle({ ctx, params }) {
      await edge.look(ctx, accountOf(params))
      return edge.health(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/channel-health/:channelAccountId/hold',
    summary: 'Hold the replies of an account back, or let them go at once, also after its token was renewed.',
    permission: 'channels.edit',
    params: Params,
    body: HoldInput,
    answer: z.array(ChannelHealthView),
    async handle({ ctx, params, body }) {
      await edge.hold(ctx, accountOf(params), body.isHeld)
      return edge.health(ctx)
    },
  }),
]
