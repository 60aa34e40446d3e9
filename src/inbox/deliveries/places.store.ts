import type { ChannelKind, Visibility } from '#contracts'
import type { ConversationId, RequestId } from '#kernel'
import type { Db } from '#platform'

export type PlaceRow = {
  conversationId: ConversationId
  channel: ChannelKind
  accountName: string
  visibility: Visibility
  isReachable: boolean
  lastMessageAt: Date | null
  clientWroteAt: Date | null
}

export function selectPlaces(db: Db, requestId: RequestId): Promise<PlaceRow[]> {
  return db.query<PlaceRow>({
    name: 'places-of-request',
    text: `SELECT c.id AS "conversationId", a.kind AS channel, a.name AS "accountName", c.visibility,
        i.is_reachable AS "isReachable", c.last_message_at AS "lastMessageAt",
        (SELECT max(w.sent_at) FROM message w WHERE w.conversation_id = c.id AND w.author_kind = 'client' AND w.kind <> 'service')
          AS "clientWroteAt"
      FROM request_conversation rc JOIN conversation c ON c.id = rc.conversation_id JOIN identity i ON i.id = c.identity_id
      JOIN channel_account a ON a.id = c.channel_account_id
      WHERE rc.request_id = $1 ORDER BY c.last_message_at DESC NULLS LAST, c.id`,
    values: [requestId],
  })
}
