/** The life of a session: opened after every step of the sign-in, found by its token, listed, ended. */
import { AppError, hourMs, invariant, isId, minuteMs, newId, type OperatorId } from '#kernel'
import { audit, type Ctx, hashToken, inTransaction, newToken, type Session, type SignInMethod, type Tx } from '#platform'
import { tellAccessChanged } from './access-news.ts'
import { requirePermission } from './operator.ts'
import {
  insertSession,
  type ListedSession,
  revokeSession,
  revokeSessionById,
  revokeSessions,
  type SessionRow,
  selectLiveSession,
  selectLiveSessions,
  touchSession,
} from './session.store.ts'

/** Somebody who walks away from the desk is signed out after this. */
export const sessionIdleMs = 30 * minuteMs
/** A working day with its overtime; after it everybody signs in anew. */
export const sessionLongestMs = 12 * hourMs
/** Between the password and the code: long enough to fetch the phone. */
const halfSessionMs = 10 * minuteMs
/** The last-seen moment is written at most this often: a console asks many times a second. */
const touchEveryMs = minuteMs
/** A bank's staff is hundreds; nobody reads further. */
const mostListed = 1_000

export type From = { readonly userAgent?: string; readonly address?: string }

/** Writes the session down in the caller's transaction. @returns the cookie's value, given once and stored nowhere. */
export async function openSession(
  tx: Tx,
  ctx: Ctx,
  input: { operatorId: OperatorId; method: SignInMethod; isHalf: boolean; from: From },
): Promise<string> {
  const token = newToken()
  const now = ctx.clock.now()
  await insertSession(tx, {
    id: newId(),
    tokenHash: token.hash,
    operatorId: input.operatorId,
    csrfToken: newToken().value,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + (input.isHalf ? halfSessionMs : sessionLongestMs)),
    userAgent: input.from.userAgent?.slice(0, 300) ?? null,
    address: input.from.address?.slice(0, 64) ?? null,
    method: input.method,
    isHalf: input.isHalf,
    provenAt: now,
  })
  return token.value
}

/** The session just opened, as every later request will find it. */
export async function opened(ctx: Ctx, token: string): Promise<{ token: string; session: Session }> {
  const session = await findSession(ctx, token)
  invariant(session, 'a session is alive when it begins')
  return { token, session }
}

/** The live session behind a cookie's value, or null: unknown, signed out, idle too long, too old, or the person is switched off. */
export async function findSession(ctx: Ctx, token: string): Promise<Session | null> {
  const tokenHash = hashToken(token)
  const now = ctx.clock.now()
  const row = await selectLiveSession(ctx.db, tokenHash, now, new Date(now.getTime() - sessionIdleMs))
  if (row === null) return null
  if (now.getTime() - row.last_seen_at.getTime() > touchEveryMs) await touchSession(ctx.db, tokenHash, now)
  return {
    id: row.id,
    operatorId: row.operator_id,
    csrfToken: row.csrf_token,
    roles: row.roles,
    mustChangePassword: row.must_change_password,
    tokenHash,
    method: row.method,
    waitsFor: waitsFor(row),
    provenAt: row.proven_at ?? row.created_at,
  }
}

function waitsFor(row: SessionRow): Session['waitsFor'] {
  if (row.is_half) return 'second_step'
  return row.must_enrol ? 'enrolment' : null
}

/** Ends the session at once; signing out twice is harmless. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  const whose = await inTransaction(ctx, async (tx) => {
    const operatorId = await revokeSession(tx, hashToken(token), ctx.clock.now())
    if (operatorId !== null)
      await audit(tx, ctx, { action: 'staff.signed_out', subjectKind: 'operator', subjectId: operatorId })
    return operatorId
  })
  if (whose !== null) tellAccessChanged(ctx, whose)
}

const aliveAt = (ctx: Ctx) => {
  const now = ctx.clock.now()
  return { now, seenAfter: new Date(now.getTime() - sessionIdleMs) }
}

/** A person's own living sessions, the last used first. */
export function listOwnSessions(ctx: Ctx, operatorId: OperatorId): Promise<ListedSession[]> {
  return selectLiveSessions(ctx.db, operatorId, aliveAt(ctx), mostListed)
}

/** Everybody's living sessions, at most a thousand. @throws permission.missing */
export async function listAllSessions(ctx: Ctx): Promise<ListedSession[]> {
  requirePermission(ctx, 'sessions.revoke')
  return selectLiveSessions(ctx.db, null, aliveAt(ctx), mostListed)
}

/**
 * Ends one session. @param ownerId whose it must be: another's is not found.
 * @throws session.not_found
 */
export async function endSession(ctx: Ctx, sessionId: string, ownerId: OperatorId | null): Promise<void> {
  if (ownerId === null) requirePermission(ctx, 'sessions.revoke')
  const whose = await inTransaction(ctx, async (tx) => {
    const whose = isId(sessionId) ? await revokeSessionById(tx, sessionId, ownerId, ctx.clock.now()) : null
    if (whose === null) throw new AppError('session.not_found')
    await audit(tx, ctx, { action: 'staff.session_ended', subjectKind: 'operator', subjectId: whose, facts: { sessionId } })
    return whose
  })
  tellAccessChanged(ctx, whose)
}

/** Ends every session of the person but one. */
export async function endOtherSessions(ctx: Ctx, operatorId: OperatorId, keepTokenHash: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await revokeSessions(tx, operatorId, ctx.clock.now(), keepTokenHash)
    await audit(tx, ctx, { action: 'staff.other_sessions_ended', subjectKind: 'operator', subjectId: operatorId })
  })
  tellAccessChanged(ctx, operatorId)
}
