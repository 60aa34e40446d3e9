import type { Role } from '#contracts'
import type { OperatorId } from '#kernel'

/** A signed-in member of staff, as the edges know them. */
export type Session = {
  readonly operatorId: OperatorId
  /** Given to the console after sign-in, demanded back with everything that changes something. */
  readonly csrfToken: string
  readonly roles: readonly Role[]
  readonly mustChangePassword: boolean
  readonly tokenHash: string
}

/**
 * Name of the session cookie. With the prefix `__Host-` browsers refuse one set by a sibling domain or without TLS, so it
 * can only be used where the program is reached over https.
 */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-murojaat' : 'murojaat'
}
