/** Who was given what and why; and the reads that a decision on placing needs, over tables of staff and inbox. */
import { type AssignmentRule, type Permission, permissionsOfRole, roles } from '#contracts'
import { type DepartmentId, newId, type OperatorId, type RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'
import type { FreeOperator, PastAssignment } from './choose-operator.ts'

/** Why an assignment ended. `silent`: the client waited and the holder did nothing. */
export type AssignmentEnd = 'closed' | 'returned' | 'transferred' | 'absent' | 'silent' | 'taken_over'

/** Ends whatever assignment the request has and writes the next one, in one statement: a placing round makes many. */
export async function replaceAssignment(
  tx: Tx,
  row: {
    requestId: RequestId
    operatorId: OperatorId
    departmentId: DepartmentId
    rule: AssignmentRule
    candidates: readonly object[]
    at: Date
  },
  endReason: AssignmentEnd,
): Promise<void> {
  await tx.$executeRaw`
    WITH ended AS (
      UPDATE assignment SET ended_at = ${row.at}, end_reason = ${endReason}
      WHERE request_id = ${row.requestId}::uuid AND ended_at IS NULL)
    INSERT INTO assignment (id, request_id, operator_id, department_id, rule, candidates, at)
    VALUES (${newId()}::uuid, ${row.requestId}::uuid, ${row.operatorId}::uuid, ${row.departmentId}::uuid, ${row.rule},
      ${JSON.stringify(row.candidates)}::jsonb, ${row.at})`
}

export async function endAssignments(tx: Tx, requestId: RequestId, at: Date, endReason: AssignmentEnd): Promise<void> {
  await tx.assignment.updateMany({ where: { requestId, endedAt: null }, data: { endedAt: at, endReason } })
}

/** The assignment that explains the holder, or the last one where nobody holds the request. */
export async function selectLatestAssignment(
  db: Db,
  requestId: RequestId,
): Promise<{ rule: string; at: Date; candidates: Record<string, unknown>[] } | null> {
  const row = await db.prisma.assignment.findFirst({
    where: { requestId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { rule: true, at: true, candidates: true },
  })
  return row && { rule: row.rule, at: row.at, candidates: row.candidates as Record<string, unknown>[] }
}

/** Ended assignments of these requests, newest first: who had them before. */
export function selectPastAssignments(tx: Tx, requestIds: readonly RequestId[]): Promise<PastAssignment[]> {
  return tx.$queryRaw<PastAssignment[]>`
    SELECT request_id AS "requestId", operator_id AS "operatorId", ended_at AS "endedAt", coalesce(end_reason, '') AS "endReason"
    FROM assignment WHERE request_id = ANY (${[...requestIds]}::uuid[]) AND ended_at IS NOT NULL
    ORDER BY ended_at DESC LIMIT 1000`
}

/**
 * Capacity is counted and used up by one transaction at a time: everybody who gives a request to a person takes this lock
 * first, so that two of them cannot both count the same free place. Held until the transaction ends.
 */
export async function lockPlacing(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('murojaat.handoff.placing'))`
}

export const takingRoles = roles.filter((role) => (permissionsOfRole[role] as readonly Permission[]).includes('request.take'))

type FreeRow = {
  id: OperatorId
  capacity: number
  languages: string[]
  channels: string[] | null
  types: string[] | null
  departments: DepartmentId[]
  present_since: Date
  last_assigned_at: Date | null
  load: number
}

/**
 * The weight of what an operator holds. A request that waits for its client takes no place.
 * @param operator SQL of the operator's id. @param weights SQL of the table of weights (weightTable).
 */
const loadOf = (operator: string, weights: string) => `(
  SELECT coalesce(sum(coalesce((${weights}::jsonb ->> (r.channel_kind || ' ' || r.type || ' ' || r.priority))::float, 1)), 0)::float
  FROM request r WHERE r.holder_operator_id = ${operator} AND r.status = 'open')`

/**
 * Everybody who is at the desk and online, with what they hold. Full ones are in the list too: the explanation names them.
 * @param weights see weightTable.
 */
export async function selectOnlineOperators(tx: Tx, now: Date, weights: string): Promise<FreeOperator[]> {
  const rows = await tx.$queryRaw<FreeRow[]>`
    SELECT o.id, o.capacity, o.languages, o.channels, o.types, p.changed_at AS present_since,
      (SELECT array_agg(d.department_id) FROM operator_department d WHERE d.operator_id = o.id) AS departments,
      (SELECT max(a.at) FROM assignment a WHERE a.operator_id = o.id) AS last_assigned_at,
      ${Prisma.raw(loadOf('o.id', 'w.weights'))} AS load
    FROM (SELECT ${weights}::jsonb AS weights) w, operator o JOIN operator_presence p ON p.operator_id = o.id AND p.state = 'online'
    WHERE o.is_active AND o.capacity > 0 AND o.roles && ${takingRoles}
      AND EXISTS (SELECT 1 FROM presence_lease l WHERE l.operator_id = o.id AND l.expires_at > ${now})`
  return rows.map((row) => ({
    id: row.id,
    capacity: row.capacity,
    languages: row.languages,
    channels: row.channels ?? [],
    types: row.types ?? [],
    departmentIds: row.departments ?? [],
    presentSince: row.present_since,
    lastAssignedAt: row.last_assigned_at,
    load: row.load,
  }))
}

/** Departments whose people have a free place right now; cheap, without the lock, to spare the lock where nothing can be placed. */
export async function selectDepartmentsWithPlace(db: Db, now: Date, weights: string): Promise<DepartmentId[]> {
  const rows = await db.query<{ department_id: DepartmentId }>({
    name: 'handoff-departments-with-place',
    text: `SELECT DISTINCT d.department_id FROM operator o
      JOIN operator_presence p ON p.operator_id = o.id AND p.state = 'online'
      JOIN operator_department d ON d.operator_id = o.id
      WHERE o.is_active AND o.capacity > 0 AND o.roles && $2
        AND EXISTS (SELECT 1 FROM presence_lease l WHERE l.operator_id = o.id AND l.expires_at > $1)
        AND ${loadOf('o.id', '$3')} < o.capacity`,
    values: [now, takingRoles, weights],
  })
  return rows.map((row) => row.department_id)
}

/**
 * Who of a department is at the desk and online, with `capacity` and `load`. All four are SQL of a parameter.
 * @param weights see weightTable.
 */
export const placesSql = (department: string, now: string, taking: string, weights: string) => `
  SELECT o.capacity, ${loadOf('o.id', weights)} AS load FROM operator o
  JOIN operator_presence p ON p.operator_id = o.id AND p.state = 'online'
  JOIN operator_department d ON d.operator_id = o.id AND d.department_id = ${department}
  WHERE o.is_active AND o.capacity > 0 AND o.roles && ${taking}
    AND EXISTS (SELECT 1 FROM presence_lease l WHERE l.operator_id = o.id AND l.expires_at > ${now})`

/** The weight of the open requests a person holds; a paused one waits for the client and takes no place. */
export async function countLoad(tx: Tx, operatorId: OperatorId, weights: string): Promise<number> {
  const rows = await tx.$queryRaw<{ load: number }[]>`
    SELECT ${Prisma.raw(loadOf('o.id', 'o.weights'))} AS load FROM (SELECT ${operatorId}::uuid AS id, ${weights}::jsonb AS weights) o`
  return rows[0]?.load ?? 0
}

/** Open requests whose holder has not been online since `absentSince`. */
export async function selectHeldByAbsent(
  db: Db,
  input: { absentSince: Date; limit: number },
): Promise<{ requestId: RequestId; operatorId: OperatorId; departmentId: DepartmentId; holderVersion: number }[]> {
  return db.query({
    name: 'handoff-held-by-absent',
    text: `SELECT r.id AS "requestId", r.holder_operator_id AS "operatorId", r.department_id AS "departmentId",
        r.holder_version AS "holderVersion"
      FROM request r LEFT JOIN operator_presence p ON p.operator_id = r.holder_operator_id
      WHERE r.status = 'open' AND r.holder_kind = 'operator' AND r.holder_since <= $1
        AND COALESCE(p.changed_at <= $1, true)
        AND (p.state IS DISTINCT FROM 'online'
          OR NOT EXISTS (SELECT 1 FROM presence_lease l WHERE l.operator_id = r.holder_operator_id AND l.expires_at > $1))
      ORDER BY r.next_due_at NULLS LAST LIMIT $2`,
    values: [input.absentSince, input.limit],
  })
}

/** Assignments left open by a close or a change of holder that did not pass through this room; how many were ended. */
export async function endStrayAssignments(db: Db, now: Date): Promise<number> {
  const rows = await db.query({
    text: `UPDATE assignment a SET ended_at = $1, end_reason = CASE WHEN r.status = 'closed' THEN 'closed' ELSE 'taken_over' END
      FROM request r WHERE r.id = a.request_id AND a.ended_at IS NULL
        AND (r.status = 'closed' OR r.holder_operator_id IS DISTINCT FROM a.operator_id) RETURNING 1`,
    values: [now],
  })
  return rows.length
}
