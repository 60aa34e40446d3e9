import { randomBytes } from 'node:crypto'

/** No letters that look alike: a first password is typed by hand, from a terminal or from paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const passwordLength = 14

/** A new password for somebody to sign in with once. */
export function firstPassword(): string {
  // 31 letters over 256 values favours the first eight by a hair; at 14 letters that costs less than a bit in 69.
  return [...randomBytes(passwordLength)].map((byte) => alphabet[byte % alphabet.length]).join('')
}
