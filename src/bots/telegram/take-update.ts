/** One update, from either way in, to the inbox. When this returns the vendor may be told that it was received. */

import type { Language } from '#contracts'
import { followContinuation, type InboundMessage, type Intake, queueReply, type Received, setReachable } from '#inbox'
import { type Ctx, inTransaction } from '#platform'
import type { ChannelAccount } from '../channel.ts'
import { continuationWords, refusalOf } from '../continuation/continuation-texts.ts'
import { siteCommand } from '../continuation/hear-moves.ts'
import { findMessageByExternalId } from '../replied-message.store.ts'
import { keepUnknownUpdate } from '../unknown-update.store.ts'
import { isPassing } from '../vendor/is-passing.ts'
import { claimGroupNotice } from './group-notice.store.ts'
import { type ParsedUpdate, parseUpdate } from './parse-update.ts'
import type { TelegramApi } from './telegram-api.ts'
import type { TgUpdate } from './update-schema.ts'

export type TakeDeps = { account: ChannelAccount; intake: Intake; api: TelegramApi }
export type Taken = 'stored' | 'duplicate' | 'revised' | 'unchanged' | 'reachability' | 'group' | 'unknown'

const groupNotices = {
  uz: 'Assalomu alaykum! Bank mijozlarining murojaatlari faqat shaxsiy suhbatda qabul qilinadi: menga to‘g‘ridan-to‘g‘ri yozing. Bu guruhdagi xabarlar o‘qilmaydi.',
  ru: 'Здравствуйте! Обращения клиентов банка принимаются только в личной переписке: напишите мне напрямую. Сообщения в этой группе не читаются.',
  en: 'Hello! The bank takes client requests in private messages only: please write to me directly. Messages in this group are not read.',
} as const

/** Both languages of the country unless the writer's Telegram speaks English. */
const groupNotice = (languageCode: string | null) =>
  languageCode?.startsWith('en') === true ? groupNotices.en : `${groupNotices.uz}\n\n${groupNotices.ru}`

const keep = (ctx: Ctx, deps: TakeDeps, update: TgUpdate, kind: string) =>
  keepUnknownUpdate(ctx, {
    channelAccountId: deps.account.id,
    channel: 'telegram',
    externalId: String(update.update_id),
    kind,
    payload: update,
  })

/** The language of the client's Telegram where it is one of ours. */
function knownLanguage(hint: string | undefined): Language | null {
  const primary = hint?.slice(0, 2)
  if (primary === 'uz') return 'uz-Latn'
  return primary === 'ru' || primary === 'en' ? primary : null
}

/** t.me/<bot>?start=<token> comes as this text; `start` takes 64 characters of A-Za-z0-9_-. */
const startLink = /^\/start ([A-Za-z0-9_-]{32,64})$/

/** The token is taken out of the text: what is stored must open nothing. */
async function takeLink(ctx: Ctx, deps: TakeDeps, message: InboundMessage, token: string): Promise<Taken> {
  const { channelAccountId, conversationExternalId, sender } = message
  const comer = {
    channelAccountId,
    conversationExternalId,
    externalId: sender.externalId,
    displayName: sender.displayName,
    username: sender.username ?? null,
    assurance: 'channel',
    language: knownLanguage(sender.languageHint),
  } as const
  const { outcome, requestId } = await followContinuation(ctx, { token, comer, words: continuationWords })
  ctx.metrics.count('continuation', { channel: 'telegram', outcome })
  const isLed = (outcome === 'continued' || outcome === 'again') && requestId !== null
  const start = { ...message, text: '/start', ...(isLed ? { kind: 'service' as const } : {}) }
  const received = await deps.intake.receive(start, ctx.trace)
  const refusal = refusalOf(outcome, comer.language)
  if (refusal !== null && received.outcome === 'stored') await sayRefusal(ctx, received, refusal)
  return received.outcome
}

/** A courtesy: the message itself is in, and a lost sentence leaves the bot's greeting. */
async function sayRefusal(ctx: Ctx, { requestId, conversationId }: Received, text: string): Promise<void> {
  if (requestId === null) return
  await inTransaction(ctx, (tx) => queueReply(ctx, tx, { requestId, conversationId, author: { kind: 'system' }, text })).catch(
    (error: unknown) => ctx.log.warn({ error }, 'what became of a link could not be said'),
  )
}

async function takeMessage(
  ctx: Ctx,
  deps: TakeDeps,
  parsed: Extract<ParsedUpdate, { kind: 'message' }>,
  update: TgUpdate,
): Promise<Taken> {
  if (parsed.unreadable !== null) await keep(ctx, deps, update, parsed.unreadable)
  const repliedTo = parsed.repliesTo === null ? null : await findMessageByExternalId(ctx, deps.account.id, parsed.repliesTo)
  const message =
    repliedTo === null
      ? parsed.message
      : { ...parsed.message, content: { ...parsed.message.content, replyToMessageId: repliedTo } }
  const link = startLink.exec(message.text)?.[1]
  if (link !== undefined) return takeLink(ctx, deps, message, link)
  const asked = message.text.trim() === siteCommand ? ({ ...message, kind: 'service' } as const) : message
  return (await deps.intake.receive(asked, ctx.trace)).outcome
}

async function takeEdit(
  ctx: Ctx,
  deps: TakeDeps,
  parsed: Extract<ParsedUpdate, { kind: 'edit' }>,
  update: TgUpdate,
): Promise<Taken> {
  const outcome = await deps.intake.receiveEdit(parsed.edit)
  if (outcome !== 'unknown') return outcome
  if (parsed.isRecent) return (await deps.intake.receive(parsed.asMessage, ctx.trace)).outcome
  await keep(ctx, deps, update, 'edited_message')
  return 'unknown'
}

async function takePress(
  ctx: Ctx,
  deps: TakeDeps,
  parsed: Extract<ParsedUpdate, { kind: 'press' }>,
  update: TgUpdate,
): Promise<Taken> {
  // Stops the client's spinner; too late is no harm, so nothing waits for it.
  void deps.api.answerCallbackQuery(parsed.queryId).catch(() => ctx.metrics.count('telegram_press_unanswered'))
  if (parsed.message === null) {
    await keep(ctx, deps, update, 'callback_query')
    return 'unknown'
  }
  return (await deps.intake.receive(parsed.message, ctx.trace)).outcome
}

async function declineGroup(ctx: Ctx, deps: TakeDeps, parsed: Extract<ParsedUpdate, { kind: 'group' }>): Promise<Taken> {
  ctx.metrics.count('telegram_group_message')
  if (await claimGroupNotice(ctx, deps.account.id, parsed.chatId)) {
    // A courtesy: a lost notice is written again tomorrow, and the vendor is not kept waiting for it.
    void deps.api
      .sendMessage(parsed.chatId, groupNotice(parsed.languageCode))
      .catch(() => ctx.metrics.count('telegram_group_notice_lost'))
  }
  return 'group'
}

async function take(ctx: Ctx, deps: TakeDeps, update: TgUpdate): Promise<Taken> {
  const parsed = parseUpdate(deps.account, update, ctx.clock.now())
  switch (parsed.kind) {
    case 'message':
      return takeMessage(ctx, deps, parsed, update)
    case 'edit':
      return takeEdit(ctx, deps, parsed, update)
    case 'press':
      return takePress(ctx, deps, parsed, update)
    case 'group':
      return declineGroup(ctx, deps, parsed)
    case 'reachability':
      await setReachable(ctx, {
        channelAccountId: deps.account.id,
        identityExternalId: parsed.identityExternalId,
        isReachable: parsed.isReachable,
      })
      return 'reachability'
    case 'unknown':
      await keep(ctx, deps, update, parsed.name)
      return 'unknown'
  }
}

/**
 * Takes one update in. Throws what passes by itself (`database.unavailable`, `server.overloaded`, `disk.full`): then it was
 * not taken and must come again. An update that we fail over for any other reason is kept raw and counted: Telegram sends a
 * chat's updates strictly in order, and one poisoned update must not silence that client for a day.
 */
export async function takeUpdate(ctx: Ctx, deps: TakeDeps, update: TgUpdate): Promise<Taken> {
  try {
    const taken = await take(ctx, deps, update)
    ctx.metrics.count('telegram_update', { outcome: taken })
    return taken
  } catch (error) {
    if (isPassing(error)) throw error
    ctx.log.error({ error, updateId: update.update_id }, 'an update could not be taken in and is kept raw')
    ctx.metrics.count('telegram_update', { outcome: 'failed' })
    await keep(ctx, deps, update, 'failed')
    return 'unknown'
  }
}
