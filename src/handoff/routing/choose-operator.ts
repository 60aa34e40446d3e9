/**
 * Which person gets which request: a pure decision over who is online and what waits, so that it can be explained and tested.
 *
 * The rule: of those in the department who know the client's language, work on this channel and type, and have a free place,
 * the one with the smallest share of their capacity in use; of equals, the one who has gone longest without being given
 * anything. A reopened request goes back to the person who closed it, a new one to who had this client lately, but only while
 * they are online and free. Who returned a request, or let its client wait, is not given it again for a while. Nobody is ever
 * given a complaint about themselves. Where nobody of the department is free and the wait was long enough, the people of the
 * department it overflows to are asked by the same rule.
 */
import { type AssignmentRule, type CandidateVerdict, languages } from '#contracts'
import { type DepartmentId, minuteMs, type OperatorId, type RequestId } from '#kernel'
import { capacityAfter, type RampUp } from './routing-rules.ts'

export type FreeOperator = {
  readonly id: OperatorId
  readonly capacity: number
  /** Empty means every language. */
  readonly languages: readonly string[]
  /** Empty means every channel, and every type. */
  readonly channels: readonly string[]
  readonly types: readonly string[]
  readonly departmentIds: readonly DepartmentId[]
  readonly presentSince: Date
  readonly lastAssignedAt: Date | null
  /** The weight of the open requests held now. */
  readonly load: number
}
export type WaitingRequest = {
  readonly requestId: RequestId
  readonly departmentId: DepartmentId
  readonly language: string
  readonly channel: string
  readonly type: string
  /** How much of a capacity it uses. */
  readonly weight: number
  readonly holderVersion: number
  /** Whose people may be given it too by now; null where it has not waited long enough, or overflows nowhere. */
  readonly overflowDepartmentId: DepartmentId | null
  /** Who had this client lately. */
  readonly lastOperatorId: OperatorId | null
  readonly complainedAbout: ReadonlySet<OperatorId>
}
export type PastAssignment = {
  readonly requestId: RequestId
  readonly operatorId: OperatorId
  readonly endedAt: Date
  readonly endReason: string
}

/** One line of "why me?": a colleague of the department and how they stood. */
export type Candidate = {
  readonly operatorId: OperatorId
  readonly load: number
  readonly capacity: number
  readonly lastAssignedAt: string | null
  readonly verdict: CandidateVerdict
  /** Asked only because the request overflows to their department. */
  readonly isOverflow: boolean
}
export type Choice = {
  readonly request: WaitingRequest
  readonly operatorId: OperatorId
  readonly rule: Extract<AssignmentRule, 'least_load' | 'same_operator' | 'overflow'>
  readonly candidates: readonly Candidate[]
}
type Verdict = Exclude<CandidateVerdict, 'chosen'>
type Standing = { readonly operator: FreeOperator; readonly verdict: Verdict; readonly isOverflow: boolean }

/** Whoever gave a request back has a reason; after this it may be that nobody else came. */
const returnedRestMs = 15 * minuteMs

/** When and by which rules a choice is made. The morning's backlog is for everybody, not for the first one in. */
export type Terms = { readonly now: Date; readonly rampUp: RampUp }

/**
 * Goes through the requests in the given order and gives each to the best person left.
 * @param past ended assignments of these requests, newest first.
 * @param most stops after so many choices.
 */
export function chooseOperators(
  waiting: readonly WaitingRequest[],
  online: readonly FreeOperator[],
  past: readonly PastAssignment[],
  terms: Terms,
  most: number = Number.POSITIVE_INFINITY,
): Choice[] {
  const stand = new Map(online.map((operator) => [operator.id, { ...operator }]))
  const pastOf = new Map<RequestId, PastAssignment[]>()
  for (const each of past) pastOf.set(each.requestId, [...(pastOf.get(each.requestId) ?? []), each])
  const choices: Choice[] = []
  for (const request of waiting) {
    if (choices.length >= most) break
    const own = pastOf.get(request.requestId) ?? []
    const standings = standingsOf(request, [...stand.values()], own, terms)
    const found = pick(request, standings, own)
    if (found === null) continue
    const { chosen, rule } = found
    choices.push({ request, operatorId: chosen.id, rule, candidates: candidatesOf(standings, chosen.id) })
    stand.set(chosen.id, { ...chosen, load: chosen.load + request.weight, lastAssignedAt: terms.now })
  }
  return choices
}

/** How everybody stands who could be asked, where nobody could be chosen: why a request waits. */
export function candidatesWithoutChoice(
  request: WaitingRequest,
  online: readonly FreeOperator[],
  past: readonly PastAssignment[],
  terms: Terms,
): readonly Candidate[] {
  return candidatesOf(standingsOf(request, online, past, terms), null)
}

function standingsOf(
  request: WaitingRequest,
  online: readonly FreeOperator[],
  own: readonly PastAssignment[],
  terms: Terms,
): Standing[] {
  const standings: Standing[] = []
  for (const operator of online) {
    const isOwn = operator.departmentIds.includes(request.departmentId)
    const isOverflow =
      !isOwn && request.overflowDepartmentId !== null && operator.departmentIds.includes(request.overflowDepartmentId)
    if (isOwn || isOverflow) standings.push({ operator, verdict: verdictOn(operator, request, own, terms), isOverflow })
  }
  return standings
}

function pick(
  request: WaitingRequest,
  standings: readonly Standing[],
  own: readonly PastAssignment[],
): { chosen: FreeOperator; rule: Choice['rule'] } | null {
  const eligible = standings.filter(({ verdict }) => verdict === 'eligible')
  const ofDepartment = eligible.filter(({ isOverflow }) => !isOverflow).map(({ operator }) => operator)
  const knownId = own[0]?.endReason === 'closed' ? own[0].operatorId : request.lastOperatorId
  const known = ofDepartment.find(({ id }) => id === knownId)
  if (known !== undefined) return { chosen: known, rule: 'same_operator' }
  const least = ofDepartment.sort(byLoadThenIdle)[0]
  if (least !== undefined) return { chosen: least, rule: 'least_load' }
  const helper = eligible.map(({ operator }) => operator).sort(byLoadThenIdle)[0]
  return helper === undefined ? null : { chosen: helper, rule: 'overflow' }
}

function candidatesOf(standings: readonly Standing[], chosenId: OperatorId | null): Candidate[] {
  return standings.map(({ operator: { id, load, capacity, lastAssignedAt }, verdict, isOverflow }) => ({
    operatorId: id,
    load,
    capacity,
    lastAssignedAt: lastAssignedAt?.toISOString() ?? null,
    verdict: id === chosenId ? 'chosen' : verdict,
    isOverflow,
  }))
}

function verdictOn(
  operator: FreeOperator,
  request: WaitingRequest,
  past: readonly PastAssignment[],
  { now, rampUp }: Terms,
): Verdict {
  const unfit = unfitness(operator, request)
  if (unfit !== null) return unfit
  // Below is enough: were a heavy request to wait for a person with room for all of its weight, light ones would overtake it.
  if (operator.load >= operator.capacity) return 'full'
  const restsSince = now.getTime() - returnedRestMs
  const gaveUp = past.find(
    ({ operatorId, endReason, endedAt }) =>
      operatorId === operator.id && (endReason === 'returned' || endReason === 'silent') && endedAt.getTime() > restsSince,
  )
  if (gaveUp !== undefined) return gaveUp.endReason === 'silent' ? 'fell_silent' : 'returned_it'
  const presentMs = now.getTime() - operator.presentSince.getTime()
  return operator.load >= capacityAfter(rampUp, operator.capacity, presentMs) ? 'ramping_up' : 'eligible'
}

/** Why this person may not have this request, however free they are; null where they may. */
export function unfitness(
  operator: Pick<FreeOperator, 'id' | 'languages' | 'channels' | 'types'>,
  request: Pick<WaitingRequest, 'language' | 'channel' | 'type' | 'complainedAbout'>,
): 'complained_about' | 'language' | 'channel' | 'type' | null {
  if (request.complainedAbout.has(operator.id)) return 'complained_about'
  if (!knowsLanguage(operator.languages, request.language)) return 'language'
  if (operator.channels.length > 0 && !operator.channels.includes(request.channel)) return 'channel'
  return operator.types.length > 0 && !operator.types.includes(request.type) ? 'type' : null
}

/** Uzbek is one language in two scripts; what is not one of the four (Karakalpak, mixed, unknown) is read by Uzbek speakers. */
export function knowsLanguage(known: readonly string[], language: string): boolean {
  if (known.length === 0) return true
  const isForeign = (languages as readonly string[]).includes(language) && !language.startsWith('uz')
  return isForeign ? known.includes(language) : known.some((each) => each.startsWith('uz'))
}

function byLoadThenIdle(a: FreeOperator, b: FreeOperator): number {
  const share = a.load / a.capacity - b.load / b.capacity
  if (share !== 0) return share
  const idle = (a.lastAssignedAt?.getTime() ?? 0) - (b.lastAssignedAt?.getTime() ?? 0)
  if (idle !== 0) return idle
  return a.id < b.id ? -1 : 1
}
