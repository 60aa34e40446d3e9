/** What we give along with a message and get back with its echo or status: whose delivery it is and which part of it. */
import { isId } from '#kernel'

const form = /^murojaat:([0-9a-f-]{36}):(\d+)\/(\d+)$/

/** @param index of the part, from 0. */
export const writeMetadata = (deliveryId: string, index: number, count: number) =>
  `murojaat:${deliveryId}:${index + 1}/${count}`

/** Null for what we did not write. */
export function readMetadata(metadata: string | null): { deliveryId: string; isLast: boolean } | null {
  const [, deliveryId, part, count] = form.exec(metadata ?? '') ?? []
  return deliveryId !== undefined && isId(deliveryId) ? { deliveryId, isLast: part === count } : null
}
