import { needsNoReply } from '#inbox'
import type { RequestId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { heldRequest } from './acting-operator.ts'

/**
 * The holder says that the client's last message needs no reply.
 * @throws request.not_found, request.closed, request.not_held_by_you, outcome.needs_answer, permission.missing
 */
export async function needsNoReplyAsOperator(ctx: Ctx, input: { requestId: RequestId }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await heldRequest(ctx, tx, input.requestId, 'request.reply')
    await needsNoReply(ctx, tx, input)
  })
}
