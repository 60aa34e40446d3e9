/** The one statement of the hot path; what it does is in the migration `inbox_intake`. */
import type { ContactId, ConversationId, MessageId, RequestId } from '#kernel'
import type { Db } from '#platform'

export type ReceivedRow = {
  /** Position in the batch, from 1. */
  i: number
  outcome: 'stored' | 'duplicate'
  message_id: MessageId
  conversation_id: ConversationId
  contact_id: ContactId
  request_id: RequestId | null
  opened: boolean
  seq: number
  language: string
}

/** @param batch a JSON array of InboundItem. Committed when it returns. */
export function receiveBatch(db: Db, batch: string, reopenWindowMs: number): Promise<ReceivedRow[]> {
  return db.query<ReceivedRow>({
    name: 'inbox-receive',
    text: "SELECT * FROM inbox_receive($1::jsonb, $2::float * interval '1 millisecond')",
    values: [batch, reopenWindowMs],
  })
}
