/** The bank's own site vouches for its client: HMAC-SHA256 over `clientId.expiresAt`, in hex. Pure. */
import { createHmac } from 'node:crypto'
import { constantTimeEquals } from '#platform'

export type SignedIdentity = { clientId: string; expiresAt: number; signature: string }

/** What the site has to send as `signature`; also for tests. `expiresAt` in Unix seconds. */
export function signIdentity(secret: string, clientId: string, expiresAt: number): string {
  return createHmac('sha256', secret).update(`${clientId}.${expiresAt}`).digest('hex')
}

/** True where the signature is the site's and has not expired. */
export function isIdentityProved(secret: string, identity: SignedIdentity, now: Date): boolean {
  const isRight = constantTimeEquals(
    identity.signature.toLowerCase(),
    signIdentity(secret, identity.clientId, identity.expiresAt),
  )
  return isRight && identity.expiresAt * 1000 > now.getTime()
}
