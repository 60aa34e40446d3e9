import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitBytes, splitText } from './split-text.ts'

describe('splitText', () => {
  it('leaves a text that fits as it is', () => {
    expect(splitText('Salom', 4096)).toEqual(['Salom'])
    expect(splitText('', 10)).toEqual([''])
    expect(splitText('а'.repeat(4096), 4096)).toHaveLength(1)
  })
  it('cuts after a sentence rather than within one', () => {
    const text = `${'Bir gap. '.repeat(6)}Oxirgi gap uzunroq`
    expect(splitText(text, 60)[0]).toBe('Bir gap. Bir gap. Bir gap. Bir gap. Bir gap. Bir gap.')
  })
  it('cuts at a word where the sentence is too long', () => {
    expect(splitText('so‘zlar orasida kesiladi faqat', 20)).toEqual(['so‘zlar orasida', 'kesiladi faqat'])
  })
  it('cuts a word only where there is nothing else, and never through an emoji', () => {
    expect(splitText('ааааа', 2)).toEqual(['аа', 'аа', 'а'])
    for (const part of splitText('😀😀😀😀', 3)) expect(encodeURIComponent(part)).not.toBe('')
  })
  it('loses nothing but white space and keeps the limit, for any text', () => {
    const word = fc.string({ unit: 'binary', maxLength: 30 })
    const text = fc
      .array(fc.oneof(word, fc.constantFrom(' ', '\n', '\n\n', '. ', '! ')), { maxLength: 60 })
      .map((parts) => parts.join(''))
    void fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 80 }), (whole, limit) => {
        const parts = splitText(whole, limit)
        expect(parts.every((part) => part.length <= limit)).toBe(true)
        const bare = (value: string) => value.replace(/\s/g, '')
        expect(bare(parts.join(''))).toBe(bare(whole))
      }),
    )
  })
  it('never parts what a reader takes for one letter', () => {
    const family = '👨‍👩‍👧‍👦'
    for (const part of splitText(family.repeat(6), 30)) expect(part.length % family.length).toBe(0)
    expect(splitText('e\u0301'.repeat(5), 3)).toEqual(['e\u0301', 'e\u0301', 'e\u0301', 'e\u0301', 'e\u0301'])
  })
})

describe('splitBytes', () => {
  it('counts bytes: a thousand are five hundred Cyrillic letters', () => {
    expect(splitBytes('а'.repeat(500), 1000)).toHaveLength(1)
    expect(splitBytes('а'.repeat(501), 1000).map((part) => part.length)).toEqual([500, 1])
  })
  it('cuts at a sentence where one ends in time', () => {
    const sentence = 'Карта блокланди. '
    expect(splitBytes(sentence.repeat(4).trim(), 70)[0]).toBe('Карта блокланди. Карта блокланди.')
  })
  it('keeps the limit and loses nothing but white space, for any text', () => {
    const text = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(' ', '\n', '. ')), {
      maxLength: 40,
    })
    void fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 90 }), (words, limit) => {
        const whole = words.join('')
        const parts = splitBytes(whole, limit)
        expect(parts.every((part) => Buffer.byteLength(part) <= limit)).toBe(true)
        expect(parts.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''))
      }),
    )
  })
})
