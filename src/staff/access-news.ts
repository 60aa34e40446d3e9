/** What of a person's access has just changed, for those who hold an open line to them. */
import type { OperatorId } from '#kernel'
import type { Ctx } from '#platform'

const topic = 'staff.access'

/**
 * Told after the commit that ended sessions, changed roles or departments, or switched the person off. A hint: whoever holds a
 * line to the person looks at the tables, now and on a timer.
 */
export function tellAccessChanged(ctx: Ctx, operatorId: OperatorId): void {
  ctx.bus.publish(topic, { operatorId })
}

/** Returns the way to stop hearing. */
export function onAccessChanged(ctx: Ctx, hear: (operatorId: string) => void): () => void {
  return ctx.bus.subscribe(topic, (payload) => hear((payload as { operatorId: string }).operatorId))
}
