import type { ReportQuery, SlaReport } from '#contracts'
import type { Ctx, Subscriber } from '#platform'

/** Days are the bank's days: every period and every day of a report is cut in this zone. */
export declare const reportTimeZone: 'Asia/Tashkent'
export declare function slaReport(ctx: Ctx, query: ReportQuery): Promise<SlaReport>
/** RFC 4180, the same numbers as the report; a cell that a spreadsheet would run as a formula is neutralised. */
export declare function slaReportCsv(report: SlaReport): string
export declare function rebuildStats(ctx: Ctx): Promise<{ requests: number; clocks: number }>
export declare const statsSubscribers: readonly Subscriber[]
