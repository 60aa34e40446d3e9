/** The record of escalation: which step of which clock had its moment, and what came of it. What a step does is policy (handoff). */
import type { EscalationView } from '#contracts'
import type { RequestId } from '#kernel'
import { actorName, audit, type Ctx, publish, type Tx } from '#platform'
import { clockEscalated } from '../events.ts'
import { insertEntries } from './clock.store.ts'
import {
  type DueStep,
  type EndedStep,
  lockDueSteps,
  type StepKey,
  selectDueSteps,
  selectOpenSteps,
  selectStepsOf,
  updateSteps,
} from './clock-steps.store.ts'

/** Steps whose moment has come and that nobody has done, the longest due first. */
export function listDueSteps(ctx: Ctx, limit: number): Promise<(StepKey & Pick<DueStep, 'policyVersion'>)[]> {
  return selectDueSteps(ctx.db, limit)
}

/** These steps, for this transaction alone; those that somebody else does or has done are left out. */
export function takeDueSteps(tx: Tx, keys: readonly StepKey[]): Promise<DueStep[]> {
  return keys.length === 0 ? Promise.resolve([]) : lockDueSteps(tx, keys)
}

/** Writes down what came of steps: their rows, the ledgers with the moments they were for, the facts and the audit. */
export async function settleSteps(ctx: Ctx, tx: Tx, ended: readonly EndedStep[]): Promise<void> {
  if (ended.length === 0) return
  await updateSteps(tx, ended, ctx.clock.now())
  const actor = actorName(ctx.actor)
  const factsOf = ({ step, end }: EndedStep) => ({ code: step.code, action: end.action, outcome: end.outcome })
  await insertEntries(
    tx,
    ended.map((each) => ({
      ...{ clockId: each.step.clockId, kind: 'escalated', at: each.step.dueAt, actor },
      facts: factsOf(each),
    })),
  )
  for (const each of ended) {
    const { clockId, requestId, kind } = each.step
    const facts = factsOf(each)
    await publish(tx, ctx, clockEscalated, requestId, { clockId, requestId, kind, ...facts })
    const entry = { action: 'clock.escalated', subjectKind: 'request', subjectId: requestId }
    await audit(tx, ctx, { ...entry, facts: { clockId, ...facts } })
  }
}

/** Every step of a request's clocks whose moment has come, oldest first. */
export function escalationsOf(ctx: Ctx, requestId: RequestId): Promise<EscalationView[]> {
  return selectStepsOf(ctx.db, requestId)
}

/** The latest steps over all requests that are not closed. */
export function latestEscalations(ctx: Ctx, limit: number): Promise<EscalationView[]> {
  return selectOpenSteps(ctx.db, limit)
}
