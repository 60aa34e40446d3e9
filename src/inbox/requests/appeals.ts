/** What the law asks to be kept: official appeals and the extension of a term. When a term ends is policy (handoff). */
import { AppError, newId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { maskText } from '#privacy'
import { appealRegistered, appealWithdrawn, statutoryExtended } from '../events.ts'
import {
  type AppealId,
  type AppealRecord,
  type ExtensionId,
  type ExtensionRecord,
  insertAppeal,
  insertExtension,
  nextAppealNumber,
  type ProvedExtension,
  selectAppeal,
  selectExtension,
  selectLiveAppealId,
  updateWithdrawn,
} from './appeal.store.ts'
import { lockRequest } from './request.store.ts'

export type NewAppeal = {
  readonly requestId: RequestId
  readonly receivedAt: Date
  readonly registeredAt: Date
  readonly timeZone: string
  readonly fullName: string
  readonly address?: string | undefined
  readonly phone?: string | undefined
  readonly essence: string
}

/**
 * Registers a request as an official appeal under a number of its own. Card numbers and the like are masked in the essence.
 * Throws `request.not_found`, `request.closed`, `appeal.already_registered`.
 */
export async function registerAppeal(
  ctx: Ctx,
  tx: Tx,
  by: OperatorId,
  appeal: NewAppeal,
): Promise<{ appealId: AppealId; number: string }> {
  const { requestId, timeZone, receivedAt, registeredAt, fullName, address, phone, essence } = appeal
  const request = await lockRequest(tx, requestId)
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  if ((await selectLiveAppealId(tx, requestId)) !== null) throw new AppError('appeal.already_registered', { requestId })
  const appealId = newId<AppealId>()
  const number = await nextAppealNumber(tx, registeredAt, timeZone)
  await insertAppeal(tx, {
    ...{ id: appealId, requestId, number, receivedAt, registeredAt, registeredById: by, fullName },
    address: address || null,
    phone: phone || null,
    essence: maskText(essence).text,
  })
  await publish(tx, ctx, appealRegistered, requestId, { requestId, appealId })
  await audit(tx, ctx, {
    action: 'appeal.registered',
    subjectKind: 'request',
    subjectId: requestId,
    facts: { appealId, number },
  })
  return { appealId, number }
}

/** Takes the registration back. Throws `request.not_found`, `request.closed`, `appeal.none`. */
export async function withdrawAppeal(
  ctx: Ctx,
  tx: Tx,
  by: OperatorId,
  input: { requestId: RequestId; reason: string },
): Promise<{ appealId: AppealId }> {
  const { requestId } = input
  const request = await lockRequest(tx, requestId)
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  const appealId = await selectLiveAppealId(tx, requestId)
  if (appealId === null) throw new AppError('appeal.none', { requestId })
  const withdrawalReason = maskText(input.reason).text
  await updateWithdrawn(tx, appealId, { withdrawnAt: ctx.clock.now(), withdrawnById: by, withdrawalReason })
  await publish(tx, ctx, appealWithdrawn, requestId, { requestId, appealId })
  await audit(tx, ctx, { action: 'appeal.withdrawn', subjectKind: 'request', subjectId: requestId, facts: { appealId } })
  return { appealId }
}

/** The latest appeal of a request, withdrawn or not. */
export function appealOf(ctx: Ctx, requestId: RequestId): Promise<AppealRecord | null> {
  return selectAppeal(ctx.db, requestId)
}

/** Puts an extension on record. The caller holds the request's lock. Throws `statutory.already_extended`. */
export async function recordExtension(ctx: Ctx, tx: Tx, extension: Omit<ExtensionRecord, 'id' | 'at'>): Promise<ExtensionId> {
  const { requestId, clockId, toDays } = extension
  const id = newId<ExtensionId>()
  const reason = maskText(extension.reason).text
  if (!(await insertExtension(tx, { ...extension, id, reason, at: ctx.clock.now() })))
    throw new AppError('statutory.already_extended', { requestId })
  await publish(tx, ctx, statutoryExtended, requestId, { requestId, clockId, extensionId: id, toDays })
  await audit(tx, ctx, {
    action: 'statutory.extended',
    subjectKind: 'request',
    subjectId: requestId,
    facts: { extensionId: id, fromDays: extension.fromDays, toDays, deliveryId: extension.deliveryId },
  })
  return id
}

/** The latest extension of a request's term, with what became of the notice to the client. */
export function extensionOf(ctx: Ctx, requestId: RequestId): Promise<ProvedExtension | null> {
  return selectExtension(ctx.db, requestId)
}
