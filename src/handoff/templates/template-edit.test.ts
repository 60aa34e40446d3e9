import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareWords } from './template-edit.ts'

const joined = (parts: readonly { kind: string; text: string }[], left: string) =>
  parts
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join('')

describe('an edit of approved words', () => {
  it('shows what went out of them and what came in, by words', () => {
    const { parts, share } = compareWords('Karta bugun tayyor bo‘ladi.', 'Karta ertaga tayyor bo‘ladi.')
    expect(parts).toEqual([
      { kind: 'same', text: 'Karta ' },
      { kind: 'removed', text: 'bugun' },
      { kind: 'added', text: 'ertaga' },
      { kind: 'same', text: ' tayyor bo‘ladi.' },
    ])
    expect(share).toBe(2 / 8)
  })
  it('is nothing between equal texts and everything between strangers', () => {
    expect(compareWords('bir ikki', 'bir ikki')).toEqual({ parts: [{ kind: 'same', text: 'bir ikki' }], share: 0 })
    expect(compareWords('bir ikki', 'один-два').share).toBe(1)
    expect(compareWords('', '')).toEqual({ parts: [], share: 0 })
  })
  it('loses no character of either text', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '.', 'ў', '‘', '1', '😀'), maxLength: 60 })
    fc.assert(
      fc.property(words, words, (rendered, sent) => {
        const { parts, share } = compareWords(rendered, sent)
        expect(joined(parts, 'added')).toBe(rendered)
        expect(joined(parts, 'removed')).toBe(sent)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      }),
    )
  })
  it('of two texts as long as a reply may be is found without a table of millions', () => {
    const long = (word: string) => Array.from({ length: 1_500 }, (_, i) => `${word}${i}`).join(' ')
    const { parts } = compareWords(long('a'), long('b'))
    expect(joined(parts, 'added')).toBe(long('a'))
    expect(joined(parts, 'removed')).toBe(long('b'))
  })
})
