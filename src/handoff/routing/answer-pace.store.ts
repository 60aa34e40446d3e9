/** How fast a department has answered lately, and how many wait before a new request there: the figures of an estimate. */
import type { DepartmentId } from '#kernel'
import type { Db } from '#platform'
import { placesSql, takingRoles } from './assignment.store.ts'

/** Milliseconds; null where nothing was measured. */
export type AnswerPace = {
  /** Requests looked at that a person answered, and that took a place and gave it back. */
  readonly answered: number
  readonly ended: number
  /** From being given a request to the first reply: three of four are answered sooner. */
  readonly replyMs: number | null
  /** For how long a request takes its place: half of them shorter. */
  readonly heldMs: number | null
}

/** Of the newest requests given to the people of a department; a request that waits for its client takes no place. */
export async function selectAnswerPace(db: Db, departmentId: DepartmentId, since: Date, newest: number): Promise<AnswerPace> {
  const [row] = await db.query<AnswerPace>({
    name: 'handoff-answer-pace',
    text: `WITH given AS (
        SELECT a.request_id, a.at, a.ended_at FROM assignment a
        WHERE a.department_id = $1 AND a.at >= $2 ORDER BY a.at DESC LIMIT $3
      ), timed AS (
        SELECT extract(epoch FROM r.at - g.at)::float8 * 1000 AS reply_ms,
          extract(epoch FROM least(g.ended_at, p.at) - g.at)::float8 * 1000 AS held_ms
        FROM given g
        LEFT JOIN LATERAL (SELECT min(m.received_at) AS at FROM message m WHERE m.request_id = g.request_id
          AND m.author_kind = 'operator' AND m.received_at >= g.at AND m.received_at <= coalesce(g.ended_at, 'infinity')) r ON true
        LEFT JOIN LATERAL (SELECT min(e.at) AS at FROM sla_clock k JOIN sla_clock_entry e ON e.clock_id = k.id
          WHERE k.request_id = g.request_id AND e.kind = 'paused' AND e.at >= g.at) p ON true
      )
      SELECT count(reply_ms)::int AS answered, count(held_ms)::int AS ended,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY reply_ms) AS "replyMs",
        percentile_cont(0.5) WITHIN GROUP (ORDER BY held_ms) AS "heldMs"
      FROM timed`,
    values: [departmentId, since, newest],
  })
  return row ?? { answered: 0, ended: 0, replyMs: null, heldMs: null }
}

/** Places are weights, as everywhere in routing. */
export type QueueStanding = {
  /** Waiting there and due before this moment. */
  readonly ahead: number
  /** People online who answer there, their places, and those of them that are free. */
  readonly people: number
  readonly places: number
  readonly free: number
}

/** @param weights see weightTable. */
export async function selectQueueStanding(
  db: Db,
  input: { departmentId: DepartmentId; dueAt: Date; now: Date; weights: string },
): Promise<QueueStanding> {
  const [row] = await db.query<QueueStanding>({
    name: 'handoff-queue-standing',
    text: `SELECT (SELECT count(*)::int FROM (SELECT FROM request WHERE status = 'open' AND holder_kind = 'queue'
          AND department_id = $1 AND (next_due_at <= $2 OR next_due_at IS NULL) LIMIT 1000) w) AS ahead,
        count(*)::int AS people, coalesce(sum(capacity), 0)::int AS places,
        coalesce(sum(greatest(0, capacity - load)), 0)::float8 AS free
      FROM (${placesSql('$1', '$3', '$4', '$5')}) p`,
    values: [input.departmentId, input.dueAt, input.now, takingRoles, input.weights],
  })
  return row ?? { ahead: 0, people: 0, places: 0, free: 0 }
}
