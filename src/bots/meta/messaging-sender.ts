/** Private replies of Messenger and Instagram: the Send API they share. */
import { z } from 'zod'
import type { MessageButton } from '#contracts'
import type { AttachmentRecord, ClaimedDelivery } from '#inbox'
import type { Ctx } from '#platform'
import { shareContactData } from '../buttons.ts'
import { cut, VendorId } from '../vendor/vendor-values.ts'
import type { PartPlace, Sender, SentMessage } from './deliver-parts.ts'
import type { GraphAnswer, GraphApi } from './graph-api.ts'
import { writeMetadata } from './metadata.ts'

export type MessagingPart =
  | { kind: 'text'; text: string; buttons: readonly MessageButton[] }
  | { kind: 'file'; attachment: AttachmentRecord }

/** Quick replies a message may carry, and how long their words may be (Send API reference). */
const quickRepliesAtOnce = 13
const quickReplyUnits = 20
/** A second message that only carries further buttons needs some words. */
const furtherButtons = '…'

/**
 * A reply as messages: text first and split, then the files; the buttons under the last text, in further messages where they
 * are too many for one. Pure.
 */
export function planMessagingParts(
  reply: Pick<ClaimedDelivery, 'text' | 'attachments' | 'content'>,
  split: (text: string) => string[],
): MessagingPart[] {
  const files = reply.attachments.map((attachment): MessagingPart => ({ kind: 'file', attachment }))
  const buttons = (reply.content.buttons ?? []).flat()
  const texts = reply.text === '' && files.length > 0 && buttons.length === 0 ? [] : split(reply.text)
  const last = texts.at(-1)
  if (last === undefined) return files
  const before = texts.slice(0, -1).map((text): MessagingPart => ({ kind: 'text', text, buttons: [] }))
  const groups = Array.from({ length: Math.max(1, Math.ceil(buttons.length / quickRepliesAtOnce)) }, (_none, index) =>
    buttons.slice(index * quickRepliesAtOnce, (index + 1) * quickRepliesAtOnce),
  )
  const carrying = groups.map(
    (group, index): MessagingPart => ({ kind: 'text', text: index === 0 ? last : furtherButtons, buttons: group }),
  )
  return [...before, ...files, ...carrying]
}

function quickReplyOf({ label, data }: MessageButton): object {
  // The vendor's own button gives the number of the client's account and needs no words.
  if (data === shareContactData) return { content_type: 'user_phone_number' }
  return { content_type: 'text', title: cut(label, quickReplyUnits), payload: data }
}

const Sent = z.looseObject({ message_id: VendorId })
const Uploaded = z.looseObject({ attachment_id: VendorId })

const vendorFileKinds: Readonly<Record<string, string>> = { photo: 'image', video: 'video', voice: 'audio', audio: 'audio' }

export type MessagingSenderInput = {
  readonly api: GraphApi
  /** `me` or the page's id: whose messages these are. */
  readonly from: string
  readonly platform: 'instagram' | 'messenger'
  readonly split: (text: string) => string[]
}

/** Uploaded first and sent by its id: the upload may be repeated without anybody noticing, the sending may not. */
async function uploadFile(
  ctx: Ctx,
  { api, from, platform }: MessagingSenderInput,
  attachment: AttachmentRecord,
): Promise<GraphAnswer<{ type: string; id: string }>> {
  const bytes = await ctx.files.read(attachment.storageKey ?? '')
  const type = vendorFileKinds[attachment.kind] ?? 'file'
  const form = new FormData()
  form.set('platform', platform)
  form.set('message', JSON.stringify({ attachment: { type, payload: { is_reusable: false } } }))
  const mimeType = attachment.mimeType ?? 'application/octet-stream'
  form.set('filedata', new Blob([new Uint8Array(bytes)], { type: mimeType }), attachment.fileName ?? 'fayl')
  const answer = await api.call(Uploaded, 'POST', `${from}/message_attachments`, { body: form })
  if (answer.ok) return { ok: true, body: { type, id: answer.body.attachment_id } }
  // Nobody saw anything yet: a lost upload is simply done again.
  return answer.failure.kind === 'unknown' ? { ok: false, failure: { kind: 'not_sent' } } : answer
}

async function contentOf(
  ctx: Ctx,
  input: MessagingSenderInput,
  part: MessagingPart,
): Promise<GraphAnswer<Record<string, unknown>>> {
  if (part.kind === 'text') {
    const quick = part.buttons.map(quickReplyOf)
    return { ok: true, body: { text: part.text, ...(quick.length === 0 ? {} : { quick_replies: quick }) } }
  }
  const uploaded = await uploadFile(ctx, input, part.attachment)
  if (!uploaded.ok) return uploaded
  const { type, id } = uploaded.body
  return { ok: true, body: { attachment: { type, payload: { attachment_id: id } } } }
}

/** Within 24 hours a reply is a response; after that only a person's word goes out, under the tag that says so. */
const messagingType = ({ window }: PartPlace) =>
  window === 'person' ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }

/** "Writing…", which ends by itself after twenty seconds or with the message. */
export function showTypingBy({ api, from }: Pick<MessagingSenderInput, 'api' | 'from'>) {
  return async (_ctx: Ctx, conversationExternalId: string): Promise<void> => {
    const body = { recipient: { id: conversationExternalId }, sender_action: 'typing_on' }
    await api.call(z.unknown(), 'POST', `${from}/messages`, { body })
  }
}

/** The sender of private replies. */
export function createMessagingSender(input: MessagingSenderInput): Sender<MessagingPart> {
  return {
    plan: (claimed) => planMessagingParts(claimed, input.split),
    async send(ctx, claimed, part, place): Promise<GraphAnswer<SentMessage>> {
      const content = await contentOf(ctx, input, part)
      if (!content.ok) return content
      // Comes back with Messenger's echo, which tells the fate of a message whose answer was lost.
      const metadata = writeMetadata(claimed.deliveryId, place.index, place.count)
      const message = { ...content.body, ...(input.platform === 'messenger' ? { metadata } : {}) }
      const body = { recipient: { id: claimed.conversationExternalId }, ...messagingType(place), message }
      const answer = await input.api.call(Sent, 'POST', `${input.from}/messages`, { body })
      return answer.ok ? { ok: true, body: { externalId: answer.body.message_id } } : answer
    },
  }
}
