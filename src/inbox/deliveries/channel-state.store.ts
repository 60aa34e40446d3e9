import type { ChannelAccountId } from '#kernel'
import type { Db, Tx } from '#platform'

export type PauseReason = 'token_refused' | 'rate_limited' | 'held'
export type ChannelStateRow = {
  channelAccountId: ChannelAccountId
  pausedAt: Date | null
  pausedUntil: Date | null
  pauseReason: PauseReason | null
  pauseCount: number
}
const columns = `channel_account_id AS "channelAccountId", paused_at AS "pausedAt", paused_until AS "pausedUntil",
  pause_reason AS "pauseReason", pause_count AS "pauseCount"`

/**
 * Takes `count` slots of the account's rate from whoever asks at the same time, in this or another process. The first slot's
 * moment; null where the next free one lies beyond the horizon.
 */
export async function takeSlots(
  db: Db,
  account: ChannelAccountId,
  slots: { now: Date; lengthMs: number; horizonMs: number },
): Promise<Date | null> {
  const { now, lengthMs, horizonMs } = slots
  const rows = await db.query<{ from: Date }>({
    name: 'channel-slots',
    text: `INSERT INTO channel_state AS s (channel_account_id, next_slot_at)
        VALUES ($1, $2::timestamptz + $3 * interval '1 millisecond')
      ON CONFLICT (channel_account_id) DO UPDATE
        SET next_slot_at = greatest(coalesce(s.next_slot_at, $2), $2) + $3 * interval '1 millisecond'
        WHERE coalesce(s.next_slot_at, $2) <= $2::timestamptz + $4 * interval '1 millisecond'
      RETURNING next_slot_at - $3 * interval '1 millisecond' AS from`,
    values: [account, now, lengthMs, horizonMs],
  })
  return rows[0]?.from ?? null
}

export function selectChannelStates(db: Db): Promise<ChannelStateRow[]> {
  return db.query({ name: 'channel-states', text: `SELECT ${columns} FROM channel_state` })
}

export async function selectChannelState(db: Db, account: ChannelAccountId): Promise<ChannelStateRow | null> {
  const rows = await db.query<ChannelStateRow>({
    name: 'channel-state',
    text: `SELECT ${columns} FROM channel_state WHERE channel_account_id = $1`,
    values: [account],
  })
  return rows[0] ?? null
}

/** Whatever was in the air with the first that was refused says the same within `echoMs`, and counts once. True for a new reason. */
export async function writePaused(
  tx: Tx,
  account: ChannelAccountId,
  pause: { reason: PauseReason; at: Date; until: Date; echoMs: number },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ isNew: boolean }[]>`
    WITH earlier AS (SELECT pause_reason FROM channel_state WHERE channel_account_id = ${account}::uuid FOR UPDATE)
    INSERT INTO channel_state AS s (channel_account_id, paused_at, paused_until, pause_reason, pause_count)
    VALUES (${account}::uuid, ${pause.at}, ${pause.until}, ${pause.reason}, 1)
    ON CONFLICT (channel_account_id) DO UPDATE SET
      paused_at = CASE WHEN s.pause_reason = excluded.pause_reason THEN s.paused_at ELSE excluded.paused_at END,
      paused_until = excluded.paused_until, pause_reason = excluded.pause_reason, pause_count = s.pause_count + 1
      WHERE s.pause_reason IS DISTINCT FROM 'token_refused' OR excluded.pause_reason <> 'token_refused'
        OR s.paused_at <= ${new Date(pause.at.getTime() - pause.echoMs)}
    RETURNING (SELECT pause_reason FROM earlier) IS DISTINCT FROM ${pause.reason} AS "isNew"`
  return rows[0]?.isNew ?? false
}

export async function writeResumed(tx: Tx, account: ChannelAccountId): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE channel_state SET paused_at = NULL, paused_until = NULL, pause_reason = NULL, pause_count = 0
    WHERE channel_account_id = ${account}::uuid AND pause_reason IS NOT NULL`
  return changed > 0
}

/** The right to try once while the account is silent: of many who ask one gets it. */
export async function takeTrial(db: Db, account: ChannelAccountId, now: Date, until: Date): Promise<boolean> {
  const rows = await db.query<{ id: string }>({
    name: 'channel-trial',
    text: `UPDATE channel_state SET paused_until = $3 WHERE channel_account_id = $1 AND pause_reason = 'token_refused'
        AND paused_until <= $2 RETURNING channel_account_id AS id`,
    values: [account, now, until],
  })
  return rows.length > 0
}
