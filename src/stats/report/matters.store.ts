/** Reads of the matters themselves, for clustering, for learning and for the drift panel. Bounded; nothing is written. */
import type { ChannelKind, RequestType } from '#contracts'
import type { RequestId } from '#kernel'
import { type Db, Prisma } from '#platform'

export type MatterRow = {
  id: RequestId
  number: string
  text: string
  at: Date
  topic: string
  type: RequestType
  channel: ChannelKind
}

/** The client's first written line names the matter. */
const firstLine = Prisma.sql`
  JOIN LATERAL (
    SELECT m.text FROM message m WHERE m.request_id = r.id AND m.author_kind = 'client' AND m.text <> ''
    ORDER BY m.received_at, m.seq LIMIT 1) first ON true`

/** Requests opened within `windowMs` before `now`, and in the same stretch of each of the `days` days before. */
export async function selectSameStretch(
  db: Db,
  now: Date,
  windowMs: number,
  days: number,
  limit: number,
): Promise<MatterRow[]> {
  return db.prisma.$queryRaw<MatterRow[]>(Prisma.sql`
    SELECT r.id, r.number, left(first.text, 1000) AS text, r.opened_at AS at, r.topic, r.type, r.channel_kind AS channel
    FROM generate_series(0, ${days}::int) d(day)
    JOIN LATERAL (
      SELECT x.* FROM request x
      WHERE x.opened_at > ${now}::timestamptz - d.day * interval '1 day' - ${windowMs}::int * interval '1 millisecond'
        AND x.opened_at <= ${now}::timestamptz - d.day * interval '1 day'
      ORDER BY x.opened_at DESC LIMIT ${limit}) r ON true
    ${firstLine}`)
}

/** Questions and information requests of the last days, newest first. */
export async function selectQuestions(db: Db, since: Date, limit: number): Promise<MatterRow[]> {
  return db.prisma.$queryRaw<MatterRow[]>(Prisma.sql`
    SELECT r.id, r.number, left(first.text, 1000) AS text, r.opened_at AS at, r.topic, r.type, r.channel_kind AS channel
    FROM (SELECT * FROM request x WHERE x.opened_at > ${since} AND x.type IN ('question', 'information_request')
      ORDER BY x.opened_at DESC LIMIT ${limit}) r
    ${firstLine}`)
}

export type CorrectionRow = {
  id: string
  text: string
  type: string
  priority: string
  topic: string
  language: string
  modelType: string
  modelVersion: string
}

/** Corrections by people since then, oldest first, with the text the model had read and the model's own opinion. */
export async function selectCorrections(db: Db, since: Date, limit: number): Promise<CorrectionRow[]> {
  return db.prisma.$queryRaw<CorrectionRow[]>(Prisma.sql`
    SELECT c.id::text, left(m.text, 4000) AS text, coalesce(c.corrected_type, c.type) AS type,
      coalesce(c.corrected_priority, c.priority) AS priority, coalesce(c.corrected_topic, c.topic) AS topic, c.language,
      c.type AS "modelType", c.model_version AS "modelVersion"
    FROM classification_record c JOIN message m ON m.id = c.message_id
    WHERE c.corrected_at > ${since} AND m.text <> ''
      AND coalesce(c.corrected_type, c.type) <> 'unsorted'
    ORDER BY c.corrected_at LIMIT ${limit}`)
}

export type WeekRow = {
  week_of: string
  type: RequestType
  opinions: number
  abstained: number
  judged: number
  corrected: number
}

/** A person changed something of it: the type, the priority or the topic. */
export const isChangedOpinion = `((c.corrected_type IS NOT NULL AND c.corrected_type <> c.type)
  OR (c.corrected_priority IS NOT NULL AND c.corrected_priority <> c.priority)
  OR (c.corrected_topic IS NOT NULL AND c.corrected_topic <> c.topic))`

/** Opinions by week of the bank's zone and by the type they named. */
export async function selectWeeks(db: Db, since: Date, timeZone: string): Promise<WeekRow[]> {
  return db.prisma.$queryRaw<WeekRow[]>(Prisma.sql`
    SELECT to_char(date_trunc('week', c.at AT TIME ZONE ${timeZone}), 'YYYY-MM-DD') AS week_of, c.type,
      count(*)::int AS opinions, (count(*) FILTER (WHERE c.abstained))::int AS abstained,
      (count(*) FILTER (WHERE c.corrected_at IS NOT NULL))::int AS judged,
      (count(*) FILTER (WHERE ${Prisma.raw(isChangedOpinion)}))::int AS corrected
    FROM classification_record c WHERE c.at >= ${since}
    GROUP BY 1, 2 ORDER BY 1, 2`)
}
