/** The waker's one statement; what it does is in the migration `clock_steps_and_appeals`. */
import type { Db } from '#platform'

export type StampRound = {
  /** Clocks looked at. */
  readonly taken: number
  /** Warnings, breaches and steps written. */
  readonly stamped: number
  /** How long after its due moment each breach was noticed. */
  readonly delaysMs: readonly number[]
}

/** Committed when it returns. */
export async function stampDue(db: Db, now: Date, most: number, actor: string, trace: string): Promise<StampRound> {
  const rows = await db.query<StampRound>({
    name: 'inbox-stamp-due',
    text: `SELECT taken_count AS taken, stamp_count AS stamped, delays_ms AS "delaysMs" FROM inbox_stamp_due($1, $2, $3, $4)`,
    values: [now, most, actor, trace],
    isUrgent: true,
    isPrompt: true,
  })
  return rows[0] ?? { taken: 0, stamped: 0, delaysMs: [] }
}
