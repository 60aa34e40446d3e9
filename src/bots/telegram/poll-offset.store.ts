import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'

/** The update to ask for next; 0 where nothing was ever taken. */
export async function readPollOffset(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<number> {
  const rows = await ctx.db.query<{ next_update_id: string }>({
    text: 'SELECT next_update_id::text FROM poll_offset WHERE channel_account_id = $1',
    values: [channelAccountId],
  })
  return Number(rows[0]?.next_update_id ?? 0)
}

/**
 * Written only after everything before it was taken in, so that a crash repeats updates and never skips one. It may go
 * back: after a week without updates Telegram begins again from a random number.
 */
export async function writePollOffset(ctx: Ctx, channelAccountId: ChannelAccountId, nextUpdateId: number): Promise<void> {
  await ctx.db.query({
    text: `INSERT INTO poll_offset (channel_account_id, next_update_id) VALUES ($1, $2)
           ON CONFLICT (channel_account_id) DO UPDATE SET next_update_id = EXCLUDED.next_update_id`,
    values: [channelAccountId, nextUpdateId],
  })
}
