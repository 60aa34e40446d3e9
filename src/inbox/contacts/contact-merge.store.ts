/**
 * Contacts that turned out to be one person, and back again. Locks are taken requests first, then identities, then contacts:
 * the intake does the same.
 */
import type { ContactId, ConversationId, Id, IdentityId, RequestId } from '#kernel'
import { Prisma, type Tx } from '#platform'

export type MergeId = Id<'contact_merge'>
export type MergeProof = 'continuation' | 'phone' | 'signed'

/** A request that was led into a conversation of the other contact, and what that conversation was about before. */
export type LedIn = {
  requestId: RequestId
  conversationId: ConversationId
  previousOpenId: RequestId | null
  previousLastId: RequestId | null
}
/** The surviving contact's own values where the merge filled them in. */
export type Before = {
  phone?: string | null
  language?: string | null
  isLanguageChosen?: boolean
  ledIn?: LedIn[]
}

export type MergeRow = {
  id: MergeId
  fromContactId: ContactId
  intoContactId: ContactId
  proof: MergeProof
  identityIds: IdentityId[]
  requestIds: RequestId[]
  before: Before
  mergedBy: string
  at: Date
  undoneAt: Date | null
}

export type ContactRow = {
  id: ContactId
  phone: string | null
  language: string | null
  isLanguageChosen: boolean
  mergedIntoId: ContactId | null
  createdAt: Date
}

/** The contact somebody is known by now: merges are followed to their end. */
export async function currentContact(tx: Tx, id: ContactId): Promise<ContactId> {
  const rows = await tx.$queryRaw<{ id: ContactId }[]>`
    WITH RECURSIVE way(id, next) AS (
      SELECT id, merged_into_id FROM contact WHERE id = ${id}::uuid
      UNION ALL SELECT k.id, k.merged_into_id FROM way JOIN contact k ON k.id = way.next)
    SELECT id FROM way WHERE next IS NULL`
  return rows[0]?.id ?? id
}

/**
 * All requests of these contacts and these others, in one order: whoever locks a part of them first and the rest after waits
 * in a circle with another who does the same from the other end.
 */
export async function lockRequests(
  tx: Tx,
  of: { contactIds: readonly ContactId[]; requestIds?: readonly RequestId[] },
): Promise<void> {
  await tx.$queryRaw`SELECT id FROM request
    WHERE contact_id = ANY (${[...of.contactIds]}::uuid[]) OR id = ANY (${[...(of.requestIds ?? [])]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`
}

/** Everything of these contacts, locked in the house's order; the contacts by id. */
export async function lockContacts(tx: Tx, ids: readonly ContactId[]): Promise<ContactRow[]> {
  const list = Prisma.sql`ANY (${[...ids]}::uuid[])`
  await lockRequests(tx, { contactIds: ids })
  await tx.$queryRaw`SELECT id FROM identity WHERE contact_id = ${list} ORDER BY id FOR NO KEY UPDATE`
  return tx.$queryRaw<ContactRow[]>`
    SELECT id, phone, language, is_language_chosen AS "isLanguageChosen", merged_into_id AS "mergedIntoId",
      created_at AS "createdAt"
    FROM contact WHERE id = ${list} ORDER BY id FOR NO KEY UPDATE`
}

/** The clients the bank's site has vouched for among the identities of these contacts. */
export async function signedClientsOf(tx: Tx, ids: readonly ContactId[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ client: string }[]>`
    SELECT DISTINCT external_id AS client FROM identity
    WHERE contact_id = ANY (${[...ids]}::uuid[]) AND assurance = 'signed'`
  return rows.map(({ client }) => client)
}

export async function moveIdentities(tx: Tx, from: ContactId, into: ContactId): Promise<IdentityId[]> {
  const rows = await tx.$queryRaw<{ id: IdentityId }[]>`
    UPDATE identity SET contact_id = ${into}::uuid WHERE contact_id = ${from}::uuid RETURNING id`
  return rows.map(({ id }) => id).sort()
}

export async function moveRequests(tx: Tx, from: ContactId, into: ContactId): Promise<RequestId[]> {
  const rows = await tx.$queryRaw<{ id: RequestId }[]>`
    UPDATE request SET contact_id = ${into}::uuid WHERE contact_id = ${from}::uuid RETURNING id`
  return rows.map(({ id }) => id).sort()
}

export async function writeMergedInto(tx: Tx, from: ContactId, into: ContactId | null): Promise<void> {
  await tx.$executeRaw`UPDATE contact SET merged_into_id = ${into}::uuid WHERE id = ${from}::uuid`
}

export async function writeContact(
  tx: Tx,
  to: { id: ContactId; phone: string | null; language: string | null; isLanguageChosen: boolean },
): Promise<void> {
  await tx.$executeRaw`UPDATE contact SET phone = ${to.phone}, language = ${to.language},
    is_language_chosen = ${to.isLanguageChosen} WHERE id = ${to.id}::uuid`
}

export async function insertMerge(tx: Tx, merge: Omit<MergeRow, 'undoneAt'>): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO contact_merge (id, from_contact_id, into_contact_id, proof, identity_ids, request_ids, before, merged_by, at)
    VALUES (${merge.id}::uuid, ${merge.fromContactId}::uuid, ${merge.intoContactId}::uuid, ${merge.proof},
      ${merge.identityIds}::uuid[], ${merge.requestIds}::uuid[], ${JSON.stringify(merge.before)}::jsonb, ${merge.mergedBy},
      ${merge.at})`
}

export async function writeBefore(tx: Tx, id: MergeId, before: Before): Promise<void> {
  await tx.$executeRaw`UPDATE contact_merge SET before = ${JSON.stringify(before)}::jsonb WHERE id = ${id}::uuid`
}

const columns = Prisma.sql`id, from_contact_id AS "fromContactId", into_contact_id AS "intoContactId", proof,
  identity_ids AS "identityIds", request_ids AS "requestIds", before, merged_by AS "mergedBy", at, undone_at AS "undoneAt"`

export async function selectMerge(tx: Tx, id: MergeId): Promise<MergeRow | null> {
  const rows = await tx.$queryRaw<MergeRow[]>`SELECT ${columns} FROM contact_merge WHERE id = ${id}::uuid`
  return rows[0] ?? null
}

/** Locked until the transaction ends. */
export async function lockMerge(tx: Tx, id: MergeId): Promise<MergeRow | null> {
  const rows = await tx.$queryRaw<MergeRow[]>`SELECT ${columns} FROM contact_merge WHERE id = ${id}::uuid FOR UPDATE`
  return rows[0] ?? null
}

/** Every merge a contact took part in, newest first. */
export function selectMerges(tx: Tx, contactId: ContactId): Promise<MergeRow[]> {
  return tx.$queryRaw<MergeRow[]>`SELECT ${columns} FROM contact_merge
    WHERE into_contact_id = ${contactId}::uuid OR from_contact_id = ${contactId}::uuid ORDER BY at DESC, id DESC LIMIT 100`
}

/** Whether a later merge stands upon this one: it has to be undone first. */
export async function hasLaterMerge(tx: Tx, merge: MergeRow): Promise<boolean> {
  const rows = await tx.$queryRaw<{ later: boolean }[]>`
    SELECT EXISTS (SELECT FROM contact_merge m WHERE m.undone_at IS NULL AND m.id <> ${merge.id}::uuid
      AND (m.from_contact_id = ${merge.intoContactId}::uuid
        OR (m.into_contact_id = ${merge.intoContactId}::uuid AND (m.at, m.id) > (${merge.at}, ${merge.id}::uuid)))) AS later`
  return rows[0]?.later ?? false
}

export async function writeUndone(tx: Tx, id: MergeId, by: string, at: Date): Promise<void> {
  await tx.$executeRaw`UPDATE contact_merge SET undone_at = ${at}, undone_by = ${by} WHERE id = ${id}::uuid`
}

/** Gives the moved identities back, with the requests that moved and those opened in their conversations since. */
export async function moveBack(tx: Tx, merge: MergeRow): Promise<void> {
  await tx.$executeRaw`UPDATE identity SET contact_id = ${merge.fromContactId}::uuid
    WHERE id = ANY (${merge.identityIds}::uuid[]) AND contact_id = ${merge.intoContactId}::uuid`
  await tx.$executeRaw`UPDATE request r SET contact_id = ${merge.fromContactId}::uuid
    WHERE r.contact_id = ${merge.intoContactId}::uuid AND (r.id = ANY (${merge.requestIds}::uuid[])
      OR (r.opened_at >= ${merge.at} AND EXISTS (SELECT FROM request_conversation rc
        JOIN conversation c ON c.id = rc.conversation_id
        WHERE rc.request_id = r.id AND c.identity_id = ANY (${merge.identityIds}::uuid[]))
        AND NOT EXISTS (SELECT FROM request_conversation rc JOIN conversation c ON c.id = rc.conversation_id
        WHERE rc.request_id = r.id AND c.identity_id <> ALL (${merge.identityIds}::uuid[]))))`
}

/** Takes a request out of a conversation it was led into. Messages stay where they were written and in its history. */
export async function leadOut(tx: Tx, led: LedIn): Promise<void> {
  await tx.$executeRaw`DELETE FROM request_conversation
    WHERE request_id = ${led.requestId}::uuid AND conversation_id = ${led.conversationId}::uuid`
  await tx.$executeRaw`UPDATE conversation c SET
      open_request_id = CASE WHEN c.open_request_id = ${led.requestId}::uuid
        THEN (SELECT r.id FROM request r WHERE r.id = ${led.previousOpenId}::uuid AND r.status <> 'closed')
        ELSE c.open_request_id END,
      last_request_id = CASE WHEN c.last_request_id = ${led.requestId}::uuid THEN ${led.previousLastId}::uuid
        ELSE c.last_request_id END
    WHERE c.id = ${led.conversationId}::uuid`
}

/** Conversations, locked in the order of ids. */
export async function lockConversations(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  await tx.$queryRaw`SELECT id FROM conversation WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Contacts, not merged away, whose own proven number is this one; the oldest first. */
export async function contactsOfPhone(tx: Tx, numbers: readonly string[]): Promise<ContactId[]> {
  const rows = await tx.$queryRaw<{ id: ContactId }[]>`SELECT id FROM contact
    WHERE phone = ANY (${[...numbers]}) AND merged_into_id IS NULL ORDER BY created_at, id LIMIT 10`
  return rows.map(({ id }) => id)
}

/** Whether somebody has taken a merge of these two back. */
export async function wasTakenBack(tx: Tx, one: ContactId, other: ContactId): Promise<boolean> {
  const rows = await tx.$queryRaw<{ back: boolean }[]>`
    SELECT EXISTS (SELECT FROM contact_merge WHERE undone_at IS NOT NULL
      AND ((from_contact_id = ${one}::uuid AND into_contact_id = ${other}::uuid)
        OR (from_contact_id = ${other}::uuid AND into_contact_id = ${one}::uuid))) AS back`
  return rows[0]?.back ?? false
}
