/**
 * The part of a messaging event of Messenger and Instagram this hub reads; everything else passes through untouched. Loose on
 * purpose: a field we do not know must never cost a client's message.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */
import { z } from 'zod'
import { VendorId, VendorInstant } from '../vendor/vendor-values.ts'

const Party = z.looseObject({ id: VendorId })

export const MetaAttachment = z.looseObject({
  type: z.string().catch('unknown'),
  title: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  payload: z
    .looseObject({
      url: z.string().optional().catch(undefined),
      title: z.string().optional().catch(undefined),
      sticker_id: VendorId.optional().catch(undefined),
      coordinates: z.looseObject({ lat: z.number(), long: z.number() }).optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
})
export type MetaAttachment = z.infer<typeof MetaAttachment>

export const MetaMessage = z.looseObject({
  mid: VendorId,
  text: z.string().optional(),
  attachments: z.array(MetaAttachment).optional().catch(undefined),
  quick_reply: z.looseObject({ payload: z.string() }).optional().catch(undefined),
  reply_to: z
    .looseObject({ mid: VendorId.optional(), story: z.looseObject({ url: z.string().optional() }).optional() })
    .optional()
    .catch(undefined),
  is_echo: z.boolean().optional().catch(undefined),
  is_deleted: z.boolean().optional().catch(undefined),
  is_unsupported: z.boolean().optional().catch(undefined),
  metadata: z.string().optional().catch(undefined),
})
export type MetaMessage = z.infer<typeof MetaMessage>

export const MessagingEvent = z.looseObject({
  sender: Party.optional(),
  recipient: Party.optional(),
  timestamp: VendorInstant.optional(),
})
export type MessagingEvent = z.infer<typeof MessagingEvent>

export const Postback = z.looseObject({
  mid: VendorId.optional(),
  title: z.string().optional(),
  payload: z.string().optional(),
})
export const Read = z.looseObject({ mid: VendorId.optional(), watermark: VendorInstant.optional() })
export const Delivered = z.looseObject({ mids: z.array(VendorId).optional(), watermark: VendorInstant.optional() })
export const Reaction = z.looseObject({
  mid: VendorId,
  action: z.string(),
  emoji: z.string().optional(),
  reaction: z.string().optional(),
})
export const MessageEdit = z.looseObject({ mid: VendorId, text: z.string() })
