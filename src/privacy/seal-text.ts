/**
 * The original of a masked text, readable only with the installation's key: AES-256-GCM, a fresh nonce for each text, the
 * tag behind the ciphertext. The key's name is stored beside it, so that a key can be changed without losing the old texts.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { InvariantError } from '#kernel'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

export type SealKey = {
  readonly id: string
  readonly key: Buffer
  /** Keys that only open what was sealed before this one came. */
  readonly older?: readonly SealKey[]
}
export type SealedParts = { readonly keyId: string; readonly nonce: Buffer; readonly ciphertext: Buffer }

/**
 * A key from the configured secret: 32 bytes by HKDF-SHA-256, named by a fingerprint that does not give it away.
 * @param olderSecrets of former keys; they open, the first one seals.
 */
export function sealKeyFrom(secret: string, olderSecrets: readonly string[] = []): SealKey {
  const key = Buffer.from(hkdfSync('sha256', secret, 'murojaat', 'seal', 32))
  const id = createHash('sha256').update('murojaat seal key id').update(key).digest('hex').slice(0, 12)
  const older = olderSecrets.map((each) => sealKeyFrom(each)).filter((each) => each.id !== id)
  return older.length === 0 ? { id, key } : { id, key, older }
}

export function sealText(key: SealKey, plain: string): SealedParts {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key.key, nonce)
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { keyId: key.id, nonce, ciphertext }
}

/** Throws InvariantError where none of the keys is the one or the sealed bytes were changed. */
export function openSealed(key: SealKey, sealed: SealedParts): string {
  const right = [key, ...(key.older ?? [])].find(({ id }) => id === sealed.keyId)
  if (!right) throw new InvariantError(`the text was sealed with another key: ${sealed.keyId}`)
  const body = Buffer.from(sealed.ciphertext)
  const decipher = createDecipheriv(algorithm, right.key, sealed.nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(body.subarray(body.length - tagBytes))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - tagBytes)), decipher.final()]).toString('utf8')
  } catch (error) {
    // The original error tells nothing more; GCM says only that something differs.
    throw new InvariantError('the sealed text was changed since it was sealed', { cause: error })
  }
}

/** The same text under the newest key, or null where it is already. */
export function resealed(key: SealKey, sealed: SealedParts): SealedParts | null {
  return sealed.keyId === key.id ? null : sealText(key, openSealed(key, sealed))
}
