/** Who holds a request whose client waits, and since when they have done nothing about it. Reads request and the audit. */
import type { Priority } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type QuietHolding = {
  readonly requestId: RequestId
  readonly operatorId: OperatorId
  readonly departmentId: DepartmentId
  readonly priority: Priority
  readonly holderVersion: number
  /** The latest of: the client began to wait, the holder got it, the holder last did anything to it; reading it is nothing. */
  readonly quietSince: Date
}

/** Longest quiet first. With `lockRequestId` only that request, locked until the transaction ends. */
export async function selectQuietHoldings(
  from: Db | Tx,
  input: { quietSince: Date; limit: number; lockRequestId?: RequestId },
): Promise<QuietHolding[]> {
  const prisma = 'prisma' in from ? from.prisma : from
  const only = input.lockRequestId ?? null
  // The lock comes first, in a statement of its own: what the one who held it did is seen by the next statement only.
  if (only !== null) await prisma.$queryRaw`SELECT 1 FROM request WHERE id = ${only}::uuid FOR NO KEY UPDATE`
  return prisma.$queryRaw<QuietHolding[]>(Prisma.sql`
    SELECT * FROM (
      SELECT r.id AS "requestId", r.holder_operator_id AS "operatorId", r.department_id AS "departmentId", r.priority,
        r.holder_version AS "holderVersion",
        greatest(r.waiting_since, r.holder_since, (SELECT max(a.at) FROM audit_entry a
          WHERE a.subject_kind = 'request' AND a.subject_id = r.id::text
            AND a.actor = 'operator:' || r.holder_operator_id::text AND a.action NOT LIKE 'read.%')) AS "quietSince"
      FROM request r
      WHERE r.status = 'open' AND r.holder_kind = 'operator' AND r.waiting_since <= ${input.quietSince}
        AND r.holder_since <= ${input.quietSince}
        -- Whose reply waits for a reader has done their part; the review has an end of its own.
        AND NOT EXISTS (SELECT 1 FROM public_reply p WHERE p.request_id = r.id AND p.state = 'waiting'
          AND p.why = 'probation')
        AND (${only}::uuid IS NULL OR r.id = ${only}::uuid)) q
    WHERE q."quietSince" <= ${input.quietSince} ORDER BY q."quietSince" LIMIT ${input.limit}`)
}
