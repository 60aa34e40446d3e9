import { z } from 'zod'
import {
  accessOfServerFrame,
  type ClockKind,
  type DeskServerFrame,
  type MessageView,
  type NoteView,
  type OperatorView,
  type Permission,
  type RequestSummary,
} from '#contracts'
import type { Fact } from '#platform'
import { hearsAlert, mayAccess, maySee, type Placement, seesEverything, type Viewer, wantsMessages } from './audience.ts'
import { clockFrame, clockNews, hearsClockNews } from './clock-frames.ts'
import { type LeftPlace, leftPlaces, sawItThere } from './left-places.ts'

/** A connection as the frames see it: who is looking, and at what. */
export type Screen = Viewer & {
  readonly openRequestId: string | null
  /** The supervisor's board is on it. */
  readonly isOnBoard?: boolean
}

/** What a round of facts touches, to be read in one go. */
export type Touched = {
  /** request id → the last fact that touched it. */
  readonly requests: ReadonlyMap<string, Fact>
  readonly messages: ReadonlyMap<string, Fact>
  readonly notes: ReadonlyMap<string, Fact>
  readonly operators: ReadonlyMap<string, Fact>
  /** request id → where it was before. */
  readonly left: ReadonlyMap<string, LeftPlace>
  /** The client received or read our messages: their marks have changed. */
  readonly seen: readonly Fact[]
  readonly alerts: readonly Fact[]
  /** Steps of escalation that were done, and departments that let their moment pass. */
  readonly news: readonly Fact[]
  /** Approved words and incidents, whose frames say everything the fact says. */
  readonly changes: readonly Fact[]
}

/** The truth behind what was touched, read after the facts. */
export type Truth = {
  readonly requests: ReadonlyMap<string, RequestSummary>
  readonly messages: ReadonlyMap<string, MessageView>
  /** Messages whose marks changed, with the fact that says so. */
  readonly seen: readonly { readonly message: MessageView; readonly fact: Fact }[]
  readonly notes: ReadonlyMap<string, NoteView>
  readonly operators: ReadonlyMap<string, OperatorView>
  /** topic → its department; read where a fact says no more than the old topic. */
  readonly departmentOfTopic: ReadonlyMap<string, string>
}

type Named = Readonly<Record<string, unknown>>
const idOf = (data: unknown, key: string): string | null => {
  const value = (data as Named | null)?.[key]
  return typeof value === 'string' ? value : null
}

/** Reads the ids out of a round of facts; a thing touched many times is read and told once. */
export function touchedBy(facts: readonly Fact[]): Touched {
  const requests = new Map<string, Fact>()
  const messages = new Map<string, Fact>()
  const notes = new Map<string, Fact>()
  const operators = new Map<string, Fact>()
  const seen: Fact[] = []
  const alerts: Fact[] = []
  const news: Fact[] = []
  const changes: Fact[] = []
  for (const fact of facts) {
    const remember = (into: Map<string, Fact>, key: string) => {
      const id = idOf(fact.data, key)
      if (id) into.set(id, fact)
    }
    remember(requests, 'requestId')
    remember(messages, 'messageId')
    remember(notes, 'noteId')
    remember(operators, 'operatorId')
    remember(operators, 'fromOperatorId')
    if (fact.name === 'reply.seen') seen.push(fact)
    if (fact.name === 'clock.warned' || fact.name === 'clock.breached') alerts.push(fact)
    if (clockNews.has(fact.name)) news.push(fact)
    if (fact.name in changeFrames) changes.push(fact)
  }
  return { requests, messages, notes, operators, left: leftPlaces(facts), seen, alerts, news, changes }
}

/** One frame with the test of who gets it; the text of a frame is made once, however many screens it goes to. */
export type Addressed = { readonly frame: DeskServerFrame; readonly isFor: (screen: Screen) => boolean }

function requestFrames(touched: Touched, truth: Truth): Addressed[] {
  const frames: Addressed[] = []
  for (const [requestId, fact] of touched.requests) {
    const request = truth.requests.get(requestId)
    if (!request) continue
    frames.push({
      frame: { kind: 'request', feedNo: fact.feedNo, request, cause: fact.name },
      isFor: (screen) => maySee(screen, request),
    })
    const left = touched.left.get(requestId)
    if (!left) continue
    frames.push({
      frame: { kind: 'request.gone', feedNo: fact.feedNo, requestId },
      isFor: (screen) => !maySee(screen, request) && sawItThere(screen, left, truth.departmentOfTopic),
    })
  }
  return frames
}

function timelineFrames(touched: Touched, truth: Truth): Addressed[] {
  const frames: Addressed[] = []
  const concerns = (requestId: string, placement: Placement | undefined) => (screen: Screen) =>
    placement !== undefined && wantsMessages(screen, placement, screen.openRequestId, requestId)
  const changed = [...touched.messages].map(([messageId, fact]) => ({ message: truth.messages.get(messageId), fact }))
  for (const { message, fact } of [...changed, ...truth.seen]) {
    if (!message?.requestId) continue
    const { requestId } = message
    frames.push({
      frame: { kind: 'message', feedNo: fact.feedNo, requestId, message },
      isFor: concerns(requestId, truth.requests.get(requestId)),
    })
  }
  for (const [noteId, fact] of touched.notes) {
    const note = truth.notes.get(noteId)
    if (!note) continue
    frames.push({
      frame: { kind: 'note', feedNo: fact.feedNo, note },
      isFor: concerns(note.requestId, truth.requests.get(note.requestId)),
    })
  }
  return frames
}

function alertFrames(touched: Touched, truth: Truth): Addressed[] {
  return touched.alerts.flatMap((fact): Addressed[] => {
    const requestId = idOf(fact.data, 'requestId')
    const request = requestId ? truth.requests.get(requestId) : undefined
    const clock = idOf(fact.data, 'kind')
    if (!request || !clock) return []
    const view = request.clocks.find((one) => one.id === idOf(fact.data, 'clockId'))
    const frame: DeskServerFrame = {
      kind: 'clock.alert',
      feedNo: fact.feedNo,
      requestId: request.id,
      number: request.number,
      clock: clock as ClockKind,
      what: fact.name === 'clock.breached' ? 'breached' : 'warned',
      dueAt: view?.dueAt ?? fact.occurredAt.toISOString(),
    }
    return [{ frame, isFor: (screen) => hearsAlert(screen, request) }]
  })
}

function newsFrames(touched: Touched, truth: Truth): Addressed[] {
  return touched.news.flatMap((fact): Addressed[] => {
    const request = truth.requests.get(idOf(fact.data, 'requestId') ?? '')
    const frame = request ? clockFrame(fact, request) : null
    return request && frame ? [{ frame, isFor: (screen) => hearsClockNews(screen, request, frame) }] : []
  })
}

function operatorFrames(touched: Touched, truth: Truth): Addressed[] {
  const frames: Addressed[] = []
  for (const [operatorId, fact] of touched.operators) {
    const operator = truth.operators.get(operatorId)
    if (!operator) continue
    const isPresence = fact.name === 'presence.changed'
    frames.push({
      frame: { kind: 'operator', feedNo: fact.feedNo, operator },
      // Everyone chooses colleagues to hand over to; loads change with every holder and concern those who watch the board.
      isFor: (screen) => screen.operatorId === operatorId || seesEverything(screen) || isPresence,
    })
  }
  return frames
}

type ChangeFrame = Extract<DeskServerFrame, { kind: 'template' | 'incident' | 'nps' }>
const TemplateState = z.enum(['draft', 'review', 'published', 'withdrawn', 'renamed', 'archived', 'restored'])
const incidentFrame = (fact: Fact, what: 'started' | 'ended'): ChangeFrame | null => {
  const incidentId = idOf(fact.data, 'incidentId')
  return incidentId === null ? null : { kind: 'incident', feedNo: fact.feedNo, incidentId, what }
}
const npsFrame = (fact: Fact, what: 'fell' | 'recovered'): ChangeFrame | null => {
  const alertId = idOf(fact.data, 'alertId')
  if (alertId === null) return null
  return { kind: 'nps', feedNo: fact.feedNo, alertId, departmentId: idOf(fact.data, 'departmentId'), what }
}
const changeFrames: Readonly<Record<string, (fact: Fact) => ChangeFrame | null>> = {
  'template.changed': (fact) => {
    const [templateId, versionId] = [idOf(fact.data, 'templateId'), idOf(fact.data, 'versionId')]
    const state = TemplateState.safeParse(idOf(fact.data, 'state')).data
    if (templateId === null || versionId === null || state === undefined) return null
    return { kind: 'template', feedNo: fact.feedNo, templateId, versionId, state }
  },
  'incident.started': (fact) => incidentFrame(fact, 'started'),
  'incident.ended': (fact) => incidentFrame(fact, 'ended'),
  'nps.fell': (fact) => npsFrame(fact, 'fell'),
  'nps.recovered': (fact) => npsFrame(fact, 'recovered'),
}

/** What nobody sends yet is the business of those who write it. */
function hearsChange(viewer: Viewer, frame: ChangeFrame): boolean {
  const may = (permission: Permission) => viewer.permissions.has(permission)
  if (frame.kind === 'incident') return may('queue.read')
  if (frame.kind === 'nps') {
    return seesEverything(viewer) || frame.departmentId === null || viewer.departmentIds.has(frame.departmentId)
  }
  const isInTheMaking = frame.state === 'draft' || frame.state === 'review'
  return isInTheMaking ? may('templates.edit') || may('templates.approve') : may('templates.read')
}

function changesOf(touched: Touched): Addressed[] {
  return touched.changes.flatMap((fact): Addressed[] => {
    const frame = changeFrames[fact.name]?.(fact) ?? null
    return frame === null ? [] : [{ frame, isFor: (screen) => hearsChange(screen, frame) }]
  })
}

/** The frames of one round in feed order, each with its audience. Nobody is in an audience by omission. */
export function framesOf(touched: Touched, truth: Truth): Addressed[] {
  const addressed = [
    ...requestFrames(touched, truth),
    ...timelineFrames(touched, truth),
    ...operatorFrames(touched, truth),
    ...alertFrames(touched, truth),
    ...newsFrames(touched, truth),
    ...changesOf(touched),
  ]
  return addressed.map(({ frame, isFor }) => {
    const access = accessOfServerFrame[frame.kind]
    return { frame, isFor: (screen) => mayAccess(screen, access) && isFor(screen) }
  })
}
