/**
 * What VK's Callback API sends, as loosely as it is read: unknown fields pass, and what is not as expected is absent.
 * Source: the callback, messages and wall objects of VK's own API schema 5.199 (github.com/VKCOM/vk-api-schema).
 */
import { z } from 'zod'
import { VendorId } from '../vendor/vendor-values.ts'

/** The version every call and the callback server are set to. */
export const vkVersion = '5.199'

/** Before anything else is looked at: for which community, and with which word. */
export const CallbackEnvelope = z.looseObject({
  type: z.unknown().optional(),
  group_id: VendorId,
  secret: z.string().optional().catch(undefined),
})

export const CallbackEvent = z.looseObject({
  type: z.string().min(1).max(64),
  object: z.unknown().optional(),
  event_id: z.string().max(128).optional().catch(undefined),
})
export type CallbackEvent = z.infer<typeof CallbackEvent>

const Address = z.string().max(4096).optional().catch(undefined)
const Words = z.string().optional().catch(undefined)
const Size = z.looseObject({ url: z.string(), width: z.number().catch(0), height: z.number().catch(0) })
/** A photo, document, voice message, video, …: what they have in common is little, and all of it may be absent. */
const Thing = z.looseObject({
  id: VendorId.optional().catch(undefined),
  owner_id: VendorId.optional().catch(undefined),
  url: Address,
  link_ogg: Address,
  title: Words,
  artist: Words,
  ext: Words,
  size: z.number().optional().catch(undefined),
  orig_photo: z.looseObject({ url: z.string() }).optional().catch(undefined),
  sizes: z.array(Size).optional().catch(undefined),
})
export type VkThing = z.infer<typeof Thing>

/** `{type: 'photo', photo: {…}}`: the thing stands under the name of its type. */
export const VkAttachment = z
  .looseObject({ type: z.string().max(64) })
  .transform((given) => ({ type: given.type, thing: Thing.catch({}).parse(given[given.type] ?? {}) }))
export type VkAttachment = z.infer<typeof VkAttachment>

const Attachments = z.array(VkAttachment).optional().catch(undefined)

const Forwarded = z.looseObject({ text: Words, attachments: Attachments, fwd_messages: z.array(z.unknown()).optional() })
export const VkForwarded = Forwarded

export const VkMessage = z.looseObject({
  id: VendorId,
  peer_id: z.number().int(),
  from_id: z.number().int(),
  out: z.number().optional().catch(undefined),
  date: z.number().optional().catch(undefined),
  update_time: z.number().optional().catch(undefined),
  text: z.string().catch(''),
  /** On messages of the community only: what was given along when it was sent. */
  random_id: z.number().optional().catch(undefined),
  payload: z.string().optional().catch(undefined),
  attachments: Attachments,
  geo: z
    .looseObject({ coordinates: z.looseObject({ latitude: z.number(), longitude: z.number() }) })
    .optional()
    .catch(undefined),
  fwd_messages: z.array(z.unknown()).optional().catch(undefined),
  reply_message: z.looseObject({ id: VendorId }).optional().catch(undefined),
  action: z.looseObject({ type: z.string() }).optional().catch(undefined),
  /** Too long for a callback: the rest is to be fetched. */
  is_cropped: z.boolean().optional().catch(undefined),
})
export type VkMessage = z.infer<typeof VkMessage>

export const VkComment = z.looseObject({
  id: VendorId,
  post_id: VendorId,
  owner_id: VendorId.optional(),
  post_owner_id: VendorId.optional(),
  from_id: z.number().int(),
  date: z.number().optional().catch(undefined),
  text: z.string().catch(''),
  reply_to_comment: VendorId.optional().catch(undefined),
  attachments: Attachments,
})
export type VkComment = z.infer<typeof VkComment>

export const VkCommentGone = z.looseObject({ id: VendorId, post_id: VendorId })
export const VkPermission = z.looseObject({ user_id: VendorId })
export const VkRead = z.looseObject({ peer_id: VendorId, read_message_id: VendorId })
