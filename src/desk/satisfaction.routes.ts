import { z } from 'zod'
import { SatisfactionMark } from '#contracts'
import { satisfactionOf } from '#inbox'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

/** What the client of one request thinks of us. */
export const satisfactionRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/satisfaction',
    summary: 'What the client was asked after each closing of this request, and the mark they gave.',
    permission: 'request.read',
    params: z.object({ requestId: z.string().max(64) }),
    answer: z.array(SatisfactionMark),
    async handle({ ctx, caller, params }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const marks = await satisfactionOf(ctx, id)
      return marks.map(({ kind, score, askedAt, at }) => ({
        kind,
        score,
        askedAt: askedAt.toISOString(),
        at: at?.toISOString() ?? null,
      }))
    },
  }),
]
