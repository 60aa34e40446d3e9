/** The code after the password, and proving once more who one is before what is worth a second look. */
import { AppError, minuteMs, type OperatorId } from '#kernel'
import { audit, type Ctx, inTransaction, type Session, withActor } from '#platform'
import type { SealKey } from '#privacy'
import { checkPace } from './pace.ts'
import { selectFactor } from './second-factor.store.ts'
import { spendCode } from './second-factor.ts'
import { clearFailures, revokeSession, selectLogin, writeProof } from './session.store.ts'
import { type From, opened, openSession } from './sessions.ts'
import { noteFailure, proveOwnPassword, reserve, welcome } from './sign-in.ts'

/** How long a proof counts: long enough for a few reveals in a row, too short for a forgotten screen. */
export const proofLastsMs = 10 * minuteMs

export function isProofFresh(ctx: Ctx, session: Pick<Session, 'provenAt'>): boolean {
  return ctx.clock.now().getTime() - session.provenAt.getTime() <= proofLastsMs
}

/**
 * The code of the authenticator, or a recovery code, makes a half session a whole one with a token of its own. A wrong one
 * counts like a wrong password, towards the same lock.
 * @throws second_step.not_asked, second_step.failed, login.locked, rate.exceeded
 */
export async function takeSecondStep(
  ctx: Ctx,
  key: SealKey,
  input: { half: Session; code: string } & From,
): Promise<{ token: string; session: Session }> {
  const { half } = input
  if (half.waitsFor !== 'second_step') throw new AppError('second_step.not_asked')
  const secondStep = await proveCode(ctx, key, half.operatorId, input)
  const acting = withActor(ctx, { kind: 'operator', id: half.operatorId, roles: half.roles })
  const token = await inTransaction(acting, async (tx) => {
    // Of two tabs with two good codes one goes on; the half session is spent.
    if ((await revokeSession(tx, half.tokenHash, ctx.clock.now())) === null) throw new AppError('session.expired')
    await welcome(tx, acting, half.operatorId, { method: half.method, secondStep })
    return openSession(tx, acting, { operatorId: half.operatorId, method: half.method, isHalf: false, from: input })
  })
  return opened(ctx, token)
}

async function proveCode(
  ctx: Ctx,
  key: SealKey,
  operatorId: OperatorId,
  input: { code: string } & From,
): Promise<'totp' | 'recovery'> {
  const login = await selectLogin(ctx.db, operatorId)
  const guess = { login: null, address: input.address ?? null }
  await checkPace(ctx, guess)
  const credentials = login === null ? null : await reserve(ctx, login)
  if (credentials === null) throw new AppError('second_step.failed')
  const spent = credentials.isActive ? await spendCode(ctx, key, operatorId, input.code) : null
  if (spent !== null) return spent
  await noteFailure(ctx, credentials, guess)
  throw new AppError('second_step.failed')
}

/**
 * Proves once more who sits there: by the authenticator where there is one, by the password otherwise. Counts for ten minutes.
 * @throws second_step.failed, login.failed, login.locked, rate.exceeded
 */
export async function proveAgain(ctx: Ctx, key: SealKey, input: { session: Session; secret: string } & From): Promise<void> {
  const { session, secret } = input
  const hasFactor = (await selectFactor(ctx.db, session.operatorId))?.confirmedAt != null
  if (hasFactor) await proveCode(ctx, key, session.operatorId, { ...input, code: secret })
  else await proveOwnPassword(ctx, session.operatorId, secret)
  await recordProof(ctx, session.operatorId, session.tokenHash, hasFactor ? 'code' : 'password')
}

export async function recordProof(
  ctx: Ctx,
  operatorId: OperatorId,
  tokenHash: string,
  by: 'code' | 'password' | 'oidc',
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await clearFailures(tx, operatorId)
    await writeProof(tx, tokenHash, ctx.clock.now())
    await audit(tx, ctx, { action: 'staff.proved_again', subjectKind: 'operator', subjectId: operatorId, facts: { by } })
  })
}
