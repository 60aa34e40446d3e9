/** "Why me?" where a person's will decided: how everybody stood at that moment, beside the one who got it. */
import type { RoutingRules } from '#contracts'
import type { RequestView } from '#inbox'
import type { OperatorId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import type { Operator } from '#staff'
import { countLoad, selectOnlineOperators, selectPastAssignments } from './assignment.store.ts'
import { type Candidate, candidatesWithoutChoice, type WaitingRequest } from './choose-operator.ts'
import { weightOf, weightTable } from './routing-rules.ts'

/**
 * The colleagues of the request's department with the chosen one among them, also where they belong to another department or
 * their own work is to direct. Read before the holder is changed: loads are without this request.
 */
export async function candidatesByHand(
  ctx: Ctx,
  tx: Tx,
  rules: RoutingRules,
  given: { request: RequestView; to: Operator; complainedAbout: ReadonlySet<OperatorId> },
): Promise<Candidate[]> {
  const { request, to } = given
  const now = ctx.clock.now()
  const weights = weightTable(rules)
  const online = await selectOnlineOperators(tx, now, weights)
  const past = await selectPastAssignments(tx, [request.id])
  const matter: WaitingRequest = {
    requestId: request.id,
    departmentId: request.departmentId,
    language: request.language,
    channel: request.channel,
    type: request.type,
    weight: weightOf(rules, request),
    holderVersion: request.holderVersion,
    overflowDepartmentId: null,
    lastOperatorId: null,
    complainedAbout: given.complainedAbout,
  }
  const standing = candidatesWithoutChoice(matter, online, past, { now, rampUp: rules })
  if (standing.some(({ operatorId }) => operatorId === to.id))
    return standing.map((each) => (each.operatorId === to.id ? { ...each, verdict: 'chosen' } : each))
  const load = await countLoad(tx, to.id, weights)
  const chosen: Candidate = {
    operatorId: to.id,
    load,
    capacity: to.capacity,
    lastAssignedAt: null,
    verdict: 'chosen',
    isOverflow: false,
  }
  return [...standing, chosen]
}
