/** The steps of a request's life that its holder decides: waiting for the client, going on, closing, opening again. */
import type { Outcome, PauseReason } from '#contracts'
import { closeRequest, owesAnswer, pauseRequest, reopenRequest, resumeRequest } from '#inbox'
import { AppError, type RequestId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { getOperator } from '#staff'
import { endAssignments, lockPlacing, replaceAssignment } from '../routing/assignment.store.ts'
import { actingOperator, heldRequest, requestForWork } from './acting-operator.ts'
import { standingsByHand } from './take-request.ts'

/**
 * Stops the service clocks while the client must do something. The reason is from a closed list; waiting for a colleague is not in it.
 * @throws request.not_found, request.closed, request.not_held_by_you, permission.missing
 */
export async function pauseAsOperator(ctx: Ctx, input: { requestId: RequestId; reason: PauseReason }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await heldRequest(ctx, tx, input.requestId, 'request.reply')
    await pauseRequest(ctx, tx, input)
  })
}

/** @throws request.not_found, request.closed, request.not_paused, request.not_held_by_you, permission.missing */
export async function resumeAsOperator(ctx: Ctx, input: { requestId: RequestId }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, input.requestId, 'request.reply')
    if (request.status !== 'waiting_client') throw new AppError('request.not_paused', { requestId: request.id })
    await resumeRequest(ctx, tx, input)
  })
}

/**
 * Ends the matter. An outcome that claims an answer needs one, to the client's last message as to the first: closing early
 * must not take an unanswered promise out of the shares.
 * @throws request.not_found, request.closed, request.not_held_by_you, outcome.needs_answer, permission.missing
 */
export async function closeAsOperator(
  ctx: Ctx,
  input: { requestId: RequestId; outcome: Outcome; note?: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const request = await heldRequest(ctx, tx, input.requestId, 'request.close')
    if (owesAnswer(request, input.outcome)) {
      throw new AppError('outcome.needs_answer', { requestId: request.id, outcome: input.outcome })
    }
    await closeRequest(ctx, tx, input)
    await endAssignments(tx, request.id, ctx.clock.now(), 'closed')
  })
}

/**
 * Opens a closed request again in the hands of the person who does it; whose work is to direct (capacity 0) puts it in its queue.
 * @throws request.not_found, request.not_closed, request.other_open, permission.missing
 */
export async function reopenAsOperator(
  ctx: Ctx,
  input: { requestId: RequestId; reason?: string },
): Promise<{ version: number }> {
  const { id, permissions } = actingOperator(ctx, 'request.take')
  const self = await getOperator(ctx, id)
  return inTransaction(ctx, async (tx) => {
    await lockPlacing(tx)
    const request = await requestForWork(ctx, tx, input.requestId)
    const { departmentId } = request
    const isDirecting = permissions.has('request.assign_others')
    const to = isDirecting ? ({ kind: 'queue', departmentId } as const) : ({ kind: 'operator', operatorId: id } as const)
    // A closed one is refused by the reopening itself; whose complaint it is may not open it for themselves either.
    const mayAsk = to.kind === 'operator' && request.status === 'closed'
    const candidates = mayAsk ? await standingsByHand(ctx, tx, request, self) : []
    const reopened = await reopenRequest(ctx, tx, { ...input, to })
    if (to.kind === 'operator') {
      const at = ctx.clock.now()
      const assignment = {
        requestId: input.requestId,
        operatorId: id,
        departmentId,
        rule: 'reopened',
        candidates,
        at,
      } as const
      await replaceAssignment(tx, assignment, 'taken_over')
    }
    return reopened
  })
}
