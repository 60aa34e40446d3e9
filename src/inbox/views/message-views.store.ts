import type { MessageContent, MessageView } from '#contracts'
import type { ConversationId, MessageId, RequestId } from '#kernel'
import type { Db } from '#platform'

type MessageViewRow = Omit<MessageView, 'sentAt' | 'receivedAt' | 'editedAt' | 'deletedAt' | 'hiddenAt' | 'content'> & {
  content: MessageContent
  sentAt: Date
  receivedAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  hiddenAt: Date | null
}

/** Attachments, revisions and the delivery are gathered by key in the same statement: one round trip for a page. */
const view = `SELECT m.id, m.conversation_id AS "conversationId", m.request_id AS "requestId", a.kind AS channel, c.visibility,
  m.seq, m.author_kind AS "authorKind", CASE WHEN m.author_kind = 'client' THEN k.display_name END AS "authorName",
  m.author_id AS "authorId", m.kind, m.text, m.masked_kinds AS "maskedKinds", m.content,
  m.template_version_id AS "templateVersionId", m.is_template_edited AS "isTemplateEdited", m.sent_at AS "sentAt",
  m.received_at AS "receivedAt", m.edited_at AS "editedAt", m.deleted_at AS "deletedAt",
  m.hidden_at AS "hiddenAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'fileName', f.file_name, 'mimeType', f.mime_type,
    'sizeBytes', f.size_bytes, 'state', f.state) ORDER BY f.id), '[]') FROM attachment f WHERE f.message_id = m.id) AS attachments,
  CASE WHEN m.revision = 0 THEN '[]'::jsonb ELSE
    (SELECT coalesce(jsonb_agg(jsonb_build_object('revision', v.revision, 'text', v.text, 'editedAt',
      to_char(v.edited_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY v.revision), '[]')
      FROM message_revision v WHERE v.message_id = m.id) END AS revisions,
  CASE WHEN m.author_kind = 'client' THEN NULL ELSE
    (SELECT jsonb_build_object('id', d.id, 'state', d.state, 'failureReason', d.failure_reason, 'attempts', d.attempts,
      'sentAt', to_char(d.sent_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'deliveredAt', to_char(d.delivered_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'readAt', to_char(d.read_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) FROM delivery d WHERE d.message_id = m.id) END AS delivery
  FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN channel_account a ON a.id = m.channel_account_id
  LEFT JOIN contact k ON m.author_kind = 'client' AND k.id = m.author_id`

const toView = (row: MessageViewRow): MessageView => ({
  ...row,
  sentAt: row.sentAt.toISOString(),
  receivedAt: row.receivedAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
  deletedAt: row.deletedAt?.toISOString() ?? null,
  hiddenAt: row.hiddenAt?.toISOString() ?? null,
})

export async function selectMessages(db: Db, ids: readonly MessageId[]): Promise<MessageView[]> {
  const rows = await db.query<MessageViewRow>({
    name: 'messages-by-id',
    text: `${view} WHERE m.id = ANY ($1::uuid[]) ORDER BY m.received_at, m.id`,
    values: [ids],
    isByKey: true,
  })
  return rows.map(toView)
}

export async function selectMessagesAfter(
  db: Db,
  conversationId: ConversationId,
  afterSeq: number,
  limit: number,
): Promise<MessageView[]> {
  const rows = await db.query<MessageViewRow>({
    name: 'messages-after',
    text: `${view} WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
    values: [conversationId, afterSeq, limit],
  })
  return rows.map(toView)
}

export type PageAfter = { readonly conversationId: ConversationId; readonly afterSeq: number }

/** Of each of these conversations, in the order of their sequences. */
export async function selectPagesAfter(db: Db, pages: readonly PageAfter[], limit: number): Promise<MessageView[]> {
  const rows = await db.query<MessageViewRow>({
    name: 'pages-after',
    text: `${view} WHERE m.id = ANY (ARRAY(
        SELECT x.id FROM unnest($1::uuid[], $2::int[]) p(conversation_id, after_seq) CROSS JOIN LATERAL (
          SELECT y.id FROM message y WHERE y.conversation_id = p.conversation_id AND y.seq > p.after_seq ORDER BY y.seq LIMIT $3) x))
      ORDER BY m.seq`,
    values: [pages.map((page) => page.conversationId), pages.map((page) => page.afterSeq), limit],
  })
  return rows.map(toView)
}

export type BeforeMessage = { at: Date; id: MessageId }

/** A page ends before the given message; the newest one where none is given. Oldest first. */
export async function selectTimeline(
  db: Db,
  of: { requestId: RequestId } | { conversationId: ConversationId },
  before: BeforeMessage | undefined,
  limit: number,
): Promise<MessageView[]> {
  const [column, id] = 'requestId' in of ? ['request_id', of.requestId] : ['conversation_id', of.conversationId]
  const rows = await db.query<MessageViewRow>({
    name: `timeline-${column}`,
    text: `${view} WHERE m.${column} = $1 AND (m.received_at, m.id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid,
        'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
      ORDER BY m.received_at DESC, m.id DESC LIMIT $4`,
    values: [id, before?.at ?? null, before?.id ?? null, limit],
  })
  return rows.map(toView).reverse()
}

export type WrittenLine = Pick<MessageView, 'id' | 'authorKind' | 'text' | 'content' | 'receivedAt' | 'deletedAt'>

/** The newest lines of each of these requests, oldest first. */
export async function selectLastLines(
  db: Db,
  ids: readonly RequestId[],
  limit: number,
): Promise<(WrittenLine & { requestId: RequestId })[]> {
  type Row = Omit<WrittenLine, 'receivedAt' | 'deletedAt'> & { requestId: RequestId; receivedAt: Date; deletedAt: Date | null }
  const rows = await db.query<Row>({
    name: 'last-lines',
    text: `SELECT m.* FROM unnest($1::uuid[]) r(id) CROSS JOIN LATERAL (
        SELECT x.id, x.request_id AS "requestId", x.author_kind AS "authorKind", x.text, x.content, x.received_at AS "receivedAt",
          x.deleted_at AS "deletedAt"
        FROM message x WHERE x.request_id = r.id ORDER BY x.received_at DESC, x.id DESC LIMIT $2) m
      ORDER BY m."receivedAt", m.id`,
    values: [ids, limit],
  })
  return rows.map((row) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }))
}
