/**
 * The requests behind numbers that are not counts of lines: of templates, of the classifier, of repeats, of appeals, and of what
 * was open when a day ended. Each source says again, as rows, what its report counts; a test walks every number of them.
 */
import type { Db } from '#platform'
import { filterSql, type ListedLine } from '../lines/lines.store.ts'
import { isChangedOpinion } from './matters.store.ts'
import type { ReportScope } from './scope.ts'

/** What a list is narrowed to beside the report's own filter. `types`: what the law calls an appeal. */
export type Beside = {
  readonly templateId: string | null
  readonly outcome: string | null
  readonly types: readonly string[]
  readonly ids: readonly string[]
}
type Bind = (value: unknown) => string
type Source = (beside: Beside, bind: Bind) => string

const rowsOf = (from: string, where: string, state = `''`, at = 'x.at') =>
  `SELECT x.request_id, ${at} AS at, ${state} AS state FROM ${from} x WHERE ${where}`

/** Of one template. An offer stands beside the message it was made for, which knows its request. */
const sent =
  (more = 'true'): Source =>
  ({ templateId }, bind) =>
    rowsOf('template_use', `x.at >= $1 AND x.at < $2 AND x.template_id = ${bind(templateId)}::uuid AND ${more}`)
const offered =
  (more = 'true'): Source =>
  ({ templateId }, bind) =>
    `SELECT m.request_id, x.at, '' AS state FROM template_offer x JOIN message m ON m.id = x.message_id
    WHERE x.at >= $1 AND x.at < $2 AND x.template_id = ${bind(templateId)}::uuid AND ${more}`
/** One row per request the template was used in, from its first use in the period on. */
const after =
  (more: string): Source =>
  ({ templateId }, bind) =>
    `SELECT m.request_id, m.first_at AS at, '' AS state FROM (
      SELECT request_id, min(at) AS first_at FROM template_use
      WHERE at >= $1 AND at < $2 AND template_id = ${bind(templateId)}::uuid GROUP BY request_id) m WHERE ${more}`

/** Opinions of the model; whole weeks are asked for, as they are shown. */
const opinions =
  (more = 'true'): Source =>
  () =>
    `SELECT c.request_id, c.at, c.type AS state FROM classification_record c WHERE c.at >= $1 AND c.at < $2 AND ${more}`
const opened =
  (more: string): Source =>
  () =>
    rowsOf('stat_request', `x.opened_at >= $1 AND x.opened_at < $2 AND ${more}`, `''`, 'x.opened_at')

const followUps = (more: string) =>
  `SELECT x.id AS request_id, x.opened_at AS at, '' AS state FROM request x
    WHERE x.opened_at >= $1 AND x.opened_at < $2 AND x.follow_up_of_id IS NOT NULL AND ${more}`

const sources = {
  'template.offered': offered(),
  'template.inserted': offered('x.was_inserted'),
  'template.accepted': offered('x.was_sent'),
  'template.sent': sent(),
  'template.edited': sent('x.is_edited'),
  'template.beyond': sent('x.is_beyond'),
  'template.requests': after('true'),
  'template.reopened': after('EXISTS (SELECT 1 FROM stat_reopening r WHERE r.request_id = m.request_id AND r.at > m.first_at)'),
  'template.rated': after(`EXISTS (SELECT 1 FROM satisfaction s WHERE s.request_id = m.request_id AND s.kind = 'csat'
    AND s.score IS NOT NULL AND s.at > m.first_at)`),
  'classifier.opinions': opinions(),
  'classifier.abstained': opinions('c.abstained'),
  'classifier.judged': opinions('c.corrected_at IS NOT NULL'),
  'classifier.corrected': opinions(isChangedOpinion),
  'matters.opened': opened(`x.type <> 'other'`),
  'matters.repeated': opened(`x.type <> 'other' AND x.is_repeat`),
  'follow_ups.raised': () => followUps('true'),
  'follow_ups.open': () => followUps(`x.status <> 'closed'`),
  requests: ({ ids }, bind) =>
    rowsOf(
      'stat_request',
      `x.request_id = ANY (${bind(ids)}::uuid[]) AND $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL`,
      `''`,
      'x.opened_at',
    ),
  'appeals.received': ({ types }, bind) =>
    rowsOf(
      'stat_request',
      `x.opened_at >= $1 AND x.opened_at < $2 AND x.type = ANY (${bind(types)}::text[])`,
      `''`,
      'x.opened_at',
    ),
  'appeals.closed': ({ types, outcome }, bind) => `SELECT c.request_id, c.at, c.outcome AS state FROM stat_closing c
    JOIN stat_request q USING (request_id) WHERE c.at >= $1 AND c.at < $2 AND q.type = ANY (${bind(types)}::text[])
    AND c.outcome = ${bind(outcome)}`,
  'appeals.official': () =>
    rowsOf(
      'appeal',
      'x.registered_at >= $1 AND x.registered_at < $2 AND x.withdrawn_at IS NULL',
      'x.number',
      'x.registered_at',
    ),
  'appeals.extended': () => rowsOf('term_extension', 'x.at >= $1 AND x.at < $2'),
  // Open at the end: begun by then, and no closing by then that was not undone by then.
  'open.at_end': () => `SELECT x.request_id, x.opened_at AS at, '' AS state FROM stat_request x
    WHERE x.opened_at < $2 AND $1::timestamptz IS NOT NULL AND (x.closed_at IS NULL OR x.closed_at >= $2)
    AND NOT EXISTS (SELECT 1 FROM stat_closing c WHERE c.request_id = x.request_id AND c.at < $2
      AND (c.reopened_at IS NULL OR c.reopened_at >= $2))`,
} as const satisfies Record<string, Source>

export type BesideMeasure = keyof typeof sources
export const isBesideMeasure = (name: string): name is BesideMeasure => Object.hasOwn(sources, name)

/** Newest first, and how many there are. */
export async function selectBeside(
  db: Db,
  measure: BesideMeasure,
  scope: ReportScope,
  beside: Beside,
  page: { limit: number; offset: number },
): Promise<{ total: number; lines: ListedLine[] }> {
  const values: unknown[] = [scope.from, scope.to]
  const bind = (value: unknown) => `$${values.push(value)}`
  const source: Source = sources[measure]
  const rows = await db.query<ListedLine & { total: number }>({
    text: `SELECT r.request_id AS "requestId", r.number, r.channel_kind AS channel, r.type, r.priority, r.topic,
        r.department_id AS "departmentId", r.operator_id AS "operatorId", h.at, h.state, NULL AS "tookMs",
        r.closed_at AS "closedAt", count(*) OVER ()::int AS total
      FROM (${source(beside, bind)}) h JOIN stat_request r USING (request_id)
      WHERE true${filterSql(scope.filter, bind)}
      ORDER BY h.at DESC, r.request_id DESC LIMIT ${bind(page.limit)} OFFSET ${bind(page.offset)}`,
    values,
  })
  return { total: rows[0]?.total ?? 0, lines: rows.map(({ total: _, ...line }) => line) }
}
