/** Telegram as a channel: one bot token, in by webhook or polling, out by the Bot API. */

import { setTimeout as sleep } from 'node:timers/promises'
import { InputFile } from 'grammy'
import { type Intake, saveChannelAccount } from '#inbox'
import { AppError, type ChannelAccountId, secondMs, systemClock } from '#kernel'
import type { Config, Ctx } from '#platform'
import { accountLabel } from '../account-label.ts'
import type { Channel, ChannelAccount, ChannelHealth } from '../channel.ts'
import { deliverReply, telegramTextUnits } from './deliver-reply.ts'
import { fetchFile, telegramFileBytes } from './fetch-file.ts'
import { pollUpdates } from './poll-updates.ts'
import { createTelegramApi, failureOf, type TelegramApi } from './telegram-api.ts'
import { wantedUpdates } from './update-schema.ts'
import { lookAfterWebhook, probeWebhook } from './watch-webhook.ts'
import { addWebhookRoute, missingForWebhook, webhookPath } from './webhook-route.ts'

export type TelegramChannelInput = {
  account: ChannelAccount
  /** TELEGRAM_MODE, TELEGRAM_WEBHOOK_SECRET, PUBLIC_URL and TELEGRAM_API_ROOT are read. */
  config: Config
  /** The token; the demo hands in the emulator's. */
  token: string
  apiRoot?: string
  intake: Intake
  makeCtx: (trace?: string) => Ctx
  /** How long one getUpdates waits; shorter in tests. */
  pollTimeoutS?: number
}

const callTimeoutS = 20

const commands = [
  { command: 'operator', description: 'Operator · Оператор' },
  { command: 'status', description: 'Murojaat holati · Статус обращения' },
  { command: 'language', description: 'Til · Язык · Language' },
  { command: 'site', description: 'Saytda davom etish · Продолжить на сайте' },
]

/** Signs of no consequence take little of the account's rate, and none after Telegram said that something must wait. */
function createSigns(): { mayShow(): boolean; rest(forMs: number): void } {
  const gapMs = secondMs / 2
  const now = () => systemClock.now().getTime()
  let nextAt = 0
  return {
    mayShow() {
      if (now() < nextAt) return false
      nextAt = now() + gapMs
      return true
    },
    rest(forMs) {
      nextAt = Math.max(nextAt, now() + forMs)
    },
  }
}

type HealthBox = { health: ChannelHealth; alarm(reason: string): void; healthy(): void }

function createHealthBox(id: ChannelAccountId, makeCtx: () => Ctx): HealthBox {
  const labels = { channel: 'telegram', account: accountLabel(id) }
  const box: HealthBox = {
    health: { state: 'starting', reason: null },
    alarm(reason) {
      const ctx = makeCtx()
      if (box.health.reason !== reason) ctx.log.error({ ...labels, reason }, 'the channel needs a person')
      ctx.metrics.gauge('channel_alarm', 1, labels)
      box.health = { state: 'alarm', reason }
    },
    healthy() {
      if (box.health.state === 'ok') return
      makeCtx().metrics.gauge('channel_alarm', 0, labels)
      box.health = { state: 'ok', reason: null }
    },
  }
  return box
}

/** Repeats until Telegram has accepted it or the signal stops; an alarm where it is refused for good. */
async function insist(box: HealthBox, signal: AbortSignal, call: () => Promise<unknown>): Promise<void> {
  let waitMs = secondMs
  while (!signal.aborted) {
    try {
      await call()
      box.healthy()
      return
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'refused' && failure.code !== 429)
        box.alarm(failure.code === 401 ? 'token_refused' : 'webhook_refused')
      await sleep(waitMs, undefined, { signal }).catch(() => undefined)
      waitMs = Math.min(waitMs * 2, 60 * secondMs)
    }
  }
}

/** Links to the bot carry its username. Without it they are not offered; it is asked for again at the next start. */
async function learnUsername({ account, makeCtx }: TelegramChannelInput, api: TelegramApi): Promise<void> {
  const ctx = makeCtx()
  try {
    const { username } = await api.getMe()
    const { kind, externalId, name, visibility, botEnabled } = account
    await saveChannelAccount(ctx, { kind, externalId, name, visibility, botEnabled, settings: { username } })
  } catch (error) {
    ctx.log.warn({ error }, 'the bot could not be asked for its name')
  }
}

const webhookUrl = ({ config, account }: TelegramChannelInput) => `${config.PUBLIC_URL ?? ''}${webhookPath(account.id)}`

const registerWebhook = (input: TelegramChannelInput, api: TelegramApi, secret: string) =>
  api.setWebhook(webhookUrl(input), { secret_token: secret, allowed_updates: wantedUpdates, max_connections: 40 })

function begin(
  input: TelegramChannelInput,
  apiRoot: string,
  api: TelegramApi,
  box: HealthBox,
  signal: AbortSignal,
): Promise<void> {
  const { config, account } = input
  void learnUsername(input, api)
  void api.setMyCommands(commands).catch(() => undefined) // a menu; everything works without it
  const secret = config.TELEGRAM_WEBHOOK_SECRET?.reveal()
  if (config.TELEGRAM_MODE === 'webhook' && secret !== undefined) {
    return insist(box, signal, () => registerWebhook(input, api, secret))
  }
  const timeoutS = input.pollTimeoutS ?? 25
  const pollApi = createTelegramApi(input.token, apiRoot, timeoutS + 10)
  return insist(box, signal, () => api.deleteWebhook()).then(() =>
    pollUpdates(
      {
        account,
        intake: input.intake,
        api,
        pollApi,
        timeoutS,
        makeCtx: input.makeCtx,
        onAlarm: box.alarm,
        onHealthy: box.healthy,
      },
      signal,
    ),
  )
}

/** Telegram's own limit (core.telegram.org/bots/api#senddocument). */
const longestCaption = 1024

/** Throws `channel.not_configured` where webhook mode lacks its secret or public address: better no bot than an open door. */
export function createTelegramChannel(input: TelegramChannelInput): Channel {
  const { account, config, makeCtx } = input
  const missing = config.TELEGRAM_MODE === 'webhook' ? missingForWebhook(config) : null
  if (missing !== null) throw new AppError('channel.not_configured', { setting: missing })
  const apiRoot = input.apiRoot ?? config.TELEGRAM_API_ROOT
  const api = createTelegramApi(input.token, apiRoot, callTimeoutS)
  const box = createHealthBox(input.account.id, () => makeCtx())
  const signs = createSigns()
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  return {
    account,
    limits: {
      textUnits: telegramTextUnits,
      attachmentBytes: telegramFileBytes,
      replyWindowHours: null,
      sendsPerSecond: config.TELEGRAM_SENDS_PER_SECOND,
    },
    // Telegram takes it away after five seconds, or with the next message (core.telegram.org/bots/api#sendchataction).
    async showTyping(ctx, chatId) {
      if (!signs.mayShow()) return
      await api.sendChatAction(chatId, 'typing').catch(() => ctx.metrics.count('telegram_typing_lost'))
    },
    // In a private chat a bot may delete what the client wrote, for 48 hours (core.telegram.org/bots/api#deletemessage).
    async removeCopy(ctx, messageExternalId) {
      const [chatId = '', messageId = ''] = messageExternalId.split(':')
      try {
        return await api.deleteMessage(chatId, Number(messageId))
      } catch (error) {
        ctx.log.warn({ failure: failureOf(error).kind }, 'Telegram kept its copy of a masked message')
        return false
      }
    },
    async sendToStaff(ctx, chatId, { name, body, caption }) {
      try {
        await api.sendDocument(chatId, new InputFile(body, name), { caption: caption.slice(0, longestCaption) })
        return true
      } catch (error) {
        ctx.log.warn({ failure: failureOf(error).kind }, 'Telegram did not take a report for the staff')
        return false
      }
    },
    async deliver(ctx, claimed, pace) {
      const outcome = await deliverReply(ctx, { api, pace, onAlarm: box.alarm, onHealthy: box.healthy }, claimed)
      if (outcome.state === 'retry') signs.rest(outcome.afterMs)
      return outcome
    },
    fetchAttachment: (_ctx, attachment) => fetchFile({ api, apiRoot, token: input.token }, attachment),
    addRoutes(server) {
      const secret = config.TELEGRAM_WEBHOOK_SECRET?.reveal()
      if (config.TELEGRAM_MODE === 'webhook' && secret !== undefined) {
        addWebhookRoute(server, { account, intake: input.intake, api, secret, makeCtx })
      }
    },
    async start() {
      if (config.TELEGRAM_MODE === 'off') return
      running = begin(input, apiRoot, api, box, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
    health: () => box.health,
    lookAfter: () => lookAfterWebhook(api, webhookUrl(input)),
    async subscribeAgain() {
      const secret = config.TELEGRAM_WEBHOOK_SECRET?.reveal()
      if (config.TELEGRAM_MODE === 'webhook' && secret !== undefined) await registerWebhook(input, api, secret)
    },
    ...(config.TELEGRAM_MODE === 'webhook'
      ? { probe: (ctx: Ctx) => probeWebhook(ctx, { account, url: webhookUrl(input), config }) }
      : {}),
  }
}
