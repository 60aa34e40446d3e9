/**
 * Signing in by the bank's own sign-in. It says who somebody is, never what they may do: roles and departments are this program's,
 * and whoever is not an operator here is let in by nobody's word.
 */
import { AppError } from '#kernel'
import { audit, type Ctx, inTransaction, type Session, withActor } from '#platform'
import { insertLink, type KnownOperator, selectLinkedOperator, selectUnlinkedOperator } from './oidc.store.ts'
import { selectFactor } from './second-factor.store.ts'
import { type From, opened, openSession } from './sessions.ts'
import { welcome } from './sign-in.ts'

/** What a verified ID token says. */
export type OidcClaims = {
  readonly issuer: string
  readonly subject: string
  /** Only where the issuer says that it has verified it. */
  readonly verifiedEmail: string | null
  /** The issuer asked for more than a password (RFC 8176, `mfa`). */
  readonly hadSecondStep: boolean
}

/**
 * The operator linked to this subject, or on the first time the one with this verified address, who is linked then for good.
 * @throws login.unknown_person (nobody here, or switched off)
 */
export async function operatorOfClaims(ctx: Ctx, claims: OidcClaims): Promise<KnownOperator> {
  const { issuer, subject } = claims
  const linked = await selectLinkedOperator(ctx.db, issuer, subject)
  if (linked !== null) return activeOnly(ctx, linked)
  const email = claims.verifiedEmail?.trim().toLowerCase() ?? ''
  const found = await activeOnly(ctx, email === '' ? null : await selectUnlinkedOperator(ctx.db, issuer, email))
  await inTransaction(ctx, async (tx) => {
    const isLinked = await insertLink(tx, { issuer, subject, operatorId: found.id, linkedAt: ctx.clock.now() })
    if (!isLinked) throw new AppError('login.unknown_person')
    await audit(tx, ctx, { action: 'operator.oidc_linked', subjectKind: 'operator', subjectId: found.id })
  })
  return found
}

async function activeOnly(ctx: Ctx, found: KnownOperator | null): Promise<KnownOperator> {
  if (found?.isActive) return found
  ctx.metrics.count('staff_sign_in_failed')
  throw new AppError('login.unknown_person')
}

/** @throws login.unknown_person */
export async function signInByOidc(ctx: Ctx, claims: OidcClaims, from: From): Promise<{ token: string; session: Session }> {
  const operator = await operatorOfClaims(ctx, claims)
  const acting = withActor(ctx, { kind: 'operator', id: operator.id, roles: operator.roles })
  const hasFactor = (await selectFactor(ctx.db, operator.id))?.confirmedAt != null
  const method = claims.hadSecondStep ? 'oidc_mfa' : 'oidc'
  const isHalf = hasFactor && !claims.hadSecondStep
  const token = await inTransaction(acting, async (tx) => {
    if (!isHalf) {
      const secondStep = claims.hadSecondStep ? 'provider' : 'none'
      await welcome(tx, acting, operator.id, { method, secondStep })
    }
    return openSession(tx, acting, { operatorId: operator.id, method, isHalf, from })
  })
  return opened(ctx, token)
}
