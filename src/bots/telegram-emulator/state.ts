/** What the emulator remembers: bots, people, the messages of each chat, files. All in memory, gone with the process. */
import { emulatorKeeps, pushLatest, setLatest } from '../keep-latest.ts'
export type TgUser = {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}
export type TgChat = {
  id: number
  type: 'private' | 'group' | 'supergroup' | 'channel'
  first_name?: string
  last_name?: string
  username?: string
  title?: string
}
export type InlineButton = { text: string; callback_data?: string; url?: string }
export type ReplyButton = { text: string; request_contact?: boolean }
export type ReplyMarkup = {
  inline_keyboard?: InlineButton[][]
  keyboard?: ReplyButton[][]
  remove_keyboard?: boolean
  force_reply?: boolean
}
/** A message as the Bot API shows it; the media fields are passed through as given. */
export type TgMessage = {
  message_id: number
  date: number
  chat: TgChat
  from: TgUser
  text?: string
  caption?: string
  edit_date?: number
  media_group_id?: string
  reply_markup?: ReplyMarkup
  reply_to_message?: TgMessage
  [field: string]: unknown
}
export type TgUpdate = { update_id: number; [kind: string]: unknown }
export type StoredFile = { fileId: string; path: string; bytes: Uint8Array; fileName: string; mimeType: string }

export type ChatState = {
  chat: TgChat
  user: TgUser
  messages: TgMessage[]
  nextMessageId: number
  /** The client blocked the bot: everything sent is refused with 403. */
  isBlocked: boolean
  isDeactivated: boolean
  /** False until the client wrote first: a bot cannot begin a conversation. */
  hasStarted: boolean
}

export type BotState = {
  token: string
  user: TgUser
  chats: Map<number, ChatState>
  files: Map<string, StoredFile>
  nextFile: number
  /** Callback queries not answered yet. */
  openQueries: Set<string>
  answeredQueries: { id: string; text: string | null }[]
  commands: unknown[]
  /** Where each chat begins to number its messages. */
  firstMessageId: number
}

/** One call the bot made, for tests that ask "how often and in what order". */
export type ApiCall = { method: string; params: Record<string, unknown>; ok: boolean; errorCode: number | null; at: number }

export function createBotState(token: string, username: string, firstMessageId = 1): BotState {
  return {
    token,
    user: { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Murojaat', username },
    chats: new Map(),
    files: new Map(),
    nextFile: 1,
    openQueries: new Set(),
    answeredQueries: [],
    commands: [],
    firstMessageId,
  }
}

/** A chat that is forgotten and begins anew must not give its numbers again: the hub knows them. */
export function keepChat(bot: BotState, chat: ChatState): void {
  const forgotten = setLatest(bot.chats, chat.chat.id, chat, emulatorKeeps.people)
  if (forgotten) bot.firstMessageId = Math.max(bot.firstMessageId, forgotten.nextMessageId)
}

/** Opens the private chat of a person with the bot, or finds it. */
export function chatOf(bot: BotState, user: TgUser): ChatState {
  const known = bot.chats.get(user.id)
  if (known !== undefined) return known
  const names = { first_name: user.first_name, ...(user.last_name === undefined ? {} : { last_name: user.last_name }) }
  const username = user.username === undefined ? {} : { username: user.username }
  const opened: ChatState = {
    chat: { id: user.id, type: 'private', ...names, ...username },
    user,
    messages: [],
    nextMessageId: bot.firstMessageId,
    isBlocked: false,
    isDeactivated: false,
    hasStarted: false,
  }
  keepChat(bot, opened)
  return opened
}

/** Puts a message into its chat with the chat's next number. */
export function addMessage(state: ChatState, from: TgUser, nowMs: number, fields: Record<string, unknown>): TgMessage {
  const message: TgMessage = {
    message_id: state.nextMessageId++,
    date: Math.floor(nowMs / 1000),
    chat: state.chat,
    from,
    ...fields,
  }
  pushLatest(state.messages, message, emulatorKeeps.messagesOfOne)
  return message
}
