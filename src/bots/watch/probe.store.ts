import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'

/** What our probe left among the unknown updates, under the id it was sent with; false where it is not there. */
export async function removeProbe(ctx: Ctx, account: ChannelAccountId, externalId: string): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'watch-remove-probe',
    text: `DELETE FROM unknown_update WHERE channel_account_id = $1 AND external_id = $2 RETURNING external_id AS id`,
    values: [account, externalId],
  })
  return rows.length > 0
}
