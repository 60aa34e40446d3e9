import { type Ctx, type Db, Prisma, type Tx } from '#platform'

export type WebhookRow = {
  id: string
  name: string
  url: string
  keyId: string
  nonce: Buffer
  ciphertext: Buffer
  events: string[]
  isEnabled: boolean
  createdAt: Date
  restsUntil: Date | null
  failures: number
}
const columns = `w.id, w.name, w.url, w.key_id AS "keyId", w.nonce, w.ciphertext, w.events, w.is_enabled AS "isEnabled",
  w.created_at AS "createdAt", w.rests_until AS "restsUntil", w.failures`

export type WebhookFigures = WebhookRow & { pending: number; failed: number; lastSentAt: Date | null }

export function selectWebhooks(db: Db): Promise<WebhookFigures[]> {
  return db.query({
    name: 'webhooks',
    text: `SELECT ${columns},
        (SELECT count(*)::int FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state IN ('pending', 'sending')) AS pending,
        (SELECT count(*)::int FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'failed') AS failed,
        (SELECT max(d.sent_at) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'sent') AS "lastSentAt"
      FROM webhook w ORDER BY w.created_at, w.id`,
  })
}

export async function selectWebhook(db: Db, id: string): Promise<WebhookRow | null> {
  const rows = await db.query<WebhookRow>({
    name: 'webhook',
    text: `SELECT ${columns} FROM webhook w WHERE w.id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

export function selectEnabled(db: Db): Promise<WebhookRow[]> {
  return db.query({ name: 'webhooks-enabled', text: `SELECT ${columns} FROM webhook w WHERE w.is_enabled` })
}

export async function insertWebhook(
  tx: Tx,
  row: Omit<WebhookRow, 'isEnabled' | 'restsUntil' | 'failures'> & { createdById: string },
): Promise<void> {
  await tx.webhook.create({
    data: { ...row, nonce: new Uint8Array(row.nonce), ciphertext: new Uint8Array(row.ciphertext) },
  })
}

export async function updateWebhook(
  tx: Tx,
  id: string,
  change: { name?: string; url?: string; events?: string[]; isEnabled?: boolean },
): Promise<boolean> {
  // Whatever was changed may have mended it: it is tried at once.
  const { count } = await tx.webhook.updateMany({ where: { id }, data: { ...change, restsUntil: null, failures: 0 } })
  return count > 0
}

export async function deleteWebhook(tx: Tx, id: string): Promise<boolean> {
  await tx.$executeRaw`DELETE FROM webhook_delivery WHERE webhook_id = ${id}::uuid`
  const { count } = await tx.webhook.deleteMany({ where: { id } })
  return count > 0
}

/** So many failures in a row, and no try before a moment; null after a success. */
export async function writeRest(db: Db, id: string, failures: number, until: Date | null): Promise<void> {
  await db.query({
    name: 'webhook-rest',
    text: `UPDATE webhook SET failures = $2, rests_until = $3 WHERE id = $1 AND (failures <> $2 OR rests_until IS DISTINCT FROM $3)`,
    values: [id, failures, until],
  })
}

export async function disableWebhook(db: Db, id: string): Promise<void> {
  await db.query({ name: 'webhook-disable', text: `UPDATE webhook SET is_enabled = false WHERE id = $1`, values: [id] })
}

export type NewDelivery = {
  id: string
  webhookId: string
  eventId: string
  feedNo: number
  subjectId: string
  name: string
  body: string
}

/** A fact heard twice is told once. */
export async function insertDeliveries(db: Db, rows: readonly NewDelivery[], at: Date): Promise<void> {
  await db.query({
    name: 'webhook-deliveries-add',
    text: `INSERT INTO webhook_delivery (id, webhook_id, event_id, feed_no, subject_id, name, body, next_attempt_at, created_at)
      SELECT t.id, t."webhookId", t."eventId", t."feedNo", t."subjectId", t.name, t.body, $2, $2
      FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, "webhookId" uuid, "eventId" uuid, "feedNo" bigint, "subjectId" uuid,
        name text, body text)
      ON CONFLICT (webhook_id, event_id) DO NOTHING`,
    values: [JSON.stringify(rows), at],
  })
}

export type ClaimedFact = { id: string; name: string; body: string; attempts: number }

/** The heads of the subjects' lines that are due: of one subject the next goes only after the one before. */
export function claimFacts(db: Db, webhookId: string, now: Date, limit: number): Promise<ClaimedFact[]> {
  return db.query({
    name: 'webhook-claim',
    text: `WITH due AS (
        SELECT d.id FROM webhook_delivery d
        WHERE d.webhook_id = $1 AND d.state = 'pending' AND d.next_attempt_at <= $2
          AND NOT EXISTS (SELECT 1 FROM webhook_delivery b WHERE b.webhook_id = d.webhook_id AND b.subject_id = d.subject_id
            AND b.feed_no < d.feed_no AND b.state IN ('pending', 'sending'))
        ORDER BY d.next_attempt_at, d.feed_no LIMIT $3 FOR UPDATE SKIP LOCKED)
      UPDATE webhook_delivery d SET state = 'sending', claimed_at = $2, attempts = attempts + 1 FROM due WHERE d.id = due.id
      RETURNING d.id, d.name, d.body, d.attempts`,
    values: [webhookId, now, limit],
  })
}

export async function writeFactSent(db: Db, id: string, at: Date, status: number): Promise<void> {
  await db.query({
    name: 'webhook-sent',
    text: `UPDATE webhook_delivery SET state = 'sent', sent_at = $2, last_status = $3, last_error = NULL WHERE id = $1`,
    values: [id, at, status],
  })
}

export async function writeFactKept(
  db: Db,
  id: string,
  kept: { state: 'pending' | 'failed'; nextAt: Date; status: number | null; error: string },
): Promise<void> {
  await db.query({
    name: 'webhook-kept',
    text: `UPDATE webhook_delivery SET state = $2, next_attempt_at = $3, claimed_at = NULL, last_status = $4, last_error = $5
      WHERE id = $1 AND state = 'sending'`,
    values: [id, kept.state, kept.nextAt, kept.status, kept.error],
  })
}

/** A receiver knows twins by their id, so what a dead process left is simply sent again. */
export async function releaseAbandoned(ctx: Ctx, claimedBefore: Date): Promise<void> {
  await ctx.db.query({
    name: 'webhook-release',
    text: `UPDATE webhook_delivery SET state = 'pending', claimed_at = NULL WHERE state = 'sending' AND claimed_at < $1`,
    values: [claimedBefore],
  })
}

export async function selectDueWebhooks(ctx: Ctx, now: Date): Promise<string[]> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'webhooks-due',
    text: `SELECT w.id FROM webhook w WHERE w.is_enabled AND (w.rests_until IS NULL OR w.rests_until <= $1)
      AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'pending' AND d.next_attempt_at <= $1)`,
    values: [now],
  })
  return rows.map(({ id }) => id)
}

export type ReplayOf = { deliveryId: string } | { failed: true } | { sinceAt: Date }

/** What was told or failed before goes out once more, oldest first; how many. */
export async function writeReplay(tx: Tx, webhookId: string, of: ReplayOf, at: Date): Promise<number> {
  const which =
    'deliveryId' in of
      ? Prisma.sql`id = ${of.deliveryId}::uuid`
      : 'failed' in of
        ? Prisma.sql`state = 'failed'`
        : Prisma.sql`created_at >= ${of.sinceAt} AND state IN ('sent', 'failed')`
  return tx.$executeRaw(Prisma.sql`
    UPDATE webhook_delivery SET state = 'pending', attempts = 0, next_attempt_at = ${at}, sent_at = NULL
    WHERE webhook_id = ${webhookId}::uuid AND state <> 'sending' AND ${which}`)
}

export type FactRow = {
  id: string
  name: string
  subjectId: string
  feedNo: number
  state: 'pending' | 'sending' | 'sent' | 'failed'
  attempts: number
  nextAttemptAt: Date
  sentAt: Date | null
  lastStatus: number | null
  lastError: string | null
}

export function selectFacts(db: Db, webhookId: string, limit: number): Promise<FactRow[]> {
  return db.query({
    name: 'webhook-deliveries',
    text: `SELECT id, name, subject_id AS "subjectId", feed_no AS "feedNo", state, attempts, next_attempt_at AS "nextAttemptAt",
        sent_at AS "sentAt", last_status AS "lastStatus", last_error AS "lastError"
      FROM webhook_delivery WHERE webhook_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
    values: [webhookId, limit],
  })
}

/** Told long ago. */
export async function removeOldFacts(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.query({
    name: 'webhook-clear',
    text: `DELETE FROM webhook_delivery WHERE state = 'sent' AND sent_at < $1`,
    values: [before],
  })
}
