import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'

/** The name our own made-up change bears; no vendor has one like it. */
export const probeKind = 'murojaat_probe'

/** What our probes left among the unknown updates; how many were there. */
export async function removeProbes(ctx: Ctx, account: ChannelAccountId): Promise<number> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'watch-remove-probes',
    text: `DELETE FROM unknown_update WHERE channel_account_id = $1 AND kind = $2 RETURNING external_id AS id`,
    values: [account, probeKind],
  })
  return rows.length
}
