import { newId } from '#kernel'
import { actorName, type Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'
import { outgoingOf } from '../db/outgoing.ts'
import type { EventDefinition } from './catalogue.ts'

/**
 * States a fact in the transaction that makes it true. Every subscriber hears it at least once after the commit, whatever
 * dies in between; if the transaction is rolled back nobody ever does.
 * @param subjectId the request or conversation the fact is about.
 * Throws where the data does not fit the definition: that is a bug of the caller.
 */
export async function publish<D>(
  tx: Tx,
  ctx: Ctx,
  event: EventDefinition<string, D>,
  subjectId: string,
  data: D,
): Promise<void> {
  outgoingOf(tx).events.push({
    id: newId(),
    name: event.name,
    version: event.version,
    occurredAt: ctx.clock.now(),
    subjectId,
    actor: actorName(ctx.actor),
    trace: ctx.trace,
    data: event.data.parse(data),
  })
}
