/** What Telegram says of our webhook, and whether an update still finds its way to the tables. */
import { secondMs } from '#kernel'
import type { Config, Ctx } from '#platform'
import type { ChannelAccount, VendorSight } from '../channel.ts'
import { probeKind, sendProbe } from '../watch/send-probe.ts'
import type { TelegramApi } from './telegram-api.ts'

/**
 * getWebhookInfo (core.telegram.org/bots/api#getwebhookinfo). It tells how many updates wait and no age; by polling too.
 * @param wantedUrl where updates should go; ends in nothing of ours where polling is used.
 */
export async function lookAfterWebhook(api: TelegramApi, wantedUrl: string): Promise<VendorSight> {
  const info = await api.getWebhookInfo()
  const isByWebhook = (info.url ?? '') !== ''
  return {
    pendingCount: info.pending_update_count,
    ...(info.last_error_date === undefined ? {} : { lastErrorAt: new Date(info.last_error_date * secondMs) }),
    // "Wrong response from the webhook: 503 Service Unavailable": the server's words, of ours or of a proxy.
    ...(info.last_error_message === undefined ? {} : { lastError: info.last_error_message.slice(0, 200) }),
    ...(isByWebhook || wantedUrl.startsWith('http')
      ? { isSubscribed: !wantedUrl.startsWith('http') || info.url === wantedUrl }
      : {}),
  }
}

/** An update of a kind nobody knows, with our own secret: it is kept like any other and removed again. */
export async function probeWebhook(
  ctx: Ctx,
  { account, url, config }: { account: ChannelAccount; url: string; config: Config },
): Promise<boolean> {
  const secret = config.TELEGRAM_WEBHOOK_SECRET?.reveal()
  if (secret === undefined) return false
  // Beyond what Telegram counts to, so that it never meets a real one.
  const updateId = 4_000_000_000_000 + Math.floor(ctx.clock.now().getTime() / secondMs)
  return sendProbe(ctx, account.id, {
    url,
    headers: { 'x-telegram-bot-api-secret-token': secret },
    body: JSON.stringify({ update_id: updateId, [probeKind]: {} }),
    externalId: String(updateId),
  })
}
