import type { ContactId, OperatorId } from '#kernel'
import type { Db, Tx } from '#platform'

export type HoldRow = {
  readonly id: string
  readonly subjectKind: 'request' | 'contact'
  readonly subjectId: string
  readonly reason: string
  readonly reference: string | null
  readonly placedById: OperatorId
  readonly placedAt: Date
}

export async function insertHold(tx: Tx, hold: HoldRow): Promise<void> {
  await tx.legalHold.create({ data: hold })
}

export async function updateLifted(tx: Tx, id: string, by: OperatorId, at: Date): Promise<{ subjectId: string } | null> {
  const rows = await tx.$queryRaw<{ subjectId: string }[]>`
    UPDATE legal_hold SET lifted_by_id = ${by}::uuid, lifted_at = ${at} WHERE id = ${id}::uuid AND lifted_at IS NULL
    RETURNING subject_id AS "subjectId"`
  return rows[0] ?? null
}

export function selectHolds(db: Db, most: number): Promise<HoldRow[]> {
  return db.query<HoldRow>({
    text: `SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", reason, reference, placed_by_id AS "placedById",
      placed_at AS "placedAt" FROM legal_hold WHERE lifted_at IS NULL ORDER BY placed_at DESC LIMIT $1`,
    values: [most],
  })
}

export type ErasureRow = {
  readonly contactId: ContactId
  readonly reason: string
  readonly askedAt: Date
  readonly doneAt: Date | null
  readonly waiting: number
  readonly doneFrom: Date | null
}

export async function insertErasure(
  tx: Tx,
  erasure: { id: string; contactId: ContactId; reason: string; askedById: OperatorId; askedAt: Date },
): Promise<boolean> {
  const { count } = await tx.clientErasure.createMany({ data: [erasure], skipDuplicates: true })
  return count > 0
}

/** Those whose contact has been forgotten by now are done. */
export async function updateErasuresDone(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE client_erasure e SET done_at = ${now} FROM contact c
    WHERE c.id = e.contact_id AND c.erased_at IS NOT NULL AND e.done_at IS NULL`
}

export async function selectWaitingErasures(db: Db, most: number): Promise<ContactId[]> {
  const rows = await db.query<{ id: ContactId }>({
    text: 'SELECT contact_id AS id FROM client_erasure WHERE done_at IS NULL ORDER BY asked_at LIMIT $1',
    values: [most],
  })
  return rows.map(({ id }) => id)
}

/** @param keptDays how long the law keeps a closed request; an open or held one has no day yet. */
export function selectErasures(db: Db, keptDays: number, most: number, contactId?: ContactId): Promise<ErasureRow[]> {
  return db.query<ErasureRow>({
    text: `SELECT e.contact_id AS "contactId", e.reason, e.asked_at AS "askedAt", e.done_at AS "doneAt",
        coalesce(w.waiting, 0) AS waiting, w."doneFrom"
      FROM client_erasure e LEFT JOIN LATERAL (
        SELECT count(*)::int AS waiting,
          CASE WHEN bool_or(r.closed_at IS NULL OR EXISTS (SELECT FROM legal_hold h
              WHERE h.lifted_at IS NULL AND h.subject_id IN (r.id, r.contact_id))) THEN NULL
            ELSE max(r.closed_at) + $1 * interval '1 day' END AS "doneFrom"
        FROM request r WHERE r.contact_id = e.contact_id AND r.erased_at IS NULL) w ON true
      WHERE $3::uuid IS NULL OR e.contact_id = $3::uuid
      ORDER BY (e.done_at IS NULL) DESC, e.asked_at DESC LIMIT $2`,
    values: [keptDays, most, contactId ?? null],
  })
}
