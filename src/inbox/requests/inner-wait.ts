/** The holder waits for another department: a promise between colleagues, with its own due moment. No clock of the client stops. */
import type { InnerWaitView } from '#contracts'
import { AppError, type DepartmentId, newId, type OperatorId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { innerWaitEnded, innerWaitOverdue, innerWaitStarted } from '../events.ts'
import { addNote } from './add-note.ts'
import {
  type InnerWait,
  type InnerWaitId,
  insertInnerWait,
  selectInnerWaits,
  updateInnerWaits,
  updateOverdueWaits,
} from './inner-wait.store.ts'
import { lockRequest } from './request.store.ts'

/** Asks another department; what is asked is a note. Throws `request.not_found`, `request.closed`, `message.empty`. */
export async function startInnerWait(
  ctx: Ctx,
  tx: Tx,
  input: {
    requestId: RequestId
    departmentId: DepartmentId
    askedById: OperatorId
    targetMs: number
    dueAt: Date
    note: string
  },
): Promise<InnerWaitId> {
  const { note, requestId, departmentId, ...wait } = input
  const request = await lockRequest(tx, requestId)
  if (request.status === 'closed') throw new AppError('request.closed', { requestId })
  const id = newId<InnerWaitId>()
  await addNote(ctx, tx, { requestId, text: note })
  await insertInnerWait(tx, { id, requestId, departmentId, startedAt: ctx.clock.now(), ...wait })
  const facts = { waitId: id, departmentId }
  await publish(tx, ctx, innerWaitStarted, requestId, { requestId, ...facts })
  await audit(tx, ctx, { action: 'inner_wait.started', subjectKind: 'request', subjectId: requestId, facts })
  return id
}

/** Ends one wait, or all of a request (`id` null). Throws `inner_wait.not_found` where that one is not under way. */
export async function endInnerWaits(
  ctx: Ctx,
  tx: Tx,
  input: { requestId: RequestId; id: InnerWaitId | null; note?: string },
): Promise<void> {
  const { requestId, id } = input
  await lockRequest(tx, requestId)
  const by = ctx.actor.kind === 'operator' ? ctx.actor.id : null
  const ended = await updateInnerWaits(tx, { requestId, id }, ctx.clock.now(), by)
  if (id !== null && ended.length === 0) throw new AppError('inner_wait.not_found', { waitId: id })
  if (input.note?.trim()) await addNote(ctx, tx, { requestId, text: input.note })
  for (const { id: waitId, departmentId } of ended) {
    await publish(tx, ctx, innerWaitEnded, requestId, { requestId, waitId, departmentId })
    const facts = { waitId, departmentId }
    await audit(tx, ctx, { action: 'inner_wait.ended', subjectKind: 'request', subjectId: requestId, facts })
  }
}

/** Notices waits whose moment has passed; how many. */
export async function noticeOverdueWaits(ctx: Ctx, tx: Tx, limit: number): Promise<number> {
  const overdue = await updateOverdueWaits(tx, ctx.clock.now(), limit)
  for (const { id, requestId, departmentId } of overdue)
    await publish(tx, ctx, innerWaitOverdue, requestId, { requestId, waitId: id, departmentId })
  return overdue.length
}

/** Of one request, oldest first. */
export async function innerWaitsOf(ctx: Ctx, requestId: RequestId): Promise<InnerWaitView[]> {
  return (await selectInnerWaits(ctx.db, requestId)).map(toView)
}

const toView = (wait: InnerWait): InnerWaitView => ({
  ...wait,
  startedAt: wait.startedAt.toISOString(),
  dueAt: wait.dueAt.toISOString(),
  endedAt: wait.endedAt?.toISOString() ?? null,
  breachedAt: wait.breachedAt?.toISOString() ?? null,
})
