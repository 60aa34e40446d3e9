import type { Role } from '#contracts'
import type { OperatorId } from '#kernel'

/** How a session began; `oidc_mfa`: the bank's own sign-in asked for a second step itself. */
export type SignInMethod = 'password' | 'oidc' | 'oidc_mfa'

/** A signed-in member of staff, as the edges know them. */
export type Session = {
  readonly id: string
  readonly operatorId: OperatorId
  /** Given to the console after sign-in, demanded back with everything that changes something. */
  readonly csrfToken: string
  readonly roles: readonly Role[]
  readonly mustChangePassword: boolean
  readonly tokenHash: string
  readonly method: SignInMethod
  /** What stands between this person and the console: the code of their authenticator, or setting one up. */
  readonly waitsFor: 'second_step' | 'enrolment' | null
  /** When the person last proved who they are. */
  readonly provenAt: Date
}

/**
 * Name of the session cookie. With the prefix `__Host-` browsers refuse one set by a sibling domain or without TLS, so it
 * can only be used where the program is reached over https.
 */
export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-murojaat' : 'murojaat'
}
