/** Takes out for good what people wrote and who they were; what is left are numbers, which the statistics go on counting. */
import type { ContactId, MessageId, RequestId } from '#kernel'
import { type Db, isSharedFile, Prisma, type Tx } from '#platform'

export type ErasableRequest = { readonly id: RequestId; readonly contactId: ContactId }

const isAppeal = Prisma.sql`(r.type IN ('complaint', 'suggestion')
  OR EXISTS (SELECT FROM appeal a WHERE a.request_id = r.id AND a.withdrawn_at IS NULL))`
const isHeld = Prisma.sql`EXISTS (SELECT FROM legal_hold h
  WHERE h.lifted_at IS NULL AND h.subject_id IN (r.id, r.contact_id))`
const isOver = (before: Date) => Prisma.sql`r.status = 'closed' AND r.closed_at IS NOT NULL AND r.erased_at IS NULL
  AND r.closed_at < ${before}`

/** Closed before the moment and held by nobody, the oldest first; locked, those in other hands left out. */
export function lockErasable(tx: Tx, of: { appeals: boolean; before: Date }, most: number): Promise<ErasableRequest[]> {
  return tx.$queryRaw<ErasableRequest[]>(Prisma.sql`
    SELECT r.id, r.contact_id AS "contactId" FROM request r
    WHERE ${isOver(of.before)} AND ${isAppeal} = ${of.appeals} AND NOT ${isHeld}
    ORDER BY r.closed_at LIMIT ${most} FOR UPDATE OF r SKIP LOCKED`)
}

export function lockErasableOf(tx: Tx, contactId: ContactId, before: Date, most: number): Promise<ErasableRequest[]> {
  return tx.$queryRaw<ErasableRequest[]>(Prisma.sql`
    SELECT r.id, r.contact_id AS "contactId" FROM request r
    WHERE r.contact_id = ${contactId}::uuid AND ${isOver(before)} AND NOT ${isHeld}
    ORDER BY r.closed_at LIMIT ${most} FOR UPDATE OF r SKIP LOCKED`)
}

export type ErasableCount = { readonly count: number; readonly held: number; readonly oldestAt: Date | null }

/** What would go, counted up to `most`. */
export async function countErasable(db: Db, of: { appeals: boolean; before: Date }, most: number): Promise<ErasableCount> {
  const [row] = await db.prisma.$queryRaw<ErasableCount[]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE NOT held)::int AS count, count(*) FILTER (WHERE held)::int AS held,
      min(closed_at) FILTER (WHERE NOT held) AS "oldestAt"
    FROM (SELECT r.closed_at, ${isHeld} AS held FROM request r WHERE ${isOver(of.before)} AND ${isAppeal} = ${of.appeals}
      ORDER BY r.closed_at LIMIT ${most}) AS found`)
  return row ?? { count: 0, held: 0, oldestAt: null }
}

/** @returns ids of the messages that were emptied, and the files nobody names any more. */
export async function emptyRequests(
  tx: Tx,
  ids: readonly RequestId[],
  now: Date,
): Promise<{ messageIds: MessageId[]; storageKeys: string[] }> {
  const requests = [...ids]
  const messages = await tx.$queryRaw<{ id: MessageId }[]>`
    UPDATE message SET text = '', content = '{}', masked_kinds = '{}', external_id = NULL, deleted_at = coalesce(deleted_at, ${now})
    WHERE request_id = ANY(${requests}::uuid[]) RETURNING id`
  const messageIds = messages.map(({ id }) => id)
  const storageKeys = await deleteContent(tx, messageIds)
  await tx.$executeRaw`DELETE FROM note WHERE request_id = ANY(${requests}::uuid[])`
  await tx.$executeRaw`UPDATE appeal SET full_name = '', address = NULL, phone = NULL, essence = '', withdrawal_reason = NULL
    WHERE request_id = ANY(${requests}::uuid[])`
  await tx.$executeRaw`UPDATE term_extension SET reason = '' WHERE request_id = ANY(${requests}::uuid[])`
  await tx.$executeRaw`UPDATE classification_record SET reasons = '[]', correction_reason = NULL
    WHERE request_id = ANY(${requests}::uuid[])`
  await tx.$executeRaw`DELETE FROM continuation WHERE request_id = ANY(${requests}::uuid[])`
  await tx.$executeRaw`UPDATE request SET erased_at = ${now} WHERE id = ANY(${requests}::uuid[])`
  return { messageIds, storageKeys }
}

/** Whatever hangs on messages: originals, earlier revisions, vendors' ids, files. */
async function deleteContent(tx: Tx, messageIds: readonly MessageId[]): Promise<string[]> {
  const ids = [...messageIds]
  await tx.$executeRaw`DELETE FROM sealed_text WHERE message_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`DELETE FROM message_revision WHERE message_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`DELETE FROM message_part WHERE message_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`UPDATE delivery SET external_id = NULL, sent_parts = '{}' WHERE message_id = ANY(${ids}::uuid[])`
  const files = await tx.$queryRaw<{ key: string | null }[]>`
    DELETE FROM attachment WHERE message_id = ANY(${ids}::uuid[]) RETURNING storage_key AS key`
  return files.flatMap(({ key }) => (key === null || isSharedFile(key) ? [] : [key]))
}

/** Of these contacts, those of whom no request is left that says anything, and whom no hold keeps. */
export async function selectForgettable(tx: Tx, ids: readonly ContactId[]): Promise<ContactId[]> {
  const rows = await tx.$queryRaw<{ id: ContactId }[]>`
    SELECT c.id FROM contact c WHERE c.id = ANY(${[...ids]}::uuid[]) AND c.erased_at IS NULL AND c.merged_into_id IS NULL
      AND NOT EXISTS (SELECT FROM request r WHERE r.contact_id = c.id AND r.erased_at IS NULL)
      AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.subject_id = c.id AND h.lifted_at IS NULL)
    FOR UPDATE`
  return rows.map(({ id }) => id)
}

export type Forgotten = { readonly storageKeys: string[]; readonly identityExternalIds: string[] }

/**
 * The contact, those merged into it, and their accounts and conversations lose what tells them from anybody: whoever writes
 * again from the same account is somebody new.
 */
export async function emptyContacts(tx: Tx, ids: readonly ContactId[], now: Date): Promise<Forgotten> {
  const contacts = await tx.$queryRaw<{ id: ContactId }[]>`
    UPDATE contact SET display_name = '', phone = NULL, language = NULL, is_language_chosen = false, erased_at = ${now}
    WHERE id = ANY(${[...ids]}::uuid[]) OR merged_into_id = ANY(${[...ids]}::uuid[]) RETURNING id`
  const all = contacts.map(({ id }) => id)
  const identities = await tx.$queryRaw<{ externalId: string }[]>`
    WITH before AS (SELECT id, external_id FROM identity WHERE contact_id = ANY(${all}::uuid[]) FOR UPDATE)
    UPDATE identity i SET external_id = 'erased:' || i.id, display_name = '', username = NULL, is_reachable = false
    FROM before b WHERE b.id = i.id RETURNING b.external_id AS "externalId"`
  const messages = await tx.$queryRaw<{ id: MessageId }[]>`
    UPDATE message m SET text = '', content = '{}', masked_kinds = '{}', external_id = NULL,
      deleted_at = coalesce(m.deleted_at, ${now})
    FROM conversation v JOIN identity i ON i.id = v.identity_id
    WHERE m.conversation_id = v.id AND i.contact_id = ANY(${all}::uuid[]) RETURNING m.id`
  const storageKeys = await deleteContent(
    tx,
    messages.map(({ id }) => id),
  )
  await tx.$executeRaw`UPDATE conversation v SET external_id = 'erased:' || v.id FROM identity i
    WHERE i.id = v.identity_id AND i.contact_id = ANY(${all}::uuid[])`
  await tx.$executeRaw`UPDATE contact_merge SET before = '{}'
    WHERE into_contact_id = ANY(${all}::uuid[]) OR from_contact_id = ANY(${all}::uuid[])`
  return { storageKeys, identityExternalIds: identities.map(({ externalId }) => externalId) }
}

/** Uploads that were never sent. @returns their files. */
export async function deleteStaged(tx: Tx, before: Date, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string | null }[]>`
    DELETE FROM attachment WHERE id IN (SELECT id FROM attachment
      WHERE message_id IS NULL AND state = 'stored' AND created_at < ${before} ORDER BY created_at LIMIT ${most})
    RETURNING storage_key AS key`
  return rows.flatMap(({ key }) => (key === null ? [] : [key]))
}

export async function countStaged(db: Db, before: Date, most: number): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await db.prisma.$queryRaw<{ count: number; oldestAt: Date | null }[]>`
    SELECT count(*)::int AS count, min(created_at) AS "oldestAt" FROM (SELECT created_at FROM attachment
      WHERE message_id IS NULL AND state = 'stored' AND created_at < ${before} ORDER BY created_at LIMIT ${most}) AS found`
  return row ?? { count: 0, oldestAt: null }
}
