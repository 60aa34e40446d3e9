import { describe, expect, it } from 'vitest'
import { base32, matchTotp, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts'

const rfcSecret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1_000)

describe('a one-time code', () => {
  it('is what RFC 6238 lists for SHA-1, appendix B', () => {
    // The appendix gives eight digits; six are the last six of them.
    const listed = [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ] as const
    for (const [seconds, code] of listed) expect(totpCode(rfcSecret, totpStep(at(seconds)))).toBe(code.slice(2))
  })

  it('is what RFC 4226 lists for the first ten counters, appendix D', () => {
    const listed = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
    expect(listed.map((_, counter) => totpCode(rfcSecret, counter))).toEqual(listed)
  })

  it('is taken for its own half minute and the two beside it, and for no other', () => {
    const secret = newTotpSecret()
    const now = at(1_800_000_000)
    const step = totpStep(now)
    for (const off of [-1, 0, 1]) expect(matchTotp(secret, totpCode(secret, step + off), now)).toBe(step + off)
    const others = [-40, -3, -2, 2, 3, 40].filter(
      (off) => ![-1, 0, 1].some((near) => totpCode(secret, step + near) === totpCode(secret, step + off)),
    )
    for (const off of others) expect(matchTotp(secret, totpCode(secret, step + off), now)).toBeNull()
    for (const broken of ['', '12345', '1234567', 'abcdef', '１２３４５６']) expect(matchTotp(secret, broken, now)).toBeNull()
  })

  it('comes from a secret that an authenticator can be told', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
    expect(base32(Buffer.from('fooba'))).toBe('MZXW6YTB')
    expect(base32(newTotpSecret())).toMatch(/^[A-Z2-7]{32}$/)
    const uri = totpUri(rfcSecret, { issuer: 'murojaat: bank', account: 'dilnoza' })
    expect(uri).toBe(
      'otpauth://totp/murojaat%3A%20bank:dilnoza?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=murojaat%3A%20bank',
    )
  })
})
