/** The routing rules, by versions, as an administrator changes them. */
import { RoutingRules } from '#contracts'
import { AppError, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { actingOperator } from '../acting/acting-operator.ts'
import { routingChanged } from '../events.ts'
import { insertRoutingPolicy, type RoutingPolicy, selectRoutingPolicy } from './routing.store.ts'

/** The rules in force; version 0 is the default that nobody has changed yet. */
export async function routingRules(ctx: Ctx): Promise<RoutingPolicy> {
  return selectRoutingPolicy(ctx.db)
}

/**
 * Puts new rules in force at once, for what is held already too.
 * @throws permission.missing, input.invalid, request.changed_meanwhile where somebody else made the next version first
 */
export async function changeRoutingRules(
  ctx: Ctx,
  input: { rules: RoutingRules; expectedVersion: number },
): Promise<RoutingPolicy> {
  const { id } = actingOperator(ctx, 'settings.edit')
  const parsed = RoutingRules.safeParse(input.rules)
  if (!parsed.success) throw new AppError('input.invalid', { faults: parsed.error.issues.length }, { cause: parsed.error })
  const policy = { version: input.expectedVersion + 1, rules: parsed.data }
  const subjectId = newId()
  await inTransaction(ctx, async (tx) => {
    const { version: inForce } = await selectRoutingPolicy(tx)
    const isNext = inForce === input.expectedVersion && (await insertRoutingPolicy(tx, policy, ctx.clock.now(), id))
    if (!isNext) throw new AppError('request.changed_meanwhile', { version: inForce })
    const facts = { version: policy.version }
    await audit(tx, ctx, { action: 'routing.changed', subjectKind: 'routing_policy', subjectId, facts })
    await publish(tx, ctx, routingChanged, subjectId, facts)
  })
  return policy
}
