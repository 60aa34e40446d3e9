/**
 * The legal term as a person moves it: an official appeal and back, and the one extension.
 *
 * O'RQ-580, art. 68 and O'RQ-445, art. 23, 28, 29 (read in secondary sources; every number is a setting of the policy): an
 * appeal is registered on the day it came, after closing on the next working day; the term may be extended once, with a reason,
 * and the applicant is told.
 */
import type { ExtendStatutoryInput, RegisterAppealInput } from '#contracts'
import {
  breachOverdue,
  type ClockToCompute,
  cancelClocks,
  clocksOfRequest,
  enterInLedger,
  getRequest,
  type LedgerEntry,
  type RequestView,
  recordExtension,
  registerAppeal,
  setClockDue,
  startClock,
  withdrawAppeal,
} from '#inbox'
import { AppError, type ClockId, dayMs, type RequestId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { actingOperator, requestForWork } from '../acting/acting-operator.ts'
import { statutoryDays } from './clock-terms.ts'
import { prepareNotice, sendNotice } from './extension-notice.ts'
import { loadPromises, type Promises, termOf } from './promises.ts'
import { retargetClocks } from './retarget-clocks.ts'

const kind = 'statutory' as const
const kinds = [kind] as const

/** The one that runs or ran last. */
export function legalClock(clocks: readonly ClockToCompute[]): ClockToCompute | undefined {
  return clocks.findLast((clock) => clock.kind === kind && clock.state !== 'cancelled')
}

/** When the law takes it as registered: at once in working hours, else when work begins. */
export function registrationOf(promises: Promises, departmentOf: Pick<RequestView, 'departmentId'>, receivedAt: Date): Date {
  const calendar = promises.statutoryCalendar(promises.policy, departmentOf.departmentId).time
  const { registersInWorkingTime } = promises.policy.targets.statutory
  return registersInWorkingTime ? new Date(calendar.nextOpeningAt(receivedAt.getTime())) : receivedAt
}

/**
 * Makes a request an official appeal: a number of its own, and a legal term. A term that runs already goes on from its own
 * beginning; otherwise it counts from the receipt given. The ledger says why.
 * @throws request.not_found, request.closed, appeal.already_registered, appeal.moment_refused, permission.missing
 */
export async function registerAppealAsOperator(
  ctx: Ctx,
  input: Omit<RegisterAppealInput, 'receivedAt' | 'hasConsent'> & { requestId: RequestId; receivedAt?: Date },
): Promise<void> {
  const { id } = actingOperator(ctx, 'request.classify')
  const promises = await loadPromises(ctx)
  await inTransaction(ctx, async (tx) => {
    const { requestId, ...card } = input
    const clocks = await clocksOfRequest(ctx, tx, requestId)
    const request = await requestForWork(ctx, tx, requestId)
    const live = legalClock(clocks.filter(({ metAt }) => metAt === null))
    const now = ctx.clock.now()
    const receivedAt = live?.startedAt ?? input.receivedAt ?? now
    if (receivedAt < request.openedAt || receivedAt > now) throw new AppError('appeal.moment_refused', { requestId })
    const registeredAt = registrationOf(promises, request, receivedAt)
    const { timeZone } = promises.statutoryCalendar(promises.policy, request.departmentId).time
    const { appealId, number } = await registerAppeal(ctx, tx, id, { ...card, requestId, receivedAt, registeredAt, timeZone })
    const clockId = live?.id ?? (await startClock(ctx, tx, { requestId, kind, startedAt: receivedAt }))
    await enterInLedger(ctx, tx, clockId, { kind: 'registered', facts: { appealId, number, why: 'official_appeal' } })
    await retargetClocks(ctx, tx, promises, requestId, 'appeal_registered')
  })
}

/**
 * Back to an ordinary request, by who may relax a promise to a client. The legal term ends where only the appeal gave it.
 * @throws request.not_found, request.closed, appeal.none, permission.missing
 */
export async function withdrawAppealAsSupervisor(ctx: Ctx, input: { requestId: RequestId; reason: string }): Promise<void> {
  const { id } = actingOperator(ctx, 'request.lower_complaint')
  const promises = await loadPromises(ctx)
  await inTransaction(ctx, async (tx) => {
    const { requestId } = input
    const clocks = await clocksOfRequest(ctx, tx, requestId)
    const request = await requestForWork(ctx, tx, requestId)
    const { appealId } = await withdrawAppeal(ctx, tx, id, input)
    const live = legalClock(clocks)
    if (live !== undefined) await enterInLedger(ctx, tx, live.id, { kind: 'unregistered', facts: { appealId } })
    const rest = statutoryDays(promises.policy.targets.statutory, request.type, [])
    if (rest !== undefined) return retargetClocks(ctx, tx, promises, requestId, 'appeal_withdrawn')
    await breachOverdue(ctx, tx, { requestId, kinds, at: ctx.clock.now() })
    await cancelClocks(ctx, tx, { requestId, kinds, why: 'appeal_withdrawn' })
  })
}

/**
 * Extends the legal term, once, and tells the client in the same breath: without the notice there is no extension. What becomes
 * of the notice is read from its delivery (`extensionOf`).
 * @throws request.not_found, request.closed, statutory.none, statutory.already_extended, statutory.term_refused,
 * template.not_found, template.not_published, template.variable_missing, template.language_missing, reply.guarded,
 * channel.unreachable, conversation.not_found, permission.missing, attachment.channel_refuses, attachment.too_large
 */
export async function extendStatutory(ctx: Ctx, input: ExtendStatutoryInput & { requestId: RequestId }): Promise<void> {
  const { id } = actingOperator(ctx, 'request.extend_statutory')
  const { requestId } = input
  const request = await getRequest(ctx, requestId)
  if (request === null) throw new AppError('request.not_found', { requestId })
  const promises = await loadPromises(ctx)
  const seen = extended(promises, request, legalClock(await clocksOfRequest(ctx, null, requestId)), input.termDays)
  const notice = await prepareNotice(ctx, promises, {
    request,
    operatorId: id,
    notice: input.notice,
    answerBy: seen.target.dueAt,
  })
  await inTransaction(ctx, async (tx) => {
    // First the reply, which locks the conversation before the request, as everybody does.
    const { messageId, deliveryId } = await sendNotice(ctx, tx, requestId, notice)
    const current = await requestForWork(ctx, tx, requestId)
    const next = extended(promises, current, legalClock(await clocksOfRequest(ctx, tx, requestId)), input.termDays)
    // The client was told a day: should the term have moved meanwhile, nothing is said and the person looks again.
    if (next.target.dueAt.getTime() !== seen.target.dueAt.getTime())
      throw new AppError('request.changed_meanwhile', { requestId })
    const extensionId = await recordExtension(ctx, tx, {
      ...{ clockId: next.clockId, requestId, byId: id, reason: input.reason, messageId, deliveryId },
      ...{ fromDays: next.fromDays, toDays: input.termDays, fromDueAt: next.fromDueAt, toDueAt: next.target.dueAt },
    })
    const facts = { extensionId, termDays: input.termDays, fromDays: next.fromDays, deliveryId }
    await enterInLedger(ctx, tx, next.clockId, { kind: 'extended', facts })
    await setClockDue(ctx, tx, next.clockId, next.target, 'extended')
  })
}

/** The clock with its term as it would be; refuses what may not be extended. */
function extended(promises: Promises, request: RequestView, clock: ClockToCompute | undefined, termDays: number) {
  const requestId = request.id
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  if (clock === undefined || clock.state !== 'running' || clock.dueAt === null)
    throw new AppError('statutory.none', { requestId })
  if (clock.entries.some((entry) => entry.kind === 'extended')) throw new AppError('statutory.already_extended', { requestId })
  const policy = promises.policyOf(clock.policyVersion)
  const fromDays = statutoryDays(policy.targets.statutory, request.type, clock.entries) ?? (clock.targetMs ?? 0) / dayMs
  const mostDays = promises.policy.targets.statutory.mostExtendedDays
  if (termDays <= fromDays || termDays > mostDays) throw new AppError('statutory.term_refused', { fromDays, mostDays })
  const entry: LedgerEntry = { kind: 'extended', at: clock.startedAt, actor: '', facts: { termDays } }
  const stretches = [{ fromMs: clock.startedAt.getTime(), toMs: null }]
  const target = termOf(promises, policy, kind, { ...clock, entries: [...clock.entries, entry] }, stretches)
  if (target === null) throw new AppError('statutory.none', { requestId })
  return { clockId: clock.id as ClockId, target, fromDays, fromDueAt: clock.dueAt }
}
