/**
 * The signature of what is told to the bank's systems: HMAC-SHA-256 over `<unix seconds>.<raw body>`, in hex. The time stands in
 * the signed bytes, so that an old message cannot be sent again as new; a receiver refuses what is older than five minutes.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { secondMs } from '#kernel'

export const signatureHeader = 'murojaat-signature'
const signatureFreshMs = 300 * secondMs

const macOf = (secret: string, seconds: number, body: string) =>
  createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex')

/** `t=<unix seconds>,v1=<hex>` */
export function signBody(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / secondMs)
  return `t=${seconds},v1=${macOf(secret, seconds, body)}`
}

/** What a receiver does; here for the tests and as the specimen of docs. */
export function isSigned(secret: string, body: string, header: string, now: Date): boolean {
  const [, seconds, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
  if (seconds === undefined || mac === undefined) return false
  if (Math.abs(now.getTime() - Number(seconds) * secondMs) > signatureFreshMs) return false
  return timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(macOf(secret, Number(seconds), body), 'hex'))
}
