/**
 * The one report managers read: the same object on the screen, over HTTP and, through sla-report-csv.ts, in a spreadsheet.
 *
 * What is counted where: a clock belongs to the period in which it began, with the channel, type and department its request has
 * now; a request is opened in the period of its opening, closed in the period of its last close, reopened in the period of each
 * reopening. attained = met / (met + breached + open past due), each kind of clock apart; what is not due yet is in no
 * denominator and shown beside it; what was answered late, and what was never answered, stays in.
 */
import {
  type ClockKind,
  type ClockShare,
  channelKinds,
  clockKinds,
  dateOfDay,
  dayNumber,
  type ReportQuery,
  requestTypes,
  type SlaReport,
  zoneTime,
} from '#contracts'
import { AppError } from '#kernel'
import type { Ctx } from '#platform'
import {
  type DayRow,
  type ReportScope,
  type ShareRow,
  selectDays,
  selectOpen,
  selectShares,
  selectVolume,
} from './report.store.ts'

/** Days are the bank's days: every period and every day of a report is cut in this zone. */
export const reportTimeZone = 'Asia/Tashkent'
/** A leap year and a day, so that a year can be compared with itself. */
const longestDays = 367

/** @throws report.period_invalid where the period ends before it begins or is longer than a year. */
export async function slaReport(ctx: Ctx, query: ReportQuery): Promise<SlaReport> {
  const scope = scopeOf(query, ctx.clock.now())
  const [shares, volume, days, open] = await Promise.all([
    selectShares(ctx.db, scope),
    selectVolume(ctx.db, scope),
    selectDays(ctx.db, scope),
    selectOpen(ctx.db, scope),
  ])
  const of = (rows: readonly ShareRow[]) =>
    clockKinds.map((kind) =>
      shareOf(
        kind,
        rows.find((row) => row.kind === kind),
      ),
    )
  const present = (rows: readonly ShareRow[]) => rows.length > 0
  return {
    period: { from: query.from, to: query.to, timeZone: reportTimeZone },
    asOf: scope.asOf.toISOString(),
    volume,
    days: everyDay(query, days),
    clocks: of(shares.filter((row) => row.channel === null && row.type === null)),
    byChannel: channelKinds
      .map((channel) => ({ channel, rows: shares.filter((row) => row.channel === channel) }))
      .filter(({ rows }) => present(rows))
      .map(({ channel, rows }) => ({ channel, clocks: of(rows) })),
    byType: requestTypes
      .map((type) => ({ type, rows: shares.filter((row) => row.type === type) }))
      .filter(({ rows }) => present(rows))
      .map(({ type, rows }) => ({ type, clocks: of(rows) })),
    open: { ...open, oldestWaitingAt: open.oldestWaitingAt?.toISOString() ?? null },
  }
}

/** The instants of a report's days. @throws report.period_invalid as slaReport */
export function scopeOf(query: ReportQuery, asOf: Date): ReportScope {
  const first = dayNumber(query.from)
  const last = dayNumber(query.to)
  const isSound = Number.isFinite(first) && Number.isFinite(last) && first <= last && last - first < longestDays
  if (!isSound) throw new AppError('report.period_invalid', { from: query.from, to: query.to })
  const zone = zoneTime(reportTimeZone)
  return {
    from: new Date(zone.startOfLocalDay(first)),
    to: new Date(zone.startOfLocalDay(last + 1)),
    asOf,
    timeZone: reportTimeZone,
    channel: query.channel ?? null,
    type: query.type ?? null,
    departmentId: query.departmentId ?? null,
  }
}

function everyDay(query: ReportQuery, rows: readonly DayRow[]): SlaReport['days'] {
  const byDate = new Map(rows.map((row) => [row.date, row]))
  const first = dayNumber(query.from)
  return Array.from({ length: dayNumber(query.to) - first + 1 }, (_, i) => {
    const date = dateOfDay(first + i)
    const row = byDate.get(date)
    return { date, opened: row?.opened ?? 0, closed: row?.closed ?? 0 }
  })
}

const nothing = { met: 0, breached: 0, openPastDue: 0, notYetDue: 0, answered: 0, medianMs: null, p90Ms: null, p95Ms: null }

function shareOf(kind: ClockKind, row: ShareRow | undefined): ClockShare {
  const { met, breached, openPastDue, notYetDue, answered, medianMs, p90Ms, p95Ms } = row ?? nothing
  const owed = met + breached + openPastDue
  return {
    kind,
    met,
    breached,
    openPastDue,
    notYetDue,
    attained: owed === 0 ? null : met / owed,
    medianMs,
    p90Ms,
    p95Ms,
    answered,
  }
}
