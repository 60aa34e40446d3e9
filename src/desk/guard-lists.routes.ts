/** The guard's lists as a bank edits them, and the guard's word on a reply before it is sent. */
import { ChangeGuardListsInput, CheckedReply, CheckReplyInput, GuardListsView } from '#contracts'
import type { Ctx } from '#platform'
import { guardOutgoing } from '#privacy'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** Handed in by app, which follows the lists in every process. */
export type GuardListsDesk = {
  read(ctx: Ctx): Promise<GuardListsView>
  change(ctx: Ctx, input: ChangeGuardListsInput): Promise<GuardListsView>
}

export function guardListRoutes(guardLists: GuardListsDesk): readonly DeskRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/guard/lists',
      summary: 'Every word and number list of the guard as it is in force, beside the shipped ones.',
      permission: 'settings.edit',
      answer: GuardListsView,
      handle: ({ ctx }) => guardLists.read(ctx),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/guard/lists',
      summary: 'Put the guard’s lists in force at once; refused where somebody else changed them meanwhile.',
      permission: 'settings.edit',
      body: ChangeGuardListsInput,
      answer: GuardListsView,
      handle: ({ ctx, body }) => guardLists.change(ctx, body),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/guard/check',
      summary: 'What of a reply the guard would hold back, why and where. Nothing is stored.',
      permission: 'request.read',
      body: CheckReplyInput,
      answer: CheckedReply,
      async handle({ body }) {
        const result = guardOutgoing(body.text, body.visibility)
        return { ok: result.ok, finds: result.ok ? [] : result.finds }
      },
    }),
  ]
}
