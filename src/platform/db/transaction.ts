import type { Ctx } from '../ctx.ts'
import { wakeRelay } from '../events/wake-relay.ts'
import type { Tx } from './db.ts'
import { Prisma } from './generated/client.ts'
import { closeOutgoing, type Outgoing, openOutgoing } from './outgoing.ts'
import { isRetryable, translateDatabaseError } from './translate-error.ts'

/** Longer than any honest use case; a transaction that exceeds it holds row locks others wait for. */
const longestMs = 15_000
const longestWaitForConnectionMs = 5_000
const mostTries = 3

/**
 * Runs `work` in one transaction (read committed) and, after the commit, wakes the relay if events were published.
 *
 * Promise: everything `work` wrote, its events and its audit entries are there together or not at all.
 * `work` may be run again after a deadlock, so it must have no effect outside the transaction.
 * Throws what `work` throws, `database.unavailable` where the server cannot be reached, `disk.full` where it has no room.
 */
export async function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(ctx, work)
    } catch (error) {
      if (attempt >= mostTries || !isRetryable(error)) throw translateDatabaseError(error)
      ctx.metrics.count('transaction_retried')
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

async function runOnce<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  let published = 0
  const result = await ctx.db.prisma.$transaction(
    async (handle) => {
      const tx = handle as Tx
      const outgoing = openOutgoing(tx)
      try {
        const value = await work(tx)
        published = outgoing.events.length
        await writeOutgoing(tx, outgoing)
        return value
      } finally {
        closeOutgoing(tx)
      }
    },
    { timeout: longestMs, maxWait: longestWaitForConnectionMs },
  )
  if (published > 0) wakeRelay(ctx.bus)
  return result
}

async function writeOutgoing(tx: Tx, { events, audit }: Outgoing): Promise<void> {
  if (events.length > 0 && audit.length > 0)
    await tx.$executeRaw`WITH written AS (${insertEvents(events)}) ${insertAudit(audit)}`
  else if (events.length > 0) await tx.$executeRaw(insertEvents(events))
  else if (audit.length > 0) await tx.$executeRaw(insertAudit(audit))
}

/** `ord` is drawn in the order of this list, which is the order the facts were published in. */
const insertEvents = (events: Outgoing['events']) => Prisma.sql`
  INSERT INTO event (id, name, version, occurred_at, subject_id, actor, trace, data)
  SELECT e."id", e."name", e."version", e."occurredAt", e."subjectId", e."actor", e."trace", e."data"
  FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS (
    "id" uuid, "name" text, "version" smallint, "occurredAt" timestamptz, "subjectId" uuid, "actor" text, "trace" text,
    "data" jsonb)) WITH ORDINALITY AS e("id", "name", "version", "occurredAt", "subjectId", "actor", "trace", "data", "position")
  ORDER BY e."position"`

const insertAudit = (entries: Outgoing['audit']) => Prisma.sql`
  INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts, trace)
  SELECT a."at", a."actor", a."action", a."subjectKind", a."subjectId", a."facts", a."trace"
  FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS a(
    "at" timestamptz, "actor" text, "action" text, "subjectKind" text, "subjectId" text, "facts" jsonb, "trace" text)`
