import type { Ctx } from '../ctx.ts'
import { selectLastAnchorNo, selectLastLink } from './chain.store.ts'
import { type AuditFilterRow, type AuditPlace, type AuditRow, selectAudit } from './read-audit.store.ts'

export type { AuditFilterRow as AuditFilterOf, AuditRow }

const cursorOf = ({ at, id }: AuditPlace) => `${at.getTime()}.${id}`

function placeOf(cursor: string): AuditPlace | undefined {
  const [at, id] = cursor.split('.').map(Number)
  return Number.isSafeInteger(at) && Number.isSafeInteger(id) ? { at: new Date(Number(at)), id: Number(id) } : undefined
}

/** Newest first; `nextCursor` is null on the last page. What clients did is there where a subject or a client is asked for. */
export async function readAudit(
  ctx: Ctx,
  filter: AuditFilterRow,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: AuditRow[]; nextCursor: string | null }> {
  const before = page.cursor === undefined ? undefined : placeOf(page.cursor)
  const rows = await selectAudit(ctx.db, filter, { ...(before && { before }), most: page.limit + 1 })
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > page.limit && last ? cursorOf(last) : null }
}

/** The chain's end and how far it is signed. */
export async function chainEnd(ctx: Ctx): Promise<{ lastNo: number; lastHash: string; anchoredNo: number }> {
  const [last, anchoredNo] = await Promise.all([selectLastLink(ctx.db), selectLastAnchorNo(ctx.db)])
  return { lastNo: last.no, lastHash: last.hash.toString('hex'), anchoredNo }
}
