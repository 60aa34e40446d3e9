import type { ErrorFacts } from '#kernel'
import { actorName, type Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'
import { outgoingOf } from '../db/outgoing.ts'

export type AuditNote = {
  /** A past fact in one word pair: `request.taken`, `template.published`. */
  action: string
  subjectKind: string
  subjectId: string
  /** Ids, numbers and closed words; never a text a person wrote. */
  facts?: ErrorFacts
}

/** Writes down who did what to which thing, in the transaction that did it. Entries are never changed or removed. */
export async function audit(tx: Tx, ctx: Ctx, entry: AuditNote): Promise<void> {
  outgoingOf(tx).audit.push({
    at: ctx.clock.now(),
    actor: actorName(ctx.actor),
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    facts: entry.facts ?? {},
    trace: ctx.trace,
  })
}
