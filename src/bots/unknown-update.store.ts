import { type ChannelAccountId, storable, storableText } from '#kernel'
import type { Ctx } from '#platform'
import { maskText } from '#privacy'

const writtenByClients = new Set([
  'text',
  'caption',
  'query',
  'data',
  'message',
  'body',
  'title',
  'payload',
  'description',
  'emoji',
])

/** The payload with what a client may have written masked like any message; ids and structure stay as they are. */
function maskPayload(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return writtenByClients.has(key) ? maskText(value).text : value
  if (Array.isArray(value)) return value.map((item) => maskPayload(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskPayload(inner, name)]))
}

/**
 * Keeps an update nobody understands yet, whole, and counts it. The same one twice is kept once.
 * @param kind the vendor's word for it.
 */
export async function keepUnknownUpdate(
  ctx: Ctx,
  update: { channelAccountId: ChannelAccountId; channel: string; externalId: string; kind: string; payload: unknown },
): Promise<void> {
  const kept = await ctx.db.query<{ kind: string }>({
    name: 'keep_unknown_update',
    text: `INSERT INTO unknown_update (channel_account_id, external_id, kind, payload, received_at)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING kind`,
    values: [
      update.channelAccountId,
      storableText(update.externalId),
      storableText(update.kind.slice(0, 64)),
      JSON.stringify(storable(maskPayload(update.payload))),
      ctx.clock.now(),
    ],
  })
  if (kept.length > 0) ctx.metrics.count('unknown_update', { channel: update.channel, kind: update.kind })
}

export type UnknownKind = { channelAccountId: ChannelAccountId; kind: string; count: number; lastAt: Date }

/** What is kept of each account, by the vendor's word for it, the commonest first. */
export function countUnknownUpdates(ctx: Ctx): Promise<UnknownKind[]> {
  return ctx.db.query<UnknownKind>({
    name: 'count_unknown_updates',
    text: `SELECT channel_account_id AS "channelAccountId", kind, count(*)::int AS count, max(received_at) AS "lastAt"
           FROM unknown_update GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 200`,
  })
}

/** Removes what was kept before the moment, one batch. @returns how many */
export async function removeUnknownUpdates(ctx: Ctx, before: Date, most: number): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    text: `DELETE FROM unknown_update WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM unknown_update WHERE received_at < $1 LIMIT $2)) RETURNING external_id AS id`,
    values: [before, most],
  })
  return rows.length
}

export async function countOldUnknownUpdates(
  ctx: Ctx,
  before: Date,
  most: number,
): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await ctx.db.query<{ count: number; oldestAt: Date | null }>({
    text: `SELECT count(*)::int AS count, min(received_at) AS "oldestAt"
      FROM (SELECT received_at FROM unknown_update WHERE received_at < $1 LIMIT $2) AS found`,
    values: [before, most],
  })
  return row ?? { count: 0, oldestAt: null }
}
