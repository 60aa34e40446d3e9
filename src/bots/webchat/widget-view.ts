/** Rows as the widget sees them. */
import type { WidgetMessage } from '#contracts'
import type { ConversationId, OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import { readWidgetMessages, type WidgetMessageRow } from './widget-messages.store.ts'

const uuidLength = 36
/** The vendor's id of a widget message; the client's own id is its end, the visitor's thread keeps strangers' ids apart. */
export const widgetExternalId = (conversationExternalId: string, clientMessageId: string) =>
  `${conversationExternalId}:${clientMessageId.toLowerCase()}`

function viewOf(row: WidgetMessageRow, authorName: string | null): WidgetMessage {
  const isDeleted = row.deletedAt !== null
  return {
    id: row.id,
    clientMessageId: row.authorKind === 'client' ? (row.externalId?.slice(-uuidLength) ?? null) : null,
    seq: row.seq,
    authorKind: row.authorKind,
    authorName,
    kind: row.kind,
    text: isDeleted ? '' : row.text,
    content: isDeleted ? {} : row.content,
    attachments: isDeleted ? [] : row.attachments,
    at: row.receivedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    state: row.state,
  }
}

/** Messages after a sequence, in order, with the names operators show. */
export async function widgetMessagesAfter(
  ctx: Ctx,
  operatorName: (id: OperatorId) => Promise<string | null>,
  conversationId: ConversationId,
  afterSeq: number,
  limit: number,
): Promise<WidgetMessage[]> {
  const rows = await readWidgetMessages(ctx, conversationId, afterSeq, limit)
  const names = new Map<OperatorId, string | null>()
  for (const { authorKind, authorId } of rows) {
    if (authorKind === 'operator' && authorId !== null && !names.has(authorId))
      names.set(authorId, await operatorName(authorId))
  }
  return rows.map((row) => viewOf(row, row.authorId === null ? null : (names.get(row.authorId) ?? null)))
}
