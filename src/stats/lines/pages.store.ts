/** Pages in the database, and which of them are still true. */
import { type Db, Prisma } from '#platform'

export type PageState = { day: string; changeNo: number; builtNo: number | null }

/** Days from..to (inclusive) that have a page or a change, with what each was built for. */
export function selectPageStates(db: Db, from: string, to: string): Promise<PageState[]> {
  return db.query<PageState>({
    name: 'stat-page-states',
    text: `SELECT coalesce(p.day, d.day) AS day, coalesce(d.change_no, 0) AS "changeNo", p.built_no AS "builtNo"
      FROM (SELECT day, built_no FROM stat_page WHERE day BETWEEN $1 AND $2) p
      FULL JOIN (SELECT day, change_no FROM stat_day WHERE day BETWEEN $1 AND $2) d ON d.day = p.day`,
    values: [from, to],
  })
}

/** Bodies as base64: the driver knows bytes only as hexadecimal text, which is half as long again. */
export async function selectBodies(
  db: Db,
  days: readonly string[],
): Promise<{ builtNo: number; day: string; body: Uint8Array }[]> {
  const rows = await db.query<{ builtNo: number; day: string; body: string }>({
    name: 'stat-page-bodies',
    text: `SELECT day, built_no AS "builtNo", encode(body, 'base64') AS body FROM stat_page WHERE day = ANY ($1::date[])`,
    values: [days],
  })
  return rows.map(({ day, builtNo, body }) => ({ day, builtNo, body: Buffer.from(body, 'base64') }))
}

export async function upsertPage(
  db: Db,
  page: { day: string; builtNo: number; lines: number; body: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { day, builtNo, lines, body } = page
  // Of two who build the same day, the one who saw more wins.
  await db.prisma.$executeRaw(Prisma.sql`
    INSERT INTO stat_page (day, built_no, lines, body) VALUES (${day}::date, ${builtNo}, ${lines}, ${body})
    ON CONFLICT (day) DO UPDATE SET built_no = excluded.built_no, lines = excluded.lines, body = excluded.body
    WHERE stat_page.built_no <= excluded.built_no`)
}

/** The first day anything happened, in that zone; null where nothing ever did. */
export async function selectFirstDay(db: Db, timeZone: string): Promise<string | null> {
  const [row] = await db.query<{ day: string | null }>({
    text: `SELECT (min(opened_at) AT TIME ZONE $1)::date AS day FROM stat_request`,
    values: [timeZone],
  })
  return row?.day ?? null
}
