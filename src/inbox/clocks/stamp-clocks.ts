import type { ClockId } from '#kernel'
import { actorName, type Ctx, publish, type Tx } from '#platform'
import { clockBreached, clockWarned } from '../events.ts'
import { insertEntries } from './clock.store.ts'
import { refreshNextDueOf, type Stamp, updateBreachedOf, updateWarnedOf } from './stamp-clocks.store.ts'

/**
 * Warns and breaches all of these clocks that have come to it by `now`, in a handful of statements: after a night, every
 * message that waited is due at the same second. Each stamp and its entry bear the moment it was for, not the moment noticed.
 * The caller holds the clocks with their requests (takeDueClocks). Returns how many stamps were written.
 */
export async function stampDueClocks(
  ctx: Ctx,
  tx: Tx,
  clocks: readonly { readonly id: ClockId }[],
  now: Date,
): Promise<number> {
  if (clocks.length === 0) return 0
  const ids = clocks.map(({ id }) => id)
  const warned = await updateWarnedOf(tx, ids, now)
  const breached = await updateBreachedOf(tx, ids, now)
  const actor = actorName(ctx.actor)
  const entry = (kind: 'warned' | 'breached') => (stamp: Stamp) => ({ clockId: stamp.id, kind, at: stamp.at, actor, facts: {} })
  await insertEntries(tx, [...warned.map(entry('warned')), ...breached.map(entry('breached'))])
  for (const stamp of warned) await publish(tx, ctx, clockWarned, stamp.requestId, factOf(stamp))
  for (const stamp of breached) await publish(tx, ctx, clockBreached, stamp.requestId, factOf(stamp))
  if (breached.length > 0) await refreshNextDueOf(tx, [...new Set(breached.map(({ requestId }) => requestId))])
  return warned.length + breached.length
}

const factOf = ({ id, requestId, kind }: Stamp) => ({ clockId: id, requestId, kind })
