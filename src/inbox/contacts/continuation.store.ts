import type { ChannelKind, Visibility } from '#contracts'
import type { ChannelAccountId, ContactId, ConversationId, IdentityId, RequestId } from '#kernel'
import type { Tx } from '#platform'

export type ContinuationRow = {
  fromConversationId: ConversationId
  expiresAt: Date
  usedAt: Date | null
  toConversationId: ConversationId | null
  requestId: RequestId | null
}

export async function insertContinuation(
  tx: Tx,
  row: { tokenHash: string; fromConversationId: ConversationId; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.$executeRaw`INSERT INTO continuation (token_hash, from_conversation_id, created_at, expires_at)
    VALUES (${row.tokenHash}, ${row.fromConversationId}::uuid, ${row.createdAt}, ${row.expiresAt})`
}

/** Locked until the transaction ends: of two who use one link at once, the second waits and finds it used. */
export async function lockContinuation(tx: Tx, tokenHash: string): Promise<ContinuationRow | null> {
  const rows = await tx.$queryRaw<ContinuationRow[]>`
    SELECT from_conversation_id AS "fromConversationId", expires_at AS "expiresAt", used_at AS "usedAt",
      to_conversation_id AS "toConversationId", request_id AS "requestId"
    FROM continuation WHERE token_hash = ${tokenHash} FOR UPDATE`
  return rows[0] ?? null
}

export async function writeUsed(
  tx: Tx,
  tokenHash: string,
  used: { at: Date; toConversationId: ConversationId; requestId: RequestId | null },
): Promise<void> {
  await tx.$executeRaw`UPDATE continuation SET used_at = ${used.at}, to_conversation_id = ${used.toConversationId}::uuid,
    request_id = ${used.requestId}::uuid WHERE token_hash = ${tokenHash}`
}

/** Links nobody can use any more, kept for a while so that the client is told which it was. */
export async function deleteContinuations(tx: Tx, expiredBefore: Date): Promise<void> {
  // What another one is clearing away is left to them: two who clear at once would wait for each other's rows.
  await tx.$executeRaw`DELETE FROM continuation WHERE token_hash IN (
    SELECT token_hash FROM continuation WHERE expires_at < ${expiredBefore} LIMIT 500 FOR UPDATE SKIP LOCKED)`
}

export type Place = {
  conversationId: ConversationId
  contactId: ContactId
  identityId: IdentityId
  channel: ChannelKind
  visibility: Visibility
  openRequestId: RequestId | null
  lastRequestId: RequestId | null
}

/** Conversations with who writes in them, locked in the order of ids. */
export function lockPlaces(tx: Tx, ids: readonly ConversationId[]): Promise<Place[]> {
  return tx.$queryRaw<Place[]>`
    SELECT c.id AS "conversationId", i.contact_id AS "contactId", i.id AS "identityId", a.kind AS channel, c.visibility,
      c.open_request_id AS "openRequestId", c.last_request_id AS "lastRequestId"
    FROM conversation c JOIN identity i ON i.id = c.identity_id JOIN channel_account a ON a.id = c.channel_account_id
    WHERE c.id = ANY (${[...ids]}::uuid[]) ORDER BY c.id FOR NO KEY UPDATE OF c`
}

export type Newcomer = {
  channelAccountId: ChannelAccountId
  externalId: string
  conversationExternalId: string
  displayName: string
  username: string | null
  assurance: 'channel' | 'signed'
  language: string | null
  ids: { contactId: ContactId; identityId: IdentityId; conversationId: ConversationId }
  at: Date
}

/** The conversation of who comes, made with identity and contact where they are met for the first time; as the intake does. */
export async function meet(tx: Tx, who: Newcomer): Promise<ConversationId | null> {
  const made = await tx.$executeRaw`
    INSERT INTO identity (id, contact_id, channel_account_id, external_id, display_name, username, assurance, created_at)
    VALUES (${who.ids.identityId}::uuid, ${who.ids.contactId}::uuid, ${who.channelAccountId}::uuid, ${who.externalId},
      ${who.displayName}, ${who.username}, ${who.assurance}, ${who.at})
    ON CONFLICT (channel_account_id, external_id) DO NOTHING`
  if (made > 0) {
    await tx.$executeRaw`INSERT INTO contact (id, display_name, language, created_at)
      VALUES (${who.ids.contactId}::uuid, ${who.displayName}, ${who.language}, ${who.at})`
  }
  await tx.$executeRaw`
    INSERT INTO conversation (id, identity_id, channel_account_id, external_id, visibility, created_at)
    SELECT ${who.ids.conversationId}::uuid, i.id, i.channel_account_id, ${who.conversationExternalId}, 'private', ${who.at}
    FROM identity i WHERE i.channel_account_id = ${who.channelAccountId}::uuid AND i.external_id = ${who.externalId}
    ON CONFLICT (channel_account_id, external_id) DO NOTHING`
  const rows = await tx.$queryRaw<{ id: ConversationId }[]>`SELECT id FROM conversation
    WHERE channel_account_id = ${who.channelAccountId}::uuid AND external_id = ${who.conversationExternalId}`
  return rows[0]?.id ?? null
}

/** Leads a request into a conversation: what is written there belongs to it from now on. */
export async function leadIn(
  tx: Tx,
  led: { requestId: RequestId; conversationId: ConversationId; isOpen: boolean },
): Promise<void> {
  await tx.$executeRaw`INSERT INTO request_conversation (request_id, conversation_id)
    VALUES (${led.requestId}::uuid, ${led.conversationId}::uuid) ON CONFLICT DO NOTHING`
  await tx.$executeRaw`UPDATE conversation SET last_request_id = ${led.requestId}::uuid,
    open_request_id = CASE WHEN ${led.isOpen} THEN ${led.requestId}::uuid ELSE open_request_id END
    WHERE id = ${led.conversationId}::uuid`
}
