/** The question of the report on reviews, from handoff's rows. */
import type { Db } from '#platform'

export type ReviewRow = {
  /** Null: all of them together. */
  operatorId: string | null
  asked: number
  decided: number
  returned: number
  approved: number
  changed: number
  late: number
  medianMs: number | null
  p90Ms: number | null
}

const isDecided = `p.decided_by_id IS NOT NULL AND p.state IN ('approved', 'refused')`
const waited = `(extract(epoch FROM p.decided_at - p.asked_at) * 1000)::float8`
const rank = (share: number) => `percentile_disc(${share}) WITHIN GROUP (ORDER BY ${waited}) FILTER (WHERE ${isDecided})`

/** A reply belongs to the period in which it was asked for. The row without an operator is always there, and first. */
export function selectReviewRows(db: Db, period: { from: Date; to: Date }): Promise<ReviewRow[]> {
  return db.query({
    name: 'report-reviews',
    text: `SELECT p.asked_by_id AS "operatorId", count(*)::int AS asked,
        count(*) FILTER (WHERE ${isDecided})::int AS decided,
        count(*) FILTER (WHERE p.state = 'refused')::int AS returned,
        count(*) FILTER (WHERE p.state = 'approved')::int AS approved,
        count(*) FILTER (WHERE p.state = 'approved' AND p.said_share IS NOT NULL)::int AS changed,
        count(*) FILTER (WHERE p.state = 'sent_late' OR (p.state = 'dropped' AND p.cause NOT IN ('taken_over', 'closed')))::int
          AS late,
        ${rank(0.5)} AS "medianMs", ${rank(0.9)} AS "p90Ms"
      FROM public_reply p WHERE p.why = 'probation' AND p.asked_at >= $1 AND p.asked_at < $2
      GROUP BY GROUPING SETS ((), (p.asked_by_id))
      ORDER BY p.asked_by_id IS NOT NULL, asked DESC, p.asked_by_id`,
    values: [period.from, period.to],
  })
}
