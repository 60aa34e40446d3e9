import type { PauseReason } from '#contracts'
import { AppError, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { pauseClocks, resumeClocks } from '../clocks/clock-ledger.ts'
import { requestPaused, requestResumed } from '../events.ts'
import { lockRequest, writePause } from './request.store.ts'
import { decidePause, decideResume } from './request-rules.ts'

/** Waits for the client: its clocks stand still (not the statutory one). Pausing a paused request changes nothing. */
export async function pauseRequest(ctx: Ctx, tx: Tx, input: { requestId: RequestId; reason: PauseReason }): Promise<void> {
  const request = await lockRequest(tx, input.requestId)
  const decided = decidePause(request.status)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id })
  if (decided.value === 'keep') return
  await writePause(tx, request.id, input.reason, ctx.clock.now())
  await pauseClocks(ctx, tx, { requestId: request.id, reason: input.reason })
  const facts = { reason: input.reason }
  await publish(tx, ctx, requestPaused, request.id, { requestId: request.id, ...facts })
  await audit(tx, ctx, { action: 'request.paused', subjectKind: 'request', subjectId: request.id, facts })
}

/** The wait is over by a person's decision; the client's own message ends it in the intake. Throws `request.not_paused`. */
export async function resumeRequest(ctx: Ctx, tx: Tx, input: { requestId: RequestId }): Promise<void> {
  const request = await lockRequest(tx, input.requestId)
  const decided = decideResume(request.status)
  if (!decided.ok) throw new AppError(decided.refusal, { requestId: request.id })
  await writePause(tx, request.id, null, ctx.clock.now())
  await resumeClocks(ctx, tx, { requestId: request.id, because: 'operator' })
  await publish(tx, ctx, requestResumed, request.id, { requestId: request.id, because: 'operator' })
  await audit(tx, ctx, { action: 'request.resumed', subjectKind: 'request', subjectId: request.id })
}
