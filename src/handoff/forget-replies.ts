import type { MessageId, RequestId } from '#kernel'
import type { Tx } from '#platform'
import { emptyAskedReplies } from './asked/asked-reply.store.ts'
import { emptyEdits } from './templates/template-use.store.ts'

/** Takes out what this room keeps of texts in requests that are being erased. */
export async function forgetReplies(
  tx: Tx,
  of: { requestIds: readonly RequestId[]; messageIds: readonly MessageId[] },
): Promise<void> {
  if (of.messageIds.length > 0) await emptyEdits(tx, of.messageIds)
  if (of.requestIds.length > 0) await emptyAskedReplies(tx, of.requestIds)
}
