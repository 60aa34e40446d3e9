/** One reply out to Telegram: its parts in order, each at most once as far as anybody can know. */
import { InputFile } from 'grammy'
import type { MessageButton } from '#contracts'
import { type AttachmentRecord, type ClaimedDelivery, type DeliveryOutcome, recordPart, setReachable } from '#inbox'
import { isAppError } from '#kernel'
import type { Ctx } from '#platform'
import { shareContactData } from '../buttons.ts'
import type { SendPace } from '../channel.ts'
import { splitText } from '../deliver/split-text.ts'
import { meaningOf } from './map-failure.ts'
import { messageExternalId } from './parse-update.ts'
import { failureOf, type TelegramApi } from './telegram-api.ts'

export const telegramTextUnits = 4096
const captionUnits = 1024
const photoBytes = 10 * 1024 * 1024

export type ReplyPart = { kind: 'text'; text: string } | { kind: 'file'; attachment: AttachmentRecord; caption: string | null }

/** A reply as Telegram messages: text first and split, or as the caption of the first file where it fits. Pure. */
export function planParts(reply: { text: string; attachments: readonly AttachmentRecord[] }): ReplyPart[] {
  const [first, ...others] = reply.attachments
  if (first === undefined) return splitText(reply.text, telegramTextUnits).map((text) => ({ kind: 'text', text }))
  const isCaption = reply.text.length <= captionUnits
  const texts: ReplyPart[] = isCaption ? [] : splitText(reply.text, telegramTextUnits).map((text) => ({ kind: 'text', text }))
  const caption = isCaption && reply.text !== '' ? reply.text : null
  return [
    ...texts,
    { kind: 'file', attachment: first, caption },
    ...others.map((attachment): ReplyPart => ({ kind: 'file', attachment, caption: null })),
  ]
}

/** Buttons go under the last part; a request for the phone number needs Telegram's other kind of keyboard. */
export function markupOf(buttons: readonly (readonly MessageButton[])[] | undefined) {
  if (buttons === undefined || buttons.length === 0) return undefined
  const share = buttons.flat().find((button) => button.data === shareContactData)
  if (share !== undefined) {
    return {
      keyboard: [[{ text: share.label, request_contact: true as const }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    }
  }
  return { inline_keyboard: buttons.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data }))) }
}

async function sendFile(
  ctx: Ctx,
  api: TelegramApi,
  chatId: string,
  part: Extract<ReplyPart, { kind: 'file' }>,
  markup: object,
) {
  const { attachment } = part
  const bytes = await ctx.files.read(attachment.storageKey ?? '')
  const file = new InputFile(bytes, attachment.fileName ?? 'fayl')
  const options = { ...markup, ...(part.caption === null ? {} : { caption: part.caption }) }
  const isPhoto = attachment.kind === 'photo' && bytes.length <= photoBytes
  return isPhoto ? api.sendPhoto(chatId, file, options) : api.sendDocument(chatId, file, options)
}

function sendPart(ctx: Ctx, api: TelegramApi, chatId: string, part: ReplyPart, markup: object) {
  // No parse_mode: an operator's "<" or "_" is a character, and no text can break the formatting.
  return part.kind === 'text' ? api.sendMessage(chatId, part.text, markup) : sendFile(ctx, api, chatId, part, markup)
}

export type DeliverDeps = {
  api: TelegramApi
  pace?: SendPace | undefined
  onAlarm: (reason: string) => void
  onHealthy: () => void
}

async function settle(ctx: Ctx, deps: DeliverDeps, claimed: ClaimedDelivery, error: unknown): Promise<DeliveryOutcome> {
  if (isAppError(error, 'attachment.not_found')) return { state: 'failed', reason: 'attachment_missing' }
  const meaning = meaningOf(failureOf(error))
  if (meaning.alarm === true) deps.onAlarm('token_refused')
  if (meaning.unreachable === true) {
    const { channelAccountId, identityExternalId } = claimed
    await setReachable(ctx, { channelAccountId, identityExternalId, isReachable: false })
  }
  return meaning.outcome
}

type Sent = { externalId: string } | { outcome: DeliveryOutcome }

async function sendOne(ctx: Ctx, deps: DeliverDeps, claimed: ClaimedDelivery, part: ReplyPart, isLast: boolean): Promise<Sent> {
  const chatId = claimed.conversationExternalId
  const markup = isLast ? markupOf(claimed.content.buttons) : undefined
  try {
    const sent = await sendPart(ctx, deps.api, chatId, part, markup === undefined ? {} : { reply_markup: markup })
    return { externalId: messageExternalId(chatId, sent.message_id) }
  } catch (error) {
    return { outcome: await settle(ctx, deps, claimed, error) }
  }
}

/**
 * Sends the parts that no earlier try has sent. A part whose fate is unknown makes the whole reply `unconfirmed` and stops
 * the rest, because Telegram has no key that would make a repeat harmless.
 */
export async function deliverReply(ctx: Ctx, deps: DeliverDeps, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  const parts = planParts(claimed)
  let lastExternalId = claimed.sentParts.at(-1) ?? ''
  for (const [index, part] of parts.entries()) {
    if (index < claimed.sentParts.length) continue
    const isLast = index === parts.length - 1
    if (index > claimed.sentParts.length) await deps.pace?.next()
    const sent = await sendOne(ctx, deps, claimed, part, isLast)
    if ('outcome' in sent) return sent.outcome
    lastExternalId = sent.externalId
    if (!isLast) await recordPart(ctx, { deliveryId: claimed.deliveryId, externalId: lastExternalId })
  }
  deps.onHealthy()
  return { state: 'sent', externalId: lastExternalId }
}
