/** Credentials and sessions. A session's token is never here: only its SHA-256. */
import type { Role } from '#contracts'
import type { OperatorId } from '#kernel'
import type { Db, SignInMethod, Tx } from '#platform'

export type Credentials = {
  id: OperatorId
  passwordHash: string
  roles: Role[]
  mustChangePassword: boolean
  isActive: boolean
  /** Failures counted so far, this attempt included. */
  failedLogins: number
}

/**
 * Counts an attempt before the password is looked at, in one statement: a hundred guesses at once cannot outrun the count.
 * A lock that has run out starts the count anew. Null where the login is unknown or locked.
 */
export async function reserveAttempt(
  db: Db,
  input: { login: string; now: Date; mostFailures: number; lockUntil: Date },
): Promise<Credentials | null> {
  const rows = await db.query<{
    id: OperatorId
    password_hash: string
    roles: Role[]
    must_change_password: boolean
    is_active: boolean
    failed_logins: number
  }>({
    name: 'staff-reserve-attempt',
    text: `UPDATE operator SET
        failed_logins = CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END,
        locked_until = CASE WHEN locked_until IS NULL AND failed_logins + 1 >= $3 THEN $4::timestamptz ELSE NULL END
      WHERE login = $1 AND (locked_until IS NULL OR locked_until <= $2)
      RETURNING id, password_hash, roles, must_change_password, is_active, failed_logins`,
    values: [input.login, input.now, input.mostFailures, input.lockUntil],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    id: row.id,
    passwordHash: row.password_hash,
    roles: row.roles,
    mustChangePassword: row.must_change_password,
    isActive: row.is_active,
    failedLogins: row.failed_logins,
  }
}

export async function selectLock(db: Db, login: string): Promise<Date | null> {
  const row = await db.prisma.operator.findUnique({ where: { login }, select: { lockedUntil: true } })
  return row?.lockedUntil ?? null
}

export async function clearFailures(tx: Tx, id: OperatorId): Promise<void> {
  await tx.operator.update({ where: { id }, data: { failedLogins: 0, lockedUntil: null } })
}

export async function selectPassword(db: Db, id: OperatorId): Promise<{ login: string; passwordHash: string } | null> {
  return db.prisma.operator.findUnique({ where: { id }, select: { login: true, passwordHash: true } })
}

export async function setPasswordHash(
  tx: Tx,
  id: OperatorId,
  passwordHash: string,
  mustChangePassword: boolean,
): Promise<boolean> {
  const { count } = await tx.operator.updateMany({
    where: { id },
    data: { passwordHash, mustChangePassword, failedLogins: 0, lockedUntil: null },
  })
  return count === 1
}

/** Takes back what a right password cost that is followed by a second step: neither a failure nor yet a success. */
export async function refundAttempt(tx: Tx, id: OperatorId): Promise<void> {
  await tx.operator.updateMany({
    where: { id, failedLogins: { gt: 0 } },
    data: { failedLogins: { decrement: 1 }, lockedUntil: null },
  })
}

export async function insertSession(
  tx: Tx,
  row: {
    id: string
    tokenHash: string
    operatorId: OperatorId
    csrfToken: string
    createdAt: Date
    lastSeenAt: Date
    expiresAt: Date
    userAgent: string | null
    address: string | null
    method: SignInMethod
    isHalf: boolean
    provenAt: Date
  },
): Promise<void> {
  await tx.staffSession.create({ data: row })
}

export type SessionRow = {
  id: string
  operator_id: OperatorId
  csrf_token: string
  created_at: Date
  last_seen_at: Date
  proven_at: Date | null
  method: SignInMethod
  is_half: boolean
  roles: Role[]
  must_change_password: boolean
  must_enrol: boolean
}

/** Roles that must have a second step, one word after another: a setting, so that a change of it counts at once. */
export const secondStepRolesKey = 'staff.second_step_roles'

/** Asked on every request of the console: one prepared statement. */
export async function selectLiveSession(db: Db, tokenHash: string, now: Date, seenAfter: Date): Promise<SessionRow | null> {
  const rows = await db.query<SessionRow>({
    name: 'staff-live-session',
    text: `SELECT s.id, s.operator_id, s.csrf_token, s.created_at, s.last_seen_at, s.proven_at, s.method, s.is_half, o.roles,
        o.must_change_password AND s.method = 'password' AS must_change_password,
        s.method <> 'oidc_mfa' AND COALESCE((SELECT o.roles && string_to_array(value #>> '{}', ' ') FROM setting WHERE key = $4), false)
          AND NOT EXISTS (SELECT FROM second_factor f WHERE f.operator_id = o.id AND f.confirmed_at IS NOT NULL) AS must_enrol
      FROM staff_session s JOIN operator o ON o.id = s.operator_id AND o.is_active
      WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3`,
    values: [tokenHash, now, seenAfter, secondStepRolesKey],
  })
  return rows[0] ?? null
}

export async function touchSession(db: Db, tokenHash: string, now: Date): Promise<void> {
  await db.query({
    name: 'staff-touch-session',
    text: 'UPDATE staff_session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2',
    values: [tokenHash, now],
  })
}

export async function revokeSession(tx: Tx, tokenHash: string, at: Date): Promise<OperatorId | null> {
  const session = await tx.staffSession.findUnique({ where: { tokenHash }, select: { operatorId: true } })
  if (session === null) return null
  const { count } = await tx.staffSession.updateMany({ where: { tokenHash, revokedAt: null }, data: { revokedAt: at } })
  return count === 1 ? (session.operatorId as OperatorId) : null
}

/** @param keepTokenHash the one session that stays, or null. */
export async function revokeSessions(tx: Tx, operatorId: OperatorId, at: Date, keepTokenHash: string | null): Promise<void> {
  await tx.staffSession.updateMany({
    where: { operatorId, revokedAt: null, ...(keepTokenHash !== null && { tokenHash: { not: keepTokenHash } }) },
    data: { revokedAt: at },
  })
}

/** Sessions that ended before the moment, one batch. @returns how many */
export async function deleteEndedSessions(db: Db, before: Date, most: number): Promise<number> {
  const rows = await db.query<{ id: string }>({
    text: `DELETE FROM staff_session WHERE token_hash IN (
        SELECT token_hash FROM staff_session WHERE least(expires_at, revoked_at) < $1 LIMIT $2) RETURNING token_hash AS id`,
    values: [before, most],
  })
  return rows.length
}

export async function countEndedSessions(
  db: Db,
  before: Date,
  most: number,
): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await db.query<{ count: number; oldestAt: Date | null }>({
    text: `SELECT count(*)::int AS count, min(ended_at) AS "oldestAt" FROM (
        SELECT least(expires_at, revoked_at) AS ended_at FROM staff_session WHERE least(expires_at, revoked_at) < $1 LIMIT $2) AS found`,
    values: [before, most],
  })
  return row ?? { count: 0, oldestAt: null }
}

export async function writeProof(tx: Tx, tokenHash: string, at: Date): Promise<void> {
  await tx.staffSession.updateMany({ where: { tokenHash }, data: { provenAt: at } })
}

export type ListedSession = {
  id: string
  operatorId: OperatorId
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string | null
  userAgent: string | null
  method: string
}

/** The living ones, the newest first. @param operatorId null for everybody's. */
export async function selectLiveSessions(
  db: Db,
  operatorId: OperatorId | null,
  alive: { now: Date; seenAfter: Date },
  limit: number,
): Promise<ListedSession[]> {
  const rows = await db.prisma.staffSession.findMany({
    where: {
      ...(operatorId !== null && { operatorId }),
      revokedAt: null,
      isHalf: false,
      expiresAt: { gt: alive.now },
      lastSeenAt: { gt: alive.seenAfter },
    },
    orderBy: { lastSeenAt: 'desc' },
    take: limit,
    omit: { tokenHash: true, csrfToken: true },
  })
  return rows.map((row) => ({ ...row, operatorId: row.operatorId as OperatorId }))
}

/** @param operatorId whose it must be, or null. Whose it was; null where no such session was alive. */
export async function revokeSessionById(
  tx: Tx,
  id: string,
  operatorId: OperatorId | null,
  at: Date,
): Promise<OperatorId | null> {
  const where = { id, revokedAt: null, ...(operatorId !== null && { operatorId }) }
  const [row] = await tx.staffSession.updateManyAndReturn({ where, data: { revokedAt: at }, select: { operatorId: true } })
  return row === undefined ? null : (row.operatorId as OperatorId)
}

export async function selectLogin(db: Db, id: OperatorId): Promise<string | null> {
  return (await db.prisma.operator.findUnique({ where: { id }, select: { login: true } }))?.login ?? null
}
