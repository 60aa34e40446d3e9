import { type MessageContent, type MessageKind, MessageKind as MessageKindSchema, windowStateAt } from '#contracts'
import {
  AppError,
  type AttachmentId,
  type ConversationId,
  type DeliveryId,
  type MessageId,
  newId,
  type OperatorId,
  type RequestId,
  type TemplateVersionId,
} from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { type GuardFind, guardOutgoing } from '#privacy'
import { meetClocks } from '../clocks/clock-ledger.ts'
import { replyQueued } from '../events.ts'
import { findReplyByKey, insertReply } from '../message.store.ts'
import { lockReplyConversation, lockRequest, type ReplyConversation, writeAnswered } from '../requests/request.store.ts'
import { decideReply } from '../requests/request-rules.ts'
import { attachFiles, attachShared, type SharedFile } from './attachments.ts'

export type QueueReplyInput = {
  readonly requestId: RequestId
  /** Where the client wrote last unless given. */
  readonly conversationId?: ConversationId
  readonly author:
    | { readonly kind: 'operator'; readonly id: OperatorId }
    | { readonly kind: 'bot'; readonly holderVersion: number }
    | { readonly kind: 'system' }
  readonly text: string
  readonly content?: MessageContent
  /** Staged by `operator:<id>`, `bot` or `system`, according to the author. */
  readonly attachmentIds?: readonly AttachmentId[]
  /** Files of the house that go with these words, after those of one's own. */
  readonly sharedFiles?: readonly SharedFile[]
  readonly templateVersionId?: TemplateVersionId
  readonly isTemplateEdited?: boolean
  /** Refuses with reply.client_wrote_meanwhile if the client has written after this sequence. */
  readonly seenClientSeq?: number
  /** A bot's reply meets clocks only if it is an answer; an operator's always does. */
  readonly isAnswer?: boolean
  /** One of many alike, as a word to all in an incident: whatever is said to one client alone goes before it. */
  readonly isBulk?: boolean
  /** Who else has read these words and let them be said where everybody reads. */
  readonly consentBy?: OperatorId
  /** The same key twice on one channel account is one reply: the second gets what the first got. */
  readonly replyKey?: string
}
export type QueuedReply = { messageId: MessageId; deliveryId: DeliveryId; seq: number }

/**
 * Writes a reply down with its delivery; sending is somebody else's work and begins after the commit.
 *
 * The holder is read under the request's lock in this very transaction: a bot's answer that was still on its way when a
 * person took over is refused here, by the database and not by timing.
 * Throws `request.not_found`, `conversation.not_found`, `request.closed`, `holder.stale`, `request.held_by_other`,
 * `request.not_held_by_you`, `reply.client_wrote_meanwhile`, `message.empty`, `reply.guarded`, `reply.window_closed`,
 * `reply.needs_second_person`, `channel.unreachable`, `attachment.not_found`, `attachment.channel_refuses`, `attachment.too_large`.
 */
export async function queueReply(ctx: Ctx, tx: Tx, input: QueueReplyInput): Promise<QueuedReply> {
  // Where the conversation is named, all is asked in one write; the locks are granted in the order of the questions.
  const locking = lockReplyConversation(tx, input.requestId, input.conversationId)
  if (input.conversationId === undefined) await locking
  const [conversation, request] = await Promise.all([locking, lockRequest(tx, input.requestId)])
  if (!conversation) throw new AppError('conversation.not_found', { requestId: request.id })
  const replyKey = input.replyKey === undefined ? null : `reply:${input.replyKey}`
  const repeated = replyKey === null ? null : await findReplyByKey(tx, conversation.channelAccountId, replyKey)
  if (repeated) return repeated
  const decided = decideReply(request, input.author)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id, version: request.holderVersion })
  const at = ctx.clock.now()
  checkReply(input, conversation)
  checkPlace(input, conversation, at)

  const reply = { messageId: newId<MessageId>(), deliveryId: newId<DeliveryId>(), seq: conversation.lastSeq + 1 }
  const files = await takeFiles(tx, reply.messageId, input, { place: conversation, at })
  await insertReply(tx, {
    ...reply,
    conversationId: conversation.id,
    channelAccountId: conversation.channelAccountId,
    requestId: request.id,
    replyKey,
    authorKind: input.author.kind,
    authorId: input.author.kind === 'operator' ? input.author.id : null,
    kind: kindOf(input.text, files),
    text: input.text,
    content: input.content ?? {},
    templateVersionId: input.templateVersionId ?? null,
    isTemplateEdited: input.isTemplateEdited ?? false,
    rank: rankOf(input),
    at,
  })
  if (isAnswer(input)) await noteAnswer(ctx, tx, input, at)
  await tellReply(ctx, tx, input, conversation, reply)
  return reply
}

/** The reply's own files, then those of the house; their kinds. */
async function takeFiles(
  tx: Tx,
  messageId: MessageId,
  { attachmentIds = [], sharedFiles = [], author }: QueueReplyInput,
  given: { place: ReplyConversation; at: Date },
): Promise<string[]> {
  const own = await attachFiles(tx, messageId, attachmentIds, ownerOf(author), given.place)
  return [...own, ...(await attachShared(tx, messageId, sharedFiles, given))]
}

/** An operator's reply always answers; a bot's only where it says so, for "we have your message" is no answer. */
const isAnswer = ({ author, isAnswer: isSo }: QueueReplyInput): boolean =>
  author.kind === 'operator' || (author.kind === 'bot' && isSo === true)

async function noteAnswer(ctx: Ctx, tx: Tx, { requestId }: QueueReplyInput, at: Date): Promise<void> {
  await writeAnswered(tx, requestId, at)
  await meetClocks(ctx, tx, { requestId, kinds: ['first_response', 'next_response'], at })
}

function checkReply(input: QueueReplyInput, conversation: ReplyConversation): void {
  if (input.seenClientSeq !== undefined && conversation.lastClientSeq > input.seenClientSeq) {
    throw new AppError('reply.client_wrote_meanwhile', { lastClientSeq: conversation.lastClientSeq })
  }
  // The bot thought about words that a colleague has answered since: it looks again and finds nothing to say.
  if (input.author.kind === 'bot' && input.seenClientSeq !== undefined && conversation.isAnsweredElsewhere) {
    throw new AppError('reply.client_wrote_meanwhile', { lastClientSeq: conversation.lastClientSeq })
  }
  if (input.text.trim() === '' && (input.attachmentIds ?? []).length === 0) throw new AppError('message.empty')
  const guarded = guardOutgoing(input.text, conversation.visibility)
  if (!guarded.ok) throw new AppError('reply.guarded', factsOf(guarded.finds))
  if (!conversation.isReachable) throw new AppError('channel.unreachable', { conversationId: conversation.id })
}

/**
 * Whether it may be said here and now. What everybody reads is an approved text as it stands, or has been read by a second
 * person. After the channel's window nothing would arrive; a private reply to a comment has a window of its own.
 */
function checkPlace(input: QueueReplyInput, conversation: ReplyConversation, at: Date): void {
  const { id, channel, visibility, clientWroteAt } = conversation
  const isOwnWords = input.templateVersionId === undefined || input.isTemplateEdited === true
  if (visibility === 'public' && input.author.kind === 'operator' && isOwnWords && input.consentBy === undefined)
    throw new AppError('reply.needs_second_person', { conversationId: id })
  if (input.content?.privateReplyTo !== undefined) return
  const state = windowStateAt({ channel, visibility, clientWroteAtMs: clientWroteAt?.getTime() ?? null }, at.getTime())
  if (state === 'closed' || (state === 'person' && input.author.kind !== 'operator'))
    throw new AppError('reply.window_closed', { conversationId: id, channel, hasWritten: clientWroteAt !== null })
}

const rankOf = ({ author, isBulk }: QueueReplyInput): 0 | 1 | 2 => {
  if (isBulk === true) return 2
  return author.kind === 'operator' ? 0 : 1
}

/** Why and where, so that the composer can mark it: `card_number:12-31 asks_secret:40-44`. */
const factsOf = (finds: readonly GuardFind[]) => ({
  kinds: [...new Set(finds.map((find) => find.kind))].join(' '),
  finds: finds.map(({ reason, start, end }) => `${reason}:${start}-${end}`).join(' '),
})

const ownerOf = (author: QueueReplyInput['author']) => (author.kind === 'operator' ? `operator:${author.id}` : author.kind)

function kindOf(text: string, files: readonly string[]): MessageKind {
  const first = MessageKindSchema.safeParse(files[0])
  if (text.trim() !== '' || !first.success) return 'text'
  return files.length > 1 ? 'album' : first.data
}

async function tellReply(
  ctx: Ctx,
  tx: Tx,
  input: QueueReplyInput,
  conversation: ReplyConversation,
  reply: QueuedReply,
): Promise<void> {
  await publish(tx, ctx, replyQueued, input.requestId, {
    ...reply,
    conversationId: conversation.id,
    requestId: input.requestId,
    author: input.author.kind,
    channelAccountId: conversation.channelAccountId,
  })
  await audit(tx, ctx, {
    action: 'reply.queued',
    subjectKind: 'request',
    subjectId: input.requestId,
    facts: {
      messageId: reply.messageId,
      author: input.author.kind,
      consentBy: input.consentBy ?? null,
      templateVersionId: input.templateVersionId ?? null,
      isTemplateEdited: input.isTemplateEdited ?? false,
    },
  })
}
