/**
 * Signing for the installation: an Ed25519 key that follows from its sealing key, so that there is one secret to keep and
 * every process and every restored copy has the same.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import type { SealKey } from './seal-text.ts'

export type SigningKey = {
  readonly keyId: string
  /** SPKI in base64: what others check a signature with. */
  readonly publicKey: string
  sign(bytes: Uint8Array): Buffer
}

/** RFC 8410: an Ed25519 private key in PKCS#8 is this and the 32 bytes of the seed. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export function signingKeyOf({ key }: SealKey): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', key, 'murojaat', 'audit signature', 32))
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return {
    keyId: createHash('sha256').update(spki).digest('hex').slice(0, 12),
    publicKey: spki.toString('base64'),
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}

/** Of the present key and of those before it: what the installation has signed with so far. */
export const publicKeysOf = (sealKey: SealKey): string[] =>
  [sealKey, ...(sealKey.older ?? [])].map((each) => signingKeyOf(each).publicKey)
