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
import { isInView, isShown } from './queue-order.ts'
import { isSameValue, withKeptParts } from './same-value.ts'
import { ValueMap, type ValueMapChange } from './value-map.ts'

/** A console stays open all day and hears of every request: beyond this many, those that no list shows are forgotten. */
export const maxRequests = 3_000
/** So far they are forgotten at once, so that it is not done anew at every frame and what is held stays about the same. */
const keptRequests = maxRequests * 0.8
const maxGone = 3_000
const maxTimelines = 30

type Draft = {
  readonly myId: string
  feedNo: number
  readonly requests: ValueMapChange<AsOf<RequestSummary>>
  readonly gone: ValueMapChange<number>
  forgottenUpTo: number
  timelines: Map<string, Timeline>
  readonly operators: ValueMapChange<AsOf<OperatorView>>
  views: LiveState['views']
  typingClients: ReadonlySet<string>
  colleagues: ReadonlyMap<string, readonly Colleague[]>
  mustReload: boolean
}

function draftOf(state: LiveState): Draft {
  const { requests, gone, operators, timelines } = state
  return {
    ...state,
    requests: requests.change(),
    gone: gone.change(),
    operators: operators.change(),
    timelines: new Map(timelines),
  }
}

function stateOf(draft: Draft): LiveState {
  const { requests, gone, operators } = draft
  return { ...draft, requests: requests.done(), gone: gone.done(), operators: operators.done() }
}

type Putting<T> = { get(id: string): AsOf<T> | undefined; set(id: string, value: AsOf<T>): unknown }

function putNewer<T>(map: Putting<T>, id: string, feedNo: number, value: T): void {
  const known = map.get(id)
  if (known === undefined) map.set(id, { feedNo, value })
  else if (known.feedNo <= feedNo) map.set(id, { feedNo, value: isSameValue(known.value, value) ? known.value : value })
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

function withAllNewer<T extends { id: string }>(
  map: ReadonlyMap<string, AsOf<T>>,
  feedNo: number,
  values: readonly T[],
): ReadonlyMap<string, AsOf<T>> {
  const copy = new Map(map)
  for (const value of values) putNewer(copy, value.id, feedNo, value)
  return copy
}

function tellTyping(draft: Draft, requestId: string, isTyping: boolean): void {
  if (draft.typingClients.has(requestId) === isTyping) return
  const typing = new Set(draft.typingClients)
  if (isTyping) typing.add(requestId)
  else typing.delete(requestId)
  draft.typingClients = typing
}

function putColleague(draft: Draft, frame: Extract<DeskServerFrame, { kind: 'colleague' }>): void {
  const { requestId, operatorId, name, what } = frame
  const others = (draft.colleagues.get(requestId) ?? []).filter((one) => one.operatorId !== operatorId)
  const present = what === 'left' ? others : [...others, { operatorId, name, what }]
  const colleagues = new Map(draft.colleagues)
  if (present.length === 0) colleagues.delete(requestId)
  else colleagues.set(requestId, present)
  draft.colleagues = colleagues
}

const appliers: { [K in DeskServerFrame['kind']]?: (draft: Draft, frame: Extract<DeskServerFrame, { kind: K }>) => void } = {
  request: (draft, frame) => putRequest(draft, frame.feedNo, frame.request),
  'request.gone': (draft, frame) => putGone(draft, frame.feedNo, frame.requestId),
  message: (draft, frame) => {
    // Whoever was typing has written.
    if (frame.message.authorKind === 'client') tellTyping(draft, frame.requestId, false)
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
  'client.typing': (draft, frame) => tellTyping(draft, frame.requestId, frame.isTyping),
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
  forgetSurplus(draft)
  return stateOf(draft)
}

/** Keeps a day's traffic from growing without end; what a list or an open timeline shows is kept. */
function forgetSurplus(draft: Draft): void {
  if (draft.requests.size > maxRequests) forgetUnseen(draft)
  // Lists that were read whole have grown beyond all measure: their first pages are read anew.
  if (draft.requests.size > 2 * maxRequests) draft.mustReload = true
  if (draft.gone.size > maxGone) forgetGone(draft)
  const surplus = Math.max(0, draft.timelines.size - maxTimelines)
  for (const id of [...draft.timelines.keys()].slice(0, surplus)) draft.timelines.delete(id)
}

const views = Object.keys(emptyState('').views) as QueueView[]

/** Those first of which was heard longest ago. */
function forgetUnseen(draft: Draft): void {
  const isUnseen = ([id, { value }]: readonly [string, AsOf<RequestSummary>]) =>
    !draft.timelines.has(id) && !views.some((view) => isShown(draft, view, value))
  const oldestFirst = [...draft.requests.entries()].filter(isUnseen).sort((a, b) => a[1].feedNo - b[1].feedNo)
  for (const [id, { feedNo }] of oldestFirst) {
    if (draft.requests.size <= keptRequests) break
    draft.requests.delete(id)
    draft.forgottenUpTo = Math.max(draft.forgottenUpTo, feedNo)
  }
}

function forgetGone(draft: Draft): void {
  const oldestFirst = [...draft.gone.entries()].sort((a, b) => a[1] - b[1])
  for (const [id, feedNo] of oldestFirst.slice(0, oldestFirst.length - maxGone / 2)) {
    draft.gone.delete(id)
    draft.forgottenUpTo = Math.max(draft.forgottenUpTo, feedNo)
  }
}

/**
 * Takes in one page of a view. A first page read anew also forgets what the view no longer has.
 * @param isFirst the page was asked for without a cursor.
 */
export function applyQueuePage(state: LiveState, view: QueueView, page: QueuePage, isFirst: boolean): LiveState {
  const draft = draftOf(state)
  const listed = new Set(page.items.map((item) => item.id))
  if (isFirst && page.nextCursor === null) {
    for (const [id, known] of state.requests) {
      if (known.feedNo <= page.feedNo && !listed.has(id) && isInView(known.value, view, state.myId)) draft.requests.delete(id)
    }
  }
  for (const item of page.items) putRequest(draft, page.feedNo, item)
  const upTo = page.items.at(-1) ?? null
  draft.views = { ...state.views, [view]: { isLoaded: true, nextCursor: page.nextCursor, upTo: page.nextCursor ? upTo : null } }
  return stateOf(draft)
}

/** Takes in everything about one request as loaded; frames that are newer than the load stay. */
export function applyDetail(state: LiveState, detail: RequestDetail): LiveState {
  const draft = draftOf(state)
  const { request, messages, notes, contact, classification, history, assignment, time, feedNo } = detail
  putRequest(draft, feedNo, request)
  changeTimeline(draft, request.id, (timeline) => {
    const isNewer = timeline.facts === null || timeline.facts.feedNo <= feedNo
    const isDeeper = timeline.facts !== null && timeline.messages.size > messages.length
    const read = { contact, classification, history, assignment, ...(time && { time }) }
    return {
      messages: withAllNewer(timeline.messages, feedNo, messages),
      notes: withAllNewer(timeline.notes, feedNo, notes),
      facts: isNewer ? { feedNo, value: withKeptParts(timeline.facts?.value ?? null, read) } : timeline.facts,
      // Earlier pages that were read already are not asked for again.
      hasEarlier: isDeeper ? timeline.hasEarlier : detail.hasEarlier,
    }
  })
  // The map's order is the order of use: the oldest is forgotten first.
  const opened = draft.timelines.get(request.id)
  draft.timelines.delete(request.id)
  if (opened) draft.timelines.set(request.id, opened)
  return stateOf(draft)
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
  return stateOf(draft)
}

/** The answer to an own action, before its frame comes: shown at once, replaced by any frame. */
export function applySummary(state: LiveState, request: RequestSummary): LiveState {
  const known = state.requests.get(request.id)
  if (known !== undefined && known.value.updatedAt > request.updatedAt) return state
  const draft = draftOf(state)
  draft.requests.set(request.id, { feedNo: known?.feedNo ?? 0, value: request })
  return stateOf(draft)
}

/** @param feedNo what the store had reached when the list was asked for. */
export function applyOperators(state: LiveState, operators: readonly OperatorView[], feedNo: number): LiveState {
  const draft = draftOf(state)
  for (const operator of operators) putNewer(draft.operators, operator.id, feedNo, operator)
  return stateOf(draft)
}

/**
 * A fresh start from new first pages: everything not in them is forgotten, except what frames have said since.
 * @param feedNo the lowest feed number the pages are true as of.
 */
export function startAfresh(state: LiveState, feedNo: number): LiveState {
  const { myId, gone, operators, timelines, forgottenUpTo } = state
  const requests = ValueMap.empty<AsOf<RequestSummary>>().change()
  for (const [id, known] of state.requests) if (known.feedNo > feedNo) requests.set(id, known)
  const kept = { gone, operators, timelines, forgottenUpTo, requests: requests.done() }
  return { ...emptyState(myId), feedNo: Math.max(feedNo, state.feedNo), ...kept }
}
