import { listChannelAccounts, offerContinuation } from '#inbox'
import type { ConversationId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'

const textSetting = (settings: Record<string, unknown>, key: string): string | null => {
  const value = settings[key]
  return typeof value === 'string' && value !== '' ? value : null
}

async function settingOf(ctx: Ctx, kind: 'telegram' | 'webchat', key: string): Promise<string | null> {
  for (const account of await listChannelAccounts(ctx)) {
    const value = account.kind === kind && account.isEnabled ? textSetting(account.settings, key) : null
    if (value !== null) return value
  }
  return null
}

/**
 * A single-use address at which the client goes on in Telegram; null where the bank has no bot there. Without a conversation
 * there is nothing to go on with, and the address is the bot's own.
 */
export async function telegramLink(ctx: Ctx, conversationId: ConversationId | null): Promise<string | null> {
  const username = await settingOf(ctx, 'telegram', 'username')
  if (username === null) return null
  if (conversationId === null) return `https://t.me/${username}`
  const token = await inTransaction(ctx, (tx) => offerContinuation(ctx, tx, conversationId))
  return `https://t.me/${username}?start=${token}`
}

/** The same for the website: the widget there reads `murojaat` and takes it out of the address. Null without a known page. */
export async function siteLink(ctx: Ctx, conversationId: ConversationId): Promise<string | null> {
  const page = await settingOf(ctx, 'webchat', 'siteUrl')
  if (page === null || !URL.canParse(page)) return null
  const url = new URL(page)
  url.searchParams.set('murojaat', await inTransaction(ctx, (tx) => offerContinuation(ctx, tx, conversationId)))
  return url.href
}
