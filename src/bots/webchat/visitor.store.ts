import type { Language } from '#contracts'
import type { ChannelAccountId, Id } from '#kernel'
import type { Ctx, Tx } from '#platform'

export type VisitorId = Id<'visitor'>
export type Visitor = {
  id: VisitorId
  channelAccountId: ChannelAccountId
  language: Language | null
  displayName: string | null
  signedClientId: string | null
}

const columns = `id, channel_account_id AS "channelAccountId", language, display_name AS "displayName",
  signed_client_id AS "signedClientId"`

/** By the SHA-256 of the token; null where it is unknown or was not seen since `seenAfter`. */
export async function findVisitor(
  ctx: Ctx,
  key: { channelAccountId: ChannelAccountId; tokenHash: string; seenAfter: Date },
): Promise<Visitor | null> {
  const rows = await ctx.db.query<Visitor>({
    name: 'find_visitor',
    text: `SELECT ${columns} FROM visitor WHERE token_hash = $1 AND channel_account_id = $2 AND last_seen_at > $3`,
    values: [key.tokenHash, key.channelAccountId, key.seenAfter],
  })
  return rows[0] ?? null
}

export async function insertVisitor(ctx: Ctx, visitor: Visitor & { tokenHash: string }): Promise<void> {
  await ctx.db.query({
    text: `INSERT INTO visitor (id, channel_account_id, token_hash, language, display_name, signed_client_id, created_at, last_seen_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    values: [
      visitor.id,
      visitor.channelAccountId,
      visitor.tokenHash,
      visitor.language,
      visitor.displayName,
      visitor.signedClientId,
      ctx.clock.now(),
    ],
  })
}

/** Writes what a session changed and when the visitor was last here. */
export async function updateVisitor(ctx: Ctx, visitor: Visitor): Promise<void> {
  await ctx.db.query({
    name: 'update_visitor',
    text: `UPDATE visitor SET language = $2, display_name = $3, signed_client_id = $4, last_seen_at = $5 WHERE id = $1`,
    values: [visitor.id, visitor.language, visitor.displayName, visitor.signedClientId, ctx.clock.now()],
  })
}

/** Browsers behind accounts that were forgotten, by the accounts' ids; what is not one of theirs is left out. */
export async function deleteVisitors(tx: Tx, accountIds: readonly string[]): Promise<void> {
  const after = (prefix: string) => accountIds.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))
  await tx.$executeRaw`DELETE FROM visitor
    WHERE id::text = ANY(${after('visitor:')}::text[]) OR signed_client_id = ANY(${after('client:')}::text[])`
}
