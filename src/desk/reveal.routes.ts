import { z } from 'zod'
import { RevealAnswer, RevealInput } from '#contracts'
import { messageViews, revealText } from '#inbox'
import { AppError, isId, type MessageId } from '#kernel'
import type { SealKey } from '#privacy'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { getVisibleRequest } from './request-access.ts'

/** The one way to a sealed original: a permission, a request one may see, and a reason that stays on record. */
export function revealRoutes(sealKey: SealKey): readonly DeskRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/messages/:messageId/reveal',
      summary: 'Read the original of a masked message. Who, when and why are put on record.',
      permission: 'sensitive.reveal',
      needsProof: true,
      params: z.object({ messageId: z.string().max(64) }),
      body: RevealInput,
      answer: RevealAnswer,
      async handle({ ctx, caller, params, body }) {
        const [message] = isId(params.messageId) ? await messageViews(ctx, [params.messageId as MessageId]) : []
        if (!message?.requestId) throw new AppError('message.not_found')
        await getVisibleRequest(ctx, caller.viewer, message.requestId)
        const revisions = await revealText(ctx, sealKey, { messageId: message.id as MessageId, reason: body.reason })
        return { revisions }
      },
    }),
  ]
}
