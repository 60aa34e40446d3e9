/** What is open now, whenever it began: asked of the requests as they are counted, with who waits and who holds of the moment. */
import type { Db } from '#platform'
import { filterSql, type ListedLine } from '../lines/lines.store.ts'
import type { ReportScope } from './scope.ts'

/** Past due: some promise of the request ran out and is not answered yet. */
const isPastDue = `EXISTS (SELECT 1 FROM stat_clock k WHERE k.request_id = r.request_id
  AND (k.state = 'running' AND k.due_at <= $1 OR k.state = 'breached' AND k.met_at IS NULL))`
const openConditions = {
  'open.total': 'true',
  'open.past_due': isPastDue,
  'open.unassigned': `q.holder_kind <> 'operator'`,
} as const
export type OpenMeasure = keyof typeof openConditions
export const isOpenMeasure = (name: string): name is OpenMeasure => Object.hasOwn(openConditions, name)

export type OpenRow = { total: number; pastDue: number; unassigned: number; oldestWaitingAt: Date | null }

/** @param scope only its filter counts: this is about now. */
export async function selectOpen(db: Db, scope: ReportScope): Promise<OpenRow> {
  const values: unknown[] = [scope.asOf]
  const [row] = await db.query<OpenRow>({
    text: `SELECT count(*)::int AS total, count(*) FILTER (WHERE ${isPastDue})::int AS "pastDue",
        count(*) FILTER (WHERE ${openConditions['open.unassigned']})::int AS unassigned, min(q.waiting_since) AS "oldestWaitingAt"
      FROM stat_request r JOIN request q ON q.id = r.request_id
      WHERE r.closed_at IS NULL AND $1::timestamptz IS NOT NULL ${filterSql(scope.filter, (value) => `$${values.push(value)}`)}`,
    values,
  })
  return row ?? { total: 0, pastDue: 0, unassigned: 0, oldestWaitingAt: null }
}

/** The open requests one of those numbers counts, the longest open first. */
export async function selectOpenListed(
  db: Db,
  scope: ReportScope,
  measure: OpenMeasure,
  page: { limit: number; offset: number },
): Promise<{ total: number; lines: ListedLine[] }> {
  const values: unknown[] = [scope.asOf]
  const bind = (value: unknown) => `$${values.push(value)}`
  const rows = await db.query<ListedLine & { total: number }>({
    text: `SELECT r.request_id AS "requestId", r.number, r.channel_kind AS channel, r.type, r.priority, r.topic,
        r.department_id AS "departmentId", r.operator_id AS "operatorId", r.opened_at AS at, '' AS state, NULL AS "tookMs",
        r.closed_at AS "closedAt", count(*) OVER ()::int AS total
      FROM stat_request r JOIN request q ON q.id = r.request_id
      WHERE r.closed_at IS NULL AND $1::timestamptz IS NOT NULL AND ${openConditions[measure]} ${filterSql(scope.filter, bind)}
      ORDER BY r.opened_at, r.request_id LIMIT ${bind(page.limit)} OFFSET ${bind(page.offset)}`,
    values,
  })
  return { total: rows[0]?.total ?? 0, lines: rows.map(({ total: _, ...line }) => line) }
}
