import { ClockKind, type DeskServerFrame, escalationKinds, type RequestSummary } from '#contracts'
import type { Fact } from '#platform'
import { hearsAlert, maySee, type Viewer } from './audience.ts'

type ClockFrame = Extract<DeskServerFrame, { kind: 'clock.escalated' | 'inner_wait.overdue' }>
type Data = Readonly<Record<string, unknown>>

/** Facts of time that are told as they happen, beside the warnings and breaches. */
export const clockNews: ReadonlySet<string> = new Set(['clock.escalated', 'inner_wait.overdue'])

/** The frame of such a fact; null where it tells nobody anything, as a step that was dropped. */
export function clockFrame(fact: Fact, request: RequestSummary): ClockFrame | null {
  const data = fact.data as Data
  const about = { feedNo: fact.feedNo, requestId: request.id, number: request.number }
  if (fact.name === 'inner_wait.overdue')
    return { kind: 'inner_wait.overdue', ...about, departmentId: String(data['departmentId']) }
  const clock = ClockKind.safeParse(data['kind']).data
  const action = escalationKinds.find((kind) => kind === data['action'])
  const isDropped = droppedOutcomes.has(String(data['outcome']))
  if (fact.name !== 'clock.escalated' || clock === undefined || action === undefined || isDropped) return null
  return { kind: 'clock.escalated', ...about, clock, action, outcome: String(data['outcome']) }
}

const droppedOutcomes: ReadonlySet<string> = new Set(['not_in_policy', 'request_closed', 'answered_meanwhile'])

/** A step for the supervisor goes to who directs others; the rest also to whom the clock itself concerns. */
export function hearsClockNews(viewer: Viewer, request: RequestSummary, frame: ClockFrame): boolean {
  const directs = maySee(viewer, request) && viewer.permissions.has('request.assign_others')
  const isForSupervisor = frame.kind === 'clock.escalated' && frame.action === 'tell_supervisor'
  return directs || (!isForSupervisor && hearsAlert(viewer, request))
}
