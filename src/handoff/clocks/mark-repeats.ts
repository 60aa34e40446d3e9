/**
 * A client who comes again on the same topic was not helped the first time: the request is linked to the earlier one and its
 * priority goes up by one degree, unless a person has judged it already.
 */
import { findRepeats, getRequest, markRepeat, raisePriority, requestOpened, requestReclassified } from '#inbox'
import type { RequestId } from '#kernel'
import { type Ctx, defineSubscriber, inTransaction, withActor } from '#platform'
import { selectPolicies } from '../handoff.store.ts'
import { loadPromises } from './promises.ts'
import { retargetClocks } from './retarget-clocks.ts'

/** Marks those of these requests that repeat an earlier one; how many. */
export async function markRepeats(ctx: Ctx, ids: readonly RequestId[]): Promise<number> {
  const repeatDays = (await selectPolicies(ctx.db)).at(-1)?.targets.repeatDays ?? 0
  const repeats = repeatDays === 0 ? [] : await findRepeats(ctx, ids, repeatDays)
  // Most messages repeat nothing, and every one of them comes by here.
  if (repeats.length === 0) return 0
  const promises = await loadPromises(ctx)
  const acting = withActor(ctx, { kind: 'system', name: 'repeats' })
  let marked = 0
  for (const repeat of repeats) {
    const isMarked = await inTransaction(acting, async (tx) => {
      if (!(await markRepeat(acting, tx, repeat))) return false
      const request = await getRequest(acting, repeat.requestId, tx)
      if (request === null || request.isConfirmed) return true
      const { isRaised } = await raisePriority(acting, tx, { requestId: repeat.requestId, why: 'repeat' })
      if (isRaised) await retargetClocks(acting, tx, promises, repeat.requestId, 'reclassified')
      return true
    })
    if (isMarked) marked++
  }
  return marked
}

export const markRepeatsWhenOpened = defineSubscriber({
  name: 'handoff.mark-repeats',
  pace: 'patient',
  events: [requestOpened.name, requestReclassified.name],
  handle: async (ctx, facts) => {
    await markRepeats(ctx, [...new Set(facts.map(({ subjectId }) => subjectId as RequestId))])
  },
})
