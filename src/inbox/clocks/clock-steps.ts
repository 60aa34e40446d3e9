/** The record of escalation: which step of which clock had its moment, and what came of it. What a step does is policy (handoff). */
import type { EscalationView } from '#contracts'
import type { RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { clockEscalated } from '../events.ts'
import { enterInLedger } from './clock-ledger.ts'
import {
  type DueStep,
  lockDueStep,
  type StepEnd,
  type StepKey,
  selectDueSteps,
  selectOpenSteps,
  selectStepsOf,
  updateStep,
} from './clock-steps.store.ts'

/** Steps whose moment has come and that nobody has done, the longest due first. */
export function listDueSteps(ctx: Ctx, limit: number): Promise<(StepKey & Pick<DueStep, 'policyVersion'>)[]> {
  return selectDueSteps(ctx.db, limit)
}

/** The step, for this transaction alone; null where somebody else does it or has done it. */
export function takeDueStep(tx: Tx, key: StepKey): Promise<DueStep | null> {
  return lockDueStep(tx, key)
}

/** Writes down what came of a step: its row, the clock's ledger with the moment it was for, a fact and the audit. */
export async function settleStep(ctx: Ctx, tx: Tx, step: DueStep, end: StepEnd): Promise<void> {
  const { clockId, code, requestId, kind } = step
  await updateStep(tx, step, end, ctx.clock.now())
  const facts = { code, action: end.action, outcome: end.outcome }
  await enterInLedger(ctx, tx, clockId, { kind: 'escalated', facts, at: step.dueAt })
  await publish(tx, ctx, clockEscalated, requestId, { clockId, requestId, kind, ...facts })
  await audit(tx, ctx, {
    action: 'clock.escalated',
    subjectKind: 'request',
    subjectId: requestId,
    facts: { clockId, ...facts },
  })
}

/** Every step of a request's clocks whose moment has come, oldest first. */
export function escalationsOf(ctx: Ctx, requestId: RequestId): Promise<EscalationView[]> {
  return selectStepsOf(ctx.db, requestId)
}

/** The latest steps over all requests that are not closed. */
export function latestEscalations(ctx: Ctx, limit: number): Promise<EscalationView[]> {
  return selectOpenSteps(ctx.db, limit)
}
