import type { DepartmentId, OperatorId } from '#kernel'
import type { Db } from '#platform'

export type DepartmentCount = {
  departmentId: DepartmentId
  open: number
  queued: number
  waitingClient: number
  pastDue: number
  oldestWaitingAt: Date | null
}

const counted = `department_id AS "departmentId",
        count(*) FILTER (WHERE status = 'open')::int AS open,
        count(*) FILTER (WHERE status = 'open' AND holder_kind = 'queue')::int AS queued,
        count(*) FILTER (WHERE status = 'waiting_client')::int AS "waitingClient",
        count(*) FILTER (WHERE status = 'open' AND next_due_at < $1)::int AS "pastDue",
        min(coalesce(waiting_since, opened_at)) FILTER (WHERE status = 'open' AND holder_kind = 'queue') AS "oldestWaitingAt"`

/** What is not closed, by department, in one walk over the index of what is open; closed requests cost nothing. */
export function selectCounts(db: Db, now: Date): Promise<DepartmentCount[]> {
  return db.query<DepartmentCount>({
    name: 'queue-counts',
    text: `SELECT ${counted} FROM request WHERE status IN ('open', 'waiting_client')
      GROUP BY department_id ORDER BY department_id`,
    values: [now],
  })
}

/** The same of what one operator holds. */
export function selectOwnCounts(db: Db, operatorId: OperatorId, now: Date): Promise<DepartmentCount[]> {
  return db.query<DepartmentCount>({
    name: 'own-counts',
    text: `SELECT ${counted} FROM request WHERE holder_operator_id = $2 AND status IN ('open', 'waiting_client')
      GROUP BY department_id ORDER BY department_id`,
    values: [now, operatorId],
  })
}
