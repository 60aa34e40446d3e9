/** Reads over the inbox's clocks that only this room asks. */
import type { CalendarId, RequestId } from '#kernel'
import type { Db } from '#platform'

/** Requests with a running clock that counts by this calendar, in the order of their ids. */
export async function selectRequestsByCalendar(
  db: Db,
  calendarId: CalendarId,
  after: RequestId | null,
  limit: number,
): Promise<RequestId[]> {
  const rows = await db.query<{ request_id: RequestId }>({
    text: `SELECT DISTINCT request_id FROM sla_clock
      WHERE state = 'running' AND calendar_id = $1 AND ($2::uuid IS NULL OR request_id > $2) ORDER BY request_id LIMIT $3`,
    values: [calendarId, after, limit],
  })
  return rows.map((row) => row.request_id)
}

/**
 * Requests with a running clock that began around the change of its calendar or after it: the intake may have planned it by the
 * rules of before.
 */
export async function selectRequestsOfChangedCalendars(
  db: Db,
  of: { changedSince: Date; startedBeforeMs: number; limit: number },
): Promise<RequestId[]> {
  const rows = await db.query<{ request_id: RequestId }>({
    text: `SELECT DISTINCT k.request_id FROM calendar c JOIN sla_clock k ON k.calendar_id = c.id
      WHERE c.version > 1 AND c.updated_at > $1 AND k.state = 'running'
        AND k.started_at > c.updated_at - $2::float * interval '1 millisecond' LIMIT $3`,
    values: [of.changedSince, of.startedBeforeMs, of.limit],
  })
  return rows.map((row) => row.request_id)
}
