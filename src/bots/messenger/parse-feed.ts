/**
 * A change of a page's feed in the words of the house: pure. What clients write under the page's posts, and on the page itself.
 * https://developers.facebook.com/docs/graph-api/webhooks/reference/page/#feed
 */
import { z } from 'zod'
import type { InboundMessage } from '#inbox'
import type { ChannelAccount } from '../channel.ts'
import type { MetaEvent, ParsedEvent, Piece } from '../meta/meta-event.ts'
import { placeholderName } from '../meta/parse-messaging.ts'
import { publicConversation } from '../vendor/public-conversation.ts'
import { cut, instantOf, VendorId, VendorInstant } from '../vendor/vendor-values.ts'

const Feed = z.looseObject({
  item: z.string(),
  verb: z.string(),
  comment_id: VendorId.optional(),
  post_id: VendorId.optional(),
  parent_id: VendorId.optional(),
  from: z.looseObject({ id: VendorId, name: z.string().optional() }).optional().catch(undefined),
  // Before Graph API 3.0; still in recorded changes.
  sender_id: VendorId.optional(),
  sender_name: z.string().optional(),
  created_time: VendorInstant.optional(),
  message: z.string().optional(),
  photo: z.string().optional().catch(undefined),
  video: z.string().optional().catch(undefined),
})
type Feed = z.infer<typeof Feed>

/** Items that hold words of their own; the page's own posts are among them and are told apart by their author. */
const withWords = new Set(['comment', 'post', 'status', 'photo', 'video'])
/** What people do without words: nothing to answer, and far too much of it to keep. */
const withoutWords = new Set(['reaction', 'like', 'share', 'album', 'event', 'milestone', 'note'])

type Scene = { account: ChannelAccount; feed: Feed; externalId: string; at: Date; now: Date }

/** The author is missing where they have not agreed to be named; then each thing they write stands alone. */
function authorOf({ account, feed, externalId }: Scene): { id: string; name: string } {
  const id = feed.from?.id ?? feed.sender_id ?? `unnamed:${externalId}`
  return { id, name: feed.from?.name ?? feed.sender_name ?? placeholderName(account.kind, externalId) }
}

function messageOf(scene: Scene): InboundMessage {
  const { account, feed, externalId, at } = scene
  const author = authorOf(scene)
  const isComment = feed.item === 'comment'
  const url = feed.photo ?? feed.video
  const kind = feed.photo === undefined ? 'video' : 'photo'
  return {
    channelAccountId: account.id,
    channel: account.kind,
    visibility: 'public',
    conversationExternalId: publicConversation(feed.post_id ?? externalId, author.id),
    messageExternalId: externalId,
    sender: { externalId: author.id, displayName: author.name, assurance: 'channel' },
    kind: url === undefined ? 'text' : kind,
    text: feed.message ?? '',
    content: { vendorKind: isComment ? 'comment' : 'visitor_post' },
    sentAt: at,
    ...(url === undefined ? {} : { attachments: [{ kind, vendorRef: { url } }] }),
  }
}

const verbs: Readonly<Record<string, (scene: Scene) => MetaEvent>> = {
  add: (scene) => {
    const { feed } = scene
    const isAnswer = feed.parent_id !== undefined && feed.parent_id !== feed.post_id
    return {
      kind: 'message',
      message: messageOf(scene),
      repliesTo: isAnswer ? (feed.parent_id ?? null) : null,
      unreadable: null,
    }
  },
  edited: (scene) => {
    const { account, externalId, feed, now } = scene
    // `created_time` is when it was first written; when it was changed only the notice itself tells.
    const edit = { channelAccountId: account.id, messageExternalId: externalId, text: feed.message ?? '', editedAt: now }
    return { kind: 'edit', edit, asMessage: messageOf(scene) }
  },
  remove: ({ externalId, at }) => ({ kind: 'deletion', externalId, deletedAt: at }),
  hide: () => ({ kind: 'ignored', name: 'hide' }),
  unhide: () => ({ kind: 'ignored', name: 'unhide' }),
}

function readOwn(scene: Scene): MetaEvent {
  const { feed, externalId, at } = scene
  const isOwnComment = feed.item === 'comment' && feed.verb === 'add'
  if (!isOwnComment) return { kind: 'ignored', name: 'own_post' }
  const answersExternalId = feed.parent_id ?? null
  const common = { conversationExternalId: null, answersExternalId, text: feed.message ?? '', metadata: null }
  return { kind: 'echo', externalId, ...common, at }
}

function readFeed(account: ChannelAccount, piece: Piece, feed: Feed, now: Date): MetaEvent {
  const name = cut(`feed_${feed.item}_${feed.verb}`, 64)
  if (withoutWords.has(feed.item)) return { kind: 'ignored', name }
  const externalId = feed.item === 'comment' ? feed.comment_id : feed.post_id
  const verb = feed.verb === 'edit' ? 'edited' : feed.verb
  const read = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!withWords.has(feed.item) || externalId === undefined || read === undefined) return { kind: 'unknown', name }
  const at = feed.created_time === undefined ? piece.at : instantOf(feed.created_time, now)
  const scene = { account, feed, externalId, at, now: piece.at }
  const authorId = feed.from?.id ?? feed.sender_id
  return authorId === account.externalId ? readOwn(scene) : read(scene)
}

/** Never throws; gives exactly one event. Changes of other fields are unknown under their name. */
export function parseFeed(account: ChannelAccount, piece: Piece, now: Date): ParsedEvent[] {
  const parsed = Feed.safeParse(piece.value)
  const isFeed = piece.field === 'feed' && parsed.success
  if (!isFeed) return [{ lane: 'unknown', event: { kind: 'unknown', name: cut(piece.field, 64) }, raw: piece.value }]
  const { data } = parsed
  const lane = data.comment_id ?? data.post_id ?? 'unknown'
  // The moment is kept with it: two removals of one post at different times are two.
  return [{ lane, event: readFeed(account, piece, data, now), raw: { ...data, entry_time: piece.at } }]
}
