/** One event of VK's Callback API in the words of the house: pure, never throws. */
import { z } from 'zod'
import type { InboundEdit, InboundMessage } from '#inbox'
import type { ChannelAccount } from '../channel.ts'
import { publicConversation } from '../vendor/public-conversation.ts'
import { cut, instantOf } from '../vendor/vendor-values.ts'
import { writeCommentId } from './comment-id.ts'
import { plainText, readBody } from './message-body.ts'
import { type CallbackEvent, VkComment, VkCommentGone, VkMessage, VkPermission, VkRead } from './vk-schema.ts'

export type VkEvent =
  /** `unreadable`: the vendor's name where the content could not be read; the raw event is kept beside the message. */
  | { kind: 'message'; message: InboundMessage; repliesTo: string | null; unreadable: string | null }
  /** `asMessage` is the whole message as it reads now, for an edit of something never seen. */
  | { kind: 'edit'; edit: InboundEdit; asMessage: InboundMessage; isRestored: boolean }
  | { kind: 'deletion'; externalId: string; deletedAt: Date }
  /** The client lets the community write to them, or no more. */
  | { kind: 'reach'; identityExternalId: string; isReachable: boolean }
  | { kind: 'seen'; conversationExternalId: string; externalId: string }
  /** In the community's own name: our reply coming back, or a colleague's from VK itself. */
  | {
      kind: 'echo'
      externalId: string
      /** Null for comments, whose conversation is the asker's. */
      conversationExternalId: string | null
      text: string
      randomId: number | null
    }
  /** Known, and nothing for us to do about. */
  | { kind: 'ignored'; name: string }
  /** Not for us to read; kept whole and counted under this name. */
  | { kind: 'unknown'; name: string }

type Scene = { account: ChannelAccount; type: string; object: unknown; now: Date }

/** Peers from here on are chats of several people: nobody's private conversation. */
const leastChatPeer = 2_000_000_000

const unknown = ({ type }: Scene): VkEvent => ({ kind: 'unknown', name: type })
const isOwn = ({ account }: Scene, fromId: number) => String(fromId) === `-${account.externalId}`

/** Names do not come with messages; until one is looked up the end of the id tells clients apart. */
const placeholderName = (externalId: string) => `VK ${externalId.slice(-4)}`

/** What the bot's own buttons carry; payloads of menus made at VK are read as their words. */
const OwnPayload = z.object({ button: z.string().regex(/^(?:bot|rate):.{1,58}$/) })

function pressedIn(payload: string | undefined): string | null {
  try {
    return OwnPayload.safeParse(JSON.parse(payload ?? 'null')).data?.button ?? null
  } catch {
    return null
  }
}

type Written = { externalId: string; conversation: string; authorId: number; date: number | undefined }

function inbound(
  { account, now }: Scene,
  visibility: 'private' | 'public',
  { externalId, conversation, authorId, date }: Written,
  body: Pick<InboundMessage, 'kind' | 'text'> & {
    content?: InboundMessage['content']
    attachments?: InboundMessage['attachments']
  },
): InboundMessage {
  const { attachments = [], content = {}, ...rest } = body
  const id = String(authorId)
  return {
    ...rest,
    channelAccountId: account.id,
    channel: account.kind,
    visibility,
    conversationExternalId: conversation,
    messageExternalId: externalId,
    sender: { externalId: id, displayName: placeholderName(id), assurance: 'channel' },
    content,
    sentAt: instantOf(date, now),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
}

function messageOf(scene: Scene, message: VkMessage): { message: InboundMessage; unreadable: string | null } {
  const { id: externalId, peer_id: peer, from_id: authorId, date } = message
  const written = { externalId, conversation: String(peer), authorId, date }
  const pressed = pressedIn(message.payload)
  if (pressed !== null) {
    const press = inbound(scene, 'private', written, { kind: 'button', text: '', content: { pressed } })
    return { message: { ...press, buttonData: pressed }, unreadable: null }
  }
  const { unreadable, ...body } = readBody(message)
  return { message: inbound(scene, 'private', written, body), unreadable }
}

/** Since 5.103 the message stands under `message`; before that it was the object itself. */
function givenMessage({ object }: Scene): VkMessage | null {
  const inner = z.looseObject({ message: z.unknown() }).safeParse(object)
  return VkMessage.safeParse(inner.data?.message ?? object).data ?? null
}

function readMessage(scene: Scene, then: (message: VkMessage) => VkEvent): VkEvent {
  const message = givenMessage(scene)
  if (message === null) return unknown(scene)
  if (message.peer_id >= leastChatPeer) return { kind: 'unknown', name: 'message_in_chat' }
  if (message.action !== undefined) return { kind: 'unknown', name: cut(`service_${message.action.type}`, 64) }
  return then(message)
}

const isOurs = (scene: Scene, message: VkMessage) => message.out === 1 || isOwn(scene, message.from_id)

function echoOf(message: VkMessage): VkEvent {
  const { id: externalId, peer_id: peer, text, random_id: randomId = 0 } = message
  const conversationExternalId = String(peer)
  return { kind: 'echo', externalId, conversationExternalId, text: plainText(text), randomId: randomId === 0 ? null : randomId }
}

function newMessage(scene: Scene): VkEvent {
  return readMessage(scene, (message) => {
    if (isOurs(scene, message)) return echoOf(message)
    return { kind: 'message', ...messageOf(scene, message), repliesTo: message.reply_message?.id ?? null }
  })
}

function editedMessage(scene: Scene): VkEvent {
  return readMessage(scene, (message) => {
    if (isOurs(scene, message)) return { kind: 'ignored', name: 'own_edit' }
    const { message: asMessage } = messageOf(scene, message)
    const { channelAccountId, messageExternalId, text } = asMessage
    const editedAt = instantOf(message.update_time, scene.now)
    return { kind: 'edit', edit: { channelAccountId, messageExternalId, text, editedAt }, asMessage, isRestored: false }
  })
}

/** One conversation for what one client writes under one post. */
function commentOf(scene: Scene, comment: VkComment): { message: InboundMessage; unreadable: string | null } {
  const { post_id: postId, id, from_id: authorId, date } = comment
  const externalId = writeCommentId(postId, id)
  const conversation = publicConversation(postId, String(authorId))
  const { unreadable, ...body } = readBody(comment)
  const content = { ...body.content, vendorKind: body.content.vendorKind ?? 'comment' }
  const message = inbound(scene, 'public', { externalId, conversation, authorId, date }, { ...body, content })
  return { message, unreadable }
}

function readComment(scene: Scene, then: (comment: VkComment) => VkEvent): VkEvent {
  const comment = VkComment.safeParse(scene.object).data
  return comment === undefined ? unknown(scene) : then(comment)
}

function newComment(scene: Scene): VkEvent {
  return readComment(scene, (comment) => {
    const { post_id: postId, id, reply_to_comment: above } = comment
    if (isOwn(scene, comment.from_id)) {
      const externalId = writeCommentId(postId, id)
      return { kind: 'echo', externalId, conversationExternalId: null, text: plainText(comment.text), randomId: null }
    }
    const repliesTo = above === undefined ? null : writeCommentId(postId, above)
    return { kind: 'message', ...commentOf(scene, comment), repliesTo }
  })
}

function changedComment(scene: Scene): VkEvent {
  return readComment(scene, (comment) => {
    if (isOwn(scene, comment.from_id)) return { kind: 'ignored', name: 'own_edit' }
    const { message: asMessage } = commentOf(scene, comment)
    const { channelAccountId, messageExternalId, text } = asMessage
    // `date` is when it was first written; when it was changed only the event itself tells.
    const edit = { channelAccountId, messageExternalId, text, editedAt: scene.now }
    return { kind: 'edit', edit, asMessage, isRestored: scene.type === 'wall_reply_restore' }
  })
}

function removedComment(scene: Scene): VkEvent {
  const gone = VkCommentGone.safeParse(scene.object).data
  if (gone === undefined) return unknown(scene)
  return { kind: 'deletion', externalId: writeCommentId(gone.post_id, gone.id), deletedAt: scene.now }
}

const permission =
  (isReachable: boolean) =>
  (scene: Scene): VkEvent => {
    const given = VkPermission.safeParse(scene.object).data
    return given === undefined ? unknown(scene) : { kind: 'reach', identityExternalId: given.user_id, isReachable }
  }

function readMark(scene: Scene): VkEvent {
  const mark = VkRead.safeParse(scene.object).data
  if (mark === undefined) return unknown(scene)
  return { kind: 'seen', conversationExternalId: mark.peer_id, externalId: mark.read_message_id }
}

const readers: Readonly<Record<string, (scene: Scene) => VkEvent>> = {
  message_new: newMessage,
  message_reply: newMessage,
  message_edit: editedMessage,
  message_allow: permission(true),
  message_deny: permission(false),
  message_read: readMark,
  message_typing_state: ({ type }) => ({ kind: 'ignored', name: type }),
  wall_reply_new: newComment,
  wall_reply_edit: changedComment,
  wall_reply_restore: changedComment,
  wall_reply_delete: removedComment,
}

/** Exactly one event; a kind nobody knows is `unknown` under the vendor's name for it. */
export function parseEvent(
  account: ChannelAccount,
  { type, object }: Pick<CallbackEvent, 'type' | 'object'>,
  now: Date,
): VkEvent {
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return read === undefined ? { kind: 'unknown', name: type } : read({ account, type, object, now })
}
