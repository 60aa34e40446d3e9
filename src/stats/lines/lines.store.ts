/** Lines out of the read models: of whole days for the pages, and those behind one number for a list. */
import type { ChannelKind, Priority, RequestType } from '#contracts'
import type { RequestId } from '#kernel'
import type { Db } from '#platform'
import { againWithinDays, type Dimension, flag, type Line, type LineKind } from './line.ts'
import { kindsOf, type Measure } from './measures.ts'

/** What a report lets through; a dimension that is absent lets everything through. */
export type LineFilter = Partial<Readonly<Record<Dimension, string>>>

const within = `interval '${againWithinDays} days'`
const bit = (condition: string, of: number) => `(CASE WHEN ${condition} THEN ${of} ELSE 0 END)`
const isSettled = `(c.is_first AND c.outcome IN ('resolved', 'answered'))`
const isFirstContact = `${isSettled} AND s.holders <= 1 AND (c.reopened_at IS NULL OR c.reopened_at > c.at + ${within})
  AND (s.repeated_at IS NULL OR s.repeated_at > c.at + ${within})`
const closedFlags = [
  bit('c.is_first', flag.first),
  bit(isSettled, flag.settled),
  bit(isFirstContact, flag.firstContact),
  bit('s.began_with_bot', flag.bot),
  bit('s.reached_person', flag.person),
  bit(`c.reopened_at <= c.at + ${within}`, flag.undone),
].join(' + ')

/** One branch per kind of line, each over the index of its moment. $1 and $2: from, to (exclusive). */
const branches: Readonly<Record<string, string>> = {
  opened: `SELECT 'opened' AS kind, s.request_id, s.opened_at AS at, '' AS state, ${bit('s.is_repeat', flag.repeat)} AS flags,
    NULL::bigint AS value FROM stat_request s WHERE s.opened_at >= $1 AND s.opened_at < $2`,
  closed: `SELECT 'closed', c.request_id, c.at, c.outcome, ${closedFlags}, c.took_ms
    FROM stat_closing c JOIN stat_request s USING (request_id) WHERE c.at >= $1 AND c.at < $2`,
  reopened: `SELECT 'reopened', o.request_id, o.at, '', 0, NULL FROM stat_reopening o WHERE o.at >= $1 AND o.at < $2`,
  clock: `SELECT k.kind, k.request_id, k.started_at, k.state, 0, CASE k.state WHEN 'running'
      THEN (extract(epoch FROM k.due_at) * 1000)::bigint WHEN 'met' THEN k.took_ms WHEN 'breached' THEN k.took_ms END
    FROM stat_clock k WHERE k.started_at >= $1 AND k.started_at < $2`,
  mark: `SELECT m.kind, m.request_id, m.asked_at, coalesce(m.score::text, ''), 0, NULL
    FROM satisfaction m WHERE m.asked_at >= $1 AND m.asked_at < $2`,
}
const branchOf: Readonly<Record<LineKind, string>> = {
  opened: 'opened',
  closed: 'closed',
  reopened: 'reopened',
  first_response: 'clock',
  next_response: 'clock',
  resolution: 'clock',
  statutory: 'clock',
  csat: 'mark',
  nps: 'mark',
}

const columnOf: Readonly<Record<Dimension, string>> = {
  channel: 'r.channel_kind',
  type: 'r.type',
  priority: 'r.priority',
  topic: 'r.topic',
  department: 'r.department_id::text',
  operator: `coalesce(r.operator_id::text, '')`,
  language: 'r.language',
  by: `(CASE WHEN r.reached_person THEN 'person' ELSE 'bot' END)`,
}

type DayLine = Omit<Line, 'of'> & Record<Dimension, string>

/** Everything that happened between the two instants. `timeZone` says what hour it was. */
export async function selectLines(db: Db, from: Date, to: Date, timeZone: string): Promise<Line[]> {
  const rows = await db.query<DayLine>({
    name: 'stat-lines',
    text: `SELECT h.kind, h.state, h.flags, h.value, extract(hour FROM h.at AT TIME ZONE $3)::int AS hour,
        ${Object.entries(columnOf)
          .map(([dimension, column]) => `${column} AS ${dimension}`)
          .join(', ')}
      FROM (${Object.values(branches).join(' UNION ALL ')}) h JOIN stat_request r USING (request_id)`,
    values: [from, to, timeZone],
  })
  return rows.map(({ kind, state, flags, value, hour, ...of }) => ({
    kind,
    state,
    flags,
    value,
    hour,
    of: [of.channel, of.type, of.priority, of.topic, of.department, of.operator, of.language, of.by],
  }))
}

export type ListedLine = {
  requestId: RequestId
  number: string
  channel: ChannelKind
  type: RequestType
  priority: Priority
  topic: string
  departmentId: string
  operatorId: string | null
  at: Date
  state: string
  tookMs: number | null
  closedAt: Date | null
}

export type ListQuery = {
  readonly from: Date
  readonly to: Date
  readonly asOf: Date
  readonly timeZone: string
  readonly filter: LineFilter
  readonly weekday: number | null
  readonly hour: number | null
  readonly limit: number
  readonly offset: number
}

/** The lines one number counts, newest first. */
export async function selectListed(db: Db, measure: Measure, query: ListQuery): Promise<ListedLine[]> {
  const values: unknown[] = [query.from, query.to]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = [...measureConditions(measure, query, bind), ...filterConditions(query, bind)]
  return db.query<ListedLine>({
    text: `SELECT r.request_id AS "requestId", r.number, r.channel_kind AS channel, r.type, r.priority, r.topic,
        r.department_id AS "departmentId", r.operator_id AS "operatorId", h.at, h.state,
        CASE WHEN h.state = 'running' THEN NULL ELSE h.value END AS "tookMs", r.closed_at AS "closedAt"
      FROM (${branches[branchOf[kindsOf(measure)[0] ?? 'opened']]}) h(kind, request_id, at, state, flags, value)
      JOIN stat_request r USING (request_id) WHERE ${conditions.join(' AND ')}
      ORDER BY h.at DESC, r.request_id DESC LIMIT ${bind(query.limit)} OFFSET ${bind(query.offset)}`,
    values,
  })
}

/** ` AND …` over `stat_request r`; nothing where nothing is filtered. */
export function filterSql(filter: LineFilter, bind: Bind): string {
  const conditions = Object.entries(filter).map(
    ([dimension, word]) => ` AND ${columnOf[dimension as Dimension]} = ${bind(word)}`,
  )
  return conditions.join('')
}

type Bind = (value: unknown) => string

function measureConditions(measure: Measure, query: ListQuery, bind: Bind): string[] {
  const conditions = [`h.kind = ANY (${bind(kindsOf(measure))}::text[])`]
  if (measure.states) conditions.push(`h.state = ANY (${bind(measure.states)}::text[])`)
  if (measure.flags) conditions.push(`(h.flags & ${bind(measure.flags.mask)}::int) = ${bind(measure.flags.want)}::int`)
  if (measure.running) {
    const isPastDue = `(h.value IS NOT NULL AND h.value <= ${bind(query.asOf.getTime())}::bigint)`
    conditions.push(`(h.state <> 'running' OR ${measure.running === 'past_due' ? isPastDue : `NOT ${isPastDue}`})`)
  }
  if (measure.isTimed) conditions.push('h.value IS NOT NULL')
  return conditions
}

function filterConditions(query: ListQuery, bind: Bind): string[] {
  const conditions = [`true${filterSql(query.filter, bind)}`]
  const local = `h.at AT TIME ZONE ${bind(query.timeZone)}`
  // Monday is 0, as in the heat of a week.
  if (query.weekday !== null) conditions.push(`extract(isodow FROM ${local})::int - 1 = ${bind(query.weekday)}::int`)
  conditions.push(
    query.hour === null ? `(${local}) IS NOT NULL` : `extract(hour FROM ${local})::int = ${bind(query.hour)}::int`,
  )
  return conditions
}
