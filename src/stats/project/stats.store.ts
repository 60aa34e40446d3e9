/** The read models: written by the projector alone, from what the other rooms' tables say is true. */
import type { ClockKind, ClockState } from '#contracts'
import type { LedgerEntry } from '#inbox'
import type { CalendarId, ClockId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

/** One projection at a time: the later one reads later and writes later, so nothing older ever overwrites anything newer. */
export async function lockProjection(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('murojaat.stats.project'))`
}

const uuids = (ids: readonly string[]) => Prisma.sql`${[...ids]}::uuid[]`

/** These requests, and the earlier ones they repeat: a matter that came back was not settled the first time. */
export async function selectWithRepeated(db: Db, ids: readonly RequestId[]): Promise<RequestId[]> {
  const rows = await db.query<{ id: RequestId }>({
    name: 'stat-with-repeated',
    text: `SELECT id FROM unnest($1::uuid[]) AS given(id)
      UNION SELECT repeat_of_id FROM request WHERE id = ANY ($1::uuid[]) AND repeat_of_id IS NOT NULL`,
    values: [ids],
  })
  return rows.map(({ id }) => id)
}

/** The operator is who holds the request, or who held it last. */
export async function projectRequests(tx: Tx, ids: readonly RequestId[], now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stat_request (request_id, number, channel_kind, type, priority, topic, department_id, operator_id, language,
      opened_at, closed_at, outcome, reopen_count, is_repeat, repeated_at, began_with_bot, reached_person, holders, projected_at)
    SELECT r.id, r.number, r.channel_kind, r.type, r.priority, r.topic, r.department_id, coalesce(r.holder_operator_id, held.last),
      r.language, r.opened_at, r.closed_at, r.outcome, r.reopen_count, r.repeat_of_id IS NOT NULL, back.at,
      coalesce(told.bot_first, false), coalesce(told.reached, false) OR r.holder_kind <> 'bot' OR coalesce(held.people, 0) > 0,
      coalesce(held.people, 0), ${now}
    FROM request r
    LEFT JOIN (SELECT request_id, count(DISTINCT operator_id)::int AS people, (array_agg(operator_id ORDER BY at DESC, id DESC))[1] AS last
      FROM assignment WHERE request_id = ANY (${uuids(ids)}) GROUP BY request_id) held ON held.request_id = r.id
    LEFT JOIN (SELECT repeat_of_id, min(opened_at) AS at FROM request WHERE repeat_of_id = ANY (${uuids(ids)}) GROUP BY repeat_of_id) back
      ON back.repeat_of_id = r.id
    LEFT JOIN (SELECT subject_id, bool_or(name = 'request.opened' AND data->>'holderKind' = 'bot') AS bot_first,
        bool_or(coalesce(data->>'to', data->>'holderKind') IN ('queue', 'operator')) AS reached
      FROM event WHERE subject_id = ANY (${uuids(ids)}) AND name IN ('request.opened', 'holder.changed', 'request.reopened')
      GROUP BY subject_id) told ON told.subject_id = r.id
    WHERE r.id = ANY (${uuids(ids)})
    ON CONFLICT (request_id) DO UPDATE SET number = excluded.number, channel_kind = excluded.channel_kind, type = excluded.type,
      priority = excluded.priority, topic = excluded.topic, department_id = excluded.department_id,
      operator_id = excluded.operator_id, language = excluded.language, opened_at = excluded.opened_at,
      closed_at = excluded.closed_at, outcome = excluded.outcome, reopen_count = excluded.reopen_count,
      is_repeat = excluded.is_repeat, repeated_at = excluded.repeated_at, began_with_bot = excluded.began_with_bot,
      reached_person = excluded.reached_person, holders = excluded.holders, projected_at = excluded.projected_at`
}

/** From the log of facts too: each closing with what it took since the opening, or the last one before it. */
export async function projectClosings(tx: Tx, ids: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stat_closing (event_id, request_id, at, outcome, took_ms, is_first, reopened_at)
    SELECT e.id, e.subject_id, e.occurred_at, e.outcome, greatest(0, round(extract(epoch FROM e.occurred_at -
        coalesce(e.begun_at, r.opened_at)) * 1000))::bigint, e.nth = 1, e.reopened_at
    FROM (SELECT id, subject_id, name, occurred_at, data->>'outcome' AS outcome,
        max(occurred_at) FILTER (WHERE name = 'request.reopened') OVER before AS begun_at,
        count(*) FILTER (WHERE name = 'request.closed') OVER upto AS nth,
        min(occurred_at) FILTER (WHERE name = 'request.reopened') OVER after AS reopened_at
      FROM event WHERE subject_id = ANY (${uuids(ids)}) AND name IN ('request.closed', 'request.reopened')
      WINDOW upto AS (PARTITION BY subject_id ORDER BY ord),
        before AS (PARTITION BY subject_id ORDER BY ord ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        after AS (PARTITION BY subject_id ORDER BY ord ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)) e
    JOIN request r ON r.id = e.subject_id
    WHERE e.name = 'request.closed'
    ON CONFLICT (event_id) DO UPDATE SET reopened_at = excluded.reopened_at`
}

/** Says that something of these days changed: their pages are built again before they are counted. */
export async function markDays(tx: Tx, ids: readonly RequestId[], timeZone: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stat_day (day, change_no)
    SELECT DISTINCT (h.at AT TIME ZONE ${timeZone})::date, pg_current_xact_id()::text::bigint
    FROM (SELECT opened_at AS at FROM stat_request WHERE request_id = ANY (${uuids(ids)})
      UNION ALL SELECT at FROM stat_closing WHERE request_id = ANY (${uuids(ids)})
      UNION ALL SELECT at FROM stat_reopening WHERE request_id = ANY (${uuids(ids)})
      UNION ALL SELECT started_at FROM stat_clock WHERE request_id = ANY (${uuids(ids)})
      UNION ALL SELECT asked_at FROM satisfaction WHERE request_id = ANY (${uuids(ids)})) h
    ORDER BY 1
    ON CONFLICT (day) DO UPDATE SET change_no = greatest(stat_day.change_no + 1, excluded.change_no)`
}

/** From the log of facts: the request keeps only how often, not when. */
export async function projectReopenings(tx: Tx, ids: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stat_reopening (event_id, request_id, at, channel_kind, type, department_id)
    SELECT e.id, r.id, e.occurred_at, r.channel_kind, r.type, r.department_id
    FROM event e JOIN request r ON r.id = e.subject_id
    WHERE e.name = 'request.reopened' AND e.subject_id = ANY (${uuids(ids)})
    ON CONFLICT (event_id) DO UPDATE SET channel_kind = excluded.channel_kind, type = excluded.type,
      department_id = excluded.department_id`
}

export type ClockTruth = {
  readonly id: ClockId
  readonly kind: ClockKind
  readonly state: ClockState
  readonly startedAt: Date
  readonly metAt: Date | null
  readonly calendarId: CalendarId | null
  readonly entries: readonly LedgerEntry[]
}

type ClockRow = Omit<ClockTruth, 'entries'> & { entries: (Omit<LedgerEntry, 'at'> & { at: string })[] }

/** Answered clocks of these requests with what it takes to count how long the answer took. */
export async function selectAnsweredClocks(tx: Tx, ids: readonly RequestId[]): Promise<ClockTruth[]> {
  const rows = await tx.$queryRaw<ClockRow[]>`
    SELECT k.id, k.kind, k.state, k.started_at AS "startedAt", k.met_at AS "metAt", k.calendar_id AS "calendarId",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.at, 'actor', e.actor, 'facts', e.facts) ORDER BY e.id), '[]')
        FROM sla_clock_entry e WHERE e.clock_id = k.id) AS entries
    FROM sla_clock k WHERE k.request_id = ANY (${uuids(ids)}) AND k.met_at IS NOT NULL`
  return rows.map((row) => ({ ...row, entries: row.entries.map((entry) => ({ ...entry, at: new Date(entry.at) })) }))
}

export async function projectClocks(
  tx: Tx,
  ids: readonly RequestId[],
  took: readonly { clockId: ClockId; tookMs: number }[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stat_clock (clock_id, request_id, kind, state, channel_kind, type, priority, department_id, operator_id,
      started_at, due_at, met_at, breached_at, took_ms)
    SELECT k.id, k.request_id, k.kind, k.state, s.channel_kind, s.type, s.priority, s.department_id, s.operator_id,
      k.started_at, k.due_at, k.met_at, k.breached_at, t."tookMs"
    FROM sla_clock k JOIN stat_request s ON s.request_id = k.request_id
    LEFT JOIN jsonb_to_recordset(${JSON.stringify(took)}::jsonb) AS t("clockId" uuid, "tookMs" bigint) ON t."clockId" = k.id
    WHERE k.request_id = ANY (${uuids(ids)})
    ON CONFLICT (clock_id) DO UPDATE SET state = excluded.state, channel_kind = excluded.channel_kind, type = excluded.type,
      priority = excluded.priority, department_id = excluded.department_id, operator_id = excluded.operator_id,
      started_at = excluded.started_at, due_at = excluded.due_at, met_at = excluded.met_at,
      breached_at = excluded.breached_at, took_ms = excluded.took_ms`
}

/** The next requests in the order of their ids, for a rebuild in bounded steps. */
export async function selectRequestIds(db: Db, after: RequestId | null, limit: number): Promise<RequestId[]> {
  const rows = await db.query<{ id: RequestId }>({
    text: 'SELECT id FROM request WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
    values: [after, limit],
  })
  return rows.map(({ id }) => id)
}

/** Rows whose truth is gone. */
export async function deleteOrphans(tx: Tx, timeZone: string): Promise<void> {
  const orphans = await tx.$queryRaw<{ id: RequestId }[]>`
    SELECT request_id AS id FROM stat_request s WHERE NOT EXISTS (SELECT 1 FROM request r WHERE r.id = s.request_id)`
  await markDays(
    tx,
    orphans.map(({ id }) => id),
    timeZone,
  )
  await tx.$executeRaw`DELETE FROM stat_request s WHERE NOT EXISTS (SELECT 1 FROM request r WHERE r.id = s.request_id)`
  await tx.$executeRaw`DELETE FROM stat_clock s WHERE NOT EXISTS (SELECT 1 FROM sla_clock k WHERE k.id = s.clock_id)`
  await tx.$executeRaw`DELETE FROM stat_closing s WHERE NOT EXISTS (SELECT 1 FROM request r WHERE r.id = s.request_id)`
  await tx.$executeRaw`DELETE FROM stat_reopening s WHERE NOT EXISTS (SELECT 1 FROM request r WHERE r.id = s.request_id)`
}

export async function countProjected(db: Db): Promise<{ requests: number; clocks: number }> {
  const [row] = await db.query<{ requests: number; clocks: number }>({
    text: 'SELECT (SELECT count(*)::int FROM stat_request) AS requests, (SELECT count(*)::int FROM stat_clock) AS clocks',
  })
  return row ?? { requests: 0, clocks: 0 }
}
