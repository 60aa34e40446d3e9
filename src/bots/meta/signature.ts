import { createHmac, timingSafeEqual } from 'node:crypto'

const form = /^sha256=([0-9a-f]{64})$/i

/**
 * Whether `X-Hub-Signature-256` is the HMAC-SHA256 of exactly these bytes. Meta signs its own escaped form of the JSON
 * (`\u0442`, `\/`), so only the bytes as they came can be checked; the older SHA-1 header is not enough.
 * https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads
 */
export function isSignedBy(appSecret: string, body: Uint8Array, header: string | undefined): boolean {
  const given = form.exec(header ?? '')?.[1]
  if (given === undefined || appSecret === '') return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', appSecret).update(body).digest())
}

/** The header Meta would send with these bytes; for the emulator and the tests. */
export function signatureOf(appSecret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}
