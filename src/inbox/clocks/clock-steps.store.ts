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
  readonly isRequestOpen: boolean
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

/** Locked until the transaction ends; those that somebody else has or has done are left out. */
export function lockDueSteps(tx: Tx, keys: readonly StepKey[]): Promise<DueStep[]> {
  return tx.$queryRaw<DueStep[]>`
    SELECT s.clock_id AS "clockId", s.code, s.request_id AS "requestId", k.kind, s.policy_version AS "policyVersion",
      s.due_at AS "dueAt", k.state IN ('running', 'paused') OR (k.state = 'breached' AND k.met_at IS NULL) AS "isWaiting",
      r.status <> 'closed' AS "isRequestOpen"
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS x("clockId" uuid, code text)
    JOIN clock_step s ON s.clock_id = x."clockId" AND s.code = x.code
    JOIN sla_clock k ON k.id = s.clock_id JOIN request r ON r.id = s.request_id
    WHERE s.state = 'due' ORDER BY s.due_at, s.clock_id, s.code FOR UPDATE OF s SKIP LOCKED`
}

export type EndedStep = { readonly step: DueStep; readonly end: StepEnd }

export async function updateSteps(tx: Tx, ended: readonly EndedStep[], at: Date): Promise<void> {
  const rows = ended.map(({ step: { clockId, code }, end }) => ({ clockId, code, ...end }))
  await tx.$executeRaw`
    UPDATE clock_step s SET state = x.state, action = x.action, outcome = x.outcome, done_at = ${at}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("clockId" uuid, code text, state text, action text, outcome text)
    WHERE s.clock_id = x."clockId" AND s.code = x.code`
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
