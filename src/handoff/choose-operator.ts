/**
 * Which person gets which request: a pure decision over who is online and what waits, so that it can be explained and tested.
 *
 * The rule: of those in the department who know the client's language and have a free place, the one with the smallest share
 * of their capacity in use; of equals, the one who has gone longest without being given anything. A reopened request goes back
 * to the person who closed it, but only while they are online and free. Who returned a request is not given it again for a while.
 */
import { languages } from '#contracts'
import { type DepartmentId, minuteMs, type OperatorId, type RequestId } from '#kernel'

export type FreeOperator = {
  readonly id: OperatorId
  readonly capacity: number
  /** Empty means every language. */
  readonly languages: readonly string[]
  readonly departmentIds: readonly DepartmentId[]
  readonly presentSince: Date
  readonly lastAssignedAt: Date | null
  /** Open requests held now. */
  readonly load: number
}
export type WaitingRequest = {
  readonly requestId: RequestId
  readonly departmentId: DepartmentId
  readonly language: string
  readonly holderVersion: number
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
  readonly verdict: 'chosen' | 'eligible' | 'full' | 'ramping_up' | 'language' | 'returned_it'
}
export type Choice = {
  readonly request: WaitingRequest
  readonly operatorId: OperatorId
  readonly rule: 'least_load' | 'same_operator'
  readonly candidates: readonly Candidate[]
}

/** Whoever gave a request back has a reason; after this it may be that nobody else came. */
const returnedRestMs = 15 * minuteMs
/** For this long after coming online a person is given half of their capacity: the morning's backlog is for everybody. */
const rampUpMs = minuteMs

/**
 * Goes through the requests in the given order and gives each to the best person left.
 * @param past ended assignments of these requests, newest first.
 */
export function chooseOperators(
  waiting: readonly WaitingRequest[],
  online: readonly FreeOperator[],
  past: readonly PastAssignment[],
  now: Date,
): Choice[] {
  const stand = new Map(online.map((operator) => [operator.id, { ...operator }]))
  const choices: Choice[] = []
  for (const request of waiting) {
    const own = past.filter((assignment) => assignment.requestId === request.requestId)
    const colleagues = [...stand.values()].filter((operator) => operator.departmentIds.includes(request.departmentId))
    const verdicts = colleagues.map((operator) => ({ operator, verdict: verdictOn(operator, request, own, now) }))
    const eligible = verdicts.filter(({ verdict }) => verdict === 'eligible').map(({ operator }) => operator)
    const previous = own[0]?.endReason === 'closed' ? eligible.find(({ id }) => id === own[0]?.operatorId) : undefined
    const chosen = previous ?? eligible.sort(byLoadThenIdle)[0]
    if (chosen === undefined) continue
    choices.push({
      request,
      operatorId: chosen.id,
      rule: previous === undefined ? 'least_load' : 'same_operator',
      candidates: verdicts.map(({ operator, verdict }) => candidateOf(operator, operator === chosen ? 'chosen' : verdict)),
    })
    stand.set(chosen.id, { ...chosen, load: chosen.load + 1, lastAssignedAt: now })
  }
  return choices
}

function candidateOf(operator: FreeOperator, verdict: Candidate['verdict']): Candidate {
  const { id, load, capacity, lastAssignedAt } = operator
  return { operatorId: id, load, capacity, lastAssignedAt: lastAssignedAt?.toISOString() ?? null, verdict }
}

function verdictOn(
  operator: FreeOperator,
  request: WaitingRequest,
  past: readonly PastAssignment[],
  now: Date,
): Exclude<Candidate['verdict'], 'chosen'> {
  if (operator.load >= operator.capacity) return 'full'
  if (!knowsLanguage(operator.languages, request.language)) return 'language'
  const restsSince = now.getTime() - returnedRestMs
  const gaveItBack = past.some(
    ({ operatorId, endReason, endedAt }) =>
      operatorId === operator.id && endReason === 'returned' && endedAt.getTime() > restsSince,
  )
  if (gaveItBack) return 'returned_it'
  const isFresh = now.getTime() - operator.presentSince.getTime() < rampUpMs
  return isFresh && operator.load >= Math.ceil(operator.capacity / 2) ? 'ramping_up' : 'eligible'
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
