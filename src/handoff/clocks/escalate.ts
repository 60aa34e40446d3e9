/**
 * What is done because a clock runs out: the steps of the policy, each once per clock and code.
 *
 * The waker writes down that a step's moment has come, in the statement that stamps warnings and breaches; here it is done, in
 * a transaction of its own, by the same process at once. A process that dies in between leaves the step due, and a sweep finds
 * it.
 */
import type { EscalationAction } from '#contracts'
import {
  changeHolder,
  type DueStep,
  getRequest,
  listDueSteps,
  type RequestView,
  raisePriority,
  type StepEnd,
  settleSteps,
  takeDueSteps,
} from '#inbox'
import { type DepartmentId, type OperatorId, secondMs } from '#kernel'
import { type Ctx, defineSweep, inTransaction, type Tx, withActor } from '#platform'
import { findOperator, listPresent, permissionsOf } from '#staff'
import { endAssignments, lockPlacing, replaceAssignment } from '../routing/assignment.store.ts'
import { selectRoutingPolicy } from '../routing/routing.store.ts'
import { complainedAbout } from '../routing/waiting-requests.ts'
import { loadPromises, type Promises } from './promises.ts'
import { retargetClocks } from './retarget-clocks.ts'

/** Steps done in one round; the sweep comes again. */
const mostSteps = 500

type Key = Awaited<ReturnType<typeof listDueSteps>>[number]
type Planned = { readonly key: Key; readonly action: EscalationAction | undefined }

/**
 * Does every step whose moment has come and that nobody has done; how many. Those that only tell somebody are done in one
 * transaction, because in the morning every message of the night is due at the same second; one that fails is left for the
 * next round.
 */
export async function doDueSteps(ctx: Ctx): Promise<number> {
  const keys = await listDueSteps(ctx, mostSteps)
  if (keys.length === 0) return 0
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'escalation' })
  const planned = keys.map((key): Planned => {
    const { escalation } = promises.policyOf(key.policyVersion).targets
    return { key, action: escalation.find(({ code }) => code === key.code)?.action }
  })
  const isTelling = ({ action }: Planned) => action?.kind !== 'raise_priority' && action?.kind !== 'reassign'
  let done = await tellSteps(acting, planned.filter(isTelling))
  for (const each of planned.filter((one) => !isTelling(one))) {
    try {
      if (await inTransaction(acting, (tx) => doStep(acting, tx, promises, each))) done++
    } catch (err) {
      ctx.log.warn({ err, code: each.key.code }, 'a step of escalation failed; it is tried again')
    }
  }
  return done
}

async function tellSteps(ctx: Ctx, planned: readonly Planned[]): Promise<number> {
  if (planned.length === 0) return 0
  const actions = new Map(planned.map(({ key, action }) => [`${key.clockId} ${key.code}`, action]))
  return inTransaction(ctx, async (tx) => {
    const steps = await takeDueSteps(
      tx,
      planned.map(({ key }) => key),
    )
    const ended = steps.map((step) => {
      const action = actions.get(`${step.clockId} ${step.code}`)
      return { step, end: dropOf(step, action) ?? endOf(action, 'told') }
    })
    await settleSteps(ctx, tx, ended)
    return ended.length
  })
}

async function doStep(ctx: Ctx, tx: Tx, promises: Promises, { key, action }: Planned): Promise<boolean> {
  // Before any request is locked: whoever places requests takes the locks in this order.
  if (action?.kind === 'reassign') await lockPlacing(tx)
  const [step] = await takeDueSteps(tx, [key])
  if (step === undefined) return false
  const request = await getRequest(ctx, step.requestId, tx)
  const dropped = dropOf(step, action)
  const isDone = dropped === null && request !== null && action !== undefined
  const end = isDone ? endOf(action, await act(ctx, tx, promises, request, action)) : (dropped ?? endOf(action, 'told'))
  await settleSteps(ctx, tx, [{ step, end }])
  return true
}

const endOf = (action: EscalationAction | undefined, outcome: string): StepEnd => ({
  state: 'done',
  action: action?.kind ?? null,
  outcome,
})

/** Why a step is not done; null where it is. */
function dropOf(step: DueStep, action: EscalationAction | undefined): StepEnd | null {
  const dropped = (outcome: string): StepEnd => ({ ...endOf(action, outcome), state: 'dropped' })
  if (action === undefined) return dropped('not_in_policy')
  if (!step.isRequestOpen) return dropped('request_closed')
  return step.isWaiting ? null : dropped('answered_meanwhile')
}

async function act(ctx: Ctx, tx: Tx, promises: Promises, request: RequestView, action: EscalationAction): Promise<string> {
  switch (action.kind) {
    case 'notify':
    case 'tell_supervisor':
      return 'told'
    case 'raise_priority': {
      const { isRaised } = await raisePriority(ctx, tx, { requestId: request.id, why: 'escalation' })
      if (isRaised) await retargetClocks(ctx, tx, promises, request.id, 'reclassified')
      return isRaised ? 'raised' : 'already_high'
    }
    case 'reassign':
      return reassign(ctx, tx, promises, request, action.to)
  }
}

type Goal = Extract<EscalationAction, { kind: 'reassign' }>['to']

/** A person who is gone, or whom the complaint is about, is passed over: the request goes to the queue instead. */
async function reassign(ctx: Ctx, tx: Tx, promises: Promises, request: RequestView, to: Goal): Promise<string> {
  if (to.kind === 'operator') {
    const operatorId = to.operatorId as OperatorId
    if (request.holderOperatorId === operatorId) return 'already_there'
    if (await mayHold(ctx, tx, request, operatorId)) {
      await hand(ctx, tx, request, operatorId)
      return 'handed'
    }
  }
  const asked = to.kind === 'department' ? (to.departmentId as DepartmentId) : request.departmentId
  const departmentId = promises.departments.has(asked) ? asked : request.departmentId
  if (request.holderKind === 'queue' && request.departmentId === departmentId) return 'already_there'
  await changeHolder(ctx, tx, { requestId: request.id, to: { kind: 'queue', departmentId }, reason: 'escalated' })
  await endAssignments(tx, request.id, ctx.clock.now(), 'returned')
  return 'queued'
}

async function mayHold(ctx: Ctx, tx: Tx, request: RequestView, operatorId: OperatorId): Promise<boolean> {
  const operator = await findOperator(ctx, operatorId)
  const presence = (await listPresent(ctx)).find((each) => each.operatorId === operatorId)
  if (operator === null || !operator.isActive || presence?.state !== 'online') return false
  if (!permissionsOf(operator.roles).has('request.take')) return false
  const { rules } = await selectRoutingPolicy(tx)
  const { id: requestId, type, topic } = request
  return !(await complainedAbout(ctx, tx, rules, [{ requestId, type, topic }])).get(requestId)?.has(operatorId)
}

async function hand(ctx: Ctx, tx: Tx, request: RequestView, operatorId: OperatorId): Promise<void> {
  await changeHolder(ctx, tx, { requestId: request.id, to: { kind: 'operator', operatorId }, reason: 'escalated' })
  const { id: requestId, departmentId } = request
  const assignment = { requestId, operatorId, departmentId, rule: 'transferred', candidates: [], at: ctx.clock.now() } as const
  await replaceAssignment(tx, assignment, 'transferred')
}

export const escalationSweep = defineSweep({
  name: 'handoff.escalation',
  everyMs: 5 * secondMs,
  run: async (ctx) => {
    await doDueSteps(ctx)
  },
})
