/** Waits for another department. */
import type { DepartmentId, Id, OperatorId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type InnerWaitId = Id<'inner_wait'>
export type InnerWait = {
  readonly id: InnerWaitId
  readonly requestId: RequestId
  readonly departmentId: DepartmentId
  readonly askedById: OperatorId
  readonly startedAt: Date
  readonly targetMs: number
  readonly dueAt: Date
  readonly endedAt: Date | null
  readonly endedById: OperatorId | null
  readonly breachedAt: Date | null
}

export async function insertInnerWait(tx: Tx, wait: Omit<InnerWait, 'endedAt' | 'endedById' | 'breachedAt'>): Promise<void> {
  await tx.innerWait.create({ data: wait })
}

/** The ones ended by this call; one past due keeps its breach, noticed or not. */
export function updateInnerWaits(
  tx: Tx,
  of: { requestId: RequestId; id: InnerWaitId | null },
  at: Date,
  endedById: OperatorId | null,
): Promise<{ id: InnerWaitId; departmentId: DepartmentId }[]> {
  return tx.$queryRaw`
    UPDATE inner_wait SET ended_at = ${at}, ended_by_id = ${endedById}::uuid,
      breached_at = CASE WHEN due_at < ${at} THEN due_at END
    WHERE request_id = ${of.requestId}::uuid AND ended_at IS NULL AND (${of.id}::uuid IS NULL OR id = ${of.id}::uuid)
    RETURNING id, department_id AS "departmentId"`
}

/** Those past due by now that nobody has noticed, stamped with the moment they were due. */
export function updateOverdueWaits(
  tx: Tx,
  now: Date,
  limit: number,
): Promise<{ id: InnerWaitId; requestId: RequestId; departmentId: DepartmentId }[]> {
  return tx.$queryRaw`
    UPDATE inner_wait SET breached_at = due_at
    WHERE id IN (SELECT id FROM inner_wait WHERE ended_at IS NULL AND breached_at IS NULL AND due_at <= ${now}
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, request_id AS "requestId", department_id AS "departmentId"`
}

export function selectInnerWaits(db: Db, requestId: RequestId): Promise<InnerWait[]> {
  return db.query<InnerWait>({
    name: 'inner-waits-of',
    text: `SELECT id, request_id AS "requestId", department_id AS "departmentId", asked_by_id AS "askedById",
        started_at AS "startedAt", target_ms::float AS "targetMs", due_at AS "dueAt", ended_at AS "endedAt",
        ended_by_id AS "endedById", breached_at AS "breachedAt"
      FROM inner_wait WHERE request_id = $1 ORDER BY started_at, id`,
    values: [requestId],
  })
}
