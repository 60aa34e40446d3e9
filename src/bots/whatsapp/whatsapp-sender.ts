/** Replies of WhatsApp: texts, buttons or a list, and files. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages */
import { z } from 'zod'
import type { MessageButton } from '#contracts'
import type { AttachmentRecord, ClaimedDelivery } from '#inbox'
import type { Ctx } from '#platform'
import { shareContactData } from '../buttons.ts'
import { splitText } from '../deliver/split-text.ts'
import type { Sender, SentMessage } from '../meta/deliver-parts.ts'
import type { GraphAnswer, GraphApi } from '../meta/graph-api.ts'
import { writeMetadata } from '../meta/metadata.ts'
import { cut, VendorId } from '../vendor/vendor-values.ts'

export const whatsappTextUnits = 4096
/** The words over buttons; over a list they may be as long as any text. */
const wordsOverButtons = 1024
const mostButtons = 3
const buttonUnits = 20
const mostRows = 10
const rowUnits = 24
const rowNoteUnits = 72
/** The word that opens a list must be understood in every language of the bank. */
const opensList = '☰'
const furtherRows = '…'

export type WhatsAppPart =
  | { kind: 'text'; text: string; buttons: readonly MessageButton[] }
  | { kind: 'file'; attachment: AttachmentRecord }

/**
 * A reply as messages: text split, files, and the choices under the last text: at most three as buttons, else as a list, and
 * what a list cannot hold in a further one. Asking for the number is left out: WhatsApp shows it. Pure.
 */
export function planWhatsAppParts(reply: Pick<ClaimedDelivery, 'text' | 'attachments' | 'content'>): WhatsAppPart[] {
  const files = reply.attachments.map((attachment): WhatsAppPart => ({ kind: 'file', attachment }))
  const buttons = (reply.content.buttons ?? []).flat().filter((button) => button.data !== shareContactData)
  if (reply.text === '') return files
  const isShort = buttons.length > 0 && buttons.length <= mostButtons
  const texts = splitText(reply.text, isShort && reply.text.length > wordsOverButtons ? wordsOverButtons : whatsappTextUnits)
  const groups = Array.from({ length: Math.max(1, Math.ceil(buttons.length / mostRows)) }, (_none, index) =>
    buttons.slice(index * mostRows, (index + 1) * mostRows),
  )
  const before = texts.slice(0, -1).map((text): WhatsAppPart => ({ kind: 'text', text, buttons: [] }))
  const carrying = groups.map(
    (group, index): WhatsAppPart => ({ kind: 'text', text: index === 0 ? (texts.at(-1) ?? '') : furtherRows, buttons: group }),
  )
  return [...before, ...files, ...carrying]
}

function rowOf({ label, data }: MessageButton) {
  const isLong = label.length > rowUnits
  return { id: data, title: cut(label, rowUnits), ...(isLong ? { description: cut(label, rowNoteUnits) } : {}) }
}

/** A text with its choices as the vendor's message. Pure. */
export function textMessage(text: string, buttons: readonly MessageButton[]): Record<string, unknown> {
  if (buttons.length === 0) return { type: 'text', text: { body: text, preview_url: false } }
  if (buttons.length <= mostButtons) {
    const replies = buttons.map(({ label, data }) => ({ type: 'reply', reply: { id: data, title: cut(label, buttonUnits) } }))
    return { type: 'interactive', interactive: { type: 'button', body: { text }, action: { buttons: replies } } }
  }
  const action = { button: opensList, sections: [{ rows: buttons.map(rowOf) }] }
  return { type: 'interactive', interactive: { type: 'list', body: { text }, action } }
}

const Sent = z.looseObject({ messages: z.array(z.looseObject({ id: VendorId })).min(1) })
const Uploaded = z.looseObject({ id: VendorId })
const vendorKinds: Readonly<Record<string, string>> = { photo: 'image', video: 'video', voice: 'audio', audio: 'audio' }

/** Uploaded first and sent by its id: the upload may be repeated without anybody noticing, the sending may not. */
async function fileMessage(
  ctx: Ctx,
  api: GraphApi,
  from: string,
  file: AttachmentRecord,
): Promise<GraphAnswer<Record<string, unknown>>> {
  const bytes = await ctx.files.read(file.storageKey ?? '')
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  const type = file.mimeType ?? 'application/octet-stream'
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), file.fileName ?? 'fayl')
  const answer = await api.call(Uploaded, 'POST', `${from}/media`, { body: form })
  if (!answer.ok) return answer.failure.kind === 'unknown' ? { ok: false, failure: { kind: 'not_sent' } } : answer
  const kind = vendorKinds[file.kind] ?? 'document'
  const media = { id: answer.body.id, ...(kind === 'document' && file.fileName !== null ? { filename: file.fileName } : {}) }
  return { ok: true, body: { type: kind, [kind]: media } }
}

/** A number is written to as such; the id of a client who shows none goes by another name. */
const addressOf = (externalId: string) => (/^\d+$/.test(externalId) ? { to: externalId } : { recipient: externalId })

/** The sender of private replies. Templates made at the vendor, the only thing it takes after 24 hours, are not used. */
export function createWhatsAppSender(api: GraphApi, phoneNumberId: string): Sender<WhatsAppPart> {
  return {
    plan: planWhatsAppParts,
    async send(ctx, claimed, part, place): Promise<GraphAnswer<SentMessage>> {
      const message: GraphAnswer<Record<string, unknown>> =
        part.kind === 'text'
          ? { ok: true, body: textMessage(part.text, part.buttons) }
          : await fileMessage(ctx, api, phoneNumberId, part.attachment)
      if (!message.ok) return message
      const body = {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...addressOf(claimed.conversationExternalId),
        // Comes back with every status, also of a message whose answer was lost.
        biz_opaque_callback_data: writeMetadata(claimed.deliveryId, place.index, place.count),
        ...message.body,
      }
      const answer = await api.call(Sent, 'POST', `${phoneNumberId}/messages`, { body })
      return answer.ok ? { ok: true, body: { externalId: answer.body.messages[0]?.id ?? '' } } : answer
    },
  }
}
