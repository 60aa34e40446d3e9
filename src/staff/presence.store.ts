/** Leases of open consoles and what each person chose. */
import type { PresenceState } from '#contracts'
import type { OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'

export type PresentOperator = { readonly operatorId: OperatorId; readonly state: PresenceState; readonly since: Date }

/** True where a live lease of this connection was there to renew: the way of almost every call. */
export async function extendLease(
  db: Db,
  lease: { connectionId: string; operatorId: OperatorId; now: Date; expiresAt: Date },
): Promise<boolean> {
  const rows = await db.query({
    name: 'presence-extend',
    text: `UPDATE presence_lease SET expires_at = $4
      WHERE connection_id = $1 AND operator_id = $2 AND expires_at > $3 RETURNING 1`,
    values: [lease.connectionId, lease.operatorId, lease.now, lease.expiresAt],
  })
  return rows.length === 1
}

/** The row lock that puts changes of one person's presence in order. False where the operator is not there. */
export async function lockOperator(tx: Tx, operatorId: OperatorId): Promise<boolean> {
  return (
    (await tx.$queryRaw<unknown[]>`SELECT 1 FROM operator WHERE id = ${operatorId}::uuid AND is_active FOR UPDATE`).length === 1
  )
}

export async function insertLease(
  tx: Tx,
  lease: { connectionId: string; operatorId: OperatorId; state: string; expiresAt: Date },
): Promise<void> {
  await tx.presenceLease.upsert({
    where: { connectionId: lease.connectionId },
    create: lease,
    update: { operatorId: lease.operatorId, expiresAt: lease.expiresAt },
  })
}

export async function deleteLease(tx: Tx, connectionId: string): Promise<void> {
  await tx.presenceLease.deleteMany({ where: { connectionId } })
}

export async function leaseHolder(db: Db, connectionId: string): Promise<OperatorId | null> {
  const lease = await db.prisma.presenceLease.findUnique({ where: { connectionId }, select: { operatorId: true } })
  return (lease?.operatorId ?? null) as OperatorId | null
}

export async function hasLiveLease(tx: Tx, operatorId: OperatorId, now: Date): Promise<boolean> {
  return (
    (await tx.presenceLease.findFirst({ where: { operatorId, expiresAt: { gt: now } }, select: { operatorId: true } })) !== null
  )
}

export async function chosenState(tx: Tx, operatorId: OperatorId): Promise<PresenceState> {
  const row = await tx.operatorPresence.findUnique({ where: { operatorId }, select: { state: true } })
  return (row?.state ?? 'online') as PresenceState
}

/** @param at since when the person is seen so. */
export async function writeChoice(tx: Tx, operatorId: OperatorId, state: PresenceState, at: Date): Promise<void> {
  await tx.operatorPresence.upsert({
    where: { operatorId },
    create: { operatorId, state, changedAt: at },
    update: { state, changedAt: at },
  })
}

/** Operators all of whose leases have run out, and when the last one did. */
export async function selectLapsed(db: Db, now: Date): Promise<{ operatorId: OperatorId; at: Date }[]> {
  return db.query({
    text: `SELECT operator_id AS "operatorId", max(expires_at) AS at FROM presence_lease
      GROUP BY operator_id HAVING max(expires_at) <= $1 LIMIT 500`,
    values: [now],
  })
}

export async function deleteExpiredLeases(tx: Tx, operatorId: OperatorId, now: Date): Promise<number> {
  return (await tx.presenceLease.deleteMany({ where: { operatorId, expiresAt: { lte: now } } })).count
}

export async function selectPresent(db: Db, now: Date): Promise<PresentOperator[]> {
  return db.query({
    name: 'presence-present',
    text: `SELECT p.operator_id AS "operatorId", p.state, p.changed_at AS since FROM operator_presence p
      WHERE EXISTS (SELECT 1 FROM presence_lease l WHERE l.operator_id = p.operator_id AND l.expires_at > $1)`,
    values: [now],
  })
}
