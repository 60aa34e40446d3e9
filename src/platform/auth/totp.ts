/** One-time codes of an authenticator: RFC 6238 over HMAC-SHA-1, 30 s, six digits, which every authenticator app speaks. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const stepSeconds = 30
const digits = 6
/** A phone's clock may be half a minute off and the code is typed by hand: one step either way (RFC 6238, 5.2). */
const stepsOff = 1
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 random bits, the length RFC 4226 asks for. */
export function newTotpSecret(): Buffer {
  return randomBytes(20)
}

/** The number of half minutes since 1970. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1_000 / stepSeconds)
}

/** The code of one time step (RFC 4226, 5.3). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0xf
  const value = digest.readUInt32BE(offset) & 0x7fffffff
  return String(value % 10 ** digits).padStart(digits, '0')
}

/** The time step the code belongs to, at most one off from now; null where it belongs to none. All are always compared. */
export function matchTotp(secret: Buffer, code: string, at: Date): number | null {
  const given = Buffer.from(code)
  const now = totpStep(at)
  let found: number | null = null
  for (let step = now - stepsOff; step <= now + stepsOff; step++) {
    const right = Buffer.from(totpCode(secret, step))
    if (given.length === right.length && timingSafeEqual(given, right)) found = step
  }
  return found
}

/** RFC 4648 base32 without padding, as authenticators take a secret typed by hand. */
export function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((part) => alphabet[Number.parseInt(part.padEnd(5, '0'), 2)] ?? '').join('')
}

/** What the QR code says. It is drawn in the browser and never asked of anybody as an address. */
export function totpUri(secret: Buffer, input: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(input.issuer)}:${encodeURIComponent(input.account)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(input.issuer)}`
}
