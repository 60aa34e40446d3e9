import { AppError, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { breachOverdue, cancelClocks } from '../clocks/clock-ledger.ts'
import { requestNeedsNoReply } from '../events.ts'
import { lockRequest, writeNoneWaits } from './request.store.ts'

/**
 * A person says that what the client wrote last needs no reply (a thank-you that was not recognised as one): nobody waits for
 * an answer any more and the clock of the next one is cancelled, unless its moment has passed. The first answer is always owed.
 * Throws `request.not_found`, `request.closed`, `outcome.needs_answer`.
 */
export async function needsNoReply(ctx: Ctx, tx: Tx, input: { requestId: RequestId }): Promise<void> {
  const request = await lockRequest(tx, input.requestId)
  const { id: requestId } = request
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  if (request.firstResponseAt === null) throw new AppError('outcome.needs_answer', { requestId })
  const at = ctx.clock.now()
  const kinds = ['next_response'] as const
  await breachOverdue(ctx, tx, { requestId, kinds, at })
  await cancelClocks(ctx, tx, { requestId, kinds, why: 'no_reply_needed' })
  await writeNoneWaits(tx, requestId, at)
  await publish(tx, ctx, requestNeedsNoReply, requestId, { requestId })
  await audit(tx, ctx, { action: 'request.needs_no_reply', subjectKind: 'request', subjectId: requestId })
}
