import { describe, expect, it } from 'vitest'
import { mayBeUnstorable, storable } from './storable.ts'

describe('what the database can hold', () => {
  it('is everything but NUL and half a pair, in texts and keys at any depth', () => {
    const sent: unknown = JSON.parse('{"a\\u0000":["x\\u0000y", {"b":"\\ud800"}, "\\ud83d\\ude42", 1, null, true]}')
    expect(storable(sent)).toEqual({ 'a\ufffd': ['x\ufffdy', { b: '\ufffd' }, '🙂', 1, null, true] })
  })

  it('is seen in the spelling of the JSON', () => {
    expect(mayBeUnstorable(JSON.stringify('a\u0000'))).toBe(true)
    expect(mayBeUnstorable(JSON.stringify('\udc00'))).toBe(true)
    expect(mayBeUnstorable(JSON.stringify('Salom 🙂 ўқғҳ'))).toBe(false)
  })
})
