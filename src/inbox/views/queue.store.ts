/** The queue by keyset: "what breaches next" first, then the longest open. A page costs the same at any depth. */
import type { QueueQuery } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import type { Db } from '#platform'

/** Whose requests may be seen: those of the departments, and always one's own. */
export type QueueScope = { readonly operatorId: OperatorId; readonly departmentIds: readonly DepartmentId[] | 'all' }
/** Where a page ended. `key` is the due moment, or for closed requests the moment of closing. */
export type QueueCursor = { readonly key: Date | null; readonly openedAt: Date; readonly id: RequestId }
export type QueueRow = { readonly id: RequestId; readonly key: Date | null; readonly openedAt: Date }

/** A text is looked for among this many requests of the view, nearest first: a bound, not a promise of completeness. */
const searchedAtMost = 2_000

class Values {
  readonly list: unknown[] = []
  add(value: unknown): string {
    this.list.push(value)
    return `$${this.list.length}`
  }
}

export function selectQueue(db: Db, query: QueueQuery, scope: QueueScope, after: QueueCursor | null): Promise<QueueRow[]> {
  const values = new Values()
  const conditions = [...viewConditions(query, scope, values), ...filterConditions(query, scope, values)]
  const isClosed = query.view === 'closed'
  const key = isClosed ? 'closed_at' : 'next_due_at'
  const order = isClosed ? 'r.closed_at DESC, r.id DESC' : 'r.next_due_at ASC NULLS LAST, r.opened_at, r.id'
  if (after) conditions.push(isClosed ? closedAfter(after, values) : openAfter(after, values))
  const from = `SELECT r.id, r.${key} AS key, r.opened_at AS "openedAt", r.contact_id, r.number FROM request r
    WHERE ${conditions.join(' AND ')} ORDER BY ${order}`
  const limit = values.add(query.limit + 1)
  const text =
    query.text === undefined || query.text.trim() === ''
      ? `${from} LIMIT ${limit}`
      : `SELECT f.id, f.key, f."openedAt" FROM (${from} LIMIT ${searchedAtMost}) f
         WHERE ${textCondition(query.text.trim(), values)} LIMIT ${limit}`
  return db.query<QueueRow>({ text, values: values.list })
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
  }
}

function filterConditions(query: QueueQuery, scope: QueueScope, values: Values): string[] {
  const conditions: string[] = []
  if (scope.departmentIds !== 'all' && query.view !== 'mine') {
    const departments = values.add(scope.departmentIds)
    conditions.push(
      `(r.department_id = ANY (${departments}::uuid[]) OR r.holder_operator_id = ${values.add(scope.operatorId)})`,
    )
  }
  if (query.departmentId !== undefined) conditions.push(`r.department_id = ${values.add(query.departmentId)}`)
  if (query.type !== undefined) conditions.push(`r.type = ${values.add(query.type)}`)
  if (query.priority !== undefined) conditions.push(`r.priority = ${values.add(query.priority)}`)
  if (query.channel !== undefined) conditions.push(`r.channel_kind = ${values.add(query.channel)}`)
  return conditions
}

function openAfter({ key, openedAt, id }: QueueCursor, values: Values): string {
  const tail = `(r.opened_at, r.id) > (${values.add(openedAt)}::timestamptz, ${values.add(id)}::uuid)`
  if (key === null) return `r.next_due_at IS NULL AND ${tail}`
  const due = `${values.add(key)}::timestamptz`
  return `(r.next_due_at > ${due} OR r.next_due_at IS NULL OR (r.next_due_at = ${due} AND ${tail}))`
}

function closedAfter({ key, id }: QueueCursor, values: Values): string {
  return `(r.closed_at, r.id) < (${values.add(key)}::timestamptz, ${values.add(id)}::uuid)`
}

const asPrefix = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** The number, the beginning of the client's name, or a word in one of the messages. */
function textCondition(text: string, values: Values): string {
  const prefix = values.add(asPrefix(text))
  const inside = values.add(`%${asPrefix(text)}`)
  return `(f.number LIKE ${prefix}
    OR EXISTS (SELECT FROM contact k WHERE k.id = f.contact_id AND k.display_name ILIKE ${prefix})
    OR EXISTS (SELECT FROM message m WHERE m.request_id = f.id AND m.text ILIKE ${inside}))`
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
