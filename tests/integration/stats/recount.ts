/** Counts the report a second time from the ledger and the facts alone, without any code of stats or of the due moments. */
import { type ClockShare, clockKinds, type Figures, type ReportCut, type ReportQuery } from '#contracts'
import { dayMs, minuteMs } from '#kernel'
import { loadCalendars } from '#staff'
import type { Bank } from '../handoff/bank.ts'

type Truth = Dimensions & {
  kind: string
  state: string
  started_at: Date
  due_at: Date | null
  met_at: Date | null
  calendar_id: string
  entries: { kind: string; at: string }[]
}

/** The word of a request in each cut. */
export type Dimensions = Readonly<Record<ReportCut, string>>
const dimensionsSql = `r.channel_kind AS channel, r.type, r.priority, r.topic, r.department_id::text AS department, r.language,
  coalesce(r.holder_operator_id, (SELECT a.operator_id FROM assignment a WHERE a.request_id = r.id ORDER BY a.at DESC, a.id DESC LIMIT 1))::text
    AS operator, CASE WHEN EXISTS (SELECT FROM event e WHERE e.subject_id = r.id
    AND coalesce(e.data->>'to', e.data->>'holderKind') IN ('queue', 'operator')) THEN 'person' ELSE 'bot' END AS by`
export const wordOf = (row: Dimensions, cut: ReportCut) => row[cut] ?? ''

function ranFor(clock: Truth, between: (aMs: number, bMs: number) => number): number {
  let total = 0
  let since: number | null = clock.started_at.getTime()
  for (const { kind, at } of clock.entries) {
    if (since !== null && (kind === 'paused' || kind === 'met')) {
      total += between(since, Date.parse(at))
      since = null
    } else if (since === null && kind === 'resumed') since = Date.parse(at)
  }
  return total
}

/** Counts from the ledger and the tables alone, without any code of stats or of the due moments. */
export async function recount(
  bank: Bank,
  query: ReportQuery,
  isIn: (row: Dimensions) => boolean = () => true,
): Promise<ClockShare[]> {
  const from = new Date(`${query.from}T00:00:00+05:00`)
  const to = new Date(Date.parse(`${query.to}T00:00:00+05:00`) + 24 * 60 * minuteMs)
  const now = bank.clock.now()
  const calendars = await loadCalendars(bank.ctx)
  const all = await bank.rows<Truth>(
    `SELECT k.*, ${dimensionsSql}, (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.at) ORDER BY e.id), '[]')
      FROM sla_clock_entry e WHERE e.clock_id = k.id) AS entries FROM sla_clock k JOIN request r ON r.id = k.request_id
     WHERE k.started_at >= $1 AND k.started_at < $2 AND ($3::text IS NULL OR r.type = $3)`,
    from,
    to,
    query.type ?? null,
  )
  const clocks = all.filter(isIn)
  const took = (clock: Truth) => {
    const time = clock.kind === 'statutory' ? undefined : calendars.get(clock.calendar_id as never)?.time
    return time === undefined
      ? (clock.met_at?.getTime() ?? 0) - clock.started_at.getTime()
      : ranFor(clock, time.workingMsBetween)
  }
  return clockKinds.map((kind) => {
    const own = clocks.filter((clock) => clock.kind === kind)
    const count = (test: (clock: Truth) => boolean) => own.filter(test).length
    const met = count(({ state }) => state === 'met')
    const breached = count(({ state }) => state === 'breached')
    const openPastDue = count(({ state, due_at }) => state === 'running' && due_at !== null && due_at <= now)
    const notYetDue = count(
      ({ state, due_at }) => state === 'paused' || (state === 'running' && (due_at === null || due_at > now)),
    )
    const durations = own
      .filter(({ state, met_at }) => met_at !== null && state !== 'cancelled')
      .map(took)
      .sort((a, b) => a - b)
    const rank = (share: number) => durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? null
    const owed = met + breached + openPastDue
    return {
      kind,
      met,
      breached,
      openPastDue,
      notYetDue,
      attained: owed === 0 ? null : met / owed,
      medianMs: rank(0.5),
      p90Ms: rank(0.9),
      p95Ms: rank(0.95),
      answered: durations.length,
    }
  })
}

/** The flows of everything that ever happened, from the log of facts and the requests alone. */
export async function recountFlows(bank: Bank, isIn: (row: Dimensions) => boolean) {
  const facts = (
    await bank.rows<Dimensions & { id: string; name: string; ord: number; occurred_at: Date; outcome: string | null }>(
      `SELECT e.name, e.ord, e.occurred_at, e.data->>'outcome' AS outcome, r.id, ${dimensionsSql} FROM event e
       JOIN request r ON r.id = e.subject_id
       WHERE e.name IN ('request.opened', 'request.closed', 'request.reopened') ORDER BY e.ord`,
    )
  ).filter(isIn)
  const people = new Map(
    (
      await bank.rows<{ id: string; n: number }>(
        'SELECT request_id AS id, count(DISTINCT operator_id)::int AS n FROM assignment GROUP BY 1',
      )
    ).map(({ id, n }) => [id, n]),
  )
  const closings = facts.filter(({ name }) => name === 'request.closed')
  const isFirst = (fact: (typeof facts)[number]) => closings.find(({ id }) => id === fact.id) === fact
  const undoneMs = (fact: (typeof facts)[number]) => {
    const next = facts.find(({ id, name, ord }) => id === fact.id && name === 'request.reopened' && ord > fact.ord)
    return next ? next.occurred_at.getTime() - fact.occurred_at.getTime() : Number.POSITIVE_INFINITY
  }
  const settled = closings.filter((fact) => isFirst(fact) && ['resolved', 'answered'].includes(fact.outcome ?? ''))
  const count = (name: string) => facts.filter((fact) => fact.name === name).length
  return {
    opened: count('request.opened'),
    closed: closings.length,
    reopened: count('request.reopened'),
    undone: closings.filter((fact) => undoneMs(fact) <= 7 * dayMs).length,
    settled: settled.length,
    firstContact: settled.filter((fact) => undoneMs(fact) > 7 * dayMs && (people.get(fact.id) ?? 0) <= 1).length,
  }
}

export const flowsOf = ({ opened, closed, reopened, undone, firstContact }: Figures) => ({
  opened,
  closed,
  reopened,
  undone: undone.count,
  settled: firstContact.of,
  firstContact: firstContact.count,
})
