import { createPublicKey, type KeyObject, verify } from 'node:crypto'

const keys = new Map<string, KeyObject>()

/** Ed25519. False for a signature or a key that is none. @param publicKey SPKI in base64 */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    let key = keys.get(publicKey)
    if (!key) {
      key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
      if (keys.size < 100) keys.set(publicKey, key)
    }
    return verify(null, bytes, key, signature)
  } catch {
    return false // not a key, so it signed nothing
  }
}
