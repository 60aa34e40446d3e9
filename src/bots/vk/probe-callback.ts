import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'
import { probeKind, sendProbe } from '../watch/send-probe.ts'
import { vkVersion } from './vk-schema.ts'

/** An event of a type nobody knows, with the community's own secret: it is kept like any other and removed again. */
export function probeCallback(
  ctx: Ctx,
  probed: { readonly id: ChannelAccountId; readonly groupId: string; readonly secret: string; readonly webhookUrl: string },
): Promise<boolean> {
  const externalId = `${probeKind}_${ctx.clock.now().getTime()}`
  const event = { type: probeKind, group_id: Number(probed.groupId), secret: probed.secret, event_id: externalId, v: vkVersion }
  return sendProbe(ctx, probed.id, {
    url: probed.webhookUrl,
    headers: {},
    body: JSON.stringify({ ...event, object: {} }),
    externalId,
  })
}
