import { defaultLanguage, type Language, languages, type MessageView } from '#contracts'
import { type ConversationView, conversationMessages, getConversation, isRating, type RequestView } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import type { Ctx } from '#platform'
import type { StoredDialogue } from './dialogue.store.ts'

/** Messages of one conversation looked at in a turn. */
export const pageSize = 50

/** The client's chosen language, else that of the request, else their last. */
export function languageOf(request: RequestView, conversation: ConversationView): Language {
  const known = (value: string | null) => languages.find((language) => language === value)
  const chosen = conversation.isLanguageChosen ? known(conversation.contactLanguage) : undefined
  return chosen ?? known(request.language) ?? known(conversation.contactLanguage) ?? defaultLanguage
}

/** What the client wrote and the bot has not answered, over all conversations of the request; oldest first. */
export type Burst = {
  messages: MessageView[]
  /** The newest sequence in the conversation the bot answers in, and when it came, those standing beside the matter included. */
  lastSeq: number
  lastAt: Date | null
  texts: string[]
  pressed: string | null
  hasFiles: boolean
  /** The newest is a rating or the like: it stands beside the matter and asks for nothing. */
  endsAside: boolean
  /** A colleague has answered some of it in the vendor's own app; that is not among `messages`. */
  isAnsweredElsewhere: boolean
}

/** Ratings, and what the channel says by itself. */
const isAside = (message: MessageView) => message.kind === 'service' || isRating(message.content.pressed)

type Heard = { readonly said: readonly MessageView[]; readonly answered: ReadonlySet<string> }

/** Those a colleague has answered in the vendor's own app: their words came in after it and were not written before it. */
function answeredElsewhere(page: readonly MessageView[]): Set<string> {
  const own = page.filter((one) => one.content.writtenIn === 'vendor_app')
  const isAnswered = (one: MessageView) => own.some((words) => words.seq > one.seq && words.sentAt >= one.sentAt)
  return new Set(page.filter(isAnswered).map((one) => one.id))
}

/** What was written in a conversation after a sequence, a page of it. */
export type ReadPage = (conversationId: ConversationId, afterSeq: number) => Promise<MessageView[]>
export type ReadConversation = (id: ConversationId) => Promise<ConversationView | null>

/** One by one, for whoever looks at one request. */
export const pageOf =
  (ctx: Ctx): ReadPage =>
  (conversationId, afterSeq) =>
    conversationMessages(ctx, conversationId, afterSeq, pageSize)

async function unanswered(
  readPage: ReadPage,
  conversation: ConversationView,
  before: StoredDialogue,
  requestId: RequestId,
): Promise<Heard> {
  const isOwn = before.conversationId === null || before.conversationId === conversation.id
  const after = isOwn ? before.handledSeq : Math.max(0, conversation.lastSeq - pageSize)
  const page = await readPage(conversation.id, after)
  const since = isOwn ? null : before.handledAt
  const said = page.filter(
    (message) =>
      message.authorKind === 'client' &&
      message.requestId === requestId &&
      (since === null || new Date(message.receivedAt) > since),
  )
  return { said, answered: answeredElsewhere(page) }
}

/** What the client has sent on this request since the bot's last turn. The last of the conversations is answered in. */
export async function readBurst(
  readPage: ReadPage,
  conversations: readonly ConversationView[],
  before: StoredDialogue,
  requestId: RequestId,
): Promise<Burst> {
  const heard = await Promise.all(conversations.map((one) => unanswered(readPage, one, before, requestId)))
  const pages = heard.map((one) => one.said)
  const isAnswered = (message: MessageView) => heard.some((one) => one.answered.has(message.id))
  const all = pages.flat().sort((a, b) => a.receivedAt.localeCompare(b.receivedAt) || a.seq - b.seq)
  const here = conversations.at(-1)
  const isSame = before.conversationId === null || before.conversationId === here?.id
  const messages = all.filter((message) => !isAside(message) && !isAnswered(message))
  const newest = all.at(-1)
  return {
    messages,
    lastSeq: pages.at(-1)?.at(-1)?.seq ?? (isSame ? before.handledSeq : 0),
    lastAt: newest === undefined ? before.handledAt : new Date(newest.receivedAt),
    texts: messages
      .filter((message) => message.kind !== 'button')
      .map((message) => message.text)
      .filter((text) => text.trim() !== ''),
    pressed: messages.at(-1)?.content.pressed ?? null,
    hasFiles: messages.some(
      (message) => message.attachments.length > 0 || ['voice', 'location', 'contact', 'unknown'].includes(message.kind),
    ),
    endsAside: newest !== undefined && isAside(newest),
    isAnsweredElsewhere: all.some(isAnswered),
  }
}

/** A request's conversations; the one written in last comes last, and there the bot answers. */
export async function conversationsOf(
  ctx: Ctx,
  request: RequestView,
  read: ReadConversation = (id) => getConversation(ctx, id),
): Promise<ConversationView[]> {
  const found = await Promise.all(request.conversationIds.map(read))
  const at = (one: ConversationView) => one.lastMessageAt?.getTime() ?? 0
  return found.filter((one) => one !== null).sort((a, b) => at(a) - at(b))
}
