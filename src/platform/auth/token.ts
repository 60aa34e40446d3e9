import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** `value` goes to its owner once and is stored nowhere; the table keeps the hash. */
export type Token = { readonly value: string; readonly hash: string }

/** 256 random bits, fit for a cookie or an address. */
export function newToken(): Token {
  const value = randomBytes(32).toString('base64url')
  return { value, hash: hashToken(value) }
}

/** SHA-256 in hex; enough for a value nobody can guess. */
export function hashToken(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
export function constantTimeEquals(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}
