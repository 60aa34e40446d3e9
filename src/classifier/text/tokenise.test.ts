import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenise } from './tokenise.ts'

const shown = (text: string) => tokenise(text).map((token) => `${token.kind}:${token.text}`)

describe('tokenise', () => {
  it('keeps the apostrophe of oʻ and gʻ in the word, whichever of the nine is typed', () => {
    for (const sign of "ʻʼ‘’'`´ʹ′") expect(shown(`yo${sign}q`)).toEqual([`word:yo${sign}q`])
  })
  it('leaves a closing quote outside, but not the sign that ends yoʻ', () => {
    expect(shown("'salom'")).toEqual(['word:salom'])
    expect(shown('bu yo‘ keldi')).toEqual(['word:bu', 'word:yo‘', 'word:keldi'])
  })
  it('parts the particles -mi and -chi from their word', () => {
    expect(shown('yo‘q-mi?')).toEqual(['word:yo‘q', 'mark:-', 'word:mi', 'mark:?'])
  })
  it('tells numbers from words that hold digits', () => {
    expect(shown('8600 4iqmadi')).toEqual(['number:8600', 'word:4iqmadi'])
  })
  it('gives an emoji beyond the basic plane as one token', () => {
    expect(shown('ok👍')).toEqual(['word:ok', 'emoji:👍'])
  })
  it('keeps invisible joiners and combining marks inside a word', () => {
    expect(tokenise('ka\u200Brta')).toHaveLength(1)
    expect(tokenise('k\u0336a\u0336')).toHaveLength(1)
  })
  it('gives pieces in order, without overlap, each being the text at its offsets, for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        let before = 0
        for (const token of tokenise(text)) {
          expect(token.start).toBeGreaterThanOrEqual(before)
          expect(token.end).toBeGreaterThan(token.start)
          expect(text.slice(token.start, token.end)).toBe(token.text)
          before = token.end
        }
        expect(before).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
