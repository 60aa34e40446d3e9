import type { Db } from '#platform'

/** What should have been done by now; counted up to a thousand of each. */
export type WorkBehind = {
  readonly clocksDue: number
  /** Since when the first of them is due, in seconds; 0 where none is. */
  readonly clocksLateSeconds: number
  readonly repliesWaiting: number
  readonly repliesLateSeconds: number
  /** Replies that failed or whose fate nobody knows, and nobody has dealt with. */
  readonly repliesUndelivered: number
}

export async function selectWorkBehind(db: Db, now: Date): Promise<WorkBehind> {
  const [row] = await db.query<WorkBehind>({
    name: 'work-behind',
    text: `SELECT
        (SELECT count(*)::int FROM (SELECT FROM sla_clock WHERE next_wake_at < $1 LIMIT 1000) c) AS "clocksDue",
        coalesce(extract(epoch FROM $1 - (SELECT min(next_wake_at) FROM sla_clock WHERE next_wake_at < $1)), 0)::float8 AS "clocksLateSeconds",
        (SELECT count(*)::int FROM (SELECT FROM delivery WHERE state IN ('pending', 'sending') LIMIT 1000) d) AS "repliesWaiting",
        coalesce(extract(epoch FROM $1 - (SELECT min(queued_at) FROM delivery WHERE state IN ('pending', 'sending'))), 0)::float8
          AS "repliesLateSeconds",
        (SELECT count(*)::int FROM (SELECT FROM delivery WHERE state IN ('failed', 'unconfirmed') AND handled_at IS NULL LIMIT 1000) f)
          AS "repliesUndelivered"`,
    values: [now],
  })
  return row ?? { clocksDue: 0, clocksLateSeconds: 0, repliesWaiting: 0, repliesLateSeconds: 0, repliesUndelivered: 0 }
}
