/**
 * The number VK knows a repeat by. One that was given before, to the same client within an hour, sends nothing and gives the
 * first one's id: a message whose answer was lost may be sent again. https://dev.vk.com/en/method/messages.send
 */
import { createHash } from 'node:crypto'

const mostParts = 24

/** Always the same for one part of one delivery: 31 bits, never 0 (which VK takes for none). @param index from 0. */
export function randomIdOf(deliveryId: string, index: number, count: number): number {
  const hash = createHash('sha256')
    .update(`${deliveryId}:${index + 1}/${count}`)
    .digest()
  return hash.readUInt32BE(0) & 0x7f_ff_ff_ff || 1
}

/** Whether VK's echo is of this delivery, and of its last part; null where it is another's. */
export function partOf(deliveryId: string, randomId: number): { isLast: boolean } | null {
  for (let count = 1; count <= mostParts; count += 1) {
    for (let index = 0; index < count; index += 1) {
      if (randomIdOf(deliveryId, index, count) === randomId) return { isLast: index === count - 1 }
    }
  }
  return null
}

/** The same for comments, where VK takes words. */
export const guidOf = (deliveryId: string, index: number) => `${deliveryId}-${index + 1}`
