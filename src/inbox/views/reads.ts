/** What other rooms may ask of the facts. Reading changes nothing and takes no lock. */
import type { ClassificationView, ContactView, MessageView, NoteView, QueueMatch, QueueQuery, RequestSummary } from '#contracts'
import {
  AppError,
  type ChannelAccountId,
  type ContactId,
  type ConversationId,
  isId,
  type MessageId,
  type NoteId,
  type OperatorId,
  type RequestId,
} from '#kernel'
import type { Ctx, Tx } from '#platform'
import { type LatestRequest, selectContact, selectLatestRequests } from '../contacts/contact.store.ts'
import { selectNotes, selectNotesById, selectOpinion } from '../intake/record.store.ts'
import {
  type BeforeMessage,
  type PageAfter,
  selectLastLines,
  selectMessages,
  selectMessagesAfter,
  selectPagesAfter,
  selectTimeline,
  type WrittenLine,
} from './message-views.store.ts'
import { type QueueCursor, type QueueScope, selectHeldBy, selectQueue } from './queue.store.ts'
import { selectMatches } from './search.store.ts'
import { selectOpenCounts, selectSummaries } from './summary.store.ts'
import {
  type ConversationView,
  type RequestView,
  selectConversation,
  selectConversationByKey,
  selectConversations,
  selectRequest,
  selectRequestIdByNumber,
  selectRequestNumbers,
  selectRequests,
} from './views.store.ts'

export function getRequest(ctx: Ctx, id: RequestId, tx?: Tx): Promise<RequestView | null> {
  return selectRequest(ctx.db, id, tx)
}

/** In the order of their ids; those that do not exist are left out. */
export function getRequests(ctx: Ctx, ids: readonly RequestId[]): Promise<RequestView[]> {
  return ids.length === 0 ? Promise.resolve([]) : selectRequests(ctx.db, ids)
}

export function getConversation(ctx: Ctx, id: ConversationId, tx?: Tx): Promise<ConversationView | null> {
  return selectConversation(ctx.db, id, tx)
}

/** In no order; those that do not exist are left out. */
export function getConversations(ctx: Ctx, ids: readonly ConversationId[]): Promise<ConversationView[]> {
  return ids.length === 0 ? Promise.resolve([]) : selectConversations(ctx.db, ids)
}

/** By the vendor's id of the thread. */
export function findConversation(
  ctx: Ctx,
  key: { channelAccountId: ChannelAccountId; externalId: string },
): Promise<ConversationView | null> {
  return selectConversationByKey(ctx.db, key)
}

export type TimelineItem = MessageView
export type TimelinePage = { messages: TimelineItem[]; hasEarlier: boolean }

/** Messages of a request over all its conversations, or of one conversation; the newest page first, each page oldest first. */
export async function timeline(
  ctx: Ctx,
  of: { requestId: RequestId } | { conversationId: ConversationId },
  page: { before?: BeforeMessage; limit: number },
): Promise<TimelinePage> {
  const messages = await selectTimeline(ctx.db, of, page.before, page.limit + 1)
  const hasEarlier = messages.length > page.limit
  return { messages: hasEarlier ? messages.slice(1) : messages, hasEarlier }
}

/** The last lines of several requests over all their conversations, oldest first: what was written, not how it was told. */
export async function lastLinesOf(
  ctx: Ctx,
  ids: readonly RequestId[],
  limit: number,
): Promise<ReadonlyMap<RequestId, WrittenLine[]>> {
  const lines = new Map<RequestId, WrittenLine[]>(ids.map((id) => [id, []]))
  for (const { requestId, ...line } of ids.length === 0 ? [] : await selectLastLines(ctx.db, ids, limit))
    lines.get(requestId)?.push(line)
  return lines
}

export function messageViews(ctx: Ctx, ids: readonly MessageId[]): Promise<MessageView[]> {
  return ids.length === 0 ? Promise.resolve([]) : selectMessages(ctx.db, ids)
}

/** For a client's side that resumes: everything after a sequence, in order. */
export function conversationMessages(
  ctx: Ctx,
  conversationId: ConversationId,
  afterSeq: number,
  limit: number,
): Promise<MessageView[]> {
  return selectMessagesAfter(ctx.db, conversationId, afterSeq, limit)
}

/** The same of several conversations at once, each with its own sequence; all of them by their sequences. */
export function pagesAfter(ctx: Ctx, pages: readonly PageAfter[], limit: number): Promise<MessageView[]> {
  return pages.length === 0 ? Promise.resolve([]) : selectPagesAfter(ctx.db, pages, limit)
}

/** Oldest first, 500 at most. Names of authors are filled in by who knows the staff. */
export function notesOf(ctx: Ctx, requestId: RequestId): Promise<NoteView[]> {
  return selectNotes(ctx.db, requestId)
}

/** Oldest first; ids that do not exist are left out. */
export function noteViews(ctx: Ctx, ids: readonly NoteId[]): Promise<NoteView[]> {
  return ids.length === 0 ? Promise.resolve([]) : selectNotesById(ctx.db, ids)
}

/** In the order asked; ids that do not exist are left out. Names of operators are filled in by who knows the staff. */
export function requestSummaries(ctx: Ctx, ids: readonly RequestId[]): Promise<RequestSummary[]> {
  return selectSummaries(ctx.db, ids)
}

/**
 * One page of a view, what breaches next first; with a text, the requests it finds and where. Throws `input.invalid` for a
 * cursor that is not ours.
 */
export async function listQueue(
  ctx: Ctx,
  query: QueueQuery,
  scope: QueueScope,
): Promise<{ items: RequestSummary[]; nextCursor: string | null; matches?: QueueMatch[] }> {
  const rows = await selectQueue(ctx.db, query, scope, query.cursor === undefined ? null : readCursor(query.cursor))
  const page = rows.slice(0, query.limit)
  const last = page[page.length - 1]
  const ids = page.map((row) => row.id)
  const words = query.text?.trim() ?? ''
  const [items, matches] = await Promise.all([
    selectSummaries(ctx.db, ids),
    words === '' ? undefined : selectMatches(ctx.db, ids, words),
  ])
  const nextCursor = rows.length > query.limit && last ? writeCursor(last) : null
  return { items, nextCursor, ...(matches && { matches }) }
}

const writeCursor = (cursor: QueueCursor) =>
  Buffer.from(`${cursor.key?.getTime() ?? ''} ${cursor.openedAt.getTime()} ${cursor.id}`).toString('base64url')

function readCursor(cursor: string): QueueCursor {
  const [key, openedAt, id] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const opened = new Date(Number(openedAt))
  const due = key === undefined || key === '' ? null : new Date(Number(key))
  const isOurs = id !== undefined && isId(id) && !Number.isNaN(opened.getTime()) && !Number.isNaN(due?.getTime() ?? 0)
  if (!isOurs) throw new AppError('input.invalid', { what: 'cursor' })
  return { key: due, openedAt: opened, id: id as RequestId }
}

/** Open and waiting requests of an operator, 500 at most. */
export function requestsHeldBy(ctx: Ctx, operatorId: OperatorId): Promise<RequestId[]> {
  return selectHeldBy(ctx.db, operatorId)
}

/** Open requests per operator; one that waits for the client is no load. Every id asked for is in the answer. */
export function openCounts(ctx: Ctx, operatorIds: readonly OperatorId[]): Promise<Map<OperatorId, number>> {
  return selectOpenCounts(ctx.db, operatorIds)
}

/** The person behind a request, with their identities and their latest requests. */
export function contactView(ctx: Ctx, contactId: ContactId, limit: number): Promise<ContactView | null> {
  return selectContact(ctx.db, contactId, limit)
}

/** The latest requests of several contacts, `limit` of each, newest first. */
export function latestRequestsOf(ctx: Ctx, contactIds: readonly ContactId[], limit: number): Promise<LatestRequest[]> {
  return contactIds.length === 0 ? Promise.resolve([]) : selectLatestRequests(ctx.db, contactIds, limit)
}

/** The opinion in force, with what a person made of it. */
export function classificationView(
  ctx: Ctx,
  requestId: RequestId,
): Promise<(ClassificationView & { correctedById: OperatorId | null }) | null> {
  return selectOpinion(ctx.db, requestId)
}

/** Numbers of requests by id; whatever is no id of a request is left out. */
export function requestNumbers(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => isId(id))
  return known.length === 0 ? Promise.resolve(new Map()) : selectRequestNumbers(ctx.db, known)
}

/** The request with this number; null where there is none. */
export const findRequestByNumber = (ctx: Ctx, number: string): Promise<RequestId | null> =>
  selectRequestIdByNumber(ctx.db, number)
