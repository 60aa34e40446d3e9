import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openSealed, resealed, sealKeyFrom, sealText } from './seal-text.ts'

const key = sealKeyFrom('a secret of this installation')

it('opens to what was sealed, whatever was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(openSealed(key, sealText(key, text))).toBe(text)
    }),
  )
})
it('never seals alike twice', () => {
  expect(sealText(key, '8600').ciphertext.equals(sealText(key, '8600').ciphertext)).toBe(false)
})
it('opens neither with another key nor after a change', () => {
  const sealed = sealText(key, 'AB1234567')
  expect(() => openSealed(sealKeyFrom('another secret'), sealed)).toThrow('another key')
  const changed = { ...sealed, ciphertext: Buffer.from(sealed.ciphertext) }
  changed.ciphertext[0] = (changed.ciphertext[0] ?? 0) ^ 1
  expect(() => openSealed(key, changed)).toThrow('was changed')
})
it('names the key without giving it away', () => {
  expect(key.id).toMatch(/^[0-9a-f]{12}$/)
  expect(sealKeyFrom('a secret of this installation').id).toBe(key.id)
  expect(key.key.toString('hex')).not.toContain(key.id)
})

it('seals with the newest key, opens with any, and seals anew only what another key sealed', () => {
  const rotated = sealKeyFrom('the next secret', ['a secret of this installation', 'the next secret'])
  const before = sealText(key, 'AB1234567')
  expect(openSealed(rotated, before)).toBe('AB1234567')
  const after = resealed(rotated, before)
  expect(after?.keyId).toBe(rotated.id)
  expect(after && openSealed(sealKeyFrom('the next secret'), after)).toBe('AB1234567')
  expect(after && resealed(rotated, after)).toBeNull()
})
