import type pg from 'pg'
import { InvariantError } from '#kernel'
import type { Ctx } from '../ctx.ts'
import { wakeRelay } from '../events/wake-relay.ts'
import type { Tx } from './db.ts'
import { gatherWrites, longestTransactionMs, openTx, type RunSql } from './open-tx.ts'
import { closeOutgoing, type Outgoing, openOutgoing } from './outgoing.ts'
import { isRetryable, translateDatabaseError } from './translate-error.ts'

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
  const client = await ctx.db.transactions.connect()
  // Locks are not held for ever, whatever the work waits for; the server rolls back what its client leaves behind.
  const tooLong = setTimeout(() => void client.end(), longestTransactionMs)
  try {
    // Not awaited: it travels with the first statement, and where it fails that one fails too.
    gatherWrites(client)
    client.query('BEGIN').catch(() => undefined)
    const { value, published } = await fill(ctx, client, work)
    client.release()
    if (published > 0) wakeRelay(ctx.bus)
    return value
  } catch (error) {
    await giveUp(client)
    throw error
  } finally {
    clearTimeout(tooLong)
  }
}

/** Does the work and commits it with its facts. */
async function fill<T>(
  ctx: Ctx,
  client: pg.PoolClient,
  work: (tx: Tx) => Promise<T>,
): Promise<{ value: T; published: number }> {
  const { tx, run, close } = openTx(ctx.db.prisma, client)
  const outgoing = openOutgoing(tx)
  try {
    const value = await work(tx)
    closeOutgoing(tx)
    await close()
    // The facts and the commit travel together. Where the facts fail, the server turns the commit into a rollback.
    gatherWrites(client)
    const [, { command }] = await Promise.all([writeOutgoing(run, outgoing), client.query('COMMIT')])
    if (command !== 'COMMIT') throw new InvariantError('a transaction went on after one of its statements had failed')
    return { value, published: outgoing.events.length }
  } finally {
    closeOutgoing(tx)
    await close()
  }
}

/** A connection whose transaction cannot even be rolled back is thrown away, and the transaction with it. */
async function giveUp(client: pg.PoolClient): Promise<void> {
  const fault = await client.query('ROLLBACK').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error('the connection was lost')),
  )
  client.release(fault)
}

async function writeOutgoing(run: RunSql, { events, audit }: Outgoing): Promise<void> {
  if (events.length > 0 && audit.length > 0)
    await run(`WITH written AS (${insertEvents(1)}) ${insertAudit(2)}`, [JSON.stringify(events), JSON.stringify(audit)])
  else if (events.length > 0) await run(insertEvents(1), [JSON.stringify(events)])
  else if (audit.length > 0) await run(insertAudit(1), [JSON.stringify(audit)])
}

/** `ord` is drawn in the order of this list, which is the order the facts were published in. */
const insertEvents = (place: number) => `
  INSERT INTO event (id, name, version, occurred_at, subject_id, actor, trace, data)
  SELECT e."id", e."name", e."version", e."occurredAt", e."subjectId", e."actor", e."trace", e."data"
  FROM ROWS FROM (jsonb_to_recordset($${place}::jsonb) AS (
    "id" uuid, "name" text, "version" smallint, "occurredAt" timestamptz, "subjectId" uuid, "actor" text, "trace" text,
    "data" jsonb)) WITH ORDINALITY AS e("id", "name", "version", "occurredAt", "subjectId", "actor", "trace", "data", "position")
  ORDER BY e."position"`

const insertAudit = (place: number) => `
  INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id, facts, trace)
  SELECT a."at", a."actor", a."action", a."subjectKind", a."subjectId", a."facts", a."trace"
  FROM jsonb_to_recordset($${place}::jsonb) AS a(
    "at" timestamptz, "actor" text, "action" text, "subjectKind" text, "subjectId" text, "facts" jsonb, "trace" text)`
