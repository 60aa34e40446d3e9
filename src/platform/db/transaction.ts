import type pg from 'pg'
import { InvariantError, isAppError } from '#kernel'
import type { Ctx } from '../ctx.ts'
import { wakeRelay } from '../events/wake-relay.ts'
import type { Tx } from './db.ts'
import { gatherWrites, longestTransactionMs, openTx, type RunSql } from './open-tx.ts'
import { closeOutgoing, noteAlso, type Outgoing, openOutgoing } from './outgoing.ts'
import { isRetryable, translateDatabaseError } from './translate-error.ts'

const mostTries = 3

/**
 * Runs `work` in one transaction (read committed) and, after the commit, wakes the relay if events were published.
 *
 * Promise: everything `work` wrote, its events and its audit entries are there together or not at all.
 * `work` may be run again after a deadlock, so it must have no effect outside the transaction.
 * Throws what `work` throws, `database.unavailable` where the server cannot be reached, `disk.full` where it has no room.
 */
export function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(ctx, work)
}

async function transact<T>(ctx: Ctx, work: (tx: Tx, view: OpenView) => Promise<T>): Promise<T> {
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

/**
 * Works under way in one transaction, each asking for itself: what they ask in one turn of the loop travels in one write. All of
 * them are waited for, also where one fails: none may go on when the transaction is over. Throws what the first to fail threw.
 */
export async function allDone<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(works)
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

/** One of several works that share a transaction has failed after it had written: with it, all of them are rolled back. */
class SpoiltError extends Error {}

/**
 * Runs several works that know nothing of each other in one transaction: one commit for all, and what they ask in one turn of
 * the loop travels in one write. Each has its own answer, in their order.
 *
 * Promise: what inTransaction gives, for each of them. One that refuses before it has changed anything is left out; where one
 * fails later, nothing is kept and each runs again in a transaction of its own. Works of two such transactions may want the same
 * rows, so all rows are locked by `prepare`, in the order of their ids, before the first of them begins; where they run again,
 * it is asked for one at a time.
 */
export async function inTransactionTogether<W, P, T>(
  ctx: Ctx,
  works: readonly W[],
  prepare: (tx: Tx, works: readonly W[]) => Promise<P>,
  run: (tx: Tx, work: W, prepared: P) => Promise<T>,
): Promise<PromiseSettledResult<T>[]> {
  try {
    return await transact(ctx, async (tx, view) => {
      const prepared = await prepare(tx, works)
      // All of them are waited for, also where one has failed: none may go on in a transaction that is over.
      const kept = await Promise.all(works.map((work) => withinView(view, (own) => run(own, work, prepared))))
      const spoilt = kept.find((one) => one.isSpoilt)
      if (spoilt?.settled.status === 'rejected')
        throw new SpoiltError('one of several works failed', { cause: spoilt.settled.reason })
      for (const { noted } of kept) noteAlso(tx, noted)
      return kept.map(({ settled }) => settled)
    })
  } catch (reason) {
    // What has become of the commit nobody knows: whoever asked looks again.
    if (isAppError(reason) && reason.kind === 'unavailable') return works.map(() => ({ status: 'rejected', reason }))
    ctx.metrics.count('transactions_split')
    const alone: PromiseSettledResult<T>[] = []
    for (const work of works) {
      const trying = inTransaction(ctx, async (tx) => run(tx, work, await prepare(tx, [work])))
      alone.push(...(await Promise.allSettled([trying])))
    }
    return alone
  }
}

type OpenView = (onWrite: () => void) => Tx
type Kept<T> = { readonly settled: PromiseSettledResult<T>; readonly isSpoilt: boolean; readonly noted: Outgoing }

/** What the work notes is kept where it succeeds, and where it refuses it must have changed nothing. */
async function withinView<T>(view: OpenView, work: (tx: Tx) => Promise<T>): Promise<Kept<T>> {
  let hasWritten = false
  const own = view(() => {
    hasWritten = true
  })
  const noted = openOutgoing(own)
  const [settled] = await Promise.allSettled([work(own)])
  closeOutgoing(own)
  if (settled.status === 'fulfilled') return { settled, isSpoilt: false, noted }
  return { settled, isSpoilt: hasWritten || !isAppError(settled.reason), noted: { events: [], audit: [] } }
}

async function runOnce<T>(ctx: Ctx, work: (tx: Tx, view: OpenView) => Promise<T>): Promise<T> {
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
  work: (tx: Tx, view: OpenView) => Promise<T>,
): Promise<{ value: T; published: number }> {
  const { tx, view, run, close } = openTx(ctx.db.prisma, client)
  const outgoing = openOutgoing(tx)
  try {
    const value = await work(tx, view)
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
