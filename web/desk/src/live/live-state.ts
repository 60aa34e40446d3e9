/** What the console knows, as values: every thing carries the feed number it is true as of. */
import type { DeskServerFrame, MessageView, NoteView, OperatorView, QueueView, RequestDetail, RequestSummary } from '#contracts'
import { ValueMap } from './value-map.ts'

export type AsOf<T> = { readonly feedNo: number; readonly value: T }

/** The parts of a detail that no frame carries; a new load replaces them. */
export type DetailFacts = Pick<RequestDetail, 'contact' | 'classification' | 'history' | 'assignment' | 'time'>

export type Timeline = {
  readonly messages: ReadonlyMap<string, AsOf<MessageView>>
  readonly notes: ReadonlyMap<string, AsOf<NoteView>>
  /** Null until the first load. */
  readonly facts: AsOf<DetailFacts> | null
  readonly hasEarlier: boolean
}

/** How far one view has been read: beyond `upTo` the hub knows more than we do. */
export type ReadView = { readonly isLoaded: boolean; readonly nextCursor: string | null; readonly upTo: RequestSummary | null }

export type Colleague = { readonly operatorId: string; readonly name: string; readonly what: 'viewing' | 'typing' }
export type ClockNews = Extract<DeskServerFrame, { kind: 'clock.escalated' | 'inner_wait.overdue' }>
export type NpsNews = Extract<DeskServerFrame, { kind: 'nps' }>
export type TemplateNews = Extract<DeskServerFrame, { kind: 'template' }>
export type Whisper = Extract<DeskServerFrame, { kind: 'whisper' }>
export type ClockAlert = Extract<DeskServerFrame, { kind: 'clock.alert' }>

export type LiveState = {
  /** Whose console it is. */
  readonly myId: string
  /** Where to resume: everything up to here has been applied. */
  readonly feedNo: number
  readonly requests: ValueMap<AsOf<RequestSummary>>
  /** Requests that left what this operator may see, and when; a later frame brings one back. */
  readonly gone: ValueMap<number>
  /** What was true as of this or earlier may have been forgotten: an older page may tell what is no longer so. */
  readonly forgottenUpTo: number
  readonly timelines: ReadonlyMap<string, Timeline>
  readonly operators: ValueMap<AsOf<OperatorView>>
  readonly views: Readonly<Record<QueueView, ReadView>>
  readonly typingClients: ReadonlySet<string>
  readonly colleagues: ReadonlyMap<string, readonly Colleague[]>
  /** Set by `reload`: what is known is too old to be mended by frames. */
  readonly mustReload: boolean
}

const unread: ReadView = { isLoaded: false, nextCursor: null, upTo: null }

export const emptyTimeline: Timeline = { messages: new Map(), notes: new Map(), facts: null, hasEarlier: false }

export function emptyState(myId: string): LiveState {
  return {
    myId,
    feedNo: 0,
    requests: ValueMap.empty(),
    gone: ValueMap.empty(),
    forgottenUpTo: 0,
    timelines: new Map(),
    operators: ValueMap.empty(),
    views: { mine: unread, queue: unread, all_open: unread, waiting_client: unread, closed: unread },
    typingClients: new Set(),
    colleagues: new Map(),
    mustReload: false,
  }
}
