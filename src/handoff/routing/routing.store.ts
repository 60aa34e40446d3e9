/** What a decision on placing reads: the rules in force, what waits, who had this contact before. Over tables of inbox and staff. */
import type { ChannelKind, Priority, RequestType, RoutingRules } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'
import { defaultRoutingRules } from './routing-rules.ts'

export type RoutingPolicy = { readonly version: number; readonly rules: RoutingRules }

/** The newest version; version 0 is the default that nobody has changed yet. */
export async function selectRoutingPolicy(from: Db | Tx): Promise<RoutingPolicy> {
  type Row = { version: number; rules: RoutingRules }
  const text = 'SELECT version, rules FROM routing_policy ORDER BY version DESC LIMIT 1'
  const [row] =
    'query' in from
      ? await from.queryShared<Row>({ name: 'routing-policy', text })
      : await from.$queryRaw<Row[]>(Prisma.raw(text))
  // Merged over the default: a rule that a later release adds has a value before anybody sets it.
  return row === undefined
    ? { version: 0, rules: defaultRoutingRules }
    : { version: row.version, rules: { ...defaultRoutingRules, ...row.rules } }
}

export async function insertRoutingPolicy(tx: Tx, policy: RoutingPolicy, at: Date, createdById: OperatorId): Promise<boolean> {
  const { count } = await tx.routingPolicy.createMany({
    data: [{ version: policy.version, rules: policy.rules as Prisma.InputJsonObject, createdAt: at, createdById }],
    skipDuplicates: true,
  })
  return count === 1
}

/** A request in a queue with what decides who may have it. */
export type WaitingMatter = {
  readonly requestId: RequestId
  readonly departmentId: DepartmentId
  readonly language: string
  readonly holderVersion: number
  readonly contactId: string
  readonly channel: ChannelKind
  readonly type: RequestType
  readonly priority: Priority
  readonly topic: string
  /** Where it may go by now, because it has waited longer than its department lets it. */
  readonly overflowDepartmentId: DepartmentId | null
}

/** What waits in these queues (of all unless given), or would overflow to their people; what breaches next first. */
export function selectWaitingMatters(
  tx: Tx,
  input: { departmentIds?: readonly DepartmentId[]; requestId?: RequestId; now: Date; limit: number },
): Promise<WaitingMatter[]> {
  const departments = input.departmentIds === undefined ? null : [...input.departmentIds]
  return tx.$queryRaw<WaitingMatter[]>`
    SELECT * FROM (
      SELECT r.id AS "requestId", r.department_id AS "departmentId", r.language, r.holder_version AS "holderVersion",
        r.contact_id AS "contactId", r.channel_kind AS channel, r.type, r.priority, r.topic, r.next_due_at, r.opened_at,
        CASE WHEN r.holder_since + d.overflow_after_ms * interval '1 millisecond' <= ${input.now}::timestamptz
          THEN d.overflow_department_id END AS "overflowDepartmentId"
      FROM request r JOIN department d ON d.id = r.department_id
      WHERE r.status = 'open' AND r.holder_kind = 'queue'
        AND (${input.requestId ?? null}::uuid IS NULL OR r.id = ${input.requestId ?? null}::uuid)) w
    WHERE ${departments}::uuid[] IS NULL OR w."departmentId" = ANY (${departments}::uuid[])
      OR w."overflowDepartmentId" = ANY (${departments}::uuid[])
    ORDER BY w.next_due_at ASC NULLS LAST, w.opened_at, w."requestId" LIMIT ${input.limit}`
}

/** Who closed or still holds the newest request of each of these contacts that was in a person's hands since that moment. */
export async function selectLastOperators(
  tx: Tx,
  contactIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, OperatorId>> {
  const rows = await tx.$queryRaw<{ contactId: string; operatorId: OperatorId }[]>`
    SELECT DISTINCT ON (r.contact_id) r.contact_id AS "contactId", a.operator_id AS "operatorId"
    FROM request r JOIN assignment a ON a.request_id = r.id
    WHERE r.contact_id = ANY (${[...contactIds]}::uuid[]) AND coalesce(a.ended_at, a.at) >= ${since}
      AND (a.ended_at IS NULL OR a.end_reason = 'closed')
    ORDER BY r.contact_id, a.at DESC`
  return new Map(rows.map(({ contactId, operatorId }) => [contactId, operatorId]))
}

/**
 * Who held requests of this request's contact since that moment, the same request in another department included: a complaint
 * that grew out of a conversation is about the person who led it, while those who look into it now are of its department.
 */
export async function selectFormerHolders(
  tx: Tx,
  requestIds: readonly RequestId[],
  since: Date,
): Promise<{ requestId: RequestId; operatorId: OperatorId }[]> {
  return tx.$queryRaw`
    SELECT DISTINCT r.id AS "requestId", a.operator_id AS "operatorId"
    FROM request r JOIN request other ON other.contact_id = r.contact_id JOIN assignment a ON a.request_id = other.id
    WHERE r.id = ANY (${[...requestIds]}::uuid[]) AND coalesce(a.ended_at, 'infinity') >= ${since}
      AND (other.id <> r.id OR a.department_id <> r.department_id)`
}

/** What the client wrote in each of these requests, masked, newest 50 messages. */
export async function selectClientWords(tx: Tx, requestIds: readonly RequestId[]): Promise<ReadonlyMap<RequestId, string>> {
  const rows = await tx.$queryRaw<{ requestId: RequestId; words: string | null }[]>`
    SELECT r.id AS "requestId", (SELECT string_agg(m.text, ' ') FROM (
      SELECT text FROM message WHERE request_id = r.id AND author_kind = 'client' ORDER BY received_at DESC LIMIT 50) m) AS words
    FROM unnest(${[...requestIds]}::uuid[]) AS r(id)`
  return new Map(rows.map(({ requestId, words }) => [requestId, words ?? '']))
}

export function selectStaffNames(tx: Tx): Promise<{ id: OperatorId; displayName: string }[]> {
  return tx.$queryRaw(Prisma.sql`SELECT id, display_name AS "displayName" FROM operator WHERE is_active`)
}
