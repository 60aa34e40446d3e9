/** The questions of a report, over the read models; the open block asks the requests themselves, because it is about now. */
import type { ChannelKind, ClockKind, RequestType } from '#contracts'
import type { Db } from '#platform'

/** Instants, end exclusive; a filter that is null lets everything through. */
export type ReportScope = {
  readonly from: Date
  readonly to: Date
  readonly asOf: Date
  readonly timeZone: string
  readonly channel: ChannelKind | null
  readonly type: RequestType | null
  readonly departmentId: string | null
}

export type ShareRow = {
  channel: ChannelKind | null
  type: RequestType | null
  kind: ClockKind
  met: number
  breached: number
  openPastDue: number
  notYetDue: number
  answered: number
  medianMs: number | null
  p90Ms: number | null
  p95Ms: number | null
}

const filter =
  '($3::text IS NULL OR channel_kind = $3) AND ($4::text IS NULL OR type = $4) AND ($5::uuid IS NULL OR department_id = $5)'

/**
 * Shares over all clocks that began in the period: for everything, per channel and per type. A percentile is a clock that was
 * (nearest rank), not a number between two.
 */
export async function selectShares(db: Db, scope: ReportScope): Promise<ShareRow[]> {
  return db.query<ShareRow>({
    name: 'report-shares',
    text: `SELECT channel_kind AS channel, type, kind,
        count(*) FILTER (WHERE state = 'met')::int AS met,
        count(*) FILTER (WHERE state = 'breached')::int AS breached,
        count(*) FILTER (WHERE state = 'running' AND due_at <= $6)::int AS "openPastDue",
        count(*) FILTER (WHERE state = 'paused' OR (state = 'running' AND (due_at IS NULL OR due_at > $6)))::int AS "notYetDue",
        count(took_ms) FILTER (WHERE state IN ('met', 'breached'))::int AS answered,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE state IN ('met', 'breached')) AS "medianMs",
        percentile_disc(0.9) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE state IN ('met', 'breached')) AS "p90Ms",
        percentile_disc(0.95) WITHIN GROUP (ORDER BY took_ms) FILTER (WHERE state IN ('met', 'breached')) AS "p95Ms"
      FROM stat_clock
      WHERE started_at >= $1 AND started_at < $2 AND ${filter}
      GROUP BY GROUPING SETS ((kind), (channel_kind, kind), (type, kind))`,
    values: [scope.from, scope.to, scope.channel, scope.type, scope.departmentId, scope.asOf],
  })
}

export type VolumeRow = { channel: ChannelKind; type: RequestType; opened: number; closed: number; reopened: number }

export async function selectVolume(db: Db, scope: ReportScope): Promise<VolumeRow[]> {
  return db.query<VolumeRow>({
    name: 'report-volume',
    text: `SELECT channel_kind AS channel, type, sum(opened)::int AS opened, sum(closed)::int AS closed, sum(reopened)::int AS reopened
      FROM (
        SELECT channel_kind, type, department_id, 1 AS opened, 0 AS closed, 0 AS reopened FROM stat_request
          WHERE opened_at >= $1 AND opened_at < $2
        UNION ALL SELECT channel_kind, type, department_id, 0, 1, 0 FROM stat_request WHERE closed_at >= $1 AND closed_at < $2
        UNION ALL SELECT channel_kind, type, department_id, 0, 0, 1 FROM stat_reopening WHERE at >= $1 AND at < $2
      ) happened
      WHERE ${filter} GROUP BY channel_kind, type ORDER BY channel_kind, type`,
    values: [scope.from, scope.to, scope.channel, scope.type, scope.departmentId],
  })
}

export type DayRow = { date: string; opened: number; closed: number }

export async function selectDays(db: Db, scope: ReportScope): Promise<DayRow[]> {
  return db.query<DayRow>({
    name: 'report-days',
    text: `SELECT (at AT TIME ZONE $6)::date AS date, sum(opened)::int AS opened, sum(closed)::int AS closed
      FROM (
        SELECT opened_at AS at, channel_kind, type, department_id, 1 AS opened, 0 AS closed FROM stat_request
          WHERE opened_at >= $1 AND opened_at < $2
        UNION ALL SELECT closed_at, channel_kind, type, department_id, 0, 1 FROM stat_request WHERE closed_at >= $1 AND closed_at < $2
      ) happened
      WHERE ${filter} GROUP BY 1`,
    values: [scope.from, scope.to, scope.channel, scope.type, scope.departmentId, scope.timeZone],
  })
}

export type OpenRow = { total: number; pastDue: number; unassigned: number; oldestWaitingAt: Date | null }

/** What is open now, whenever it began. Past due: some promise of the request ran out and is not answered yet. */
export async function selectOpen(db: Db, scope: ReportScope): Promise<OpenRow> {
  const [row] = await db.query<OpenRow>({
    name: 'report-open',
    text: `SELECT count(*)::int AS total,
        count(*) FILTER (WHERE EXISTS (SELECT 1 FROM sla_clock k WHERE k.request_id = r.id
          AND (k.state = 'running' AND k.due_at <= $1 OR k.state = 'breached' AND k.met_at IS NULL)))::int AS "pastDue",
        count(*) FILTER (WHERE r.holder_kind <> 'operator')::int AS unassigned,
        min(r.waiting_since) AS "oldestWaitingAt"
      FROM request r WHERE r.status <> 'closed'
        AND ($2::text IS NULL OR r.channel_kind = $2) AND ($3::text IS NULL OR r.type = $3)
        AND ($4::uuid IS NULL OR r.department_id = $4)`,
    values: [scope.asOf, scope.channel, scope.type, scope.departmentId],
  })
  return row ?? { total: 0, pastDue: 0, unassigned: 0, oldestWaitingAt: null }
}
