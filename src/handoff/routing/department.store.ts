/** What leads to a department: its topics, what is open there, what overflows there, what an incident sends there. */
import type { DepartmentId } from '#kernel'
import type { Db, Tx } from '#platform'

export type LeadingTo = { topics: number; openRequests: number; overflows: number; incidents: number }

export async function countLeadingTo(tx: Tx, id: DepartmentId): Promise<LeadingTo> {
  const [row] = await tx.$queryRaw<LeadingTo[]>`
    SELECT (SELECT count(*)::int FROM topic WHERE department_id = ${id}::uuid AND is_active) AS topics,
      (SELECT count(*)::int FROM request WHERE department_id = ${id}::uuid AND status <> 'closed') AS "openRequests",
      (SELECT count(*)::int FROM department WHERE overflow_department_id = ${id}::uuid AND is_active AND id <> ${id}::uuid) AS overflows,
      (SELECT count(*)::int FROM incident WHERE department_id = ${id}::uuid AND ended_at IS NULL) AS incidents`
  return row ?? { topics: 0, openRequests: 0, overflows: 0, incidents: 0 }
}

export async function selectOpenByDepartment(db: Db): Promise<ReadonlyMap<DepartmentId, number>> {
  const rows = await db.query<{ id: DepartmentId; open: number }>({
    name: 'handoff-open-by-department',
    text: `SELECT department_id AS id, count(*)::int AS open FROM request WHERE status <> 'closed' GROUP BY 1`,
  })
  return new Map(rows.map(({ id, open }) => [id, open]))
}
