/**
 * Signing in and out.
 *
 * Whether a login exists is not told: an unknown one costs the same argon2 work and gets the same answer as a wrong password.
 * A locked account says so, because the person at the door must know to wait.
 */
import { AppError, hourMs, minuteMs, type OperatorId } from '#kernel'
import {
  actorName,
  audit,
  type Ctx,
  hashPassword,
  hashToken,
  inTransaction,
  newToken,
  publish,
  type Session,
  verifyPassword,
  withActor,
} from '#platform'
import { staffSignedIn } from './events.ts'
import {
  type Credentials,
  clearFailures,
  insertSession,
  reserveAttempt,
  revokeSession,
  revokeSessions,
  selectLiveSession,
  selectLock,
  selectPassword,
  setPasswordHash,
  touchSession,
} from './session.store.ts'

/** Somebody who walks away from the desk is signed out after this. */
export const sessionIdleMs = 30 * minuteMs
/** A working day with its overtime; after it everybody signs in anew. */
export const sessionLongestMs = 12 * hourMs
/** Guesses before the account locks; five are more than a person's typing errors. */
const mostFailures = 5
const lockMs = 15 * minuteMs
/** The last-seen moment is written at most this often: a console asks many times a second. */
const touchEveryMs = minuteMs
/** NIST SP 800-63B asks for 8 at least; a bank may ask for more. */
const shortestPassword = 10

let decoyHash: Promise<string> | undefined

/**
 * @returns the cookie's value, given once and stored nowhere, and the session behind it.
 * @throws login.failed, login.locked (with `retryAfterSeconds`)
 */
export async function signIn(
  ctx: Ctx,
  input: { login: string; password: string; userAgent?: string },
): Promise<{ token: string; session: Session }> {
  const login = input.login.trim().toLowerCase()
  const credentials = await provePassword(ctx, login, input.password)
  const token = newToken()
  const csrf = newToken()
  const now = ctx.clock.now()
  const acting = withActor(ctx, { kind: 'operator', id: credentials.id, roles: credentials.roles })
  await inTransaction(acting, async (tx) => {
    await clearFailures(tx, credentials.id)
    await insertSession(tx, {
      tokenHash: token.hash,
      operatorId: credentials.id,
      csrfToken: csrf.value,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLongestMs),
      userAgent: input.userAgent?.slice(0, 300) ?? null,
    })
    await audit(tx, acting, { action: 'staff.signed_in', subjectKind: 'operator', subjectId: credentials.id })
    await publish(tx, acting, staffSignedIn, credentials.id, { operatorId: credentials.id })
  })
  return {
    token: token.value,
    session: {
      operatorId: credentials.id,
      csrfToken: csrf.value,
      roles: credentials.roles,
      mustChangePassword: credentials.mustChangePassword,
      tokenHash: token.hash,
    },
  }
}

async function provePassword(ctx: Ctx, login: string, password: string): Promise<Credentials> {
  const now = ctx.clock.now()
  const lockUntil = new Date(now.getTime() + lockMs)
  const credentials = await reserveAttempt(ctx.db, { login, now, mostFailures, lockUntil })
  if (credentials === null) {
    const lockedUntil = await selectLock(ctx.db, login)
    if (lockedUntil !== null && lockedUntil > now) {
      throw new AppError('login.locked', { retryAfterSeconds: Math.ceil((lockedUntil.getTime() - now.getTime()) / 1000) })
    }
    decoyHash ??= hashPassword('nobody has this password')
    await verifyPassword(await decoyHash, password)
    throw new AppError('login.failed')
  }
  const isRight = await verifyPassword(credentials.passwordHash, password)
  if (isRight && credentials.isActive) return credentials
  await noteFailure(ctx, credentials)
  throw new AppError('login.failed')
}

async function noteFailure(ctx: Ctx, { id, failedLogins }: Credentials): Promise<void> {
  ctx.metrics.count('staff_sign_in_failed')
  const action = failedLogins >= mostFailures ? 'staff.locked' : 'staff.sign_in_failed'
  await inTransaction(ctx, (tx) => audit(tx, ctx, { action, subjectKind: 'operator', subjectId: id, facts: { failedLogins } }))
}

/** The live session behind a cookie's value, or null: unknown, signed out, idle too long, too old, or the person is switched off. */
export async function findSession(ctx: Ctx, token: string): Promise<Session | null> {
  const tokenHash = hashToken(token)
  const now = ctx.clock.now()
  const row = await selectLiveSession(ctx.db, tokenHash, now, new Date(now.getTime() - sessionIdleMs))
  if (row === null) return null
  if (now.getTime() - row.last_seen_at.getTime() > touchEveryMs) await touchSession(ctx.db, tokenHash, now)
  return {
    operatorId: row.operator_id,
    csrfToken: row.csrf_token,
    roles: row.roles,
    mustChangePassword: row.must_change_password,
    tokenHash,
  }
}

/** Ends the session at once; signing out twice is harmless. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const operatorId = await revokeSession(tx, hashToken(token), ctx.clock.now())
    if (operatorId === null) return
    await audit(tx, ctx, { action: 'staff.signed_out', subjectKind: 'operator', subjectId: operatorId })
  })
}

/**
 * Changes one's own password, ends the obligation to change it, and ends every other session of the person.
 * A wrong current password counts like a wrong sign-in.
 * @throws operator.not_found, login.failed, login.locked, password.too_weak
 */
export async function changePassword(
  ctx: Ctx,
  input: { operatorId: OperatorId; currentPassword: string; newPassword: string; keepTokenHash?: string },
): Promise<void> {
  const own = await selectPassword(ctx.db, input.operatorId)
  if (own === null) throw new AppError('operator.not_found', { operatorId: input.operatorId })
  const isWeak =
    [...input.newPassword].length < shortestPassword ||
    new Set(input.newPassword).size < 4 ||
    input.newPassword.toLowerCase().includes(own.login) ||
    input.newPassword === input.currentPassword
  await provePassword(ctx, own.login, input.currentPassword)
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
}
