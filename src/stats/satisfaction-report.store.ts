/** The questions of the report on satisfaction, over what clients were asked and the requests as they are counted elsewhere. */
import type { ChannelKind } from '#contracts'
import type { Db } from '#platform'
import type { ReportScope } from './report.store.ts'

export type MarkRow = {
  kind: 'csat' | 'nps'
  channel: ChannelKind
  topic: string
  /** Null: asked and not answered. */
  score: number | null
  count: number
}

/** How often each mark was given, per channel and topic; asked in the period. */
export function selectMarks(db: Db, scope: ReportScope): Promise<MarkRow[]> {
  return db.query<MarkRow>({
    name: 'report-satisfaction',
    text: `SELECT s.kind, r.channel_kind AS channel, r.topic, s.score::int AS score, count(*)::int AS count
      FROM satisfaction s JOIN stat_request r ON r.request_id = s.request_id
      WHERE s.asked_at >= $1 AND s.asked_at < $2 AND ($3::text IS NULL OR r.channel_kind = $3)
        AND ($4::text IS NULL OR r.type = $4) AND ($5::uuid IS NULL OR r.department_id = $5)
      GROUP BY s.kind, r.channel_kind, r.topic, s.score`,
    values: [scope.from, scope.to, scope.channel, scope.type, scope.departmentId],
  })
}
