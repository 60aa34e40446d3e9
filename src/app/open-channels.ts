import { type ChannelRegistry, createTelegramChannel, createWebchatChannel } from '#bots'
import { incidentBanner } from '#handoff'
import { type ChannelAccountView, type Intake, listChannelAccounts, saveChannelAccount } from '#inbox'
import { newId } from '#kernel'
import { type Config, type Ctx, withActor } from '#platform'
import { bankName, findOperator } from '#staff'
import type { Demo } from './demo.ts'

export type ChannelsInput = { readonly config: Config; readonly ctx: Ctx; readonly intake: Intake; readonly demo: Demo }

/** One channel object per account of the bank, in every process: any of them may have to deliver. */
export async function openChannels(channels: ChannelRegistry, input: ChannelsInput): Promise<void> {
  const { config, ctx, intake, demo } = input
  const makeCtx = (trace?: string) => withActor(ctx, { kind: 'system', name: 'channel' }, trace ?? newId())
  const telegram = telegramOf(config, demo)
  if (telegram) {
    const account = await saveChannelAccount(ctx, {
      kind: 'telegram',
      externalId: telegram.token.split(':')[0] ?? '',
      name: demo.telegram ? 'Telegram (emulyator)' : 'Telegram',
      visibility: 'private',
      botEnabled: true,
    })
    channels.add(createTelegramChannel({ account, config, intake, makeCtx, ...telegram }))
    demo.announce({ telegramAccountId: account.id })
  }
  const operatorName = async (id: Parameters<typeof findOperator>[1]) => (await findOperator(ctx, id))?.displayName ?? null
  const siteUrl = sitePage(config, demo)
  for (const known of await webchatAccounts(ctx)) {
    // The bank's own choice stays; where there is none, links back to the site lead to the page we know of.
    const isKnown = siteUrl === null || (known.settings['siteUrl'] !== undefined && !demo.isOn)
    const account = isKnown ? known : await saveChannelAccount(ctx, { ...known, settings: { siteUrl } })
    const told = { operatorName, bankName, incidentBanner }
    channels.add(createWebchatChannel({ account, config, intake, makeCtx, bus: ctx.bus, ...told }))
  }
}

/** A page of the bank that shows the widget. */
function sitePage(config: Config, demo: Demo): string | null {
  const [origin] = config.WIDGET_ALLOWED_ORIGINS
  if (origin !== undefined) return origin
  return demo.isOn ? new URL('/demo', config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`).href : null
}

async function webchatAccounts(ctx: Ctx): Promise<ChannelAccountView[]> {
  return (await listChannelAccounts(ctx)).filter((account) => account.kind === 'webchat' && account.isEnabled)
}

function telegramOf(config: Config, demo: Demo): { token: string; apiRoot?: string } | null {
  if (config.TELEGRAM_BOT_TOKEN && config.TELEGRAM_MODE !== 'off') return { token: config.TELEGRAM_BOT_TOKEN.reveal() }
  return demo.telegram
}
