import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'
import { isSameOrigin } from './same-origin.ts'
import { sessionCookieName } from './session.ts'
import { constantTimeEquals, hashToken, newToken } from './token.ts'

describe('a password', () => {
  it('is kept as argon2id with its own salt, and only the right one opens it', async () => {
    const [first, second] = await Promise.all([hashPassword('Toshkent-2026'), hashPassword('Toshkent-2026')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword(first, 'Toshkent-2026')).toBe(true)
    expect(await verifyPassword(first, 'toshkent-2026')).toBe(false)
  })

  it('is not opened by anything where its hash is damaged', async () => {
    for (const damaged of ['', 'nonsense', '$argon2id$v=19$m=19456,t=2,p=1$'])
      expect(await verifyPassword(damaged, '')).toBe(false)
  })
})

describe('a token', () => {
  it('is different each time, fit for a cookie, and found again by its hash alone', () => {
    const tokens = Array.from({ length: 100 }, () => newToken())
    expect(new Set(tokens.map((token) => token.value)).size).toBe(100)
    for (const { value, hash } of tokens) {
      expect(value).toMatch(/^[\w-]{43}$/)
      expect(hash).toBe(hashToken(value))
      expect(hash).not.toContain(value)
    }
  })

  it('is compared whole, whatever the lengths', () => {
    expect(constantTimeEquals('secret', 'secret')).toBe(true)
    for (const other of ['', 'secre', 'secret ', 'Secret']) expect(constantTimeEquals('secret', other)).toBe(false)
  })
})

describe('the origin of a call', () => {
  const local = { PUBLIC_URL: undefined, HOST: '127.0.0.1' }
  const known = { PUBLIC_URL: 'https://murojaat.example.uz', HOST: '127.0.0.1' }
  const ask = (config: typeof local | typeof known, headers: Record<string, string>) => isSameOrigin({ headers }, config)

  it('is ours where a page of this machine calls the address it came from', () => {
    expect(ask(local, { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' })).toBe(true)
    expect(ask(local, { origin: 'http://localhost:8080', host: 'localhost:8080', 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  it('is not ours where another port, site or a sandboxed page calls', () => {
    expect(ask(local, { origin: 'http://127.0.0.1:9000', host: '127.0.0.1:8080' })).toBe(false)
    expect(ask(local, { origin: 'https://evil.example', host: '127.0.0.1:8080' })).toBe(false)
    expect(ask(local, { origin: 'null', host: '127.0.0.1:8080' })).toBe(false)
    expect(ask(local, { host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' })).toBe(false)
    expect(
      ask(known, { origin: 'https://sub.murojaat.example.uz', host: 'murojaat.example.uz', 'sec-fetch-site': 'same-site' }),
    ).toBe(false)
  })

  it('is not ours because a name was pointed at this machine', () => {
    expect(
      ask(local, { origin: 'http://rebound.example:8080', host: 'rebound.example:8080', 'sec-fetch-site': 'same-origin' }),
    ).toBe(false)
  })

  it('is ours behind a proxy by the public address alone', () => {
    expect(ask(known, { origin: 'https://murojaat.example.uz', host: '10.0.0.5:8080' })).toBe(true)
    expect(ask(known, { origin: 'http://murojaat.example.uz', host: 'murojaat.example.uz' })).toBe(false)
  })

  it('is believed where the program was opened to the network without being told its name', () => {
    expect(ask({ PUBLIC_URL: undefined, HOST: '0.0.0.0' }, { origin: 'http://bank-pc:8080', host: 'bank-pc:8080' })).toBe(true)
  })

  it('is no question for what is no browser', () => {
    expect(ask(local, { host: '127.0.0.1:8080' })).toBe(true)
  })
})

describe('the session cookie', () => {
  it('cannot be set by a sibling domain where there is TLS', () => {
    expect(sessionCookieName(true)).toMatch(/^__Host-/)
    expect(sessionCookieName(false)).toBe('murojaat')
  })
})
