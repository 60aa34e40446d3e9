import { audit, type Ctx, inTransaction } from '#platform'
import { resealed, type SealKey } from '#privacy'
import { lockSealedByOthers, replaceSealed } from './reseal-texts.store.ts'

const batchSize = 500

/**
 * Seals every original with the newest key, so that the former ones can be thrown away. Batch by batch, each its own
 * transaction: it may be stopped at any moment and begun again. Returns how many were sealed anew.
 * Throws InvariantError where a text was sealed with a key that is not among the former ones; what was done before stays.
 */
export async function resealTexts(ctx: Ctx, key: SealKey): Promise<number> {
  let done = 0
  for (;;) {
    const count = await inTransaction(ctx, async (tx) => {
      const rows = await lockSealedByOthers(tx, key.id, batchSize)
      for (const row of rows) {
        const sealed = resealed(key, { keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext })
        if (sealed !== null) await replaceSealed(tx, row, sealed)
      }
      if (rows.length > 0) {
        const facts = { count: rows.length, keyId: key.id }
        await audit(tx, ctx, { action: 'texts.resealed', subjectKind: 'seal_key', subjectId: key.id, facts })
      }
      return rows.length
    })
    if (count === 0) return done
    done += count
  }
}
