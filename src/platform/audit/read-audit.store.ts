import type { Db } from '../db/db.ts'

export type AuditFilterRow = {
  readonly actor?: string
  readonly action?: string
  /** Beginnings of actions, any of them. */
  readonly actions?: readonly string[]
  readonly subject?: { readonly kind: string; readonly id: string }
  readonly from?: Date
  readonly to?: Date
}
export type AuditRow = {
  readonly id: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly facts: Record<string, unknown>
  readonly trace: string | null
  readonly no: number | null
  readonly hash: Buffer | null
}
export type AuditPlace = { readonly at: Date; readonly id: number }

/**
 * A page, newest first. What clients did is left out unless a subject or a client is asked for: it is most of the table, and
 * the way to it is the object.
 */
export function selectAudit(db: Db, filter: AuditFilterRow, page: { before?: AuditPlace; most: number }): Promise<AuditRow[]> {
  const values: unknown[] = []
  const bound = (value: unknown) => `$${values.push(value)}`
  const wheres: string[] = []
  if (filter.subject)
    wheres.push(`e.subject_kind = ${bound(filter.subject.kind)} AND e.subject_id = ${bound(filter.subject.id)}`)
  else if (!filter.actor?.startsWith('client:')) wheres.push(`e.actor NOT LIKE 'client:%'`)
  if (filter.actor !== undefined) wheres.push(`e.actor = ${bound(filter.actor)}`)
  if (filter.action !== undefined) wheres.push(`e.action = ${bound(filter.action)}`)
  if (filter.actions)
    wheres.push(`e.action LIKE ANY (${bound(filter.actions.map((one) => `${one.replaceAll('_', '\\_')}%`))}::text[])`)
  if (filter.from) wheres.push(`e.at >= ${bound(filter.from)}`)
  if (filter.to) wheres.push(`e.at < ${bound(filter.to)}`)
  if (page.before) wheres.push(`(e.at, e.id) < (${bound(page.before.at)}::timestamptz, ${bound(page.before.id)}::bigint)`)
  return db.query({
    text: `SELECT e.id, e.at, e.actor, e.action, e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.facts,
        e.trace, l.no, l.hash
      FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id
      WHERE ${wheres.join(' AND ') || 'true'} ORDER BY e.at DESC, e.id DESC LIMIT ${bound(page.most)}`,
    values,
  })
}
