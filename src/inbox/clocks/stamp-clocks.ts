import { actorName, type Ctx, wakeRelay } from '#platform'
import { type StampRound, stampDue } from './stamp-clocks.store.ts'

/**
 * Warns and breaches whatever has come to it by now, and begins the steps of escalation whose moment has come: one statement
 * for a whole batch, because after a night every message that waited is due at the same second. Each stamp and its entry bear
 * the moment it was for, not the moment noticed. A clock whose request is in other hands is left for the next round: it may be
 * answered this very moment.
 * @param most clocks at most in one round; whoever gets as many asks again.
 * Throws `database.unavailable`.
 */
export async function stampDueClocks(ctx: Ctx, most: number): Promise<StampRound> {
  const round = await stampDue(ctx.db, ctx.clock.now(), most, actorName(ctx.actor), ctx.trace)
  if (round.stamped > 0) wakeRelay(ctx.bus)
  return round
}
