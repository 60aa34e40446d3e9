import { z } from 'zod'
import { DraftInput, DraftView, SavedView, SavedViewInput } from '#contracts'
import { draftsOf, keepDraft } from '#handoff'
import { forgetView, listOperators, savedViewsOf, saveView } from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

const RequestParams = z.object({ requestId: z.string().max(64) })

/** What a person has begun and not finished, kept for them wherever they sign in next. */
export const draftRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:requestId/draft',
    summary: 'One’s own unsent words, and those that whoever held the request before left behind.',
    permission: 'request.read',
    params: RequestParams,
    answer: DraftView,
    async handle({ ctx, caller, params }) {
      const request = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const { operatorId } = caller.viewer
      const found = await draftsOf(ctx, { operatorId, requestId: request.id, holderId: request.holderOperatorId })
      // What others began is for whoever may answer now, not for everybody who reads along.
      if (request.holderOperatorId !== operatorId || found.left.length === 0) return { own: found.own, left: [] }
      const names = new Map<string, string>((await listOperators(ctx)).map((one) => [one.id, one.displayName]))
      return { own: found.own, left: found.left.map((one) => ({ ...one, name: names.get(one.operatorId) ?? '' })) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/draft',
    summary: 'Keep what has been written so far; empty words forget it.',
    permission: 'request.note',
    params: RequestParams,
    body: DraftInput,
    async handle({ ctx, caller, params, body }) {
      const { id } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      const draft = { ...body, writtenAt: new Date(body.writtenAt) }
      await keepDraft(ctx, { operatorId: caller.viewer.operatorId, requestId: id, draft })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/me/views',
    summary: 'The views of the inbox this person has kept.',
    permission: 'request.read',
    answer: z.array(SavedView),
    handle: ({ ctx, caller }) => savedViewsOf(ctx, caller.viewer.operatorId),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/views',
    summary: 'Keep a view with its filters under a name; the same name again replaces it.',
    permission: 'request.read',
    body: SavedViewInput,
    answer: z.array(SavedView),
    handle: ({ ctx, caller, body }) => saveView(ctx, caller.viewer.operatorId, body),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/me/views/:viewId',
    summary: 'Forget a kept view.',
    permission: 'request.read',
    params: z.object({ viewId: z.string().max(64) }),
    answer: z.array(SavedView),
    handle: ({ ctx, caller, params }) => forgetView(ctx, caller.viewer.operatorId, params.viewId),
  }),
]
