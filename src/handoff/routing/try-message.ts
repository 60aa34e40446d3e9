/** "Try a message": where a text would go this minute and why. Nothing is stored and nobody is given anything. */
import type { ChannelKind, Classify, TriedMessage, Visibility } from '#contracts'
import { newId, type OperatorId, type RequestId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { maskText } from '#privacy'
import { requirePermission } from '#staff'
import { loadPromises } from '../clocks/promises.ts'
import { selectOnlineOperators } from './assignment.store.ts'
import { candidatesWithoutChoice, chooseOperators, type WaitingRequest } from './choose-operator.ts'
import { planOpening } from './intake-planner.ts'
import { nameFinder } from './named-staff.ts'
import { selectRoutingPolicy, selectStaffNames } from './routing.store.ts'
import { weightOf, weightTable } from './routing-rules.ts'

/**
 * Follows the same steps as the intake and the placing, for a client nobody knows yet.
 * @param classify handed in by app, because the rooms do not know each other.
 * @throws permission.missing
 */
export async function tryMessage(
  ctx: Ctx,
  input: { text: string; channel: ChannelKind; visibility: Visibility },
  classify: Classify,
): Promise<TriedMessage> {
  requirePermission(ctx, 'board.read')
  const { channel, visibility } = input
  const text = maskText(input.text).text
  const classification = classify(text, { channel, visibility })
  const promises = await loadPromises(ctx)
  const now = ctx.clock.now()
  const { type, priority, topic, language } = classification
  const plan = planOpening(promises, { type, priority, topic, channel, openedAt: now }, now)
  const placing = await inTransaction(ctx, async (tx) => {
    const { rules } = await selectRoutingPolicy(tx)
    const complainedAbout: ReadonlySet<OperatorId> =
      type === 'complaint' ? nameFinder(await selectStaffNames(tx))(text) : new Set()
    const request: WaitingRequest = {
      requestId: newId<RequestId>(),
      departmentId: plan.departmentId,
      language,
      channel,
      type,
      weight: weightOf(rules, { channel, type, priority }),
      holderVersion: 1,
      overflowDepartmentId: null,
      lastOperatorId: null,
      complainedAbout,
    }
    const online = await selectOnlineOperators(tx, now, weightTable(rules))
    const terms = { now, rampUp: rules }
    const [choice] = chooseOperators([request], online, [], terms)
    return choice ?? { operatorId: null, rule: null, candidates: candidatesWithoutChoice(request, online, [], terms) }
  })
  return {
    text,
    classification,
    departmentId: plan.departmentId,
    incidentId: promises.incidentOf(topic, now)?.id ?? null,
    operatorId: placing.operatorId,
    rule: placing.rule,
    candidates: [...placing.candidates],
    clocks: plan.clocks.map(({ kind, dueAt, warnAt, targetMs }) => ({
      kind,
      dueAt: dueAt.toISOString(),
      warnAt: warnAt.toISOString(),
      targetMs,
    })),
  }
}
