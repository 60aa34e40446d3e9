/** The relay's statements: numbering facts, and the batches that are still to be heard. */
import type pg from 'pg'
import { InvariantError } from '#kernel'
import type { Db } from '../db/db.ts'
import { gatherWrites } from '../db/open-tx.ts'
import { translateDatabaseError } from '../db/translate-error.ts'
import { type FactRow, factColumns, toFact } from './events.store.ts'
import type { Fact } from './fact.ts'

/** Any constant will do; two relays, and whoever else numbers facts, must agree on it. */
export const relayLockKey = 4_021_973_001

/**
 * The lock is taken in a statement of its own, so that the next one's snapshot begins after an earlier relay's commit. With
 * both in one, a relay could number facts it believes unpublished although another has just done so.
 * Without its other ways, which these connections deny it, the planner walks the index of waiting facts in order and stops at
 * the limit, instead of sorting the whole backlog in every round: its figures lag behind a list that is empty one moment and
 * long the next. For the same reason the facts are found again by a list of their ids and not by a join: prepared while the
 * table was empty, a join walked the whole of it for every waiting fact until the next ANALYZE, and a new installation lost its
 * processor to that.
 */
const tryLock = { name: 'relay-lock', text: `SELECT pg_try_advisory_xact_lock(${relayLockKey}) AS is_mine` }

const number = {
  name: 'relay-number',
  text: `
    WITH waiting AS MATERIALIZED (SELECT id, ord FROM event WHERE published_at IS NULL ORDER BY ord LIMIT $1),
    numbered AS (
      UPDATE event e SET published_at = now(), feed_no = (SELECT f.last_feed_no FROM feed_state f WHERE f.id = 1)
        + array_position(ARRAY(SELECT w.id FROM waiting w ORDER BY w.ord), e.id)
      WHERE e.id = ANY (ARRAY(SELECT w.id FROM waiting w))
      RETURNING e.id, e.feed_no, e.name, e.version, e.occurred_at, e.subject_id, e.actor, e.trace, e.data),
    counted AS (
      UPDATE feed_state SET last_feed_no = last_feed_no + (SELECT count(*) FROM waiting)
      WHERE id = 1 AND EXISTS (SELECT 1 FROM waiting))
    SELECT ${factColumns} FROM numbered ORDER BY feed_no`,
}

export type Standing = { readonly feedNo: number; readonly unnumbered: number; readonly unheard: number }

/** Where the feed stands and what is behind it; counts no further than asked. */
export async function selectStanding(db: Db, most: { mostUnnumbered: number; mostUnheard: number }): Promise<Standing> {
  const [standing] = await db.query<Standing>({
    name: 'relay-standing',
    text: `SELECT (SELECT last_feed_no FROM feed_state WHERE id = 1) AS "feedNo",
      (SELECT count(*)::int FROM (SELECT 1 FROM event WHERE published_at IS NULL LIMIT $1) w) AS unnumbered,
      (SELECT count(*)::int FROM (SELECT 1 FROM event_batch WHERE parked_at IS NULL LIMIT $2) b) AS unheard`,
    values: [most.mostUnnumbered, most.mostUnheard],
  })
  return standing ?? { feedNo: 0, unnumbered: 0, unheard: 0 }
}

/** `forMs`: whoever numbers the facts hears them too and has them for so long; 0 where they are anybody's. */
export type NewBatch = { readonly subscriber: string; readonly from: number; readonly to: number; readonly forMs: number }
export type OwnBatch = ClaimedBatch & { readonly subscriber: string }
export type Numbered = { readonly facts: readonly Fact[]; readonly own: readonly OwnBatch[] }

/**
 * When a batch nobody has tried is due: before every moment there is. With the moment of its writing it would wait until the
 * clock has caught up, should the database's clock be set back. A moment and no condition of its own in the claim, so that due
 * batches are still found by one range of the index.
 */
const untriedDueAt = `'epoch'::timestamptz`

const hand = {
  name: 'relay-hand',
  text: `
    INSERT INTO event_batch (subscriber, from_feed_no, to_feed_no, attempts, due_at)
    SELECT b.subscriber, b.from_no, b.to_no, sign(b.for_ms)::int,
      CASE WHEN b.for_ms > 0 THEN clock_timestamp() + b.for_ms * interval '1 millisecond' ELSE ${untriedDueAt} END
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::int[]) AS b(subscriber, from_no, to_no, for_ms)
    RETURNING id::text, subscriber, from_feed_no, to_feed_no, attempts`,
}

/**
 * Numbers up to `limit` unpublished facts and writes down who has to hear them, in one transaction on one connection.
 * Returns null where another relay is at it.
 */
export async function numberFacts(
  db: Db,
  limit: number,
  batchesOf: (facts: readonly Fact[]) => readonly NewBatch[],
): Promise<Numbered | null> {
  const client = await db.keyed.connect().catch((error: unknown) => {
    throw translateDatabaseError(error)
  })
  let broken: Error | undefined
  try {
    return await numberOn(client, limit, batchesOf)
  } catch (error) {
    broken = error instanceof Error ? error : new Error('the relay lost its connection')
    throw translateDatabaseError(error)
  } finally {
    client.release(broken) // a broken one is thrown away, and its transaction with it
  }
}

async function numberOn(
  client: pg.PoolClient,
  limit: number,
  batchesOf: (facts: readonly Fact[]) => readonly NewBatch[],
): Promise<Numbered | null> {
  gatherWrites(client)
  const [, locked] = await Promise.all([client.query('BEGIN'), client.query<{ is_mine: boolean }>(tryLock)])
  if (!locked.rows[0]?.is_mine) {
    await client.query('ROLLBACK')
    return null
  }
  const { rows } = await client.query<FactRow>({ ...number, values: [limit] })
  const facts = rows.map(toFact)
  const batches = facts.length === 0 ? [] : batchesOf(facts)
  const columns = [
    batches.map((one) => one.subscriber),
    ...[batches.map((one) => one.from), batches.map((one) => one.to), batches.map((one) => one.forMs)],
  ]
  gatherWrites(client)
  const handing = batches.length === 0 ? undefined : client.query<BatchRow>({ ...hand, values: columns })
  const [handed, { command }] = await Promise.all([handing, client.query('COMMIT')])
  if (command !== 'COMMIT') throw new InvariantError('facts were numbered although nobody could be told')
  const written = handed?.rows ?? []
  return {
    facts,
    own: written.filter((row) => row.attempts > 0).map((row) => ({ ...toClaimed(row), subscriber: row.subscriber })),
  }
}

export type ClaimedBatch = { readonly id: string; readonly from: number; readonly to: number; readonly attempts: number }
type BatchRow = { id: string; subscriber: string; from_feed_no: number; to_feed_no: number; attempts: number }

const toClaimed = (row: BatchRow): ClaimedBatch => ({
  id: row.id,
  from: row.from_feed_no,
  to: row.to_feed_no,
  attempts: row.attempts,
})

/** Beyond so many tries a batch waits until no other is due: it may be what fails, or what kills whoever works on it. */
export const triesInTurn = 3

/**
 * Takes due batches for `leaseMs`, oldest first; nobody else gets them until then. One that was taken and not finished, because
 * it failed or its holder died, keeps its turn at first: behind a stream of new ones it would not be heard before the stream ends.
 */
export async function claimBatches(db: Db, subscriber: string, limit: number, leaseMs: number): Promise<ClaimedBatch[]> {
  const rows = await db.query<BatchRow>({
    name: 'batch-claim',
    text: `
      UPDATE event_batch SET attempts = attempts + 1, due_at = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE id IN (
        SELECT id FROM event_batch
        WHERE subscriber = $1 AND parked_at IS NULL AND due_at <= clock_timestamp()
        ORDER BY attempts >= $4, id LIMIT $2 FOR UPDATE SKIP LOCKED)
      RETURNING id::text, subscriber, from_feed_no, to_feed_no, attempts`,
    values: [subscriber, limit, leaseMs, triesInTurn],
    isByKey: true,
  })
  return rows.map(toClaimed).sort((a, b) => a.from - b.from)
}

export async function renewLeases(db: Db, ids: readonly string[], leaseMs: number): Promise<void> {
  await db.query({
    text: `UPDATE event_batch SET due_at = clock_timestamp() + $2 * interval '1 millisecond' WHERE id = ANY($1::bigint[])`,
    values: [ids, leaseMs],
  })
}

/** Batches that were taken and not begun: due at once, as if nobody had had them. */
export async function giveBack(db: Db, ids: readonly string[]): Promise<void> {
  const text = `UPDATE event_batch SET due_at = ${untriedDueAt}, attempts = 0 WHERE id = ANY($1::bigint[])`
  await db.query({ text, values: [ids] })
}

/** For a start that knows no other process works on this database: what a dead one had taken is free at once. */
export async function releaseLeases(db: Db): Promise<void> {
  await db.query({ text: 'UPDATE event_batch SET due_at = now() WHERE parked_at IS NULL AND due_at > now()' })
}

export async function deleteBatches(db: Db, ids: readonly string[]): Promise<void> {
  const text = 'DELETE FROM event_batch WHERE id = ANY($1::bigint[])'
  await db.query({ name: 'batch-done', text, values: [ids], isByKey: true })
}

/** `attempts` is set rather than added to, because a failure that is nobody's fault does not count. */
export async function postponeBatch(db: Db, id: string, o: { afterMs: number; attempts: number; code: string }): Promise<void> {
  await db.query({
    text: `UPDATE event_batch SET due_at = clock_timestamp() + $2 * interval '1 millisecond', attempts = $3, last_error = $4
           WHERE id = $1`,
    values: [id, o.afterMs, o.attempts, o.code],
  })
}

/** The batch gives way to one parked row for each fact that could not be heard. */
export async function parkFacts(
  db: Db,
  batchId: string,
  subscriber: string,
  parked: readonly { feedNo: number; code: string }[],
): Promise<void> {
  await db.query({
    text: `
      WITH gone AS (DELETE FROM event_batch WHERE id = $1)
      INSERT INTO event_batch (subscriber, from_feed_no, to_feed_no, attempts, parked_at, last_error)
      SELECT $2, p.feed_no, p.feed_no, 0, now(), p.code FROM unnest($3::bigint[], $4::text[]) AS p(feed_no, code)`,
    values: [batchId, subscriber, parked.map((one) => one.feedNo), parked.map((one) => one.code)],
  })
}

/**
 * The numbers are asked for one by one: of a range the planner expects a good part of the table, and reads all of it for a
 * handful of facts until the first ANALYZE.
 */
export async function selectFactsOf(db: Db, batches: readonly ClaimedBatch[], names: readonly string[]): Promise<Fact[]> {
  const numbers = batches.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
  const rows = await db.query<FactRow>({
    name: 'batch-facts',
    text: `SELECT ${factColumns} FROM event WHERE feed_no = ANY($1::bigint[]) AND name = ANY($2::text[]) ORDER BY feed_no`,
    values: [numbers, names],
    isByKey: true,
  })
  return rows.map(toFact)
}

export async function selectDueSubscribers(db: Db): Promise<string[]> {
  const rows = await db.query<{ subscriber: string }>({
    name: 'batch-due',
    text: 'SELECT DISTINCT subscriber FROM event_batch WHERE parked_at IS NULL AND due_at <= clock_timestamp()',
  })
  return rows.map((row) => row.subscriber)
}

export type Backlog = {
  readonly unpublished: number
  readonly unheard: number
  readonly parked: number
  readonly oldestAgeSeconds: number
}

/** How far the hearing is behind the telling; counts stop at 10,000, where the exact number no longer matters. */
export async function selectBacklog(db: Db): Promise<Backlog> {
  const rows = await db.query<Backlog>({
    name: 'relay-backlog',
    text: `
      SELECT (SELECT count(*)::int FROM (SELECT 1 FROM event WHERE published_at IS NULL LIMIT 10000) e) AS unpublished,
             (SELECT count(*)::int FROM (SELECT 1 FROM event_batch WHERE parked_at IS NULL LIMIT 10000) b) AS unheard,
             (SELECT count(*)::int FROM (SELECT 1 FROM event_batch WHERE parked_at IS NOT NULL LIMIT 10000) p) AS parked,
             COALESCE(EXTRACT(EPOCH FROM now() - LEAST(
               (SELECT min(created_at) FROM event_batch WHERE parked_at IS NULL),
               (SELECT occurred_at FROM event WHERE published_at IS NULL ORDER BY ord LIMIT 1))), 0)::float8 AS "oldestAgeSeconds"`,
  })
  return rows[0] ?? { unpublished: 0, unheard: 0, parked: 0, oldestAgeSeconds: 0 }
}
