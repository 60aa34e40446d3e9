/** From Telegram's words to the house's: pure. What to do with the result is in take-update.ts. */

import type { z } from 'zod'
import type { InboundEdit, InboundMessage, InboundSender } from '#inbox'
import { dayMs } from '#kernel'
import type { ChannelAccount } from '../channel.ts'
import { instantOf } from '../vendor/vendor-values.ts'
import { readBody } from './message-body.ts'
import { TgCallbackQuery, TgMemberUpdate, TgMessage, type TgUpdate, type TgUser, updateKinds } from './update-schema.ts'

export type ParsedUpdate =
  | {
      kind: 'message'
      message: InboundMessage
      /** The vendor's number of the message it answers, if any. */
      repliesTo: string | null
      /** The vendor's name where the content could not be read: the raw update is kept beside the message. */
      unreadable: string | null
    }
  /** `asMessage` is the whole message as it reads now, for an edit of something never seen. */
  | { kind: 'edit'; edit: InboundEdit; asMessage: InboundMessage; isRecent: boolean }
  | { kind: 'press'; queryId: string; message: InboundMessage | null }
  | { kind: 'reachability'; identityExternalId: string; isReachable: boolean }
  | { kind: 'group'; chatId: string; languageCode: string | null }
  /** Not for us to read; kept whole and counted under this name. */
  | { kind: 'unknown'; name: string }

type Parse = (account: ChannelAccount, update: TgUpdate, now: Date) => ParsedUpdate

/** Unique per account, because Telegram numbers messages per chat. */
export const messageExternalId = (chatId: number | string, messageId: number) => `${chatId}:${messageId}`

function senderOf(user: z.infer<typeof TgUser>): InboundSender {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ').slice(0, 128)
  return {
    externalId: String(user.id),
    displayName: name === '' ? (user.username ?? String(user.id)) : name,
    assurance: 'channel',
    ...(user.username === undefined ? {} : { username: user.username.slice(0, 64) }),
    ...(user.language_code === undefined ? {} : { languageHint: user.language_code.slice(0, 16) }),
  }
}

function inboundOf(account: ChannelAccount, message: TgMessage, from: z.infer<typeof TgUser>, now: Date): InboundMessage {
  const body = readBody(message)
  return {
    channelAccountId: account.id,
    channel: 'telegram',
    visibility: 'private',
    conversationExternalId: String(message.chat.id),
    messageExternalId: messageExternalId(message.chat.id, message.message_id),
    sender: senderOf(from),
    kind: body.kind,
    text: body.text,
    content: body.content,
    sentAt: instantOf(message.date, now),
    ...(body.attachments.length === 0 ? {} : { attachments: body.attachments }),
    ...(message.media_group_id === undefined ? {} : { albumId: message.media_group_id }),
  }
}

const isGroup = (chat: TgMessage['chat']) => chat.type === 'group' || chat.type === 'supergroup'

const parseMessage: Parse = (account, update, now) => {
  const parsed = TgMessage.safeParse(update['message'])
  if (!parsed.success) return { kind: 'unknown', name: 'message' }
  const message = parsed.data
  if (isGroup(message.chat)) {
    return { kind: 'group', chatId: String(message.chat.id), languageCode: message.from?.language_code ?? null }
  }
  if (message.chat.type !== 'private' || message.from === undefined || message.from.is_bot === true) {
    return { kind: 'unknown', name: 'message' }
  }
  const inbound = inboundOf(account, message, message.from, now)
  const repliesTo = message.reply_to_message
  return {
    kind: 'message',
    message: inbound,
    repliesTo: repliesTo === undefined ? null : messageExternalId(message.chat.id, repliesTo.message_id),
    unreadable: inbound.kind === 'unknown' ? (inbound.content?.vendorKind ?? 'unknown') : null,
  }
}

const parseEdit: Parse = (account, update, now) => {
  const parsed = TgMessage.safeParse(update['edited_message'])
  const message = parsed.data
  if (message?.from === undefined || message.chat.type !== 'private') return { kind: 'unknown', name: 'edited_message' }
  const asMessage = inboundOf(account, message, message.from, now)
  return {
    kind: 'edit',
    edit: {
      channelAccountId: account.id,
      messageExternalId: asMessage.messageExternalId,
      text: asMessage.text,
      editedAt: instantOf(message.edit_date ?? message.date, now),
    },
    asMessage,
    // Telegram keeps an update for a day: an older message we do not know was written before this hub listened.
    isRecent: now.getTime() - message.date * 1000 < dayMs,
  }
}

const parsePress: Parse = (account, update, now) => {
  const parsed = TgCallbackQuery.safeParse(update['callback_query'])
  if (!parsed.success) return { kind: 'unknown', name: 'callback_query' }
  const { id, from, message, data } = parsed.data
  if (message === undefined || data === undefined || message.chat.type !== 'private') {
    return { kind: 'press', queryId: id, message: null }
  }
  return {
    kind: 'press',
    queryId: id,
    message: {
      channelAccountId: account.id,
      channel: 'telegram',
      visibility: 'private',
      conversationExternalId: String(message.chat.id),
      messageExternalId: `press:${id}`,
      sender: senderOf(from),
      kind: 'button',
      text: '',
      content: { pressed: data },
      // The query carries no time of its own; the message's date is the button's, not the press's.
      sentAt: now,
      buttonData: data,
    },
  }
}

const parseMember: Parse = (_account, update) => {
  const parsed = TgMemberUpdate.safeParse(update['my_chat_member'])
  if (!parsed.success || parsed.data.chat.type !== 'private') return { kind: 'unknown', name: 'my_chat_member' }
  const { status } = parsed.data.new_chat_member
  if (status !== 'kicked' && status !== 'member') return { kind: 'unknown', name: 'my_chat_member' }
  return { kind: 'reachability', identityExternalId: String(parsed.data.from.id), isReachable: status === 'member' }
}

const parsers: Readonly<Record<string, Parse>> = {
  message: parseMessage,
  edited_message: parseEdit,
  callback_query: parsePress,
  my_chat_member: parseMember,
}

/** Never throws: what cannot be read is `unknown` under its own name, or `other` where the name is new to us. */
export function parseUpdate(account: ChannelAccount, update: TgUpdate, now: Date): ParsedUpdate {
  for (const kind of Object.keys(update)) {
    const parse = Object.hasOwn(parsers, kind) ? parsers[kind] : undefined
    if (parse !== undefined) return parse(account, update, now)
  }
  const known: string | undefined = updateKinds.find((kind) => kind in update)
  return { kind: 'unknown', name: known ?? 'other' }
}
