import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stem } from './stem.ts'

describe('stem', () => {
  it('brings the pile of Uzbek endings to one stem, in either script and any spelling', () => {
    for (const form of ['karta', 'kartam', 'kartamni', 'kartamdan', 'kartamdagilardan', 'картамдан', 'kartalarim'])
      expect(stem(form, 'uz'), form).toBe('kart')
    for (const form of ['tushmadi', 'tushmayapti', 'тушмади', 'tuwmadi', 'tushmavotti'])
      expect(stem(form, 'uz'), form).toBe('tush')
  })
  it('keeps at least three letters', () => {
    for (const form of ['uni', 'olma', 'pul', 'suv']) expect(stem(form, 'uz').length, form).toBeGreaterThanOrEqual(3)
  })
  it('knows Russian and English endings through the Porter stemmers', () => {
    expect(stem('карты', 'ru')).toBe(stem('картой', 'ru'))
    expect(stem('blocking', 'en')).toBe(stem('blocked', 'en'))
  })
  it('folds a word of another script instead of stemming it wrongly', () => {
    expect(stem('Humo', 'ru')).toBe('humo')
    expect(stem('карта', 'en')).toBe('karta')
  })
  it('never throws and never lengthens a folded word beyond itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (word) => {
        for (const language of ['uz', 'ru', 'en'] as const) expect(typeof stem(word, language)).toBe('string')
      }),
    )
  })
})
