/**
 * The part of a change of WhatsApp's Cloud API this hub reads. Loose on purpose: a field we do not know must never cost a
 * client's message. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
import { z } from 'zod'
import { VendorId, VendorInstant } from '../vendor/vendor-values.ts'

const Media = z.looseObject({
  id: VendorId,
  mime_type: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
  voice: z.boolean().optional(),
})
const Choice = z.looseObject({ id: z.string().optional(), title: z.string().optional() })
const Person = z.looseObject({
  name: z.looseObject({ formatted_name: z.string().optional() }).optional(),
  phones: z.array(z.looseObject({ phone: z.string().optional(), wa_id: VendorId.optional() })).optional(),
})

export const WaMessage = z.looseObject({
  id: VendorId,
  /** Absent for a client who has a user name and shows no number. */
  from: VendorId.optional(),
  from_user_id: VendorId.optional(),
  timestamp: VendorInstant.optional(),
  type: z.string(),
  text: z.looseObject({ body: z.string() }).optional().catch(undefined),
  image: Media.optional().catch(undefined),
  video: Media.optional().catch(undefined),
  audio: Media.optional().catch(undefined),
  document: Media.optional().catch(undefined),
  sticker: Media.optional().catch(undefined),
  location: z
    .looseObject({ latitude: z.number(), longitude: z.number(), name: z.string().optional(), address: z.string().optional() })
    .optional()
    .catch(undefined),
  contacts: z.array(Person).optional().catch(undefined),
  interactive: z
    .looseObject({ type: z.string(), button_reply: Choice.optional(), list_reply: Choice.optional() })
    .optional()
    .catch(undefined),
  button: z.looseObject({ text: z.string().optional(), payload: z.string().optional() }).optional().catch(undefined),
  reaction: z.looseObject({ message_id: VendorId, emoji: z.string().optional() }).optional().catch(undefined),
  context: z.looseObject({ id: VendorId.optional(), forwarded: z.boolean().optional() }).optional().catch(undefined),
})
export type WaMessage = z.infer<typeof WaMessage>

export const WaStatus = z.looseObject({
  id: VendorId,
  status: z.string(),
  recipient_id: VendorId.optional(),
  recipient_user_id: VendorId.optional(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z
    .array(z.looseObject({ code: z.coerce.number() }))
    .optional()
    .catch(undefined),
})

export const WaContact = z.looseObject({
  wa_id: VendorId.optional(),
  user_id: VendorId.optional(),
  profile: z.looseObject({ name: z.string().optional(), username: z.string().optional() }).optional().catch(undefined),
})

export const WaValue = z.looseObject({
  contacts: z.array(z.unknown()).optional().catch(undefined),
  messages: z.array(z.unknown()).optional().catch(undefined),
  statuses: z.array(z.unknown()).optional().catch(undefined),
  errors: z.array(z.unknown()).optional().catch(undefined),
})
