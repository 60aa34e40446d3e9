/**
 * The live store's logic, pure: a snapshot plus frames gives what a fresh snapshot would (the screen law).
 *
 * Every thing carries the feed number it is true as of, and an older truth never replaces a newer one. So frames may come
 * twice, late or in another order, and a snapshot read while frames arrive needs no lock.
 */
import type {
  DeskServerFrame,
  MessageView,
  OperatorView,
  QueuePage,
  QueueView,
  RequestDetail,
  RequestSummary,
} from '#contracts'
import { type AsOf, type Colleague, emptyState, emptyTimeline, type LiveState, type Timeline } from './live-state.ts'
import { isInView } from './queue-order.ts'

/** Closed requests beyond this many are forgotten: a console stays open all day. */
const maxRequests = 5_000
const maxTimelines = 30

type Draft = {
  feedNo: number
  requests: Map<string, AsOf<RequestSummary>>
  gone: Map<string, number>
  timelines: Map<string, Timeline>
  operators: Map<string, AsOf<OperatorView>>
  views: LiveState['views']
  typingClients: Set<string>
  colleagues: Map<string, readonly Colleague[]>
  mustReload: boolean
}

function draftOf(state: LiveState): Draft {
  return {
    ...state,
    requests: new Map(state.requests),
    gone: new Map(state.gone),
    timelines: new Map(state.timelines),
    operators: new Map(state.operators),
    typingClients: new Set(state.typingClients),
    colleagues: new Map(state.colleagues),
  }
}

function putNewer<T>(map: Map<string, AsOf<T>>, id: string, feedNo: number, value: T): void {
  const known = map.get(id)
  if (known === undefined || known.feedNo <= feedNo) map.set(id, { feedNo, value })
}

function putRequest(draft: Draft, feedNo: number, request: RequestSummary): void {
  const goneAt = draft.gone.get(request.id)
  if (goneAt !== undefined && goneAt >= feedNo) return
  draft.gone.delete(request.id)
  putNewer(draft.requests, request.id, feedNo, request)
}

function putGone(draft: Draft, feedNo: number, requestId: string): void {
  const known = draft.requests.get(requestId)
  if (known !== undefined && known.feedNo > feedNo) return
  draft.requests.delete(requestId)
  draft.gone.set(requestId, Math.max(feedNo, draft.gone.get(requestId) ?? 0))
}

function changeTimeline(draft: Draft, requestId: string, change: (timeline: Timeline) => Timeline): void {
  draft.timelines.set(requestId, change(draft.timelines.get(requestId) ?? emptyTimeline))
}

function withNewer<T>(map: ReadonlyMap<string, AsOf<T>>, id: string, feedNo: number, value: T): ReadonlyMap<string, AsOf<T>> {
  const copy = new Map(map)
  putNewer(copy, id, feedNo, value)
  return copy
}

function putColleague(draft: Draft, frame: Extract<DeskServerFrame, { kind: 'colleague' }>): void {
  const others = (draft.colleagues.get(frame.requestId) ?? []).filter((one) => one.operatorId !== frame.operatorId)
  if (frame.what === 'left') draft.colleagues.set(frame.requestId, others)
  else draft.colleagues.set(frame.requestId, [...others, { operatorId: frame.operatorId, name: frame.name, what: frame.what }])
}

const appliers: { [K in DeskServerFrame['kind']]?: (draft: Draft, frame: Extract<DeskServerFrame, { kind: K }>) => void } = {
  request: (draft, frame) => putRequest(draft, frame.feedNo, frame.request),
  'request.gone': (draft, frame) => putGone(draft, frame.feedNo, frame.requestId),
  message: (draft, frame) => {
    // Whoever was typing has written.
    if (frame.message.authorKind === 'client') draft.typingClients.delete(frame.requestId)
    changeTimeline(draft, frame.requestId, (timeline) => ({
      ...timeline,
      messages: withNewer(timeline.messages, frame.message.id, frame.feedNo, frame.message),
    }))
  },
  note: (draft, frame) =>
    changeTimeline(draft, frame.note.requestId, (timeline) => ({
      ...timeline,
      notes: withNewer(timeline.notes, frame.note.id, frame.feedNo, frame.note),
    })),
  operator: (draft, frame) => putNewer(draft.operators, frame.operator.id, frame.feedNo, frame.operator),
  'client.typing': (draft, frame) => {
    if (frame.isTyping) draft.typingClients.add(frame.requestId)
    else draft.typingClients.delete(frame.requestId)
  },
  colleague: putColleague,
  reload: (draft) => {
    draft.mustReload = true
  },
}

/** Applies frames as they came. Alerts and pongs change nothing here; the screen hears them beside the store. */
export function applyFrames(state: LiveState, frames: readonly DeskServerFrame[]): LiveState {
  if (frames.length === 0) return state
  const draft = draftOf(state)
  for (const frame of frames) {
    const apply = appliers[frame.kind] as ((draft: Draft, frame: DeskServerFrame) => void) | undefined
    apply?.(draft, frame)
    if ('feedNo' in frame) draft.feedNo = Math.max(draft.feedNo, frame.feedNo)
  }
  forgetOldest(draft)
  return draft
}

/** Keeps a day's traffic from growing without end; what an open timeline shows is kept. */
function forgetOldest(draft: Draft): void {
  if (draft.requests.size > maxRequests) forgetClosed(draft)
  const surplus = Math.max(0, draft.timelines.size - maxTimelines)
  for (const id of [...draft.timelines.keys()].slice(0, surplus)) draft.timelines.delete(id)
}

function forgetClosed(draft: Draft): void {
  const closed = [...draft.requests.values()].filter(({ value }) => value.status === 'closed' && !draft.timelines.has(value.id))
  for (const { value } of closed.slice(0, draft.requests.size - maxRequests / 2)) draft.requests.delete(value.id)
}

/**
 * Takes in one page of a view. A first page read anew also forgets what the view no longer has.
 * @param isFirst the page was asked for without a cursor.
 */
export function applyQueuePage(state: LiveState, view: QueueView, page: QueuePage, isFirst: boolean, myId: string): LiveState {
  const draft = draftOf(state)
  const listed = new Set(page.items.map((item) => item.id))
  if (isFirst && page.nextCursor === null) {
    for (const [id, known] of state.requests) {
      if (known.feedNo <= page.feedNo && !listed.has(id) && isInView(known.value, view, myId)) draft.requests.delete(id)
    }
  }
  for (const item of page.items) putRequest(draft, page.feedNo, item)
  const upTo = page.items.at(-1) ?? null
  draft.views = { ...state.views, [view]: { isLoaded: true, nextCursor: page.nextCursor, upTo: page.nextCursor ? upTo : null } }
  return draft
}

/** Takes in everything about one request as loaded; frames that are newer than the load stay. */
export function applyDetail(state: LiveState, detail: RequestDetail): LiveState {
  const draft = draftOf(state)
  const { request, messages, notes, contact, classification, history, assignment, time, feedNo } = detail
  putRequest(draft, feedNo, request)
  changeTimeline(draft, request.id, (timeline) => {
    const known = new Map(timeline.messages)
    for (const message of messages) putNewer(known, message.id, feedNo, message)
    const knownNotes = new Map(timeline.notes)
    for (const note of notes) putNewer(knownNotes, note.id, feedNo, note)
    const isNewer = timeline.facts === null || timeline.facts.feedNo <= feedNo
    const isDeeper = timeline.facts !== null && timeline.messages.size > messages.length
    return {
      messages: known,
      notes: knownNotes,
      facts: isNewer
        ? { feedNo, value: { contact, classification, history, assignment, ...(time && { time }) } }
        : timeline.facts,
      // Earlier pages that were read already are not asked for again.
      hasEarlier: isDeeper ? timeline.hasEarlier : detail.hasEarlier,
    }
  })
  // The map's order is the order of use: the oldest is forgotten first.
  const opened = draft.timelines.get(request.id)
  draft.timelines.delete(request.id)
  if (opened) draft.timelines.set(request.id, opened)
  return draft
}

/** Takes in an earlier page of a timeline; what frames said of the same messages is newer and stays. */
export function applyEarlier(
  state: LiveState,
  requestId: string,
  page: { messages: readonly MessageView[]; hasEarlier: boolean },
): LiveState {
  const draft = draftOf(state)
  changeTimeline(draft, requestId, (timeline) => {
    const messages = new Map(timeline.messages)
    for (const message of page.messages) if (!messages.has(message.id)) messages.set(message.id, { feedNo: 0, value: message })
    return { ...timeline, messages, hasEarlier: page.hasEarlier }
  })
  return draft
}

/** The answer to an own action, before its frame comes: shown at once, replaced by any frame. */
export function applySummary(state: LiveState, request: RequestSummary): LiveState {
  const known = state.requests.get(request.id)
  if (known !== undefined && known.value.updatedAt > request.updatedAt) return state
  const draft = draftOf(state)
  draft.requests.set(request.id, { feedNo: known?.feedNo ?? 0, value: request })
  return draft
}

/** @param feedNo what the store had reached when the list was asked for. */
export function applyOperators(state: LiveState, operators: readonly OperatorView[], feedNo: number): LiveState {
  const draft = draftOf(state)
  for (const operator of operators) putNewer(draft.operators, operator.id, feedNo, operator)
  return draft
}

/**
 * A fresh start from new first pages: everything not in them is forgotten, except what frames have said since.
 * @param feedNo the lowest feed number the pages are true as of.
 */
export function startAfresh(state: LiveState, feedNo: number): LiveState {
  const requests = new Map([...state.requests].filter(([, known]) => known.feedNo > feedNo))
  const { gone, operators, timelines } = state
  return { ...emptyState(), feedNo: Math.max(feedNo, state.feedNo), requests, gone, operators, timelines }
}
