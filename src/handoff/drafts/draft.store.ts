/** Words begun and not sent: one row for each operator, request and place. */
import type { DraftInput, DraftPlace, DraftState } from '#contracts'
import type { OperatorId, RequestId } from '#kernel'
import type { Db, Tx } from '#platform'

export type DraftRecord = {
  readonly operatorId: OperatorId
  readonly requestId: RequestId
  readonly place: DraftPlace
  readonly reply: string
  readonly note: string
  readonly state: DraftState
  readonly writtenAt: Date
}

/** False where a newer draft of the same place is known: a second window that lagged behind overwrites nothing. */
export async function upsertDraft(db: Db, draft: DraftRecord): Promise<boolean> {
  const { operatorId, requestId, place, reply, note, state, writtenAt } = draft
  const rows = await db.query({
    name: 'draft-upsert',
    text: `INSERT INTO reply_draft AS d (operator_id, request_id, place, reply, note, state, written_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (operator_id, request_id, place) DO UPDATE
        SET reply = excluded.reply, note = excluded.note, state = excluded.state, written_at = excluded.written_at
        WHERE d.written_at <= excluded.written_at
      RETURNING place`,
    values: [operatorId, requestId, place, reply, note, JSON.stringify(state), writtenAt],
  })
  return rows.length > 0
}

export async function selectDrafts(db: Db, requestId: RequestId): Promise<DraftRecord[]> {
  const rows = await db.prisma.replyDraft.findMany({ where: { requestId }, orderBy: { writtenAt: 'desc' }, take: 50 })
  return rows.map((row) => ({
    ...row,
    operatorId: row.operatorId as OperatorId,
    requestId: row.requestId as RequestId,
    place: row.place as DraftPlace,
    state: row.state as DraftState,
  }))
}

/** Keeps the newest of this person's drafts and removes the rest. */
export async function trimDrafts(db: Db, operatorId: OperatorId, most: number): Promise<void> {
  await db.query({
    name: 'draft-trim',
    text: `DELETE FROM reply_draft WHERE operator_id = $1 AND written_at < (SELECT written_at FROM reply_draft
      WHERE operator_id = $1 ORDER BY written_at DESC OFFSET $2 LIMIT 1)`,
    values: [operatorId, most],
  })
}

/** @returns how many were removed. */
export async function deleteDraftsBefore(tx: Db | Tx, before: Date): Promise<number> {
  const prisma = 'prisma' in tx ? tx.prisma : tx
  return (await prisma.replyDraft.deleteMany({ where: { writtenAt: { lt: before } } })).count
}

export type DraftWords = Omit<DraftInput, 'writtenAt'> & { readonly writtenAt: Date }
