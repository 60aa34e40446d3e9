import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitBytes } from './split-bytes.ts'

describe('splitBytes', () => {
  it('leaves a text that fits as it is', () => {
    expect(splitBytes('я'.repeat(500), 1000)).toEqual(['я'.repeat(500)])
    expect(splitBytes('', 1000)).toEqual([''])
  })
  it('counts bytes and not letters', () => {
    expect(splitBytes('я'.repeat(501), 1000)).toHaveLength(2)
    expect(splitBytes('a'.repeat(1000), 1000)).toHaveLength(1)
  })
  it('cuts after a sentence rather than within one', () => {
    const sentence = 'Ваша карта будет готова завтра. '
    const [first] = splitBytes(sentence.repeat(40), 1000)
    expect(first?.endsWith('завтра.')).toBe(true)
  })
  it('loses no word, exceeds no limit and breaks no character, whatever the text', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })),
        fc.integer({ min: 40, max: 200 }),
        (words, limit) => {
          const text = words.join(' ')
          const parts = splitBytes(text, limit)
          for (const part of parts) {
            expect(Buffer.byteLength(part)).toBeLessThanOrEqual(limit)
            expect(Buffer.from(part).toString()).toBe(part)
          }
          expect(parts.join('').replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\s+/g, ''))
        },
      ),
    )
  })
})
