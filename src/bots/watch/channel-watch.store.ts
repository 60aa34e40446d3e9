import type { WatchFinding } from '#contracts'
import type { ChannelAccountId, ConversationId } from '#kernel'
import type { Ctx, Tx } from '#platform'
import type { WatchState } from './judge-channel.ts'

export type WatchRow = {
  channelAccountId: ChannelAccountId
  state: WatchState
  findings: WatchFinding[]
  checkedAt: Date
  changedAt: Date
  pendingCount: number | null
  pendingSince: Date | null
  vendorError: string | null
  vendorErrorAt: Date | null
  tokenExpiresAt: Date | null
  probeSentAt: Date | null
  probeSeenAt: Date | null
  repairedAt: Date | null
}
const columns = `channel_account_id AS "channelAccountId", state, findings, checked_at AS "checkedAt", changed_at AS "changedAt",
  pending_count AS "pendingCount", pending_since AS "pendingSince", vendor_error AS "vendorError",
  vendor_error_at AS "vendorErrorAt", token_expires_at AS "tokenExpiresAt", probe_sent_at AS "probeSentAt",
  probe_seen_at AS "probeSeenAt", repaired_at AS "repairedAt"`

export function selectWatches(ctx: Ctx): Promise<WatchRow[]> {
  return ctx.db.query({ name: 'channel-watches', text: `SELECT ${columns} FROM channel_watch` })
}

export async function upsertWatch(tx: Tx, row: WatchRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO channel_watch (channel_account_id, state, findings, checked_at, changed_at, pending_count, pending_since,
      vendor_error, vendor_error_at, token_expires_at, probe_sent_at, probe_seen_at, repaired_at)
    VALUES (${row.channelAccountId}::uuid, ${row.state}, ${JSON.stringify(row.findings)}::jsonb, ${row.checkedAt},
      ${row.changedAt}, ${row.pendingCount}::int, ${row.pendingSince}::timestamptz, ${row.vendorError},
      ${row.vendorErrorAt}::timestamptz, ${row.tokenExpiresAt}::timestamptz, ${row.probeSentAt}::timestamptz,
      ${row.probeSeenAt}::timestamptz, ${row.repairedAt}::timestamptz)
    ON CONFLICT (channel_account_id) DO UPDATE SET state = excluded.state, findings = excluded.findings,
      checked_at = excluded.checked_at, changed_at = excluded.changed_at, pending_count = excluded.pending_count,
      pending_since = excluded.pending_since, vendor_error = excluded.vendor_error, vendor_error_at = excluded.vendor_error_at,
      token_expires_at = excluded.token_expires_at, probe_sent_at = excluded.probe_sent_at,
      probe_seen_at = excluded.probe_seen_at, repaired_at = excluded.repaired_at`
}

/** Counts by the hour what came in; a batch told twice counts twice, which no silence is hidden by. */
export async function addReceived(ctx: Ctx, conversationIds: readonly ConversationId[], at: Date): Promise<void> {
  await ctx.db.query({
    name: 'channel-hour-add',
    text: `INSERT INTO channel_hour AS h (channel_account_id, hour, received, last_at)
      SELECT c.channel_account_id, date_trunc('hour', $2::timestamptz), count(*), $2 FROM unnest($1::uuid[]) AS told(id)
      JOIN conversation c ON c.id = told.id GROUP BY 1
      ON CONFLICT (channel_account_id, hour) DO UPDATE
        SET received = h.received + excluded.received, last_at = greatest(h.last_at, excluded.last_at)`,
    values: [conversationIds, at],
  })
}

export type Traffic = {
  channelAccountId: ChannelAccountId
  lastHour: number
  usual: number[]
  lastInboundAt: Date | null
}

/** The last whole hour, and the same hour of the last four weeks as far as the account was there. */
export function selectTraffic(ctx: Ctx, now: Date): Promise<Traffic[]> {
  return ctx.db.query({
    name: 'channel-traffic',
    text: `WITH past AS (SELECT date_trunc('hour', $1::timestamptz) - interval '1 hour' AS hour)
      SELECT a.id AS "channelAccountId",
        coalesce((SELECT received FROM channel_hour h, past WHERE h.channel_account_id = a.id AND h.hour = past.hour), 0) AS "lastHour",
        (SELECT coalesce(array_agg(coalesce(h.received, 0)), '{}') FROM past, generate_series(1, 4) AS week
          LEFT JOIN LATERAL (SELECT x.received FROM channel_hour x WHERE x.channel_account_id = a.id
            AND x.hour = past.hour - week * interval '7 days') h ON true
          WHERE a.created_at <= past.hour - week * interval '7 days') AS usual,
        (SELECT max(last_at) FROM channel_hour h WHERE h.channel_account_id = a.id) AS "lastInboundAt"
      FROM channel_account a`,
    values: [now],
  })
}

/**
 * The beginning of the last hour in which something came before this moment, an outage being older than its alarm; the moment
 * itself where nothing came in the week before.
 */
export async function lastTakenBefore(ctx: Ctx, id: ChannelAccountId, moment: Date): Promise<Date> {
  const rows = await ctx.db.query<{ hour: Date | null }>({
    name: 'channel-last-taken',
    text: `SELECT max(hour) AS hour FROM channel_hour WHERE channel_account_id = $1 AND hour <= $2
      AND hour > $2::timestamptz - interval '7 days'`,
    values: [id, moment],
  })
  return rows[0]?.hour ?? moment
}

export type Waiting = {
  channelAccountId: ChannelAccountId
  waiting: number
  oldestAt: Date | null
}

/** Replies that wait to be sent. */
export function selectWaiting(ctx: Ctx): Promise<Waiting[]> {
  return ctx.db.query({
    name: 'channel-waiting',
    text: `SELECT a.id AS "channelAccountId", count(d.id)::int AS waiting, min(d.queued_at) AS "oldestAt"
      FROM channel_account a LEFT JOIN delivery d ON d.channel_account_id = a.id AND d.state IN ('pending', 'sending')
      GROUP BY a.id`,
  })
}

/** Hours nobody compares with any more. */
export async function removeOldHours(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.query({ name: 'channel-hour-clear', text: 'DELETE FROM channel_hour WHERE hour < $1', values: [before] })
}
