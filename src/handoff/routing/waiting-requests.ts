/** What waits, with everything the pure choice needs to know about it. */
import type { RoutingRules } from '#contracts'
import { dayMs, type OperatorId, type RequestId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import type { WaitingRequest } from './choose-operator.ts'
import { nameFinder } from './named-staff.ts'
import {
  selectClientWords,
  selectFormerHolders,
  selectLastOperators,
  selectStaffNames,
  selectWaitingMatters,
} from './routing.store.ts'
import { weightOf } from './routing-rules.ts'

/** The topic of complaints about the bank's own people. */
const staffTopic = 'staff'

/** A request that waits, before anybody has looked whom its client complains about. */
export type UnreadRequest = Omit<WaitingRequest, 'complainedAbout'> & { readonly topic: string }

type Look = Omit<Parameters<typeof selectWaitingMatters>[1], 'now'>

/** Reads the queues under the caller's transaction; see selectWaitingMatters for the order. */
export async function readWaiting(ctx: Ctx, tx: Tx, rules: RoutingRules, look: Look): Promise<WaitingRequest[]> {
  const unread = await readUnread(ctx, tx, rules, look)
  const about = await complainedAbout(ctx, tx, rules, unread)
  return unread.map((request) => ({ ...request, complainedAbout: about.get(request.requestId) ?? new Set() }))
}

/** The same without the clients' words, which cost more to read than all the rest and concern those alone who are given away. */
export async function readUnread(ctx: Ctx, tx: Tx, rules: RoutingRules, look: Look): Promise<UnreadRequest[]> {
  const now = ctx.clock.now()
  const matters = await selectWaitingMatters(tx, { ...look, now })
  if (matters.length === 0) return []
  const contactIds = [...new Set(matters.map(({ contactId }) => contactId))]
  const isSticky = rules.sameOperatorDays > 0
  const since = new Date(now.getTime() - rules.sameOperatorDays * dayMs)
  const last = isSticky ? await selectLastOperators(tx, contactIds, since) : new Map<string, OperatorId>()
  return matters.map((matter) => ({
    ...matter,
    weight: weightOf(rules, matter),
    lastOperatorId: last.get(matter.contactId) ?? null,
  }))
}

/**
 * Whom each of these requests complains about: everybody the client's words name, and for a matter about staff everybody who
 * dealt with this client lately, for the client often knows no name.
 */
export async function complainedAbout(
  ctx: Ctx,
  tx: Tx,
  rules: RoutingRules,
  requests: readonly { readonly requestId: RequestId; readonly type: string; readonly topic: string }[],
): Promise<ReadonlyMap<RequestId, ReadonlySet<OperatorId>>> {
  const about = new Map<RequestId, Set<OperatorId>>()
  const aboutStaff = requests.filter(({ topic }) => topic === staffTopic).map(({ requestId }) => requestId)
  const suspects = requests.filter(({ type, topic }) => type === 'complaint' || topic === staffTopic)
  if (suspects.length === 0) return about
  const namedIn = nameFinder(await selectStaffNames(tx))
  const words = await selectClientWords(
    tx,
    suspects.map(({ requestId }) => requestId),
  )
  for (const [requestId, text] of words) about.set(requestId, namedIn(text))
  const since = new Date(ctx.clock.now().getTime() - rules.complaintLookbackDays * dayMs)
  const former = aboutStaff.length === 0 ? [] : await selectFormerHolders(tx, aboutStaff, since)
  for (const { requestId, operatorId } of former) about.get(requestId)?.add(operatorId)
  return about
}
