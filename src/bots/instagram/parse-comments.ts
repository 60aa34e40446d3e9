/** A comment of Instagram in the words of the house: pure. https://developers.facebook.com/docs/instagram-platform/webhooks */
import { z } from 'zod'
import type { ChannelAccount } from '../channel.ts'
import type { MetaEvent, ParsedEvent, Piece } from '../meta/meta-event.ts'
import { placeholderName } from '../meta/parse-messaging.ts'
import { publicConversation } from '../vendor/public-conversation.ts'
import { cut, VendorId } from '../vendor/vendor-values.ts'

const Comment = z.looseObject({
  id: VendorId,
  text: z.string().optional(),
  from: z.looseObject({ id: VendorId, username: z.string().optional() }),
  media: z.looseObject({ id: VendorId.optional(), media_product_type: z.string().optional() }).optional(),
  parent_id: VendorId.optional(),
})
type Comment = z.infer<typeof Comment>

function readComment(account: ChannelAccount, piece: Piece, comment: Comment): MetaEvent {
  const text = comment.text ?? ''
  if (comment.from.id === account.externalId) {
    const answersExternalId = comment.parent_id ?? null
    const common = { conversationExternalId: null, answersExternalId, text, metadata: null }
    return { kind: 'echo', externalId: comment.id, ...common, at: piece.at }
  }
  const { id: authorId, username } = comment.from
  const isLive = piece.field === 'live_comments'
  return {
    kind: 'message',
    message: {
      channelAccountId: account.id,
      channel: account.kind,
      visibility: 'public',
      conversationExternalId: publicConversation(comment.media?.id ?? 'unknown', authorId),
      messageExternalId: comment.id,
      sender: {
        externalId: authorId,
        displayName: username ?? placeholderName(account.kind, authorId),
        assurance: 'channel',
        ...(username === undefined ? {} : { username: cut(username, 64) }),
      },
      kind: 'text',
      text,
      content: { vendorKind: isLive ? 'live_comment' : 'comment' },
      // A comment carries no moment of its own; the entry's is when Meta told.
      sentAt: piece.at,
    },
    repliesTo: comment.parent_id ?? null,
    unreadable: null,
  }
}

const commentFields = new Set(['comments', 'live_comments'])

/** Never throws; gives exactly one event. Changes of other fields are unknown under their name. */
export function parseComment(account: ChannelAccount, piece: Piece): ParsedEvent[] {
  const parsed = Comment.safeParse(piece.value)
  if (!commentFields.has(piece.field) || !parsed.success) {
    return [{ lane: 'unknown', event: { kind: 'unknown', name: cut(piece.field, 64) }, raw: piece.value }]
  }
  const lane = parsed.data.from.id
  return [{ lane, event: readComment(account, piece, parsed.data), raw: { ...parsed.data, entry_time: piece.at } }]
}
