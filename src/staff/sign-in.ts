/**
 * Signing in with a password.
 *
 * Whether a login exists is not told: an unknown one costs the same argon2 work and gets the same answer as a wrong password.
 * A locked account says so, because the person at the door must know to wait.
 */
import { AppError, minuteMs, type OperatorId } from '#kernel'
import {
  actorName,
  audit,
  type Ctx,
  hashPassword,
  inTransaction,
  publish,
  type Session,
  type SignInMethod,
  type Tx,
  verifyPassword,
  withActor,
} from '#platform'
import { tellAccessChanged } from './access-news.ts'
import { staffSignedIn } from './events.ts'
import { checkPace, countGuess, type Guess } from './pace.ts'
import { selectFactor } from './second-factor.store.ts'
import {
  type Credentials,
  clearFailures,
  refundAttempt,
  reserveAttempt,
  revokeSessions,
  selectLock,
  selectPassword,
  setPasswordHash,
} from './session.store.ts'
import { type From, opened, openSession } from './sessions.ts'

/** Guesses before the account locks; five are more than a person's typing errors. */
const mostFailures = 5
const lockMs = 15 * minuteMs
/** NIST SP 800-63B asks for 8 at least; a bank may ask for more. */
const shortestPassword = 10

let decoyHash: Promise<string> | undefined

/**
 * The right password opens the session, or where the person has an authenticator a half one, which is good for giving its code.
 * @returns the cookie's value, given once and stored nowhere, and the session behind it.
 * @throws login.failed, login.locked and rate.exceeded (with `retryAfterSeconds`)
 */
export async function signIn(
  ctx: Ctx,
  input: { login: string; password: string } & From,
): Promise<{ token: string; session: Session }> {
  const login = input.login.trim().toLowerCase()
  const guess = { login, address: input.address ?? null }
  await checkPace(ctx, guess)
  const credentials = await provePassword(ctx, guess, login, input.password)
  const acting = withActor(ctx, { kind: 'operator', id: credentials.id, roles: credentials.roles })
  const hasFactor = (await selectFactor(ctx.db, credentials.id))?.confirmedAt != null
  const token = await inTransaction(acting, async (tx) => {
    if (hasFactor) await refundAttempt(tx, credentials.id)
    else await welcome(tx, acting, credentials.id, { method: 'password', secondStep: 'none' })
    return openSession(tx, acting, { operatorId: credentials.id, method: 'password', isHalf: hasFactor, from: input })
  })
  return opened(ctx, token)
}

/** What follows from being let in, whatever the way: earlier failures are forgotten, and it is on record. */
export async function welcome(
  tx: Tx,
  ctx: Ctx,
  operatorId: OperatorId,
  how: { method: SignInMethod; secondStep: 'none' | 'totp' | 'recovery' | 'provider' },
): Promise<void> {
  await clearFailures(tx, operatorId)
  await audit(tx, ctx, { action: 'staff.signed_in', subjectKind: 'operator', subjectId: operatorId, facts: how })
  await publish(tx, ctx, staffSignedIn, operatorId, { operatorId })
}

async function provePassword(ctx: Ctx, guess: Guess, login: string, password: string): Promise<Credentials> {
  const credentials = await reserve(ctx, login)
  if (credentials === null) {
    decoyHash ??= hashPassword('nobody has this password')
    await verifyPassword(await decoyHash, password)
    await countGuess(ctx, guess)
    throw new AppError('login.failed')
  }
  const isRight = await verifyPassword(credentials.passwordHash, password)
  if (isRight && credentials.isActive) return credentials
  await noteFailure(ctx, credentials, guess)
  throw new AppError('login.failed')
}

/**
 * Counts the attempt before anything is looked at. Null where nobody has the login.
 * @throws login.locked (with `retryAfterSeconds`)
 */
export async function reserve(ctx: Ctx, login: string): Promise<Credentials | null> {
  const now = ctx.clock.now()
  const lockUntil = new Date(now.getTime() + lockMs)
  const credentials = await reserveAttempt(ctx.db, { login, now, mostFailures, lockUntil })
  if (credentials !== null) return credentials
  const lockedUntil = await selectLock(ctx.db, login)
  if (lockedUntil === null || lockedUntil <= now) return null
  throw new AppError('login.locked', { retryAfterSeconds: Math.ceil((lockedUntil.getTime() - now.getTime()) / 1000) })
}

export async function noteFailure(ctx: Ctx, { id, failedLogins }: Credentials, guess: Guess): Promise<void> {
  ctx.metrics.count('staff_sign_in_failed')
  await countGuess(ctx, guess)
  const action = failedLogins >= mostFailures ? 'staff.locked' : 'staff.sign_in_failed'
  await inTransaction(ctx, (tx) => audit(tx, ctx, { action, subjectKind: 'operator', subjectId: id, facts: { failedLogins } }))
}

/**
 * A wrong password counts like a wrong sign-in.
 * @throws operator.not_found, login.failed, login.locked
 */
export async function proveOwnPassword(ctx: Ctx, operatorId: OperatorId, password: string): Promise<{ login: string }> {
  const own = await selectPassword(ctx.db, operatorId)
  if (own === null) throw new AppError('operator.not_found', { operatorId })
  await provePassword(ctx, { login: null, address: null }, own.login, password)
  return own
}

/**
 * Changes one's own password, ends the obligation to change it, and ends every other session of the person.
 * @throws operator.not_found, login.failed, login.locked, password.too_weak
 */
export async function changePassword(
  ctx: Ctx,
  input: { operatorId: OperatorId; currentPassword: string; newPassword: string; keepTokenHash?: string },
): Promise<void> {
  const { login } = await proveOwnPassword(ctx, input.operatorId, input.currentPassword)
  const isWeak =
    [...input.newPassword].length < shortestPassword ||
    new Set(input.newPassword).size < 4 ||
    input.newPassword.toLowerCase().includes(login) ||
    input.newPassword === input.currentPassword
  if (isWeak) throw new AppError('password.too_weak', { shortest: shortestPassword })
  const passwordHash = await hashPassword(input.newPassword)
  await inTransaction(ctx, async (tx) => {
    await setPasswordHash(tx, input.operatorId, passwordHash, false)
    await revokeSessions(tx, input.operatorId, ctx.clock.now(), input.keepTokenHash ?? null)
    await audit(tx, ctx, {
      action: 'staff.password_changed',
      subjectKind: 'operator',
      subjectId: input.operatorId,
      facts: { by: actorName(ctx.actor) },
    })
  })
  tellAccessChanged(ctx, input.operatorId)
}
