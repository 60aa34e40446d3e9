/**
 * The queue by keyset: "what breaches next" first, then the longest open. A page costs the same at any depth. By its rank a place
 * far down a list is found too; that costs a walk along the index.
 */
import type { QueueQuery, SearchScope } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import type { Db } from '#platform'
import { foundIds } from './search.store.ts'

/** Whose requests may be seen: those of the departments, and always one's own. */
export type QueueScope = { readonly operatorId: OperatorId; readonly departmentIds: readonly DepartmentId[] | 'all' }
/** Where a page ended. `key` is the due moment, or for closed requests the moment of closing. */
export type QueueCursor = { readonly key: Date | null; readonly openedAt: Date; readonly id: RequestId }
export type QueueRow = { readonly id: RequestId; readonly key: Date | null; readonly openedAt: Date }

class Values {
  readonly list: unknown[] = []
  add(value: unknown): string {
    this.list.push(value)
    return `$${this.list.length}`
  }
}

/** What is not closed is ordered by its due moment; history and everything together by its own moment, the latest first. */
const latestFirst = { closed: 'closed_at', any: 'opened_at' } as const
const keyOf = (view: SearchScope): 'closed_at' | 'opened_at' | null =>
  view === 'closed' || view === 'any' ? latestFirst[view] : null

export function selectQueue(db: Db, query: QueueQuery, scope: QueueScope, after: QueueCursor | null): Promise<QueueRow[]> {
  const values = new Values()
  const put = (value: unknown) => values.add(value)
  const conditions = [...viewConditions(query, scope, values), ...filterConditions(query, scope, values)]
  const latest = keyOf(query.view)
  const order = latest ? `r.${latest} DESC, r.id DESC` : 'r.next_due_at ASC NULLS LAST, r.opened_at, r.id'
  if (after) conditions.push(latest ? latestAfter(latest, after, values) : openAfter(after, values))
  const words = query.text?.trim() ?? ''
  if (words !== '') conditions.push(`r.id IN (${foundIds(words, put)})`)
  const text = `SELECT r.id, r.${latest ?? 'next_due_at'} AS key, r.opened_at AS "openedAt" FROM request r
    WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${put(query.limit + 1)}${query.offset ? ` OFFSET ${put(query.offset)}` : ''}`
  return words === ''
    ? db.query<QueueRow>({ text, values: values.list })
    : db.prisma.$queryRawUnsafe<QueueRow[]>(text, ...values.list)
}

function viewConditions(query: QueueQuery, scope: QueueScope, values: Values): string[] {
  switch (query.view) {
    case 'mine':
      return [`r.holder_operator_id = ${values.add(scope.operatorId)}`, `r.status IN ('open', 'waiting_client')`]
    case 'queue':
      return [`r.status = 'open'`, `r.holder_kind = 'queue'`]
    case 'all_open':
      return [`r.status = 'open'`]
    case 'waiting_client':
      return [`r.status = 'waiting_client'`]
    case 'closed':
      return [`r.status = 'closed'`, 'r.closed_at IS NOT NULL']
    case 'any':
      return ['true']
  }
}

/** Days are those of the bank. */
const zone = 'Asia/Tashkent'
const columns = {
  departmentId: 'department_id',
  holderId: 'holder_operator_id',
  type: 'type',
  priority: 'priority',
  channel: 'channel_kind',
  topic: 'topic',
  language: 'language',
} as const

function filterConditions(query: QueueQuery, scope: QueueScope, values: Values): string[] {
  const conditions: string[] = []
  if (scope.departmentIds !== 'all' && query.view !== 'mine') {
    const departments = values.add(scope.departmentIds)
    conditions.push(
      `(r.department_id = ANY (${departments}::uuid[]) OR r.holder_operator_id = ${values.add(scope.operatorId)})`,
    )
  }
  for (const [name, column] of Object.entries(columns)) {
    const wanted = query[name as keyof typeof columns]
    if (wanted !== undefined) conditions.push(`r.${column} = ${values.add(wanted)}${column.endsWith('_id') ? '::uuid' : ''}`)
  }
  const { openedFrom, openedTo } = query
  if (openedFrom !== undefined)
    conditions.push(`r.opened_at >= (${values.add(openedFrom)}::date)::timestamp AT TIME ZONE '${zone}'`)
  if (openedTo !== undefined)
    conditions.push(`r.opened_at < (${values.add(openedTo)}::date + 1)::timestamp AT TIME ZONE '${zone}'`)
  return conditions
}

function openAfter({ key, openedAt, id }: QueueCursor, values: Values): string {
  const tail = `(r.opened_at, r.id) > (${values.add(openedAt)}::timestamptz, ${values.add(id)}::uuid)`
  if (key === null) return `r.next_due_at IS NULL AND ${tail}`
  const due = `${values.add(key)}::timestamptz`
  return `(r.next_due_at > ${due} OR r.next_due_at IS NULL OR (r.next_due_at = ${due} AND ${tail}))`
}

function latestAfter(column: string, { key, id }: QueueCursor, values: Values): string {
  return `(r.${column}, r.id) < (${values.add(key)}::timestamptz, ${values.add(id)}::uuid)`
}

export async function selectHeldBy(db: Db, operatorId: OperatorId): Promise<RequestId[]> {
  const rows = await db.query<{ id: RequestId }>({
    name: 'held-by',
    text: `SELECT id FROM request WHERE holder_operator_id = $1 AND status IN ('open', 'waiting_client')
      ORDER BY next_due_at ASC NULLS LAST, opened_at, id LIMIT 500`,
    values: [operatorId],
  })
  return rows.map((row) => row.id)
}
