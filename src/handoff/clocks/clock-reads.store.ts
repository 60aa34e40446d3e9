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
