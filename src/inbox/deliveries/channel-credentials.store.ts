import type { ChannelAccountId } from '#kernel'
import type { Db, Tx } from '#platform'
import type { SealedParts } from '#privacy'

export type CredentialRow = SealedParts & { readonly updatedAt: Date }

export async function selectCredentials(db: Db, id: ChannelAccountId): Promise<CredentialRow | null> {
  const rows = await db.query<CredentialRow>({
    name: 'channel-credentials',
    text: `SELECT key_id AS "keyId", nonce, ciphertext, updated_at AS "updatedAt" FROM channel_credential
      WHERE channel_account_id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

export async function upsertCredentials(
  tx: Tx,
  id: ChannelAccountId,
  sealed: SealedParts,
  by: { at: Date; actor: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO channel_credential (channel_account_id, key_id, nonce, ciphertext, updated_at, updated_by)
    VALUES (${id}::uuid, ${sealed.keyId}, ${sealed.nonce}, ${sealed.ciphertext}, ${by.at}, ${by.actor})
    ON CONFLICT (channel_account_id) DO UPDATE SET key_id = excluded.key_id, nonce = excluded.nonce,
      ciphertext = excluded.ciphertext, updated_at = excluded.updated_at, updated_by = excluded.updated_by`
}

/** False where there is no such account. */
export async function updateEnabled(tx: Tx, id: ChannelAccountId, isEnabled: boolean): Promise<boolean> {
  const changed = await tx.$executeRaw`UPDATE channel_account SET is_enabled = ${isEnabled} WHERE id = ${id}::uuid`
  return changed > 0
}
