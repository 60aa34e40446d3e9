/** A webhook's body cut into its single changes: pure. A batch holds up to a thousand of them, of several accounts. */
import { z } from 'zod'
import { instantOf, VendorId, VendorInstant } from '../vendor/vendor-values.ts'
import type { MetaObject, Piece } from './meta-event.ts'

const Change = z.looseObject({ field: z.string(), value: z.unknown() })
const Entry = z.looseObject({
  id: VendorId,
  time: VendorInstant.optional().catch(undefined),
  messaging: z.array(z.unknown()).optional().catch(undefined),
  standby: z.array(z.unknown()).optional().catch(undefined),
  changes: z.array(z.unknown()).optional().catch(undefined),
})
export const Webhook = z.looseObject({
  object: z.enum(['instagram', 'page', 'whatsapp_business_account']),
  entry: z.array(z.unknown()),
})
export type Webhook = z.infer<typeof Webhook>

const NumberOfWhatsApp = z.looseObject({ metadata: z.looseObject({ phone_number_id: VendorId }) })

function changePiece(object: MetaObject, entryId: string, at: Date, change: unknown): Piece {
  const parsed = Change.safeParse(change)
  const value = parsed.success ? parsed.data.value : change
  const number = object === 'whatsapp_business_account' ? NumberOfWhatsApp.safeParse(value).data : undefined
  return {
    object,
    accountExternalId: number?.metadata.phone_number_id ?? entryId,
    section: 'change',
    field: parsed.success ? parsed.data.field : 'malformed',
    value,
    at,
  }
}

function piecesOf(object: MetaObject, entry: z.infer<typeof Entry>, now: Date): Piece[] {
  const at = instantOf(entry.time, now)
  const messaging = [...(entry.messaging ?? []), ...(entry.standby ?? [])].map(
    (value): Piece => ({ object, accountExternalId: entry.id, section: 'messaging', field: '', value, at }),
  )
  const changes = (entry.changes ?? []).map((change) => changePiece(object, entry.id, at, change))
  // Instagram's Business Login puts a change's field and value into the entry itself.
  const unwrapped =
    'field' in entry ? [changePiece(object, entry.id, at, { field: entry['field'], value: entry['value'] })] : []
  const pieces = [...messaging, ...changes, ...unwrapped]
  return pieces.length > 0
    ? pieces
    : [{ object, accountExternalId: entry.id, section: 'change', field: 'empty', value: entry, at }]
}

/** Every change in the order it came; an entry without an id has no account and is left out. */
export function cutWebhook(webhook: Webhook, now: Date): Piece[] {
  return webhook.entry.flatMap((entry) => {
    const parsed = Entry.safeParse(entry)
    return parsed.success ? piecesOf(webhook.object, parsed.data, now) : []
  })
}
