import { threeYearsDays } from '#contracts'
import { AppError, type ContactId, type Id, newId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, inTransaction, type Tx } from '#platform'
import {
  type ErasureRow,
  type HoldRow,
  insertErasure,
  insertHold,
  selectErasures,
  selectHolds,
  selectWaitingErasures,
  updateErasuresDone,
  updateLifted,
} from './holds.store.ts'

export type { ErasureRow, HoldRow }
export type HoldSubject = { kind: 'request'; id: RequestId } | { kind: 'contact'; id: ContactId }

const mostShown = 200

/** Nothing of the request or contact is taken out while the hold stands. The caller has checked that there is one. */
export async function placeHold(
  ctx: Ctx,
  input: { subject: HoldSubject; reason: string; reference?: string; by: OperatorId },
): Promise<string> {
  const { subject, reason, reference, by } = input
  const id = newId<Id<'hold'>>()
  await inTransaction(ctx, async (tx) => {
    const placed = { placedById: by, placedAt: ctx.clock.now() }
    await insertHold(tx, {
      id,
      subjectKind: subject.kind,
      subjectId: subject.id,
      reason,
      reference: reference || null,
      ...placed,
    })
    await audit(tx, ctx, {
      action: 'hold.placed',
      subjectKind: subject.kind,
      subjectId: subject.id,
      facts: { holdId: id, reason },
    })
  })
  return id
}

/** @throws hold.not_found where there is none that stands */
export async function liftHold(ctx: Ctx, id: string, by: OperatorId): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const lifted = await updateLifted(tx, id, by, ctx.clock.now())
    if (lifted === null) throw new AppError('hold.not_found')
    await audit(tx, ctx, { action: 'hold.lifted', subjectKind: 'hold', subjectId: id, facts: { of: lifted.subjectId } })
  })
}

/** Those that stand, newest first, the first two hundred. */
export const listHolds = (ctx: Ctx): Promise<HoldRow[]> => selectHolds(ctx.db, mostShown)

/**
 * Puts down that a client is to be forgotten. What the law lets go is taken out by the next sweep, the rest when it does.
 * @returns false where it had been asked for before
 */
export function askErasure(ctx: Ctx, input: { contactId: ContactId; reason: string; by: OperatorId }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { contactId, reason, by } = input
    const isNew = await insertErasure(tx, {
      id: newId<Id<'erasure'>>(),
      contactId,
      reason,
      askedById: by,
      askedAt: ctx.clock.now(),
    })
    if (isNew)
      await audit(tx, ctx, { action: 'client.erasure_asked', subjectKind: 'contact', subjectId: contactId, facts: { reason } })
    return isNew
  })
}

/** Asked for and not done, the longest waiting first. */
export const waitingErasures = (ctx: Ctx, most: number): Promise<ContactId[]> => selectWaitingErasures(ctx.db, most)
export const settleErasures = (ctx: Ctx, tx: Tx): Promise<void> => updateErasuresDone(tx, ctx.clock.now())
export const listErasures = (ctx: Ctx, contactId?: ContactId): Promise<ErasureRow[]> =>
  selectErasures(ctx.db, threeYearsDays, mostShown, contactId)
