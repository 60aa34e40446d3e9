import { stringify } from 'csv-stringify/sync'
import type { ClockShare, SlaReport } from '#contracts'

const columns = [
  'section',
  'date',
  'channel',
  'type',
  'clock',
  'opened',
  'closed',
  'reopened',
  'met',
  'breached',
  'open_past_due',
  'not_yet_due',
  'attained',
  'answered',
  'median_ms',
  'p90_ms',
  'p95_ms',
] as const
type Row = Partial<Record<(typeof columns)[number], string | number | null>>

/**
 * The report as one flat table (RFC 4180, CRLF): the numbers of the API, unrounded, each row named by its section. An empty
 * cell is "does not apply" or null. What a spreadsheet would run as a formula is neutralised with an apostrophe.
 */
export function slaReportCsv(report: SlaReport): string {
  const rows: Row[] = [
    {
      section: 'period',
      date: `${report.period.from}/${report.period.to}`,
      channel: report.period.timeZone,
      type: report.asOf,
    },
    ...report.clocks.map((share) => shareRow('clocks', share)),
    ...report.byChannel.flatMap(({ channel, clocks }) =>
      clocks.map((share) => shareRow('clocks_by_channel', share, { channel })),
    ),
    ...report.byType.flatMap(({ type, clocks }) => clocks.map((share) => shareRow('clocks_by_type', share, { type }))),
    ...report.volume.map((cell): Row => ({ section: 'volume', ...cell })),
    ...report.days.map((day): Row => ({ section: 'days', ...day })),
    { section: 'open_total', opened: report.open.total, date: report.open.oldestWaitingAt },
    { section: 'open_past_due', opened: report.open.pastDue },
    { section: 'open_unassigned', opened: report.open.unassigned },
  ]
  return stringify(rows, { header: true, columns: [...columns], record_delimiter: 'windows', escape_formulas: true })
}

function shareRow(section: string, share: ClockShare, of: Row = {}): Row {
  return {
    section,
    ...of,
    clock: share.kind,
    met: share.met,
    breached: share.breached,
    open_past_due: share.openPastDue,
    not_yet_due: share.notYetDue,
    attained: share.attained,
    answered: share.answered,
    median_ms: share.medianMs,
    p90_ms: share.p90Ms,
    p95_ms: share.p95Ms,
  }
}
