/** The questions of the report on quality. Annulled scores are in none of them. */
import type { QualityFigures, QualityMark } from '#contracts'
import type { Db } from '#platform'

type Period = { readonly from: Date; readonly to: Date }
export type FiguresRow = QualityFigures & { operatorId: string | null; departmentId: string | null }

const counts = `q.at >= $1 AND q.at < $2 AND q.decision IS DISTINCT FROM 'annulled'`

/** Per operator, per department, and (first, always there) all together. */
export function selectFigures(db: Db, { from, to }: Period): Promise<FiguresRow[]> {
  return db.query({
    name: 'report-quality',
    text: `SELECT q.operator_id AS "operatorId", q.department_id AS "departmentId", count(*)::int AS n, avg(q.total)::float8 AS mean,
        (1.96 * stddev_samp(q.total) / sqrt(count(*)))::float8 AS margin,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY q.total)::float8 AS median,
        count(*) FILTER (WHERE q.is_zeroed)::int AS zeroed
      FROM quality_score q WHERE ${counts}
      GROUP BY GROUPING SETS ((), (q.operator_id), (q.department_id))
      ORDER BY q.operator_id IS NOT NULL OR q.department_id IS NOT NULL, n DESC, q.operator_id, q.department_id LIMIT 2000`,
    values: [from, to],
  })
}

export type DefectRow = { cause: string; marks: number; requests: number; operators: number; cardVersion: number }

export function selectDefects(db: Db, { from, to }: Period): Promise<DefectRow[]> {
  return db.query({
    name: 'report-defects',
    text: `SELECT m ->> 'cause' AS cause, count(*)::int AS marks, count(DISTINCT q.request_id)::int AS requests,
        count(DISTINCT q.operator_id)::int AS operators, max(q.card_version) AS "cardVersion"
      FROM quality_score q, jsonb_array_elements(q.marks) m
      WHERE ${counts} AND m ->> 'cause' IS NOT NULL GROUP BY 1 ORDER BY marks DESC, cause LIMIT 100`,
    values: [from, to],
  })
}

/** The marks of requests that two people scored by the same version of the card, item by item; the earlier score first. */
export function selectPairs(db: Db, { from, to }: Period): Promise<{ a: QualityMark; b: QualityMark }[]> {
  return db.query({
    name: 'report-agreement',
    text: `SELECT (a.m ->> 'mark')::float8 AS a, (b.m ->> 'mark')::float8 AS b
      FROM quality_score q JOIN quality_score p ON p.task_id = q.task_id AND (p.at, p.id) > (q.at, q.id)
          AND p.card_version = q.card_version AND p.decision IS DISTINCT FROM 'annulled' AND p.at < $2,
        LATERAL jsonb_array_elements(q.marks) a(m), LATERAL jsonb_array_elements(p.marks) b(m)
      WHERE ${counts} AND a.m ->> 'item' = b.m ->> 'item' LIMIT 100000`,
    values: [from, to],
  })
}

export async function selectContestCounts(
  db: Db,
  { from, to }: Period,
): Promise<{ raised: number; annulled: number; open: number }> {
  const rows = await db.query<{ raised: number; annulled: number; open: number }>({
    name: 'report-contests',
    text: `SELECT count(*)::int AS raised, count(*) FILTER (WHERE decision = 'annulled')::int AS annulled,
        count(*) FILTER (WHERE decision IS NULL)::int AS open
      FROM quality_score WHERE contested_at >= $1 AND contested_at < $2`,
    values: [from, to],
  })
  return rows[0] ?? { raised: 0, annulled: 0, open: 0 }
}
