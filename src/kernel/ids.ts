/**
 * Branded ids: UUIDv7 (RFC 9562 §5.7), so that a key sorts by the time it was made and inserts stay local in the index.
 * Within one process every id is greater than the one before (a 12-bit counter beside the millisecond).
 */
declare const brand: unique symbol
export type Id<B extends string> = string & { readonly [brand]: B }

export type ContactId = Id<'contact'>
export type IdentityId = Id<'identity'>
export type ChannelAccountId = Id<'channel_account'>
export type ConversationId = Id<'conversation'>
export type MessageId = Id<'message'>
export type RequestId = Id<'request'>
export type ClockId = Id<'clock'>
export type DeliveryId = Id<'delivery'>
export type AttachmentId = Id<'attachment'>
export type NoteId = Id<'note'>
export type EventId = Id<'event'>
export type OperatorId = Id<'operator'>
export type DepartmentId = Id<'department'>
export type CalendarId = Id<'calendar'>
export type TemplateId = Id<'template'>
export type TemplateVersionId = Id<'template_version'>

let lastMs = 0
let counter = 0

const bytesPerId = 8
/** Drawn ahead by the hundred: asking the system for eight bytes at a time costs more than all the rest of an id. */
const pool = new Uint8Array(bytesPerId * 512)
let used = pool.length
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function drawRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += bytesPerId
  return pool.subarray(used - bytesPerId, used)
}

/** @param nowMs milliseconds since the epoch; given by tests only. */
export function newId<T extends Id<string>>(nowMs: number = Date.now()): T {
  const random = drawRandom()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = (((random[0] ?? 0) << 8) | (random[1] ?? 0)) & 0x7ff // half the range is left to count up within the millisecond
  } else if (++counter > 0xfff) {
    lastMs += 1
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  let tail = ''
  for (const byte of random) tail += hex[byte] ?? ''
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}` as T
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export function isId(value: string): value is Id<never> {
  return uuid.test(value)
}
