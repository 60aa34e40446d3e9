/** What the bank did to a comment, after the vendor did it. */
import { AppError, type MessageId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { commentModerated } from '../events.ts'
import { type Moderation, type PublicMessage, selectPublicMessage, writeModerated } from './moderate-comment.store.ts'

/** A message everybody can read. @throws message.not_found */
export async function getPublicMessage(ctx: Ctx, messageId: MessageId): Promise<PublicMessage> {
  const found = await selectPublicMessage(ctx.db, messageId)
  if (found === null) throw new AppError('message.not_found', { messageId })
  return found
}

/** Notes that the vendor has hidden, shown or deleted it. */
export async function recordModeration(ctx: Ctx, input: { messageId: MessageId; what: Moderation }): Promise<void> {
  const { messageId, what } = input
  const message = await getPublicMessage(ctx, messageId)
  await inTransaction(ctx, async (tx) => {
    await writeModerated(tx, messageId, what, ctx.clock.now())
    const { requestId, conversationId } = message
    await publish(tx, ctx, commentModerated, requestId ?? conversationId, { messageId, conversationId, requestId, what })
    await audit(tx, ctx, { action: `comment.${what}`, subjectKind: 'message', subjectId: messageId })
  })
}
