import type { ClassificationView, NoteView } from '#contracts'
import type { NoteId, OperatorId, RequestId } from '#kernel'
import type { Db } from '#platform'

const noteColumns = 'id, request_id AS "requestId", author_id AS "authorId", text, at'
type NoteRow = Omit<NoteView, 'at' | 'authorName'> & { at: Date }

export async function selectNotes(db: Db, requestId: RequestId): Promise<NoteView[]> {
  const rows = await db.query<NoteRow>({
    name: 'notes-of',
    text: `SELECT ${noteColumns} FROM note WHERE request_id = $1 ORDER BY at, id LIMIT 500`,
    values: [requestId],
  })
  return rows.map(toNote)
}

export async function selectNotesById(db: Db, ids: readonly NoteId[]): Promise<NoteView[]> {
  const rows = await db.query<NoteRow>({
    name: 'notes-by-id',
    text: `SELECT ${noteColumns} FROM note WHERE id = ANY ($1::uuid[]) ORDER BY at, id`,
    values: [ids],
  })
  return rows.map(toNote)
}

const toNote = (row: NoteRow): NoteView => ({ ...row, authorName: null, at: row.at.toISOString() })

type OpinionRow = Omit<ClassificationView, 'at' | 'correctedByName'> & { at: Date; correctedById: OperatorId | null }

export async function selectOpinion(
  db: Db,
  requestId: RequestId,
): Promise<(ClassificationView & { correctedById: OperatorId | null }) | null> {
  const rows = await db.query<OpinionRow>({
    name: 'opinion-of',
    text: `SELECT o.id, o.type, o.second_type AS "secondType", o.probabilities, o.priority, o.topic, o.language, o.confidence,
        o.abstained, o.reasons, o.model_version AS "modelVersion", o.message_id AS "messageId", o.at,
        o.corrected_type AS "correctedType", o.corrected_priority AS "correctedPriority",
        o.corrected_topic AS "correctedTopic", o.corrected_by_id AS "correctedById"
      FROM request r JOIN classification_record o ON o.id = r.classification_id WHERE r.id = $1`,
    values: [requestId],
  })
  const row = rows[0]
  return row ? { ...row, at: row.at.toISOString(), correctedByName: null } : null
}
