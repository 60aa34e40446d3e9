/**
 * Contacts are merged on proof only, never on a name: a single-use link that one of them was given and the other used, a phone
 * number both proved to be their own, or the bank's signature. What moved is written down, so that it can be moved back.
 */
import { AppError, type ContactId, newId } from '#kernel'
import { actorName, audit, type Ctx, publish, type Tx } from '#platform'
import { contactMerged, contactUnmerged, identityLinked } from '../events.ts'
import {
  type Before,
  type ContactRow,
  contactsOfPhone,
  currentContact,
  hasLaterMerge,
  insertMerge,
  leadOut,
  lockContacts,
  lockConversations,
  lockMerge,
  type MergeId,
  type MergeProof,
  type MergeRow,
  moveBack,
  moveIdentities,
  moveRequests,
  selectMerge,
  selectMerges,
  signedClientsOf,
  wasTakenBack,
  writeContact,
  writeMergedInto,
  writeUndone,
} from './contact-merge.store.ts'

/** Shorter is no subscriber's number. */
const shortestNumber = 9

/**
 * Makes one contact of two; the id that undoes it, or null where there is nothing to merge: they are one already, or it
 * is known that they are not.
 */
export async function mergeContacts(
  ctx: Ctx,
  tx: Tx,
  input: { fromContactId: ContactId; intoContactId: ContactId; proof: MergeProof },
): Promise<MergeId | null> {
  const [from, into] = [await currentContact(tx, input.fromContactId), await currentContact(tx, input.intoContactId)]
  if (from === into) return null
  const locked = await lockContacts(tx, [from, into])
  const [gone, kept] = [locked.find(({ id }) => id === from), locked.find(({ id }) => id === into)]
  // Merged by somebody else while this one waited for the lock: whoever comes again finds what is true then.
  if (gone?.mergedIntoId !== null || kept?.mergedIntoId !== null) return null
  if (await isForbidden(tx, from, into, input.proof)) {
    ctx.metrics.count('contact_merge_refused', { proof: input.proof })
    return null
  }
  const before = await fillIn(tx, kept, gone)
  const merge = {
    id: newId<MergeId>(),
    fromContactId: from,
    intoContactId: into,
    proof: input.proof,
    identityIds: await moveIdentities(tx, from, into),
    requestIds: await moveRequests(tx, from, into),
    before,
    mergedBy: actorName(ctx.actor),
    at: ctx.clock.now(),
  }
  await writeMergedInto(tx, from, into)
  await insertMerge(tx, merge)
  await tellMerged(ctx, tx, merge)
  return merge.id
}

/**
 * The bank's signature names two clients, or a person has said that these two are not one: then only a link that the client
 * uses anew may say otherwise.
 */
async function isForbidden(tx: Tx, from: ContactId, into: ContactId, proof: MergeProof): Promise<boolean> {
  if ((await signedClientsOf(tx, [from, into])).length > 1) return true
  return proof !== 'continuation' && (await wasTakenBack(tx, from, into))
}

/** What the surviving contact does not know of itself and the other does; returns what it was. */
async function fillIn(tx: Tx, kept: ContactRow, gone: ContactRow): Promise<Before> {
  const takesPhone = kept.phone === null && gone.phone !== null
  const takesLanguage = gone.language !== null && !kept.isLanguageChosen && gone.isLanguageChosen
  if (!takesPhone && !takesLanguage) return {}
  await writeContact(tx, {
    id: kept.id,
    phone: takesPhone ? gone.phone : kept.phone,
    language: takesLanguage ? gone.language : kept.language,
    isLanguageChosen: kept.isLanguageChosen || takesLanguage,
  })
  return {
    ...(takesPhone ? { phone: kept.phone } : {}),
    ...(takesLanguage ? { language: kept.language, isLanguageChosen: kept.isLanguageChosen } : {}),
  }
}

async function tellMerged(ctx: Ctx, tx: Tx, merge: Omit<MergeRow, 'undoneAt'>): Promise<void> {
  const { id: mergeId, intoContactId: contactId, fromContactId, proof, identityIds, requestIds } = merge
  await publish(tx, ctx, contactMerged, contactId, { contactId, fromContactId, mergeId, proof })
  for (const identityId of identityIds) await publish(tx, ctx, identityLinked, contactId, { contactId, identityId })
  const facts = { mergeId, fromContactId, proof, identities: identityIds.length, requests: requestIds.length }
  await audit(tx, ctx, { action: 'contact.merged', subjectKind: 'contact', subjectId: contactId, facts })
}

/**
 * Takes a merge back: what moved goes home, with what was opened in its conversations since; what the merge filled in is
 * emptied, unless it was changed since; a request led into the other's conversation leaves it.
 * Throws `merge.not_found`, `merge.already_undone`, `merge.not_latest` where a later merge of the same contact stands upon it.
 */
export async function undoMerge(ctx: Ctx, tx: Tx, input: { mergeId: MergeId; reason?: string }): Promise<void> {
  const seen = await selectMerge(tx, input.mergeId)
  if (seen === null) throw new AppError('merge.not_found')
  // Conversations before requests before contacts, as everybody does.
  await lockConversations(
    tx,
    (seen.before.ledIn ?? []).map((led) => led.conversationId),
  )
  const contacts = await lockContacts(tx, [seen.fromContactId, seen.intoContactId])
  const merge = await lockMerge(tx, input.mergeId)
  if (merge === null) throw new AppError('merge.not_found')
  if (merge.undoneAt !== null) throw new AppError('merge.already_undone', { mergeId: merge.id })
  if (await hasLaterMerge(tx, merge)) throw new AppError('merge.not_latest', { mergeId: merge.id })
  const kept = contacts.find(({ id }) => id === merge.intoContactId)
  const gone = contacts.find(({ id }) => id === merge.fromContactId)
  for (const led of merge.before.ledIn ?? []) await leadOut(tx, led)
  await moveBack(tx, merge)
  if (kept !== undefined && gone !== undefined) await writeContact(tx, emptied(kept, gone, merge.before))
  await writeMergedInto(tx, merge.fromContactId, null)
  await writeUndone(tx, merge.id, actorName(ctx.actor), ctx.clock.now())
  const { intoContactId: contactId, fromContactId } = merge
  await publish(tx, ctx, contactUnmerged, contactId, { contactId, fromContactId, mergeId: merge.id })
  const facts = { mergeId: merge.id, fromContactId, reason: input.reason ?? null }
  await audit(tx, ctx, { action: 'contact.unmerged', subjectKind: 'contact', subjectId: contactId, facts })
}

/** As it was before, where it still is what the merge made of it. */
function emptied(kept: ContactRow, gone: ContactRow, before: Before): ContactRow {
  const hasPhoneOfOther = before.phone !== undefined && kept.phone === gone.phone
  const hasLanguageOfOther = before.language !== undefined && kept.language === gone.language
  return {
    ...kept,
    phone: hasPhoneOfOther ? (before.phone ?? null) : kept.phone,
    language: hasLanguageOfOther ? (before.language ?? null) : kept.language,
    isLanguageChosen: hasLanguageOfOther ? (before.isLanguageChosen ?? false) : kept.isLanguageChosen,
  }
}

/** Every merge a contact took part in, newest first, 100 at most. */
export function mergesOf(_ctx: Ctx, tx: Tx, contactId: ContactId): Promise<MergeRow[]> {
  return selectMerges(tx, contactId)
}

/**
 * Makes one contact of all who proved this number to be their own; the oldest remains. It is looked for with and without the
 * plus. Returns the merges it made.
 * @param phone as the channel gave it, where it vouches that it is the sender's own.
 */
export async function mergeByPhone(ctx: Ctx, tx: Tx, phone: string): Promise<readonly MergeId[]> {
  const digits = phone.replace(/\D/g, '')
  if (digits.length < shortestNumber) return []
  const found = await contactsOfPhone(tx, [digits, `+${digits}`, phone])
  const [oldest, ...others] = found
  // All of them at once: one pair after the other would lock their requests out of order.
  if (others.length > 0) await lockContacts(tx, found)
  const merges: MergeId[] = []
  for (const other of oldest === undefined ? [] : others) {
    const mergeId = await mergeContacts(ctx, tx, { fromContactId: other, intoContactId: oldest as ContactId, proof: 'phone' })
    if (mergeId !== null) merges.push(mergeId)
  }
  return merges
}
