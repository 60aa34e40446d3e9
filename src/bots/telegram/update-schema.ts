/**
 * The part of Telegram's Update this hub reads; everything else passes through untouched. Loose on purpose: the Bot API grows
 * by a kind every few months and a field we do not know must never cost a client's message.
 * https://core.telegram.org/bots/api#update
 */
import { z } from 'zod'

/** Telegram ids have at most 52 significant bits, so they are exact as JavaScript numbers. */
const id = z
  .number()
  .int()
  .min(-(2 ** 52))
  .max(2 ** 52)
const file = z.looseObject({
  file_id: z.string().min(1).max(512),
  file_size: z.number().nonnegative().optional(),
  mime_type: z.string().max(200).optional(),
  file_name: z.string().max(1000).optional(),
})

export const TgUser = z.looseObject({
  id,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})
const TgChat = z.looseObject({ id, type: z.string() })
const entity = z.looseObject({
  type: z.string(),
  offset: z.number().int(),
  length: z.number().int(),
  url: z.string().optional(),
})
const named = z.looseObject({
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  title: z.string().optional(),
  username: z.string().optional(),
})

export const TgMessage = z.looseObject({
  message_id: id,
  date: z.number().int(),
  chat: TgChat,
  from: TgUser.optional(),
  edit_date: z.number().int().optional(),
  media_group_id: z.string().max(64).optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
  caption_entities: z.array(entity).optional(),
  photo: z.array(file).optional(),
  document: file.optional(),
  voice: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  sticker: z.looseObject({ emoji: z.string().optional() }).optional(),
  location: z.looseObject({ latitude: z.number(), longitude: z.number() }).optional(),
  venue: z.looseObject({ title: z.string(), address: z.string() }).optional(),
  contact: z
    .looseObject({
      phone_number: z.string(),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
      user_id: id.optional(),
    })
    .optional(),
  reply_to_message: z.looseObject({ message_id: id }).optional(),
  forward_origin: z
    .looseObject({
      sender_user: named.optional(),
      sender_user_name: z.string().optional(),
      sender_chat: named.optional(),
      chat: named.optional(),
    })
    .optional(),
  // Before Bot API 7.0; still in recorded updates and in local Bot API servers that were not upgraded.
  forward_from: named.optional(),
  forward_from_chat: named.optional(),
  forward_sender_name: z.string().optional(),
})
export type TgMessage = z.infer<typeof TgMessage>

export const TgCallbackQuery = z.looseObject({
  id: z.string().max(64),
  from: TgUser,
  data: z.string().max(64).optional(),
  message: z.looseObject({ message_id: id, chat: TgChat, date: z.number().int() }).optional(),
})
export type TgCallbackQuery = z.infer<typeof TgCallbackQuery>

export const TgMemberUpdate = z.looseObject({
  chat: TgChat,
  from: TgUser,
  date: z.number().int(),
  new_chat_member: z.looseObject({ status: z.string() }),
})

/** The least an update is: a number and something named. */
export const TgUpdate = z.looseObject({ update_id: id })
export type TgUpdate = z.infer<typeof TgUpdate>

/** Kinds of update known today; the label of the counter of unknown ones is one of these or `other`. */
export const updateKinds = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
] as const

/** What we ask Telegram to send. */
export const wantedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const
