import { AppError, type DepartmentId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { holderChanged } from '../events.ts'
import { noteOn } from './add-note.ts'
import { lockRequest, type RequestRow, writeHolder } from './request.store.ts'
import { decideHolder, isSameHolder } from './request-rules.ts'

export type NewHolder =
  | { readonly kind: 'bot' }
  | { readonly kind: 'queue'; readonly departmentId: DepartmentId }
  | { readonly kind: 'operator'; readonly operatorId: OperatorId }

/**
 * Gives the request to whoever must act next: the only writer of a holder beside the intake's SQL, which sets the first one
 * and the one after a reopening.
 *
 * Compare-and-set under the request's lock, so that of two operators who press "take" together one wins and the other is
 * told. Giving it to who has it already changes nothing and returns the version in force.
 * @param input.expectedVersion the version the caller looked at; without it the change is unconditional.
 * Throws `request.not_found`, `request.closed`, `request.held_by_other`, `request.changed_meanwhile`.
 */
export async function changeHolder(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; to: NewHolder; expectedVersion?: number; reason: string; note?: string },
): Promise<{ version: number }> {
  const request = await lockRequest(tx, input.requestId)
  const decided = decideHolder(request, input.to, input.expectedVersion)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id, version: request.holderVersion })
  const noting = input.note === undefined ? undefined : noteOn(ctx, tx, { requestId: request.id, text: input.note })
  if (isSameHolder(request, input.to)) {
    await noting
    return { version: request.holderVersion }
  }
  const version = request.holderVersion + 1
  const writing = writeHolder(tx, request.id, { ...columnsOf(request, input.to), version }, ctx.clock.now())
  await Promise.all([noting, writing])
  await tellHolder(ctx, tx, request, input.to, version, input.reason)
  return { version }
}

function columnsOf(request: RequestRow, to: NewHolder) {
  return {
    kind: to.kind,
    operatorId: to.kind === 'operator' ? to.operatorId : null,
    departmentId: to.kind === 'queue' ? to.departmentId : request.departmentId,
  }
}

async function tellHolder(
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  to: NewHolder,
  version: number,
  reason: string,
): Promise<void> {
  const { operatorId, departmentId } = columnsOf(request, to)
  const facts = {
    from: request.holderKind,
    to: to.kind,
    operatorId,
    fromOperatorId: request.holderOperatorId,
    fromDepartmentId: request.departmentId,
    departmentId,
    version,
    reason,
  }
  await publish(tx, ctx, holderChanged, request.id, { requestId: request.id, ...facts })
  await audit(tx, ctx, { action: 'holder.changed', subjectKind: 'request', subjectId: request.id, facts })
}
