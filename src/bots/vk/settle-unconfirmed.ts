/**
 * Finds out what became of replies whose fate nobody knows, by sending them again under the numbers VK knows them by: what had
 * arrived is not said twice, what had not arrives now.
 */
import { recordDelivery } from '#inbox'
import { minuteMs } from '#kernel'
import type { Ctx } from '#platform'
import type { ChannelAccount } from '../channel.ts'
import { type DeliverDeps, sendParts } from './deliver-reply.ts'
import { repeatableRepliesOf } from './own-replies.store.ts'

/** VK remembers for an hour; well within it. */
const rememberedMs = 45 * minuteMs

/** Leaves unconfirmed what VK does not take now; how many are known to be sent. */
export async function settleUnconfirmed(ctx: Ctx, account: ChannelAccount, deps: DeliverDeps): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - rememberedMs)
  let settled = 0
  for (const reply of await repeatableRepliesOf(ctx, account.id, since)) {
    const answer = await sendParts(ctx, deps, { ...reply, attachments: [] })
    if (!answer.ok) continue
    await recordDelivery(ctx, { deliveryId: reply.deliveryId, result: { state: 'sent', externalId: answer.body } })
    settled += 1
  }
  return settled
}
