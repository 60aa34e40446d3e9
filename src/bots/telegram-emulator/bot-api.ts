/** The methods a bot may call, each with the limits of the real one (core.telegram.org/bots/api). */
import { emulatorKeeps, pushLatest, setLatest } from '../keep-latest.ts'
import { refusals } from './refusal.ts'
import { addMessage, type BotState, type ChatState, type ReplyMarkup, type StoredFile, type TgMessage } from './state.ts'
import type { UpdateQueue } from './update-queue.ts'

export type Upload = { fileName: string; mimeType: string; bytes: Uint8Array }
export type CallInput = { params: Record<string, unknown>; uploads: Map<string, Upload> }
export type MethodContext = { bot: BotState; updates: UpdateQueue; now: () => number; changed: (chat: ChatState) => void }
type Method = (context: MethodContext, input: CallInput) => unknown

const maxTextUnits = 4096
const maxCaptionUnits = 1024
const maxButtonBytes = 64
const maxUploadBytes = 50 * 1024 * 1024
const maxPhotoBytes = 10 * 1024 * 1024
const maxDownloadBytes = 20 * 1024 * 1024

const asText = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : String(value))

/** Form-encoded callers send structures as JSON text, JSON callers as they are. */
function asObject<T>(value: unknown): T | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') return value as T
  try {
    return JSON.parse(value) as T
  } catch {
    throw refusals.badRequest('object expected as reply markup')
  }
}

function findChat(bot: BotState, chatId: unknown): ChatState {
  const chat = bot.chats.get(Number(chatId))
  if (asText(chatId) === '') throw refusals.badRequest('chat_id is empty')
  if (chat === undefined) throw refusals.chatNotFound()
  if (chat.isDeactivated) throw refusals.deactivated()
  if (chat.isBlocked) throw refusals.blocked()
  if (!chat.hasStarted && chat.chat.type === 'private') throw refusals.noInitiative()
  return chat
}

function readMarkup(value: unknown): ReplyMarkup | undefined {
  const markup = asObject<ReplyMarkup>(value)
  for (const button of markup?.inline_keyboard?.flat() ?? []) {
    if (button.text === undefined || button.text === '')
      throw refusals.badRequest('inline keyboard button text must be non-empty')
    if (button.url !== undefined) continue
    const bytes = Buffer.byteLength(button.callback_data ?? '')
    if (bytes < 1 || bytes > maxButtonBytes) throw refusals.buttonData()
  }
  return markup
}

function optionalFields(chat: ChatState, params: Record<string, unknown>): Record<string, unknown> {
  const markup = readMarkup(params['reply_markup'])
  const reply = asObject<{ message_id: number }>(params['reply_parameters'])
  const repliedTo = reply === undefined ? undefined : chat.messages.find((message) => message.message_id === reply.message_id)
  return {
    ...(markup === undefined ? {} : { reply_markup: markup }),
    ...(repliedTo === undefined ? {} : { reply_to_message: repliedTo }),
  }
}

const sendMessage: Method = ({ bot, now, changed }, { params }) => {
  const text = asText(params['text'])
  if (text.trim() === '') throw refusals.textEmpty()
  if (text.length > maxTextUnits) throw refusals.textTooLong()
  const chat = findChat(bot, params['chat_id'])
  const message = addMessage(chat, bot.user, now(), { text, ...optionalFields(chat, params) })
  changed(chat)
  return message
}

/** Keeps bytes under a new file_id. */
export function storeFile(bot: BotState, upload: Upload, folder: string): StoredFile {
  const serial = bot.nextFile++
  const extension = upload.fileName.includes('.') ? upload.fileName.slice(upload.fileName.lastIndexOf('.')) : ''
  const file: StoredFile = {
    fileId: `AgACAgIAAx${serial.toString(36).padStart(8, '0')}emu`,
    path: `${folder}/file_${serial}${extension}`,
    bytes: upload.bytes,
    fileName: upload.fileName,
    mimeType: upload.mimeType,
  }
  setLatest(bot.files, file.fileId, file, emulatorKeeps.files)
  return file
}

type FileField = 'photo' | 'document'

function takeFile(bot: BotState, field: FileField, limitBytes: number, { params, uploads }: CallInput): StoredFile {
  const reference = asText(params[field])
  const isAttached = reference.startsWith('attach://')
  const upload = uploads.get(isAttached ? reference.slice('attach://'.length) : field)
  if (upload !== undefined && upload.bytes.length > limitBytes) throw refusals.uploadTooBig()
  const file = upload === undefined ? bot.files.get(reference) : storeFile(bot, upload, `${field}s`)
  if (file === undefined) throw refusals.badRequest(`there is no ${field} in the request`)
  return file
}

function mediaOf(field: FileField, file: StoredFile): Record<string, unknown> {
  const shape = { file_id: file.fileId, file_unique_id: file.fileId.slice(-12), file_size: file.bytes.length }
  if (field === 'photo') return { photo: [{ ...shape, width: 800, height: 600 }] }
  return { document: { ...shape, file_name: file.fileName, mime_type: file.mimeType } }
}

function sendFile(field: FileField, limitBytes: number): Method {
  return ({ bot, now, changed }, input) => {
    const caption = asText(input.params['caption'])
    if (caption.length > maxCaptionUnits) throw refusals.captionTooLong()
    const file = takeFile(bot, field, limitBytes, input)
    const chat = findChat(bot, input.params['chat_id'])
    const text = caption === '' ? {} : { caption }
    const message = addMessage(chat, bot.user, now(), {
      ...mediaOf(field, file),
      ...text,
      ...optionalFields(chat, input.params),
    })
    changed(chat)
    return message
  }
}

const editMessageText: Method = ({ bot, now, changed }, { params }) => {
  const chat = findChat(bot, params['chat_id'])
  const text = asText(params['text'])
  if (text.trim() === '') throw refusals.textEmpty()
  if (text.length > maxTextUnits) throw refusals.textTooLong()
  const message = chat.messages.find((m) => m.message_id === Number(params['message_id']) && m.from.is_bot)
  if (message === undefined) throw refusals.editNotFound()
  const markup = readMarkup(params['reply_markup'])
  if (message.text === text && JSON.stringify(message.reply_markup) === JSON.stringify(markup)) throw refusals.notModified()
  message.text = text
  message.edit_date = Math.floor(now() / 1000)
  if (markup === undefined) delete message.reply_markup
  else message.reply_markup = markup
  changed(chat)
  return message
}

const editMessageReplyMarkup: Method = ({ bot, changed }, { params }) => {
  const chat = findChat(bot, params['chat_id'])
  const message: TgMessage | undefined = chat.messages.find(
    (m) => m.message_id === Number(params['message_id']) && m.from.is_bot,
  )
  if (message === undefined) throw refusals.editNotFound()
  const markup = readMarkup(params['reply_markup'])
  if (JSON.stringify(message.reply_markup) === JSON.stringify(markup)) throw refusals.notModified()
  if (markup === undefined) delete message.reply_markup
  else message.reply_markup = markup
  changed(chat)
  return message
}

const deletableForMs = 48 * 3_600_000

const deleteMessage: Method = ({ bot, now, changed }, { params }) => {
  const chat = findChat(bot, params['chat_id'])
  const at = chat.messages.findIndex((message) => message.message_id === Number(params['message_id']))
  const message = chat.messages[at]
  if (message === undefined) throw refusals.badRequest('message to delete not found')
  if (now() - message.date * 1000 > deletableForMs) throw refusals.badRequest("message can't be deleted for everyone")
  chat.messages.splice(at, 1)
  changed(chat)
  return true
}

const answerCallbackQuery: Method = ({ bot }, { params }) => {
  const id = asText(params['callback_query_id'])
  if (!bot.openQueries.delete(id)) throw refusals.queryTooOld()
  const text = params['text'] === undefined ? null : asText(params['text'])
  pushLatest(bot.answeredQueries, { id, text }, emulatorKeeps.calls)
  return true
}

const getFile: Method = ({ bot }, { params }) => {
  const file = bot.files.get(asText(params['file_id']))
  if (file === undefined) throw refusals.wrongFile()
  if (file.bytes.length > maxDownloadBytes) throw refusals.fileTooBig()
  return { file_id: file.fileId, file_unique_id: file.fileId.slice(-12), file_size: file.bytes.length, file_path: file.path }
}

const setWebhook: Method = ({ updates }, { params }) => {
  const url = asText(params['url'])
  if (url === '') {
    updates.setWebhook(null)
    return true
  }
  const { protocol, hostname } = new URL(url)
  const isLoopback = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol !== 'https:' && !isLoopback) throw refusals.badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  const secret = params['secret_token'] === undefined ? null : asText(params['secret_token'])
  if (secret !== null && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    throw refusals.badRequest('secret token contains unallowed characters')
  }
  if (String(params['drop_pending_updates']) === 'true') updates.dropPending()
  updates.setWebhook({ url, secretToken: secret, maxConnections: Number(params['max_connections'] ?? 40) })
  return true
}

export const methods: Record<string, Method> = {
  getme: ({ bot }) => ({
    ...bot.user,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  sendmessage: sendMessage,
  sendphoto: sendFile('photo', maxPhotoBytes),
  senddocument: sendFile('document', maxUploadBytes),
  editmessagetext: editMessageText,
  editmessagereplymarkup: editMessageReplyMarkup,
  deletemessage: deleteMessage,
  answercallbackquery: answerCallbackQuery,
  sendchataction: ({ bot }, { params }) => findChat(bot, params['chat_id']) !== undefined,
  getfile: getFile,
  setmycommands: ({ bot }, { params }) => {
    bot.commands = asObject<unknown[]>(params['commands']) ?? []
    return true
  },
  getmycommands: ({ bot }) => bot.commands,
  setwebhook: setWebhook,
  deletewebhook: ({ updates }, { params }) => {
    if (String(params['drop_pending_updates']) === 'true') updates.dropPending()
    updates.setWebhook(null)
    return true
  },
  getwebhookinfo: ({ updates }) => updates.info(),
  getupdates: ({ updates }, { params }) =>
    updates.poll(
      Number(params['offset'] ?? 0),
      Math.min(Math.max(Number(params['limit'] ?? 100), 1), 100),
      Math.min(Number(params['timeout'] ?? 0), 50),
    ),
}
