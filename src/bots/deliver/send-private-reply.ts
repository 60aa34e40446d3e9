/** The single private reply to a comment: it goes to the comment and opens the conversation in which the client may answer. */
import { type ClaimedDelivery, type DeliveryOutcome, openPrivateConversation } from '#inbox'
import type { Ctx } from '#platform'
import type { Channel, CommentActions } from '../channel.ts'

/** A page's Messenger has no comments of its own; the page's public side, under the same id, has. */
function commentsOf(channel: Channel, all: readonly Channel[]): CommentActions | undefined {
  if (channel.comments !== undefined) return channel.comments
  const { externalId } = channel.account
  return all.find((one) => one.comments !== undefined && one.account.externalId === externalId)?.comments
}

/** The vendor tells with its answer where the client will answer; from then on the conversation bears that name. */
export async function sendPrivateReply(
  ctx: Ctx,
  channel: Channel,
  claimed: ClaimedDelivery,
  all: readonly Channel[],
): Promise<DeliveryOutcome> {
  const commentExternalId = claimed.content.privateReplyTo
  const comments = commentsOf(channel, all)
  if (comments === undefined || commentExternalId === undefined) return { state: 'failed', reason: 'refused_by_channel' }
  const result = await comments.sendPrivateReply(ctx, { commentExternalId, text: claimed.text })
  switch (result.state) {
    case 'done': {
      const { externalId, conversationExternalId, identityExternalId } = result
      if (conversationExternalId !== null) {
        await openPrivateConversation(ctx, {
          conversationId: claimed.conversationId,
          conversationExternalId,
          identityExternalId: identityExternalId ?? conversationExternalId,
        })
      }
      return { state: 'sent', externalId }
    }
    case 'refused':
      return { state: 'failed', reason: result.reason }
    case 'retry':
      return { state: 'retry', afterMs: result.afterMs }
    case 'unconfirmed':
      return { state: 'unconfirmed' }
  }
}
