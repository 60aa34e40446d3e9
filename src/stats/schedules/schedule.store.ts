/** Reports that are sent by themselves. */
import type { Language, ReportFormat, ReportKind, ReportReceiver, ReportRhythm, ReportScheduleInput } from '#contracts'
import type { OperatorId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type ScheduleRow = {
  readonly id: string
  readonly name: string
  readonly kind: ReportKind
  readonly format: ReportFormat
  readonly rhythm: ReportRhythm
  readonly hour: number
  readonly language: Language
  readonly receiver: ReportReceiver
  readonly isEnabled: boolean
  /** Local date. */
  readonly dueOn: string
  readonly nextAt: Date
  readonly attempts: number
  readonly lastAt: Date | null
  readonly lastFault: string | null
}

const columns = `id, name, kind, format, rhythm, hour, language, receiver, is_enabled AS "isEnabled", due_on AS "dueOn",
  next_at AS "nextAt", attempts, last_at AS "lastAt", last_fault AS "lastFault"`

export function selectSchedules(db: Db): Promise<ScheduleRow[]> {
  return db.query<ScheduleRow>({ text: `SELECT ${columns} FROM report_schedule ORDER BY created_at, id`, values: [] })
}

export async function insertSchedule(
  tx: Tx,
  row: ReportScheduleInput & { id: string; createdById: OperatorId; createdAt: Date; dueOn: string; nextAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO report_schedule (id, name, kind, format, rhythm, hour, language, receiver, created_by_id, created_at, due_on, next_at)
    VALUES (${row.id}::uuid, ${row.name}, ${row.kind}, ${row.format}, ${row.rhythm}, ${row.hour}, ${row.language},
      ${JSON.stringify(row.receiver)}::jsonb, ${row.createdById}::uuid, ${row.createdAt}, ${row.dueOn}::date, ${row.nextAt})`
}

/** False where there is none. */
export async function deleteSchedule(tx: Tx, id: string): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM report_schedule WHERE id = ${id}::uuid`) === 1
}

export async function updateEnabled(tx: Tx, id: string, isEnabled: boolean): Promise<boolean> {
  return (await tx.$executeRaw`UPDATE report_schedule SET is_enabled = ${isEnabled} WHERE id = ${id}::uuid`) === 1
}

/** Due ones, each put off by the lease: a process that dies over one leaves it to the next try. */
export async function claimDue(db: Db, now: Date, leaseUntil: Date, limit: number): Promise<ScheduleRow[]> {
  return db.query<ScheduleRow>({
    text: `UPDATE report_schedule SET next_at = $2, attempts = attempts + 1
      WHERE id IN (SELECT id FROM report_schedule WHERE is_enabled AND next_at <= $1 ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING ${columns}`,
    values: [now, leaseUntil, limit],
  })
}

export async function writeOutcome(
  db: Db,
  id: string,
  outcome: { dueOn: string; nextAt: Date; attempts: number; lastAt: Date; lastFault: string | null },
): Promise<void> {
  const { dueOn, nextAt, attempts, lastAt, lastFault } = outcome
  await db.prisma.$executeRaw(Prisma.sql`
    UPDATE report_schedule SET due_on = ${dueOn}::date, next_at = ${nextAt}, attempts = ${attempts}, last_at = ${lastAt},
      last_fault = ${lastFault} WHERE id = ${id}::uuid`)
}
