/** The two tables a bank's administrator changes in this room: the SLA policy, by versions, and the tree of topics. */
import { type FourTexts, type SlaPolicyView, SlaTargets } from '#contracts'
import { AppError, type DepartmentId, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { listDepartments } from '#staff'
import { actingOperator } from '../acting/acting-operator.ts'
import { slaPolicyChanged, topicChanged } from '../events.ts'
import { insertPolicy, selectPolicies, selectPolicyRecords, selectTopics, upsertTopic } from '../handoff.store.ts'
import { assertSound, type SlaPolicy } from './sla-policy.ts'

/** Every policy that was ever in force, oldest first; the last one is. */
export async function listPolicies(ctx: Ctx): Promise<SlaPolicy[]> {
  return selectPolicies(ctx.db)
}

/** The same with when and by whom each was put in force, newest first. */
export async function policyHistory(ctx: Ctx): Promise<SlaPolicyView[]> {
  const records = await selectPolicyRecords(ctx.db)
  return records.reverse().map((record) => ({ ...record, createdAt: record.createdAt.toISOString() }))
}

/**
 * Puts a new version in force for what begins from now on.
 * @throws permission.missing, input.invalid, policy.incomplete where some matter would have no target or two steps one code,
 * request.changed_meanwhile where somebody
 * else made the next version first
 */
export async function changePolicy(ctx: Ctx, input: { targets: SlaTargets; expectedVersion: number }): Promise<SlaPolicy> {
  const { id } = actingOperator(ctx, 'settings.edit')
  const policy = { version: input.expectedVersion + 1, targets: soundTargets(input.targets) }
  const inForce = (await selectPolicies(ctx.db)).at(-1)?.version ?? 0
  if (inForce !== input.expectedVersion) throw new AppError('request.changed_meanwhile', { version: inForce })
  // A fact needs a subject of its own; versions of a policy have no other id.
  const subjectId = newId()
  await inTransaction(ctx, async (tx) => {
    const isFirst = await insertPolicy(tx, policy, ctx.clock.now(), id)
    if (!isFirst) throw new AppError('request.changed_meanwhile', { version: policy.version })
    await audit(tx, ctx, {
      action: 'sla_policy.changed',
      subjectKind: 'sla_policy',
      subjectId,
      facts: { version: policy.version },
    })
    await publish(tx, ctx, slaPolicyChanged, subjectId, { version: policy.version })
  })
  return policy
}

/** @throws input.invalid, policy.incomplete */
export function soundTargets(given: unknown): SlaTargets {
  const parsed = SlaTargets.safeParse(given)
  if (!parsed.success) throw new AppError('input.invalid', { faults: parsed.error.issues.length }, { cause: parsed.error })
  try {
    assertSound(parsed.data)
  } catch (cause) {
    throw new AppError('policy.incomplete', {}, { cause })
  }
  return parsed.data
}

/**
 * Makes a topic or sends it elsewhere; new requests follow at once, those in a queue stay where they are.
 * @throws permission.missing, department.not_found
 */
export async function saveTopic(
  ctx: Ctx,
  topic: { code: string; names: FourTexts; departmentId: DepartmentId },
): Promise<void> {
  actingOperator(ctx, 'settings.edit')
  const { code, departmentId } = topic
  const isKnown = (await listDepartments(ctx)).some(({ id }) => id === departmentId)
  if (!isKnown) throw new AppError('department.not_found', { departmentId })
  const topics = await selectTopics(ctx.db)
  const position = topics.find((each) => each.code === code)?.position ?? topics.length
  await inTransaction(ctx, async (tx) => {
    await upsertTopic(tx, { ...topic, position })
    await audit(tx, ctx, { action: 'topic.changed', subjectKind: 'department', subjectId: departmentId, facts: { code } })
    await publish(tx, ctx, topicChanged, departmentId, { code, departmentId })
  })
}
