import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'

/** True the first time on this day (UTC) for this group: then, and only then, the notice is due. */
export async function claimGroupNotice(ctx: Ctx, channelAccountId: ChannelAccountId, chatId: string): Promise<boolean> {
  const claimed = await ctx.db.query<{ chat_id: string }>({
    name: 'claim_group_notice',
    text: `INSERT INTO group_notice AS g (channel_account_id, chat_id, day) VALUES ($1, $2, $3::date)
           ON CONFLICT (channel_account_id, chat_id) DO UPDATE SET day = EXCLUDED.day WHERE g.day < EXCLUDED.day
           RETURNING chat_id`,
    values: [channelAccountId, chatId, ctx.clock.now().toISOString().slice(0, 10)],
  })
  return claimed.length > 0
}
