import { type RetentionCategory, threeYearsDays } from '#contracts'
import { type ContactId, dayMs, type MessageId, type RequestId } from '#kernel'
import { audit, type Ctx, removeFilesLater, type Tx } from '#platform'
import {
  countErasable,
  countStaged,
  deleteStaged,
  type ErasableCount,
  type ErasableRequest,
  emptyContacts,
  emptyRequests,
  lockErasable,
  lockErasableOf,
  selectForgettable,
} from './erase.store.ts'

export type RequestCategory = Extract<RetentionCategory, 'appeals' | 'requests'>
/** What was taken out, for the rooms that keep something of their own about it. */
export type Erased = {
  readonly requestIds: readonly RequestId[]
  readonly messageIds: readonly MessageId[]
  readonly contactIds: readonly ContactId[]
  /** The vendors' ids of the accounts that were forgotten. */
  readonly identityExternalIds: readonly string[]
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)
/** The law keeps a case for three years, whatever a setting says or a client asks for. */
const cutoff = (now: Date, days: number) => daysBefore(now, Math.max(days, threeYearsDays))

/**
 * Takes out what was written in requests that were closed longer ago than their term, one batch of it; type, clocks and outcome
 * stay. A contact of whom nothing is left is forgotten with them. Each request is on record.
 */
export async function eraseByTerm(
  ctx: Ctx,
  tx: Tx,
  of: { category: RequestCategory; days: number },
  most: number,
): Promise<Erased> {
  const before = cutoff(ctx.clock.now(), of.days)
  const requests = await lockErasable(tx, { appeals: of.category === 'appeals', before }, most)
  return erase(ctx, tx, requests, { because: 'term', category: of.category })
}

/** Likewise of one client, as far as the law lets it go today. */
export async function eraseOfContact(ctx: Ctx, tx: Tx, contactId: ContactId, most: number): Promise<Erased> {
  const requests = await lockErasableOf(tx, contactId, cutoff(ctx.clock.now(), 0), most)
  return erase(ctx, tx, requests, { because: 'client' }, contactId)
}

async function erase(
  ctx: Ctx,
  tx: Tx,
  requests: readonly ErasableRequest[],
  facts: Readonly<Record<string, string>>,
  contactId?: ContactId,
): Promise<Erased> {
  const requestIds = requests.map(({ id }) => id)
  const now = ctx.clock.now()
  const emptied = requestIds.length > 0 ? await emptyRequests(tx, requestIds, now) : { messageIds: [], storageKeys: [] }
  const touched = new Set(requests.map((request) => request.contactId))
  if (contactId !== undefined) touched.add(contactId)
  const contactIds = touched.size > 0 ? await selectForgettable(tx, [...touched]) : []
  const forgotten =
    contactIds.length > 0 ? await emptyContacts(tx, contactIds, now) : { storageKeys: [], identityExternalIds: [] }
  await removeFilesLater(tx, ctx, [...emptied.storageKeys, ...forgotten.storageKeys])
  for (const id of requestIds) await audit(tx, ctx, { action: 'request.erased', subjectKind: 'request', subjectId: id, facts })
  for (const id of contactIds) await audit(tx, ctx, { action: 'contact.erased', subjectKind: 'contact', subjectId: id, facts })
  return { requestIds, contactIds, messageIds: emptied.messageIds, identityExternalIds: forgotten.identityExternalIds }
}

/** What a term would take out now; nothing is changed. */
export const previewErasing = (
  ctx: Ctx,
  of: { category: RequestCategory; days: number },
  most: number,
): Promise<ErasableCount> =>
  countErasable(ctx.db, { appeals: of.category === 'appeals', before: cutoff(ctx.clock.now(), of.days) }, most)

/** Lets go of uploads nobody sent, one batch. @returns how many */
export async function removeStaged(ctx: Ctx, tx: Tx, days: number, most: number): Promise<number> {
  const keys = await deleteStaged(tx, daysBefore(ctx.clock.now(), days), most)
  await removeFilesLater(tx, ctx, keys)
  return keys.length
}

export const previewStaged = (ctx: Ctx, days: number, most: number): Promise<{ count: number; oldestAt: Date | null }> =>
  countStaged(ctx.db, daysBefore(ctx.clock.now(), days), most)
