import type { HistoryEntry, RequestDetail } from '#contracts'
import { lastAssignment, readRequestTime } from '#handoff'
import { classificationView, contactView, notesOf, timeline } from '#inbox'
import type { ContactId } from '#kernel'
import { type Ctx, lastFeedNo, readHistory } from '#platform'
import { listOperators, type Operator } from '#staff'
import type { Viewer } from './audience.ts'
import { nameAuthors, nameHolders, nameNotes } from './read-truth.ts'
import { getVisibleRequest } from './request-access.ts'

const firstPage = 60
const earlierRequests = 10
const historyEntries = 200

function actorNameOf(actor: string, operators: readonly Operator[]): string | null {
  const [kind, id] = actor.split(':')
  return kind === 'operator' ? (operators.find((operator) => operator.id === id)?.displayName ?? null) : null
}

/**
 * Everything a screen needs to open one request. The feed number is read first: frames after it, applied to what is read
 * afterwards, can only repeat what is already there.
 */
export async function readRequestDetail(ctx: Ctx, viewer: Viewer, requestId: string): Promise<RequestDetail> {
  const feedNo = await lastFeedNo(ctx)
  const request = await getVisibleRequest(ctx, viewer, requestId)
  const [operators, contact, page, notes, classification, facts, assignment, time] = await Promise.all([
    listOperators(ctx),
    contactView(ctx, request.contactId as ContactId, earlierRequests),
    timeline(ctx, { requestId: request.id }, { limit: firstPage }),
    notesOf(ctx, request.id),
    classificationView(ctx, request.id),
    readHistory(ctx, request.id, historyEntries),
    lastAssignment(ctx, request.id),
    readRequestTime(ctx, request.id),
  ])
  const names = new Map<string, string>(operators.map((operator) => [operator.id, operator.displayName]))
  const { correctedById, ...opinion } = classification ?? { correctedById: null }
  return {
    feedNo,
    request: nameHolders([request], operators)[0] ?? request,
    contact: contact ?? unknownContact(request.contactId, request.contactName),
    messages: nameAuthors(page.messages, operators),
    hasEarlier: page.hasEarlier,
    notes: nameNotes(notes, operators),
    classification: classification
      ? { ...(opinion as typeof classification), correctedByName: correctedById ? (names.get(correctedById) ?? null) : null }
      : null,
    history: facts.map(
      (fact): HistoryEntry => ({
        feedNo: fact.feedNo,
        name: fact.name,
        at: fact.occurredAt.toISOString(),
        actor: fact.actor,
        actorName: actorNameOf(fact.actor, operators),
        data: fact.data as Record<string, unknown>,
      }),
    ),
    assignment,
    time,
  }
}

function unknownContact(id: string, displayName: string): RequestDetail['contact'] {
  return { id, displayName, language: null, isLanguageChosen: false, phone: null, identities: [], earlierRequests: [] }
}
