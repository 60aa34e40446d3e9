/** WhatsApp as a channel: one number of the bank on Meta's Cloud API. */
import { z } from 'zod'
import type { AttachmentRecord } from '#inbox'
import type { Channel, FetchedAttachment } from '../channel.ts'
import { fetchVendorUrl, metaFileBytes } from '../meta/fetch-media.ts'
import { createGraphApi, type GraphApi } from '../meta/graph-api.ts'
import { createMetaChannel, type MetaChannelInput, type MetaRoots } from '../meta/meta-channel.ts'
import { parseWhatsApp } from './parse-whatsapp.ts'
import { createWhatsAppSender, whatsappTextUnits } from './whatsapp-sender.ts'

/** `businessAccountId`: the WhatsApp Business Account the number belongs to, under which its notices come. */
export const WhatsAppCredentials = z.object({
  appSecret: z.string().min(8).max(200),
  accessToken: z.string().min(8).max(1000),
  phoneNumberId: z.string().regex(/^\d{5,25}$/),
  businessAccountId: z.string().regex(/^\d{5,25}$/),
})
export type WhatsAppCredentials = z.infer<typeof WhatsAppCredentials>

export function whatsappApi({ accessToken, appSecret }: WhatsAppCredentials, roots: MetaRoots) {
  return createGraphApi({ root: roots.facebook, token: accessToken, appSecret })
}

/** A number bears 80 messages a second unless Meta raises it; room is left for what else is called. */
const whatsappSendsPerSecond = 60

const MediaAddress = z.looseObject({ url: z.string(), file_size: z.coerce.number().optional() })

/** The address behind a media id lives for minutes and is asked for each time; the bytes need the token too. */
async function fetchMedia(api: GraphApi, attachment: AttachmentRecord): Promise<FetchedAttachment> {
  const mediaId = attachment.vendorRef['mediaId']
  if (typeof mediaId !== 'string' || !/^[\w-]{1,128}$/.test(mediaId)) return { state: 'failed' }
  const answer = await api.call(MediaAddress, 'GET', mediaId)
  if (!answer.ok) {
    const { failure } = answer
    return { state: failure.kind === 'refused' && failure.code === 100 ? 'failed' : 'retry' }
  }
  const { url, file_size: sizeBytes = 0 } = answer.body
  if (sizeBytes > metaFileBytes) return { state: 'refused' }
  return fetchVendorUrl(url, api.root, { authorization: `Bearer ${api.token}` })
}

export function createWhatsAppChannel(input: MetaChannelInput<WhatsAppCredentials>): Channel {
  const { phoneNumberId, businessAccountId } = input.credentials
  const api = whatsappApi(input.credentials, input.roots)
  return createMetaChannel(input, {
    api,
    object: 'whatsapp_business_account',
    sections: ['change'],
    externalIds: [phoneNumberId, businessAccountId],
    parse: parseWhatsApp,
    privateSender: createWhatsAppSender(api, phoneNumberId),
    limits: { textUnits: whatsappTextUnits, sendsPerSecond: whatsappSendsPerSecond },
    fetchAttachment: (_ctx, attachment) => fetchMedia(api, attachment),
    tellsOfToken: true,
    earlier: [],
    subscription: { path: `${businessAccountId}/subscribed_apps`, fields: [] },
  })
}
