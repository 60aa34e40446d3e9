/** Steps of escalation whose moment has come; `inbox_stamp_due` writes them, once per clock and code. */
import type { ClockKind, EscalationKind, EscalationView } from '#contracts'
import type { ClockId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type StepKey = { readonly clockId: ClockId; readonly code: string }
export type DueStep = StepKey & {
  readonly requestId: RequestId
  readonly kind: ClockKind
  readonly policyVersion: number | null
  readonly dueAt: Date
  /** The clock still waits for its answer. */
  readonly isWaiting: boolean
}
export type StepEnd = {
  readonly state: 'done' | 'dropped'
  readonly action: EscalationKind | null
  readonly outcome: string
}

export function selectDueSteps(db: Db, limit: number): Promise<(StepKey & Pick<DueStep, 'policyVersion'>)[]> {
  return db.query({
    name: 'clock-steps-due',
    text: `SELECT clock_id AS "clockId", code, policy_version AS "policyVersion" FROM clock_step WHERE state = 'due' ORDER BY due_at, clock_id, code LIMIT $1`,
    values: [limit],
  })
}

/** Locked until the transaction ends; null where somebody else has it or it is done. */
export async function lockDueStep(tx: Tx, { clockId, code }: StepKey): Promise<DueStep | null> {
  const rows = await tx.$queryRaw<DueStep[]>`
    SELECT s.clock_id AS "clockId", s.code, s.request_id AS "requestId", k.kind, s.policy_version AS "policyVersion",
      s.due_at AS "dueAt", k.state IN ('running', 'paused') OR (k.state = 'breached' AND k.met_at IS NULL) AS "isWaiting"
    FROM clock_step s JOIN sla_clock k ON k.id = s.clock_id
    WHERE s.clock_id = ${clockId}::uuid AND s.code = ${code} AND s.state = 'due' FOR UPDATE OF s SKIP LOCKED`
  return rows[0] ?? null
}

export async function updateStep(tx: Tx, { clockId, code }: StepKey, end: StepEnd, at: Date): Promise<void> {
  await tx.clockStep.update({ where: { clockId_code: { clockId, code } }, data: { ...end, doneAt: at } })
}

type StepRow = Omit<EscalationView, 'at' | 'doneAt'> & { at: Date; doneAt: Date | null }
const stepView = `SELECT s.clock_id AS "clockId", s.request_id AS "requestId", k.kind AS clock, s.code, s.action, s.due_at AS at,
  s.done_at AS "doneAt", s.state, s.outcome FROM clock_step s JOIN sla_clock k ON k.id = s.clock_id`

export async function selectStepsOf(db: Db, requestId: RequestId): Promise<EscalationView[]> {
  const rows = await db.query<StepRow>({
    name: 'clock-steps-of',
    text: `${stepView} WHERE s.request_id = $1 ORDER BY s.due_at, s.code`,
    values: [requestId],
  })
  return rows.map(toView)
}

/** Of requests that are not closed, newest first. */
export async function selectOpenSteps(db: Db, limit: number): Promise<EscalationView[]> {
  const rows = await db.query<StepRow>({
    name: 'clock-steps-open',
    text: `${stepView} JOIN request r ON r.id = s.request_id WHERE r.status <> 'closed' ORDER BY s.due_at DESC, s.code LIMIT $1`,
    values: [limit],
  })
  return rows.map(toView)
}

const toView = (row: StepRow): EscalationView => ({
  ...row,
  at: row.at.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
})
