/**
 * What may happen to a request, as pure decisions: the callers hold the row's lock, ask here, and write what was decided.
 * The arrival of a client's message is decided by SQL (inbox_decide in the migration); `decideArrival` says the same in a
 * form one can read and enumerate, and a test holds the two together.
 */
import { type HolderKind, type Outcome, type Priority, priorities, type RequestStatus, type RequestType } from '#contracts'
import { accept, type OperatorId, type Result, refuse } from '#kernel'

export type Holding = {
  readonly status: RequestStatus
  readonly holderKind: HolderKind
  readonly holderOperatorId: OperatorId | null
  readonly holderVersion: number
}

export type ArrivalState = {
  readonly hasOpenRequest: boolean
  /** Milliseconds since the last request was closed; null when there never was one. */
  readonly closedForMs: number | null
}
export type Arrival = {
  readonly needsWork: boolean
  readonly isQuiet: boolean
  /** A rating, or what the channel says by itself: it stands beside whatever matter there is. */
  readonly isAside?: boolean
}
export type ArrivalEffect = 'append' | 'open' | 'reopen' | 'attach'

/**
 * Thanks soon after a close neither open nor reopen anything; what needs work reopens within the window and opens a new
 * request after it. A greeting long after opens too: silence is worse than a request without clocks.
 */
export function decideArrival(state: ArrivalState, arrival: Arrival, reopenWindowMs: number): ArrivalEffect {
  if (arrival.isAside === true && (state.hasOpenRequest || state.closedForMs !== null)) return 'attach'
  if (state.hasOpenRequest) return 'append'
  if (state.closedForMs === null) return 'open'
  if (arrival.isQuiet) return 'attach'
  if (state.closedForMs > reopenWindowMs) return 'open'
  return arrival.needsWork ? 'reopen' : 'attach'
}

export type ReplyAuthor =
  | { readonly kind: 'operator'; readonly id: OperatorId }
  | { readonly kind: 'bot'; readonly holderVersion: number }
  | { readonly kind: 'system' }

/** The bot is silent while a person holds the request, and whenever the holder changed since it began to think. */
export function decideReply(
  request: Holding,
  author: ReplyAuthor,
): Result<'allowed', 'request.closed' | 'holder.stale' | 'request.held_by_other' | 'request.not_held_by_you'> {
  if (author.kind === 'system') return accept('allowed')
  if (request.status === 'closed') return refuse('request.closed')
  if (author.kind === 'bot') {
    const mayStill = request.holderKind !== 'operator' && request.holderVersion === author.holderVersion
    return mayStill ? accept('allowed') : refuse('holder.stale')
  }
  if (request.holderKind !== 'operator') return refuse('request.not_held_by_you')
  return request.holderOperatorId === author.id ? accept('allowed') : refuse('request.held_by_other')
}

export type HolderTarget =
  | { readonly kind: 'bot' }
  | { readonly kind: 'queue' }
  | { readonly kind: 'operator'; readonly operatorId: OperatorId }

/** Compare-and-set: whoever looked at an older version is told what happened meanwhile. */
export function decideHolder(
  request: Holding,
  to: HolderTarget,
  expectedVersion: number | undefined,
): Result<'change', 'request.closed' | 'request.held_by_other' | 'request.changed_meanwhile'> {
  if (request.status === 'closed') return refuse('request.closed')
  if (expectedVersion === undefined || expectedVersion === request.holderVersion) return accept('change')
  const isHeldByOther =
    request.holderKind === 'operator' && !(to.kind === 'operator' && to.operatorId === request.holderOperatorId)
  return refuse(isHeldByOther ? 'request.held_by_other' : 'request.changed_meanwhile')
}

/** Giving it to who has it already is no change, unless the queue's department differs. */
export function isSameHolder(
  request: Holding & { readonly departmentId: string },
  to: HolderTarget & { readonly departmentId?: string },
): boolean {
  if (request.holderKind !== to.kind) return false
  if (to.kind === 'operator') return request.holderOperatorId === to.operatorId
  return to.kind === 'bot' || request.departmentId === to.departmentId
}

export function decidePause(status: RequestStatus): Result<'pause' | 'keep', 'request.closed'> {
  if (status === 'closed') return refuse('request.closed')
  return accept(status === 'open' ? 'pause' : 'keep')
}

export function decideResume(status: RequestStatus): Result<'resume', 'request.closed' | 'request.not_paused'> {
  if (status === 'closed') return refuse('request.closed')
  return status === 'waiting_client' ? accept('resume') : refuse('request.not_paused')
}

export function decideClose(status: RequestStatus): Result<'close', 'request.closed'> {
  return status === 'closed' ? refuse('request.closed') : accept('close')
}

export function decideReopen(
  status: RequestStatus,
  isOtherOpen: boolean,
): Result<'reopen', 'request.not_closed' | 'request.other_open'> {
  if (status !== 'closed') return refuse('request.not_closed')
  return isOtherOpen ? refuse('request.other_open') : accept('reopen')
}

const withoutPromise: readonly Outcome[] = ['duplicate', 'spam', 'no_reply_needed']

/** Where the promise did not apply, its clocks are cancelled and never counted as met. */
export function closingMeetsClocks(outcome: Outcome): boolean {
  return !withoutPromise.includes(outcome)
}

/**
 * An outcome that claims the matter was dealt with needs an answer to everything the client asked, the last message like the
 * first: closing early must not take an unanswered promise out of the shares.
 */
export function owesAnswer(
  request: { readonly firstResponseAt: Date | null; readonly waitingSince: Date | null },
  outcome: Outcome,
): boolean {
  return closingMeetsClocks(outcome) && (request.firstResponseAt === null || request.waitingSince !== null)
}

/** True where `to` is less pressing than `from`. */
export function isLower(from: Priority, to: Priority): boolean {
  return priorities.indexOf(to) > priorities.indexOf(from)
}

export type Judgement = { readonly type: RequestType; readonly priority: Priority; readonly topic: string }

/** A person's correction: lowering needs a reason, because it moves a promise away from a client. */
export function decideCorrection(
  from: Judgement,
  change: Partial<Judgement>,
  reason: string | undefined,
): Result<Judgement, 'priority.reason_missing'> {
  const to = { type: change.type ?? from.type, priority: change.priority ?? from.priority, topic: change.topic ?? from.topic }
  if (isLower(from.priority, to.priority) && (reason ?? '').trim() === '') return refuse('priority.reason_missing')
  return accept(to)
}

/** The model may raise by itself but never lower, and never touches what a person confirmed. */
export function decideReclassification(
  from: Judgement & { readonly isConfirmed: boolean; readonly status: RequestStatus },
  to: Judgement,
): Result<Judgement | 'unchanged', 'confirmed' | 'closed'> {
  if (from.status === 'closed') return refuse('closed')
  if (from.isConfirmed) return refuse('confirmed')
  const type = to.type === 'unsorted' || (to.type === 'other' && from.type !== 'other') ? from.type : to.type
  const isKept = type === from.type && to.type !== from.type
  const priority = isLower(from.priority, to.priority) && from.type !== 'other' ? from.priority : to.priority
  const next = { type, priority, topic: isKept ? from.topic : to.topic }
  const isSame = next.type === from.type && next.priority === from.priority && next.topic === from.topic
  return accept(isSame ? 'unchanged' : next)
}
