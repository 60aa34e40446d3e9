import { describe, expect, it } from 'vitest'
import { isSignedBy, signatureOf } from './signature.ts'

const secret = 'secret-of-the-app'
/** As Meta writes it: everything beyond ASCII escaped, slashes too. */
const body = Buffer.from('{"text":"\\u0421\\u0430\\u043b\\u043e\\u043c 1\\/2 \\ud83d\\ude00"}')

describe('the signature of a webhook', () => {
  it('is taken over the bytes as they came, escapes included', () => {
    expect(isSignedBy(secret, body, signatureOf(secret, body))).toBe(true)
  })
  it('does not hold for the same JSON written another way', () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString())))
    expect(isSignedBy(secret, again, signatureOf(secret, body))).toBe(false)
  })
  it.each([
    ['another secret', signatureOf('another', body)],
    ['none', undefined],
    ['the older SHA-1', 'sha1=0123456789012345678901234567890123456789'],
    ['a shorter one', signatureOf(secret, body).slice(0, 40)],
    ['no hexadecimal', `sha256=${'z'.repeat(64)}`],
  ])('is refused: %s', (_says, header) => {
    expect(isSignedBy(secret, body, header)).toBe(false)
  })
  it('is never given by an empty secret', () => {
    expect(isSignedBy('', body, signatureOf('', body))).toBe(false)
  })
})
