/** Scorecards, samples, tasks and scores. */
import type { ChannelKind, MarkedItem, QualityCardInput, QualityPlan, QualityTaskView, RequestType } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type CardRow = { version: number; card: QualityCardInput; createdAt: Date }

export function selectCards(db: Db, versions: readonly number[] | null): Promise<CardRow[]> {
  return db.query({
    name: 'quality-cards',
    text: `SELECT version, card, created_at AS "createdAt" FROM quality_card
      WHERE $1::int[] IS NULL OR version = ANY ($1) ORDER BY version DESC LIMIT 200`,
    values: [versions],
  })
}

/** Of two who change it at once one is told: the other's version is there. */
export async function insertCard(tx: Tx, row: CardRow & { createdById: OperatorId }): Promise<boolean> {
  const { version, card, createdAt, createdById } = row
  const made = await tx.$executeRaw`INSERT INTO quality_card (version, card, created_at, created_by_id)
    VALUES (${version}, ${JSON.stringify(card)}::jsonb, ${createdAt}, ${createdById}::uuid) ON CONFLICT DO NOTHING`
  return made > 0
}

export type SampleRow = {
  id: string
  from: string
  to: string
  seed: string
  plan: QualityPlan
  population: number
  drawn: number
  risky: number
  doubled: number
  scored: number
  drawnById: OperatorId
  drawnAt: Date
}

export function selectSamples(db: Db, id: string | null): Promise<SampleRow[]> {
  return db.query({
    name: 'quality-samples',
    text: `SELECT s.id, s.from_day::text AS "from", s.to_day::text AS "to", s.seed, s.plan, s.population,
        s.drawn_by_id AS "drawnById", s.drawn_at AS "drawnAt", t.drawn, t.risky, t.doubled, t.scored
      FROM quality_sample s, LATERAL (
        SELECT count(*)::int AS drawn, count(*) FILTER (WHERE why = 'risk')::int AS risky,
          count(*) FILTER (WHERE is_double)::int AS doubled,
          coalesce(sum((SELECT count(*) FROM quality_score q WHERE q.task_id = t.id)), 0)::int AS scored
        FROM quality_task t WHERE t.sample_id = s.id) t
      WHERE $1::uuid IS NULL OR s.id = $1 ORDER BY s.drawn_at DESC LIMIT 50`,
    values: [id],
  })
}

export async function insertSample(
  tx: Tx,
  row: Pick<SampleRow, 'id' | 'from' | 'to' | 'seed' | 'plan' | 'population' | 'drawnById' | 'drawnAt'>,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO quality_sample (id, from_day, to_day, seed, plan, population, drawn_by_id, drawn_at)
    VALUES (${row.id}::uuid, ${row.from}::date, ${row.to}::date, ${row.seed}, ${JSON.stringify(row.plan)}::jsonb,
      ${row.population}, ${row.drawnById}::uuid, ${row.drawnAt})`
}

export type DrawnRow = {
  requestId: RequestId
  operatorId: OperatorId
  why: 'fair' | 'risk'
  risks: QualityTaskView['risks']
  isDouble: boolean
  population: number
}

/**
 * The lot: every request of the period that a person closed and nobody has opened again, in the order of md5(seed, id) within its
 * stratum (operator, channel, type); an operator's come one of each stratum in turn. What was drawn before is left out.
 */
export function selectDrawn(db: Db, of: { from: Date; to: Date; seed: string; plan: QualityPlan }): Promise<DrawnRow[]> {
  const { perOperator, riskyPerOperator, doublePercent } = of.plan
  return db.query({
    text: `WITH closing AS (
        SELECT DISTINCT ON (c.request_id) c.request_id, c.took_ms FROM stat_closing c
        WHERE c.at >= $1 AND c.at < $2 AND c.reopened_at IS NULL
          AND c.outcome NOT IN ('duplicate', 'spam', 'no_reply_needed')
        ORDER BY c.request_id, c.at DESC),
      slow AS (SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY took_ms) AS ms FROM closing),
      matter AS (
        SELECT r.request_id, r.operator_id, r.channel_kind, r.type, md5($3 || r.request_id::text) AS lot,
          array_remove(ARRAY[
            CASE WHEN EXISTS (SELECT 1 FROM satisfaction m WHERE m.request_id = r.request_id AND m.kind = 'csat'
              AND m.score <= 2) THEN 'low_mark' END,
            CASE WHEN r.reopen_count > 0 THEN 'reopened' END,
            CASE WHEN EXISTS (SELECT 1 FROM stat_clock k WHERE k.request_id = r.request_id AND k.breached_at IS NOT NULL)
              THEN 'breached' END,
            CASE WHEN c.took_ms > slow.ms THEN 'long' END], NULL) AS risks
        FROM closing c JOIN stat_request r USING (request_id) CROSS JOIN slow
        WHERE r.operator_id IS NOT NULL AND r.reached_person AND r.closed_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM quality_task t WHERE t.request_id = r.request_id)),
      laid AS (
        SELECT m.*, count(*) OVER ()::int AS population,
          row_number() OVER (PARTITION BY operator_id, channel_kind, type ORDER BY lot) AS round FROM matter m),
      fair AS (
        SELECT l.*, row_number() OVER (PARTITION BY operator_id ORDER BY round, lot) AS place FROM laid l),
      risky AS (
        SELECT f.request_id, row_number() OVER (PARTITION BY operator_id ORDER BY cardinality(risks) DESC, lot) AS place
        FROM fair f WHERE f.place > $4 AND cardinality(f.risks) > 0),
      drawn AS (
        SELECT f.*, CASE WHEN f.place <= $4 THEN 'fair' ELSE 'risk' END AS why FROM fair f LEFT JOIN risky y USING (request_id)
        WHERE f.place <= $4 OR y.place <= $5)
      SELECT request_id AS "requestId", operator_id AS "operatorId", why, risks, population,
        row_number() OVER (ORDER BY md5('twice' || lot)) <= ceil(count(*) OVER () * $6 / 100.0) AS "isDouble"
      FROM drawn ORDER BY lot LIMIT 5000`,
    values: [of.from, of.to, of.seed, perOperator, riskyPerOperator, doublePercent],
  })
}

export async function insertTasks(tx: Tx, sampleId: string, drawn: readonly (DrawnRow & { id: string })[]): Promise<void> {
  const rows = drawn.map(({ id, requestId, operatorId, why, risks, isDouble }) => ({
    ...{ id, sampleId, requestId, operatorId, why, isDouble },
    risks: [...risks],
  }))
  await tx.qualityTask.createMany({ data: rows, skipDuplicates: true })
}

export type TaskRow = {
  id: string
  requestId: RequestId
  operatorId: OperatorId
  departmentId: DepartmentId
  number: string
  channel: ChannelKind
  type: RequestType
  topic: string
  why: 'fair' | 'risk'
  risks: QualityTaskView['risks']
  isDouble: boolean
  /** Who has scored it. */
  reviewerIds: OperatorId[]
}

const taskColumns = `t.id, t.request_id AS "requestId", t.operator_id AS "operatorId", r.department_id AS "departmentId",
  r.number, r.channel_kind AS channel, r.type, r.topic, t.why, t.risks, t.is_double AS "isDouble",
  ARRAY(SELECT q.reviewer_id FROM quality_score q WHERE q.task_id = t.id) AS "reviewerIds"
  FROM quality_task t JOIN stat_request r USING (request_id)`

export function selectTasks(db: Db, sampleId: string): Promise<TaskRow[]> {
  return db.query({
    name: 'quality-tasks',
    text: `SELECT ${taskColumns} WHERE t.sample_id = $1 ORDER BY md5(t.id::text) LIMIT 5000`,
    values: [sampleId],
  })
}

export async function selectTask(db: Db, id: string): Promise<TaskRow | null> {
  const rows = await db.query<TaskRow>({ name: 'quality-task', text: `SELECT ${taskColumns} WHERE t.id = $1`, values: [id] })
  return rows[0] ?? null
}

/** Whoever scores it holds it until the commit: two at once are counted one after the other. */
export async function lockTask(tx: Tx, id: string): Promise<OperatorId[]> {
  await tx.$queryRaw`SELECT 1 FROM quality_task WHERE id = ${id}::uuid FOR UPDATE`
  const rows = await tx.$queryRaw<{ id: OperatorId }[]>`
    SELECT reviewer_id AS id FROM quality_score WHERE task_id = ${id}::uuid LIMIT 2`
  return rows.map((row) => row.id)
}

export type ScoreRow = {
  id: string
  taskId: string
  requestId: RequestId
  number: string
  operatorId: OperatorId
  departmentId: DepartmentId
  reviewerId: OperatorId
  cardVersion: number
  marks: MarkedItem[]
  total: number
  isZeroed: boolean
  note: string
  at: Date
  contest: string | null
  contestedAt: Date | null
  decision: 'kept' | 'annulled' | null
  decidedById: OperatorId | null
  decisionNote: string | null
}
type NewScore = Omit<ScoreRow, 'number' | 'contest' | 'contestedAt' | 'decision' | 'decidedById' | 'decisionNote'>

export async function insertScore(tx: Tx, row: NewScore): Promise<void> {
  await tx.qualityScore.create({ data: { ...row, marks: row.marks.map((one) => ({ ...one })) } })
}

const scoreColumns = `q.id, q.task_id AS "taskId", q.request_id AS "requestId", r.number, q.operator_id AS "operatorId",
  q.department_id AS "departmentId", q.reviewer_id AS "reviewerId", q.card_version AS "cardVersion", q.marks, q.total,
  q.is_zeroed AS "isZeroed", q.note, q.at, q.contest, q.contested_at AS "contestedAt", q.decision,
  q.decided_by_id AS "decidedById", q.decision_note AS "decisionNote"
  FROM quality_score q JOIN stat_request r USING (request_id)`

/** Newest first: of one person, or those contested and not decided. */
export function selectScores(db: Db, of: { operatorId: OperatorId } | 'contested'): Promise<ScoreRow[]> {
  return of === 'contested'
    ? db.query({
        name: 'quality-contested',
        text: `SELECT ${scoreColumns} WHERE q.contested_at IS NOT NULL AND q.decision IS NULL ORDER BY q.contested_at LIMIT 200`,
      })
    : db.query({
        name: 'quality-own',
        text: `SELECT ${scoreColumns} WHERE q.operator_id = $1 ORDER BY q.at DESC LIMIT 100`,
        values: [of.operatorId],
      })
}

export async function selectScore(db: Db, id: string): Promise<ScoreRow | null> {
  const rows = await db.query<ScoreRow>({ name: 'quality-score', text: `SELECT ${scoreColumns} WHERE q.id = $1`, values: [id] })
  return rows[0] ?? null
}

/** Once: false where it was contested before. */
export async function writeContest(tx: Tx, id: string, text: string, at: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE quality_score SET contest = ${text}, contested_at = ${at} WHERE id = ${id}::uuid AND contested_at IS NULL`
  return changed > 0
}

/** False where it was decided before, or nothing was contested. */
export async function writeContestDecision(
  tx: Tx,
  id: string,
  by: { decision: 'kept' | 'annulled'; note: string; byId: OperatorId; at: Date },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE quality_score SET decision = ${by.decision}, decision_note = ${by.note}, decided_by_id = ${by.byId}::uuid,
      decided_at = ${by.at}
    WHERE id = ${id}::uuid AND contested_at IS NOT NULL AND decision IS NULL`
  return changed > 0
}

/** Takes out what people wrote about requests that are being erased; the marks stay, as the statistics do. */
export async function emptyScores(tx: Tx, requestIds: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE quality_score SET note = '', decision_note = CASE WHEN decision_note IS NULL THEN NULL ELSE '' END,
      contest = CASE WHEN contest IS NULL THEN NULL ELSE '' END,
      marks = (SELECT coalesce(jsonb_agg(m || '{"note": "", "messageId": null}'), '[]') FROM jsonb_array_elements(marks) m)
    WHERE request_id = ANY(${[...requestIds]}::uuid[])`)
}
