import type { DepartmentId, OperatorId } from '#kernel'
import type { Db } from '#platform'
import type { QueueScope } from './queue.store.ts'

export type DepartmentCount = {
  departmentId: DepartmentId
  open: number
  queued: number
  waitingClient: number
  pastDue: number
  mine: number
  oldestWaitingAt: Date | null
}

/** What is not closed, by department, in one walk over the index of what is open; closed requests cost nothing. */
export function selectCounts(db: Db, scope: QueueScope, now: Date): Promise<DepartmentCount[]> {
  const departments: readonly DepartmentId[] | null = scope.departmentIds === 'all' ? null : scope.departmentIds
  const me: OperatorId = scope.operatorId
  return db.query<DepartmentCount>({
    name: 'queue-counts',
    text: `SELECT department_id AS "departmentId",
        count(*) FILTER (WHERE status = 'open')::int AS open,
        count(*) FILTER (WHERE status = 'open' AND holder_kind = 'queue')::int AS queued,
        count(*) FILTER (WHERE status = 'waiting_client')::int AS "waitingClient",
        count(*) FILTER (WHERE status = 'open' AND next_due_at < $3)::int AS "pastDue",
        count(*) FILTER (WHERE holder_operator_id = $2)::int AS mine,
        min(coalesce(waiting_since, opened_at)) FILTER (WHERE status = 'open' AND holder_kind = 'queue') AS "oldestWaitingAt"
      FROM request
      WHERE status IN ('open', 'waiting_client')
        AND ($1::uuid[] IS NULL OR department_id = ANY ($1::uuid[]) OR holder_operator_id = $2)
      GROUP BY department_id ORDER BY department_id`,
    values: [departments, me, now],
  })
}
