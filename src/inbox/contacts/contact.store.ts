import type { ChannelKind, ContactView, RequestStatus } from '#contracts'
import type { ChannelAccountId, ContactId, IdentityId } from '#kernel'
import type { Db, Tx } from '#platform'

export async function updateReachable(
  tx: Tx,
  input: { channelAccountId: ChannelAccountId; identityExternalId: string; isReachable: boolean },
): Promise<{ id: IdentityId; contactId: ContactId } | null> {
  const rows = await tx.$queryRaw<{ id: IdentityId; contactId: ContactId }[]>`
    UPDATE identity SET is_reachable = ${input.isReachable}
    WHERE channel_account_id = ${input.channelAccountId}::uuid AND external_id = ${input.identityExternalId}
      AND is_reachable <> ${input.isReachable}
    RETURNING id, contact_id AS "contactId"`
  return rows[0] ?? null
}

/** The contact follows where it bore the same name; one that a person or another channel has named stays. */
export async function updateName(
  tx: Tx,
  input: { channelAccountId: ChannelAccountId; identityExternalId: string; displayName: string; username: string | null },
): Promise<boolean> {
  const renamed = await tx.$executeRaw`
    WITH found AS (
      SELECT id, contact_id, display_name FROM identity
      WHERE channel_account_id = ${input.channelAccountId}::uuid AND external_id = ${input.identityExternalId}
        AND (display_name <> ${input.displayName} OR username IS DISTINCT FROM ${input.username}) FOR NO KEY UPDATE
    ), named AS (
      UPDATE contact k SET display_name = ${input.displayName} FROM found f
      WHERE k.id = f.contact_id AND k.display_name = f.display_name
    )
    UPDATE identity i SET display_name = ${input.displayName}, username = ${input.username} FROM found f WHERE i.id = f.id`
  return renamed > 0
}

/** The contact and the requests of theirs that are still open speak one language. */
export async function updateLanguage(tx: Tx, contactId: ContactId, language: string, chosen: boolean): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE contact SET language = ${language}, is_language_chosen = ${chosen} OR is_language_chosen
    WHERE id = ${contactId}::uuid AND (${chosen} OR NOT is_language_chosen)
      AND (language IS DISTINCT FROM ${language} OR is_language_chosen <> ${chosen})`
  if (changed === 0) return false
  await tx.$executeRaw`
    UPDATE request SET language = ${language} WHERE contact_id = ${contactId}::uuid AND status <> 'closed'`
  return true
}

type ContactRow = {
  id: string
  displayName: string
  language: string | null
  isLanguageChosen: boolean
  phone: string | null
  identities: ContactView['identities']
}
type EarlierRow = Omit<ContactView['earlierRequests'][number], 'openedAt' | 'closedAt'> & {
  openedAt: Date
  closedAt: Date | null
}

/** @param limit requests of theirs, newest first. */
export async function selectContact(db: Db, id: ContactId, limit: number): Promise<ContactView | null> {
  const contacts = await db.query<ContactRow>({
    name: 'contact',
    text: `SELECT k.id, k.display_name AS "displayName", k.language, k.is_language_chosen AS "isLanguageChosen", k.phone,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'channel', a.kind, 'displayName', i.display_name,
          'username', i.username, 'assurance', i.assurance, 'isReachable', i.is_reachable) ORDER BY i.created_at), '[]')
          FROM identity i JOIN channel_account a ON a.id = i.channel_account_id WHERE i.contact_id = k.id) AS identities
      FROM contact k WHERE k.id = $1`,
    values: [id],
  })
  const contact = contacts[0]
  if (!contact) return null
  const earlier = await db.query<EarlierRow>({
    name: 'contact-requests',
    text: `SELECT id, number, type, topic, status, opened_at AS "openedAt", closed_at AS "closedAt" FROM request
      WHERE contact_id = $1 ORDER BY opened_at DESC LIMIT $2`,
    values: [id, limit],
  })
  const earlierRequests = earlier.map((row) => ({
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
  return { ...contact, earlierRequests }
}

export type LatestRequest = {
  readonly contactId: ContactId
  readonly number: string
  readonly status: RequestStatus
}

/** The latest requests of each of these, newest first. */
export function selectLatestRequests(db: Db, ids: readonly ContactId[], limit: number): Promise<LatestRequest[]> {
  return db.query<LatestRequest>({
    name: 'latest-requests',
    text: `SELECT r.contact_id AS "contactId", r.number, r.status FROM unnest($1::uuid[]) k(id) CROSS JOIN LATERAL (
        SELECT x.contact_id, x.number, x.status, x.opened_at FROM request x WHERE x.contact_id = k.id
        ORDER BY x.opened_at DESC LIMIT $2) r
      ORDER BY r.opened_at DESC`,
    values: [ids, limit],
  })
}

export type ChannelAccountView = {
  readonly id: ChannelAccountId
  readonly kind: ChannelKind
  readonly name: string
  readonly externalId: string
  readonly visibility: 'private' | 'public'
  readonly isEnabled: boolean
  readonly botEnabled: boolean
  readonly settings: Record<string, unknown>
}
const accountColumns = `id, kind, name, external_id AS "externalId", visibility, is_enabled AS "isEnabled",
  bot_enabled AS "botEnabled", settings`

export function selectAccounts(db: Db): Promise<ChannelAccountView[]> {
  return db.query<ChannelAccountView>({
    name: 'channel-accounts',
    text: `SELECT ${accountColumns} FROM channel_account ORDER BY created_at, id`,
  })
}

export async function upsertAccount(
  db: Db,
  account: Omit<ChannelAccountView, 'isEnabled'>,
): Promise<ChannelAccountView | undefined> {
  const rows = await db.query<ChannelAccountView>({
    text: `INSERT INTO channel_account (id, kind, name, external_id, visibility, bot_enabled, settings)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (kind, external_id) DO UPDATE SET name = excluded.name, visibility = excluded.visibility,
        bot_enabled = excluded.bot_enabled, settings = channel_account.settings || excluded.settings
      RETURNING ${accountColumns}`,
    values: [
      account.id,
      account.kind,
      account.name,
      account.externalId,
      account.visibility,
      account.botEnabled,
      JSON.stringify(account.settings),
    ],
  })
  return rows[0]
}
