import { minuteMs } from '#kernel'
import { type AuditNote, audit, type Ctx, inTransaction } from '#platform'
import type { Caller } from './desk-route.ts'

/** A screen reads the same request again on every reconnect; one reading a minute says the same. */
const sameReadingMs = minuteMs
const mostRemembered = 10_000

/** Puts on record who read what, and waits until it is: what is not on record is not shown. */
export class ReadingsOnRecord {
  private readonly lastAt = new Map<string, number>()

  async put(ctx: Ctx, caller: Caller, note: AuditNote): Promise<void> {
    const now = ctx.clock.now().getTime()
    const key = [caller.session.tokenHash, note.action, note.subjectKind, note.subjectId, JSON.stringify(note.facts)].join(' ')
    const isRepeated = now - (this.lastAt.get(key) ?? Number.NEGATIVE_INFINITY) < sameReadingMs
    if (isRepeated && !note.action.startsWith('export.')) return
    await inTransaction(ctx, (tx) => audit(tx, ctx, note))
    this.lastAt.delete(key) // a Map keeps the order of insertion: the first is the one not read for longest
    this.lastAt.set(key, now)
    for (const oldest of this.lastAt.keys()) {
      if (this.lastAt.size <= mostRemembered) break
      this.lastAt.delete(oldest)
    }
  }
}
