import { stringify } from 'csv-stringify/sync'
import type { TemplateReport, TemplateReportQuery, TemplateReportRow } from '#contracts'
import type { Ctx } from '#platform'
import { reportTimeZone } from '../lines/read-pages.ts'
import { scopeOf } from './scope.ts'
import { selectTemplateRows, type TemplateRow } from './template-report.store.ts'

/**
 * Use and outcome of each template: how often it was offered, sent and changed, whether the request was opened again after it,
 * and the mark the client gave. Every share is of counted things and null where there are none.
 * @throws report.period_invalid
 */
export async function templateReport(ctx: Ctx, query: TemplateReportQuery): Promise<TemplateReport> {
  const { from, to, asOf } = scopeOf(query, ctx.clock.now())
  const rows = await selectTemplateRows(ctx.db, { from, to })
  return {
    period: { from: query.from, to: query.to, timeZone: reportTimeZone },
    asOf: asOf.toISOString(),
    rows: rows.map(withShares),
  }
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

function withShares(row: TemplateRow): TemplateReportRow {
  return {
    ...row,
    acceptance: share(row.accepted, row.offered),
    editedShare: share(row.edited, row.sent),
    reopenedShare: share(row.reopened, row.requests),
    lastSentAt: row.lastSentAt?.toISOString() ?? null,
  }
}

const columns = [
  'shortcut',
  'title',
  'offered',
  'inserted',
  'accepted',
  'acceptance',
  'sent',
  'edited',
  'editedShare',
  'beyond',
  'requests',
  'reopened',
  'reopenedShare',
  'rated',
  'csat',
  'lastSentAt',
] as const

/** The same rows (RFC 4180, CRLF), unrounded; an empty cell is null. What a spreadsheet would run as a formula is neutralised. */
export function templateReportCsv(report: TemplateReport): string {
  const rows = report.rows.map((row) => ({ ...row, title: row.title['uz-Latn'] }))
  return stringify(rows, { header: true, columns: [...columns], record_delimiter: 'windows', escape_formulas: true })
}
