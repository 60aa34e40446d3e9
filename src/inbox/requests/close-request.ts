import type { ClockKind, Outcome } from '#contracts'
import { AppError, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { silenceClocks } from '../clocks/clock.store.ts'
import { breachOverdue, cancelClocks, meetClocks, startClock } from '../clocks/clock-ledger.ts'
import { requestClosed, requestReopened } from '../events.ts'
import { addNote } from './add-note.ts'
import { changeHolder, type NewHolder } from './change-holder.ts'
import { endInnerWaits } from './inner-wait.ts'
import { lockConversationsOf, lockRequest, writeClosed, writeReopened } from './request.store.ts'
import { closingMeetsClocks, decideClose, decideReopen } from './request-rules.ts'

const promises: readonly ClockKind[] = ['resolution', 'statutory']
const allKinds: readonly ClockKind[] = ['first_response', 'next_response', 'resolution', 'statutory']

/**
 * Ends the matter with its outcome. Resolution and statutory clocks are met; a response nobody gave is cancelled unless its
 * moment has passed, for that stays breached; everything is cancelled where the promise did not apply. Throws `request.not_found`, `request.closed`.
 */
export async function closeRequest(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; outcome: Outcome; note?: string },
): Promise<void> {
  await lockConversationsOf(tx, input.requestId)
  const request = await lockRequest(tx, input.requestId)
  const decided = decideClose(request.status)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id })
  const at = ctx.clock.now()
  if (input.note !== undefined && input.note.trim() !== '') await addNote(ctx, tx, { requestId: request.id, text: input.note })
  if (closingMeetsClocks(input.outcome)) {
    await breachOverdue(ctx, tx, { requestId: request.id, kinds: allKinds, at })
    await meetClocks(ctx, tx, { requestId: request.id, kinds: promises, at })
  }
  await cancelClocks(ctx, tx, { requestId: request.id, kinds: allKinds, why: `closed_${input.outcome}` })
  await endInnerWaits(ctx, tx, { requestId: request.id, id: null })
  await silenceClocks(tx, request.id)
  await writeClosed(tx, request.id, input.outcome, at)
  const facts = { outcome: input.outcome }
  await publish(tx, ctx, requestClosed, request.id, { requestId: request.id, ...facts })
  await audit(tx, ctx, { action: 'request.closed', subjectKind: 'request', subjectId: request.id, facts })
}

/**
 * Takes a closed matter up again by a person's decision, with a new resolution clock; the client's own message does it in
 * the intake. Throws `request.not_closed`, or `request.other_open` where the client has begun another matter meanwhile.
 */
export async function reopenRequest(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; to: Exclude<NewHolder, { kind: 'bot' }>; reason?: string },
): Promise<{ version: number }> {
  const conversations = await lockConversationsOf(tx, input.requestId)
  const request = await lockRequest(tx, input.requestId)
  const isOtherOpen = conversations.some((each) => each.openRequestId !== null && each.openRequestId !== request.id)
  const decided = decideReopen(request.status, isOtherOpen)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id })
  const at = ctx.clock.now()
  await writeReopened(tx, request.id, at)
  if (request.type !== 'other') await startClock(ctx, tx, { requestId: request.id, kind: 'resolution', startedAt: at })
  if (input.reason !== undefined && input.reason.trim() !== '') {
    await addNote(ctx, tx, { requestId: request.id, text: input.reason })
  }
  const { version } = await changeHolder(ctx, tx, { requestId: request.id, to: input.to, reason: 'reopened' })
  const facts = {
    reopenCount: request.reopenCount + 1,
    holderKind: input.to.kind,
    holderVersion: version,
    departmentId: input.to.kind === 'queue' ? input.to.departmentId : request.departmentId,
  }
  await publish(tx, ctx, requestReopened, request.id, { requestId: request.id, ...facts })
  await audit(tx, ctx, { action: 'request.reopened', subjectKind: 'request', subjectId: request.id, facts })
  return { version }
}
