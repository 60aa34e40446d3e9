/** The questions of the report on templates: what was sent, from handoff's rows; what became of it, from the read models. */
import type { FourTexts } from '#contracts'
import type { Db } from '#platform'

export type TemplateRow = {
  templateId: string
  shortcut: string
  title: FourTexts
  isArchived: boolean
  offered: number
  inserted: number
  accepted: number
  sent: number
  edited: number
  beyond: number
  requests: number
  reopened: number
  rated: number
  csat: number | null
  lastSentAt: Date | null
}

/**
 * A template is in the report if it was offered or sent in the period. What became of a request counts from its first use in the
 * period on, whenever it happened; a client's newest mark of a request is the one that counts.
 */
export function selectTemplateRows(db: Db, period: { from: Date; to: Date }): Promise<TemplateRow[]> {
  return db.query({
    name: 'report-templates',
    text: `WITH used AS (
        SELECT template_id, count(*)::int AS sent, count(*) FILTER (WHERE is_edited)::int AS edited,
          count(*) FILTER (WHERE is_beyond)::int AS beyond, max(at) AS last_at
        FROM template_use WHERE at >= $1 AND at < $2 GROUP BY template_id),
      offered AS (
        SELECT template_id, count(*)::int AS offered, count(*) FILTER (WHERE was_inserted)::int AS inserted,
          count(*) FILTER (WHERE was_sent)::int AS accepted
        FROM template_offer WHERE at >= $1 AND at < $2 GROUP BY template_id),
      matter AS (
        SELECT template_id, request_id, min(at) AS first_at FROM template_use WHERE at >= $1 AND at < $2 GROUP BY 1, 2),
      outcome AS (
        SELECT m.template_id, count(*)::int AS requests, count(*) FILTER (WHERE EXISTS (
            SELECT 1 FROM stat_reopening r WHERE r.request_id = m.request_id AND r.at > m.first_at))::int AS reopened,
          count(s.score)::int AS rated, avg(s.score)::float8 AS csat
        FROM matter m LEFT JOIN LATERAL (
          SELECT score FROM satisfaction
          WHERE request_id = m.request_id AND kind = 'csat' AND score IS NOT NULL AND at > m.first_at
          ORDER BY at DESC LIMIT 1) s ON true
        GROUP BY m.template_id)
      SELECT t.id AS "templateId", t.shortcut, t.title, t.is_archived AS "isArchived", coalesce(o.offered, 0) AS offered,
        coalesce(o.inserted, 0) AS inserted, coalesce(o.accepted, 0) AS accepted, coalesce(u.sent, 0) AS sent,
        coalesce(u.edited, 0) AS edited, coalesce(u.beyond, 0) AS beyond, coalesce(c.requests, 0) AS requests,
        coalesce(c.reopened, 0) AS reopened, coalesce(c.rated, 0) AS rated, c.csat, u.last_at AS "lastSentAt"
      FROM template t LEFT JOIN used u ON u.template_id = t.id LEFT JOIN offered o ON o.template_id = t.id
        LEFT JOIN outcome c ON c.template_id = t.id
      WHERE u.template_id IS NOT NULL OR o.template_id IS NOT NULL
      ORDER BY sent DESC, t.shortcut`,
    values: [period.from, period.to],
  })
}
