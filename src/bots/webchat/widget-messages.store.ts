/** What the widget may see of a conversation. Reads the inbox's tables; notes are in another table and cannot appear here. */
import type { AttachmentView, AuthorKind, DeliveryState, MessageContent, MessageKind } from '#contracts'
import type { ConversationId, MessageId, OperatorId } from '#kernel'
import type { Ctx } from '#platform'

export type WidgetMessageRow = {
  id: MessageId
  seq: number
  externalId: string | null
  authorKind: AuthorKind
  authorId: OperatorId | null
  kind: MessageKind
  text: string
  content: MessageContent
  receivedAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  state: DeliveryState | null
  attachments: AttachmentView[]
}

/** In order, after this sequence, at most `limit`. */
export async function readWidgetMessages(
  ctx: Ctx,
  conversationId: ConversationId,
  afterSeq: number,
  limit: number,
): Promise<WidgetMessageRow[]> {
  return ctx.db.query<WidgetMessageRow>({
    name: 'read_widget_messages',
    text: `SELECT m.id, m.seq, m.external_id AS "externalId", m.author_kind AS "authorKind", m.author_id AS "authorId", m.kind,
             m.text, m.content, m.received_at AS "receivedAt", m.edited_at AS "editedAt", m.deleted_at AS "deletedAt", d.state,
             coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'fileName', a.file_name,
               'mimeType', a.mime_type, 'sizeBytes', a.size_bytes, 'state', a.state) ORDER BY a.created_at, a.id)
               FROM attachment a WHERE a.message_id = m.id), '[]'::jsonb) AS attachments
           FROM message m LEFT JOIN delivery d ON d.message_id = m.id
           WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
    values: [conversationId, afterSeq, limit],
  })
}
