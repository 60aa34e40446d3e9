/** The one statement of the hot path; what it does is in the migration `inbox_intake`. */
import type { ContactId, ConversationId, MessageId, RequestId } from '#kernel'
import type { Db } from '#platform'

export type SettledRow = BatchRow & { outcome: 'stored' | 'duplicate' }
export type BatchRow = {
  /** Position in the batch, from 1. */
  i: number
  /** `busy`: the conversation is in other hands right now; nothing was done about this message. */
  outcome: 'stored' | 'duplicate' | 'busy'
  message_id: MessageId
  conversation_id: ConversationId
  contact_id: ContactId
  request_id: RequestId | null
  opened: boolean
  seq: number
  language: string
}

/** @param batch a JSON array of InboundItem. Committed when it returns. */
export function receiveBatch(db: Db, batch: string, reopenWindowMs: number): Promise<BatchRow[]> {
  return db.query<BatchRow>({
    name: 'inbox-receive',
    text: "SELECT * FROM inbox_receive($1::jsonb, $2::float * interval '1 millisecond')",
    values: [batch, reopenWindowMs],
    isUrgent: true,
  })
}
