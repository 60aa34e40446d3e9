/** The client's side of a chat: what a person with a phone can do to the bot. */
import { setTimeout as sleep } from 'node:timers/promises'
import { addLatest, emulatorKeeps } from '../keep-latest.ts'
import { storeFile, type Upload } from './bot-api.ts'
import { addMessage, type BotState, type ChatState, chatOf, type TgMessage, type TgUpdate, type TgUser } from './state.ts'
import type { UpdateQueue } from './update-queue.ts'

export type PersonContext = { bot: BotState; updates: UpdateQueue; now: () => number; changed: (chat: ChatState) => void }
export type AlbumItem = { photo: Upload; caption?: string }
export type WriteOptions = { replyTo?: number; entities?: unknown[]; forwardedFrom?: string }

export type Person = {
  readonly user: TgUser
  write(text: string, options?: WriteOptions): TgMessage
  sendPhoto(photo: Upload, caption?: string): TgMessage
  sendDocument(document: Upload, caption?: string): TgMessage
  sendVoice(voice: Upload, durationS?: number): TgMessage
  sendLocation(latitude: number, longitude: number): TgMessage
  /** `isOwn`: pressed "share my number"; otherwise somebody else's card. */
  sendContact(phone: string, isOwn: boolean): TgMessage
  sendAlbum(items: readonly AlbumItem[]): TgMessage[]
  sendSticker(emoji: string): TgMessage
  /** A message with any other fields, for kinds not listed here. */
  sendRaw(fields: Record<string, unknown>): TgMessage
  edit(messageId: number, text: string): TgUpdate
  /** Presses the newest button with this data (or this label); throws where there is none. */
  press(dataOrLabel: string): TgUpdate
  block(): void
  unblock(): void
  /** What stands in the chat, oldest first. */
  chat(): readonly TgMessage[]
  /** What the bot wrote. */
  heard(): readonly TgMessage[]
  /** Waits until the bot has written something that passes. */
  hears(passes: (message: TgMessage, index: number) => boolean, timeoutMs?: number): Promise<TgMessage>
}

const fileFields = (bot: BotState, upload: Upload, folder: string) => {
  const file = storeFile(bot, upload, folder)
  return {
    file_id: file.fileId,
    file_unique_id: file.fileId.slice(-12),
    file_size: file.bytes.length,
    mime_type: file.mimeType,
  }
}

function pressButton(context: PersonContext, state: ChatState, dataOrLabel: string): TgUpdate {
  for (const message of state.messages.toReversed()) {
    for (const button of message.reply_markup?.inline_keyboard?.flat() ?? []) {
      if (button.callback_data === undefined) continue
      if (button.callback_data !== dataOrLabel && button.text !== dataOrLabel) continue
      const id = `${context.now()}${Math.floor(Math.random() * 1e9)}`
      addLatest(context.bot.openQueries, id, emulatorKeeps.calls)
      const query = { id, from: state.user, message, chat_instance: String(state.chat.id), data: button.callback_data }
      return context.updates.push(`callback:${state.chat.id}`, { callback_query: query })
    }
  }
  throw new Error(`no button ${dataOrLabel} in this chat`)
}

function setBlocked(context: PersonContext, state: ChatState, isBlocked: boolean): void {
  const statusOf = (blocked: boolean) => ({
    user: context.bot.user,
    status: blocked ? 'kicked' : 'member',
    ...(blocked ? { until_date: 0 } : {}),
  })
  const change = {
    chat: state.chat,
    from: state.user,
    date: Math.floor(context.now() / 1000),
    old_chat_member: statusOf(state.isBlocked),
    new_chat_member: statusOf(isBlocked),
  }
  state.isBlocked = isBlocked
  context.updates.push(`member:${state.chat.id}`, { my_chat_member: change })
  context.changed(state)
}

/** A person with a private chat with the bot. */
export function createPerson(context: PersonContext, user: TgUser): Person {
  const { bot, updates, now } = context
  const state = chatOf(bot, user)
  const lane = String(state.chat.id)
  const send = (fields: Record<string, unknown>): TgMessage => {
    state.hasStarted = true
    const message = addMessage(state, user, now(), fields)
    updates.push(lane, { message })
    context.changed(state)
    return message
  }
  const withCaption = (caption: string | undefined) => (caption === undefined ? {} : { caption })
  const photoFields = (photo: Upload) => ({ photo: [{ ...fileFields(bot, photo, 'photos'), width: 800, height: 600 }] })
  const heard = () => state.messages.filter((message) => message.from.is_bot)
  return {
    user,
    write(text, options = {}) {
      const repliedTo = state.messages.find((message) => message.message_id === options.replyTo)
      return send({
        text,
        ...(repliedTo === undefined ? {} : { reply_to_message: repliedTo }),
        ...(options.entities === undefined ? {} : { entities: options.entities }),
        ...(options.forwardedFrom === undefined
          ? {}
          : {
              forward_origin: { type: 'hidden_user', sender_user_name: options.forwardedFrom, date: Math.floor(now() / 1000) },
            }),
      })
    },
    sendPhoto: (photo, caption) => send({ ...photoFields(photo), ...withCaption(caption) }),
    sendDocument: (document, caption) =>
      send({ document: { ...fileFields(bot, document, 'documents'), file_name: document.fileName }, ...withCaption(caption) }),
    sendVoice: (voice, durationS = 3) => send({ voice: { ...fileFields(bot, voice, 'voice'), duration: durationS } }),
    sendLocation: (latitude, longitude) => send({ location: { latitude, longitude } }),
    sendContact: (phone, isOwn) =>
      send({ contact: { phone_number: phone, first_name: user.first_name, ...(isOwn ? { user_id: user.id } : {}) } }),
    sendSticker: (emoji) =>
      send({ sticker: { file_id: 'CAACAgEAAx', file_unique_id: 'sticker', width: 512, height: 512, emoji, type: 'regular' } }),
    sendAlbum(items) {
      const media_group_id = String(now() * 1000 + Math.floor(Math.random() * 1000))
      return items.map((item) => send({ ...photoFields(item.photo), ...withCaption(item.caption), media_group_id }))
    },
    sendRaw: send,
    edit(messageId, text) {
      const message = state.messages.find((m) => m.message_id === messageId && m.from.id === user.id)
      if (message === undefined) throw new Error(`no own message ${messageId} in this chat`)
      message[message.caption === undefined ? 'text' : 'caption'] = text
      message.edit_date = Math.floor(now() / 1000)
      context.changed(state)
      return updates.push(lane, { edited_message: { ...message } })
    },
    press: (dataOrLabel) => pressButton(context, state, dataOrLabel),
    block: () => setBlocked(context, state, true),
    unblock: () => setBlocked(context, state, false),
    chat: () => state.messages,
    heard,
    async hears(passes, timeoutMs = 10_000) {
      const end = Date.now() + timeoutMs
      for (;;) {
        const found = heard().find(passes)
        if (found !== undefined) return found
        if (Date.now() > end)
          throw new Error(`the bot did not say it in ${timeoutMs} ms; it said ${heard().length} other things`)
        await sleep(20)
      }
    },
  }
}
