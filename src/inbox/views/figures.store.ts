import type { Db } from '#platform'

export type OpenFigure = { readonly holder: string; readonly open: number; readonly unsorted: number; readonly pastDue: number }
export type DeliveryFigure = {
  readonly channel: string
  readonly state: string
  readonly count: number
  readonly oldestQueuedAt: Date
}

/** Open requests by who holds them, in one walk over the index of what is open. */
export function selectOpenFigures(db: Db, now: Date): Promise<OpenFigure[]> {
  return db.query<OpenFigure>({
    name: 'figures-open',
    text: `SELECT holder_kind AS holder, count(*)::int AS open, count(*) FILTER (WHERE type = 'unsorted')::int AS unsorted,
        count(*) FILTER (WHERE next_due_at < $1)::int AS "pastDue"
      FROM request WHERE status = 'open' GROUP BY holder_kind`,
    values: [now],
  })
}

/** What is still to be sent, and what did not arrive or may not have and nobody has dealt with. */
export function selectDeliveryFigures(db: Db): Promise<DeliveryFigure[]> {
  return db.query<DeliveryFigure>({
    name: 'figures-deliveries',
    text: `SELECT a.kind AS channel, d.state, count(*)::int AS count, min(d.queued_at) AS "oldestQueuedAt"
      FROM delivery d JOIN channel_account a ON a.id = d.channel_account_id
      WHERE d.state IN ('pending', 'sending') OR (d.state IN ('failed', 'unconfirmed') AND d.handled_at IS NULL)
      GROUP BY 1, 2`,
  })
}
