/** Alerts of a falling NPS. */
import type { DepartmentId, OperatorId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type AlertRow = {
  readonly id: string
  readonly departmentId: DepartmentId | null
  readonly reason: 'fell' | 'low'
  readonly points: number
  readonly pointsBefore: number | null
  readonly answered: number
  readonly asked: number
  readonly detractors: number
  /** Local dates. */
  readonly from: string
  readonly to: string
  readonly raisedAt: Date
  readonly endedAt: Date | null
  readonly seenAt: Date | null
  readonly seenById: OperatorId | null
  readonly attempts: number
  readonly lastFault: string | null
}

const columns = `id, department_id AS "departmentId", reason, points, points_before AS "pointsBefore", answered, asked, detractors,
  from_day AS "from", to_day AS "to", raised_at AS "raisedAt", ended_at AS "endedAt", seen_at AS "seenAt",
  seen_by_id AS "seenById", attempts, last_fault AS "lastFault"`

export function selectAlerts(db: Db, limit: number): Promise<AlertRow[]> {
  return db.query<AlertRow>({ text: `SELECT ${columns} FROM nps_alert ORDER BY raised_at DESC, id LIMIT $1`, values: [limit] })
}

/** One look at a time, in whatever process: false where another looks just now. */
export async function lockWatch(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ got: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('murojaat.stats.nps')) AS got`
  return row?.got ?? false
}

/** The newest alert of each department, and of the bank. */
export function selectNewest(
  tx: Tx,
): Promise<{ id: string; departmentId: DepartmentId | null; raisedAt: Date; isOpen: boolean }[]> {
  return tx.$queryRaw`
    SELECT DISTINCT ON (department_id) id, department_id AS "departmentId", raised_at AS "raisedAt", ended_at IS NULL AS "isOpen"
    FROM nps_alert ORDER BY department_id, raised_at DESC`
}

export type NewAlert = Omit<AlertRow, 'endedAt' | 'seenAt' | 'seenById' | 'attempts' | 'lastFault'> & {
  /** When it is told to those outside the consoles; null: to nobody. */
  readonly tellAt: Date | null
}

export async function insertAlert(tx: Tx, alert: NewAlert): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO nps_alert (id, department_id, reason, points, points_before, answered, asked, detractors, from_day, to_day,
      raised_at, tell_at)
    VALUES (${alert.id}::uuid, ${alert.departmentId}::uuid, ${alert.reason}, ${alert.points}, ${alert.pointsBefore},
      ${alert.answered}, ${alert.asked}, ${alert.detractors}, ${alert.from}::date, ${alert.to}::date, ${alert.raisedAt},
      ${alert.tellAt})`
}

export async function writeEnded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.$executeRaw`UPDATE nps_alert SET ended_at = ${at}, tell_at = NULL WHERE id = ${id}::uuid AND ended_at IS NULL`
}

/** 'unknown' where there is no such alert; the first who saw it stays. */
export async function writeSeen(tx: Tx, id: string, by: OperatorId, at: Date): Promise<'seen' | 'unknown'> {
  const changed = await tx.$executeRaw`
    UPDATE nps_alert SET seen_at = coalesce(seen_at, ${at}), seen_by_id = coalesce(seen_by_id, ${by}::uuid) WHERE id = ${id}::uuid`
  return changed === 1 ? 'seen' : 'unknown'
}

/** Those to be told outside the consoles, each put off by the lease: a process that dies over one leaves it to the next try. */
export function claimUntold(db: Db, now: Date, leaseUntil: Date, limit: number): Promise<AlertRow[]> {
  return db.query<AlertRow>({
    text: `UPDATE nps_alert SET tell_at = $2, attempts = attempts + 1
      WHERE id IN (SELECT id FROM nps_alert WHERE tell_at <= $1 ORDER BY tell_at LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING ${columns}`,
    values: [now, leaseUntil, limit],
  })
}

export async function writeTold(db: Db, id: string, outcome: { tellAt: Date | null; lastFault: string | null }): Promise<void> {
  await db.prisma.$executeRaw(Prisma.sql`
    UPDATE nps_alert SET tell_at = ${outcome.tellAt}, last_fault = ${outcome.lastFault} WHERE id = ${id}::uuid`)
}
