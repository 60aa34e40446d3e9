import type { RepeatReport } from '#contracts'
import type { RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { requestRepeated } from '../events.ts'
import { type Repeat, type RepeatOf, selectRepeatCounts, selectRepeatOf, selectRepeats, updateRepeat } from './repeat.store.ts'
import { lockRequest } from './request.store.ts'

/** Of these requests the open ones that repeat an earlier one and are not marked yet. */
export function findRepeats(ctx: Ctx, ids: readonly RequestId[], days: number): Promise<Repeat[]> {
  return selectRepeats(ctx.db, ids, days)
}

/** Links a request to the one it repeats; false where it is linked already. Throws `request.not_found`. */
export async function markRepeat(ctx: Ctx, tx: Tx, repeat: Repeat): Promise<boolean> {
  const { requestId, repeatOfId } = repeat
  await lockRequest(tx, requestId)
  if (!(await updateRepeat(tx, repeat, ctx.clock.now()))) return false
  await publish(tx, ctx, requestRepeated, requestId, { requestId, repeatOfId })
  await audit(tx, ctx, { action: 'request.repeated', subjectKind: 'request', subjectId: requestId, facts: { repeatOfId } })
  return true
}

export function repeatOf(ctx: Ctx, requestId: RequestId): Promise<RepeatOf | null> {
  return selectRepeatOf(ctx.db, requestId)
}

/** How many of the matters opened in [from, to) said again what an earlier one had said. */
export async function repeatReport(ctx: Ctx, from: Date, to: Date): Promise<RepeatReport> {
  const byTopic = await selectRepeatCounts(ctx.db, from, to)
  const opened = byTopic.reduce((sum, each) => sum + each.opened, 0)
  const repeats = byTopic.reduce((sum, each) => sum + each.repeats, 0)
  return { opened, repeats, share: opened === 0 ? null : repeats / opened, byTopic }
}
